"""What the project's own test run says about a change."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from msgspec import Struct

from quire.engine.deeds import Ran
from quire.engine.findings import Tests

# pytest's short summary, then unittest's headings
_FAILED = re.compile(r"^(?:FAILED|ERROR) ([^(\n].*?)(?: - .*)?$", re.MULTILINE)
_UNITTEST_FAILED = re.compile(r"^(?:FAIL|ERROR): (\w+) \(([\w.]+)\)", re.MULTILINE)
_COUNT = re.compile(r"(\d+) (passed|failed|errors?)\b")
_UNITTEST_RAN = re.compile(r"^Ran (\d+) tests?", re.MULTILINE)
_LAST_WORDS = 160


class Proof(Struct, frozen=True, kw_only=True):
    """The result of one test run: does the change hold, in words, what still fails as before."""

    command: str
    holds: bool
    told: str
    still_failing: tuple[str, ...] = ()


def judge(command: str, result: Ran, *, remaining: Iterable[str]) -> Proof:
    """Judge a test run after a change; `remaining` are tests that failed before and may still."""
    failing = _failing(result.text)
    told = _told(result)
    if result.timed_out:
        return Proof(command=command, holds=False, told="stopped at its time limit")
    if _green(result):
        return Proof(command=command, holds=True, told=told)
    known = tuple(remaining)
    counted = sum(number for word, number in _counts(result.text).items() if word != "passed")
    complete = bool(failing) and counted in (0, len(failing))
    holds = complete and all(_among(name, known) for name in failing)
    return Proof(command=command, holds=holds, told=told, still_failing=failing if holds else ())


def judge_report(tests: Tests, *, remaining: Iterable[str]) -> Proof:
    """Judge the workbench's fresh test run after a change, test by test."""
    failing = tuple(test.id for test in tests.failed)
    told = (
        f"{tests.passing} passed, {len(failing)} failed" if failing else f"{tests.passing} passed"
    )
    return Proof(
        command=shlex.join(tests.command),
        holds=tests.passing > 0 and set(failing) <= set(remaining),
        told=told,
        still_failing=failing,
    )


def _counts(text: str) -> dict[str, int]:
    """Return the numbers of pytest's last line by their words."""
    return {word: int(number) for number, word in _COUNT.findall(text)}


def _green(result: Ran) -> bool:
    if result.exit_code is not None:
        return result.exit_code == 0
    counts = _counts(result.text)
    if counts:
        return set(counts) == {"passed"} and counts["passed"] > 0
    return bool(_UNITTEST_RAN.search(result.text)) and result.text.rstrip().endswith("OK")


def _failing(text: str) -> tuple[str, ...]:
    unittest = (f"{where}.{name}" for name, where in _UNITTEST_FAILED.findall(text))
    return tuple(dict.fromkeys((*_FAILED.findall(text), *unittest)))


def _among(name: str, known: Iterable[str]) -> bool:
    """Tell whether a failing test is a known one; unittest names may repeat the method."""
    parts = name.split(".")
    short = ".".join(parts[:-1]) if len(parts) > 1 and parts[-1] == parts[-2] else name
    return any(each in (name, short) for each in known)


def _told(result: Ran) -> str:
    counts = _counts(result.text)
    if counts:
        order = sorted(counts, key=lambda word: word != "passed")
        return ", ".join(f"{counts[word]} {word}" for word in order)
    found = _UNITTEST_RAN.search(result.text)
    if found:
        return f"{found[1]} tests run, {'all passed' if _green(result) else 'not all passed'}"
    words = " ".join(result.text.split())[-_LAST_WORDS:]
    return f"exit code {result.exit_code}{f', {words}' if words else ''}"
