"""The project's own linters over the changed files, where it has them set up."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from .review_fixes import Edit, Place

_TIMEOUT = 60.0  # seconds
# What a linter and a check of ours both find has the check's name.
_SAME = {
    "F841": "unused-value", "F401": "unused-import", "B006": "mutable-default",
    "E722": "swallowed-error", "S110": "swallowed-error", "BLE001": "swallowed-error",
    "F632": "literal-identity", "F631": "assert-on-tuple", "F821": "undefined-name",
    "S608": "sql-from-parts", "B608": "sql-from-parts", "S602": "shell-from-parts",
    "B602": "shell-from-parts", "S307": "code-from-input", "B307": "code-from-input",
    "S301": "code-from-input", "B301": "code-from-input", "B110": "swallowed-error",
    "S105": "secret-in-code", "B105": "secret-in-code", "S324": "weak-hash", "B324": "weak-hash",
    "S311": "weak-random", "B311": "weak-random", "SIM115": "unclosed-resource",
    "B023": "late-binding", "name-defined": "undefined-name", "call-arg": "misfitting-call",
}  # fmt: skip
_MYPY = re.compile(r"^(.*?):(\d+)(?::\d+)?: error: (.*?)(?:  \[([\w-]+)\])?$")


@dataclass(frozen=True)
class Complaint:
    """What a linter says of a line, with the edits that it calls safe."""

    check: str
    path: str
    line: int
    text: str
    tool: str
    edits: tuple[Edit, ...] = ()


def complaints(folder: Path, paths: list[str]) -> Iterator[Complaint]:
    """Yield what the linters that the project has set up say of some of its files."""
    if not paths:
        return
    for name, is_set_up, run in _TOOLS:
        if is_set_up(folder) and find_spec(name) is not None:
            yield from run(folder, paths)


def _output(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            [sys.executable, "-m", *arguments], cwd=folder, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=_TIMEOUT, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _uses_ruff(folder: Path) -> bool:
    files = any((folder / name).is_file() for name in ("ruff.toml", ".ruff.toml"))
    return files or "[tool.ruff" in _pyproject(folder)


def _ruff(folder: Path, paths: list[str]) -> Iterator[Complaint]:
    text = _output(folder, "ruff", "check", "--no-cache", "--output-format=json", *paths)
    for each in _records(text):
        place = each.get("location")
        line = place.get("row", 0) if isinstance(place, dict) else 0
        path = str(each.get("filename", ""))
        found = _complaint(
            folder, str(each.get("code")), path, line, str(each.get("message")), "ruff"
        )
        yield replace(found, edits=_safe(each.get("fix")))


def _safe(fix: object) -> tuple[Edit, ...]:
    """Read the edits that ruff calls safe; it counts columns from 1."""
    if not isinstance(fix, dict) or fix.get("applicability") != "safe":
        return ()
    return tuple(
        Edit(_place(edit["location"]), _place(edit["end_location"]), edit["content"])
        for edit in fix["edits"]
    )


def _place(found: dict[str, int]) -> Place:
    return Place(found["row"], found["column"] - 1)


def _uses_bandit(folder: Path) -> bool:
    return (folder / ".bandit").is_file() or "[tool.bandit" in _pyproject(folder)


def _bandit(folder: Path, paths: list[str]) -> Iterator[Complaint]:
    text = _output(folder, "bandit", "-q", "-f", "json", *paths)
    try:
        results = json.loads(text or "{}").get("results", [])
    except (ValueError, AttributeError):
        return
    for each in results:
        yield _complaint(
            folder, str(each.get("test_id")), str(each.get("filename", "")),
            int(each.get("line_number", 0)), str(each.get("issue_text")), "bandit",
        )  # fmt: skip


def _uses_mypy(folder: Path) -> bool:
    if any((folder / name).is_file() for name in ("mypy.ini", ".mypy.ini")):
        return True
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read(folder / "setup.cfg", encoding="utf-8")
    except (UnicodeDecodeError, configparser.Error):
        return False
    return parser.has_section("mypy") or "[tool.mypy" in _pyproject(folder)


def _mypy(folder: Path, paths: list[str]) -> Iterator[Complaint]:
    text = _output(folder, "mypy", "--no-color-output", "--no-error-summary",
                   "--cache-dir=/dev/null", *paths)  # fmt: skip
    for line in text.splitlines():
        found = _MYPY.match(line)
        if found:
            path, number, words, code = found.groups()
            yield _complaint(folder, code or "mypy", path, int(number), words, "mypy")


def _complaint(folder: Path, code: str, path: str, line: int, text: str, tool: str) -> Complaint:
    whole = Path(path)
    if whole.is_absolute():
        try:
            path = whole.relative_to(folder.resolve()).as_posix()
        except ValueError:
            path = whole.as_posix()
    path = path[2:] if path.startswith("./") else path
    return Complaint(_SAME.get(code, f"{tool}-{code}"), path, line, text, tool)


def _records(text: str) -> list[dict[str, object]]:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _pyproject(folder: Path) -> str:
    path = folder / "pyproject.toml"
    return path.read_text("utf-8", "replace") if path.is_file() else ""


# The tool's module, whether the project has it set up, how it is run.
_TOOLS = (
    ("ruff", _uses_ruff, _ruff),
    ("bandit", _uses_bandit, _bandit),
    ("mypy", _uses_mypy, _mypy),
)
