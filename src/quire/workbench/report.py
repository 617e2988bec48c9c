"""Findings as JSON lines on stdout, progress on stderr, both within their budgets."""

from __future__ import annotations

import json
import os
import time
from typing import Any

MOST_STDOUT = 19_000
MOST_NAMES = 2_000
_BETWEEN = 0.5
_HALF = "\\ud"  # how JSON begins half a letter beyond the first 65,536, or what is none


class Report:
    """Writes findings to descriptors of its own, so that the project cannot disturb them."""

    def __init__(self) -> None:
        self.out = os.dup(1)
        self.err = os.dup(2)
        self.begin = time.monotonic()
        self._written = 0
        self._next = 0.0
        self._between = _BETWEEN

    def finding(self, kind: str, **fields: Any) -> None:
        """Print one finding; long lists are cut so that all findings fit."""
        line = _line({"type": kind, **fields})
        room = MOST_STDOUT - self._written - (0 if kind in ("fix", "done") else 8_000)
        while len(line) > room and _cut(fields):
            line = _line({"type": kind, **fields})
        if len(line) > room and kind not in ("done", "fix"):
            return
        self._written += len(line)
        _write(self.out, line)

    def whole(self, kind: str, **fields: Any) -> None:
        """Print one finding however long it is."""
        _write(self.out, _line({"type": kind, **fields}))

    def progress(self, phase: str, tried: int, seconds: float, detail: str) -> None:
        """Print progress, at most twice a second and less often in long runs."""
        now = time.monotonic()
        if now < self._next:
            return
        self._between = min(self._between * 1.15, 5.0)
        self._next = now + self._between
        rate = round(tried / seconds) if seconds > 0 else 0
        fields = {"phase": phase, "tried": tried, "per_second": rate, "detail": detail}
        _write(self.err, _line({"type": "progress", **fields}))

    @property
    def seconds(self) -> float:
        """Give the time since the beginning."""
        return time.monotonic() - self.begin


def _line(value: dict[str, object]) -> bytes:
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    if _HALF in text:
        text = json.dumps(_spelt(value), ensure_ascii=True, separators=(",", ":"))
    return (text + "\n").encode("ascii")


def _spelt(value: object) -> object:
    """Spell out what is no letter, as in names that are no UTF-8: strict readers refuse it."""
    if isinstance(value, dict):
        return {_spelt(name): _spelt(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_spelt(each) for each in value]
    if not isinstance(value, str):
        return value
    try:
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return value.encode("utf-8", "backslashreplace").decode("utf-8")


def _cut(fields: dict[str, Any]) -> bool:
    """Halve the longest list of the fields; say whether there was one."""
    lists = [
        (len(json.dumps(v)), k) for k, v in fields.items() if isinstance(v, list) and len(v) > 1
    ]
    if not lists:
        return False
    _, key = max(lists)
    kept = len(fields[key]) // 2
    fields["more"] = int(fields.get("more", 0)) + len(fields[key]) - kept
    fields[key] = fields[key][:kept]
    return True


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
