"""Runs the tests that a package comes with, reads what they say and takes functions out of them."""

from __future__ import annotations

import ast
import os
import random
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from bench.engine import judge

SECONDS_PER_SUITE = 90.0
TESTS_FAILED = 1
# In a line of the summary: the word, a subtest's own words, the id, and what pytest adds to it.
FAILED_LINE = re.compile(r"^(?:SUB)?FAILED(?:[\[(].*?[\])])? (\S+?)(?:\[.*| - .*)?$", re.MULTILINE)
ERROR_LINE = re.compile(r"^ERROR ", re.MULTILINE)
WORDS = (
    "--verbosity=0", "--color=no", "--tb=no", "-rfE", "-p", "no:cacheprovider",
    "--hypothesis-seed=0",
)  # fmt: skip


class SuiteResult(msgspec.Struct, frozen=True):
    """What a run of tests said: exit code (None after a time-out) and how many tests did what.

    `failed` names functions (and documents) as pytest does, without parameters.
    """

    code: int | None
    failed: tuple[str, ...]
    failing: int
    passing: int
    errors: int
    last_line: str


class Suite(msgspec.Struct, frozen=True):
    """How the tests of packages are run: by which interpreter, and for how many seconds."""

    python: Path
    seconds: float = SECONDS_PER_SUITE

    def run(self, folder: Path) -> SuiteResult:
        """Run all tests of the package in a folder."""
        command = [str(self.python), "-m", "pytest", *WORDS, f"--rootdir={folder}"]
        environment = {**os.environ, **self._settings(folder)}
        return read_result(judge.run(command, folder, self.seconds, environment))

    def _settings(self, folder: Path) -> dict[str, str]:
        programs = (str(self.python.parent), os.environ.get("PATH", os.defpath))
        return {
            "PATH": os.pathsep.join(programs),
            "PYTHONPATH": os.pathsep.join((str(folder / "src"), str(folder))),
            "PYTHONDONTWRITEBYTECODE": "1",
            # The same tests have to notice a fault in every run.
            "PYTHONHASHSEED": "0",
        }


def read_result(outcome: judge.Outcome) -> SuiteResult:
    """Read the summary that pytest prints."""
    text = outcome.output
    return SuiteResult(
        code=outcome.code,
        failed=tuple(sorted(set(FAILED_LINE.findall(text)))),
        failing=_last_count("failed", text),
        passing=_last_count("passed", text),
        errors=len(ERROR_LINE.findall(text)),
        last_line=(text.rstrip().splitlines() or [""])[-1],
    )


def _last_count(word: str, text: str) -> int:
    counts = re.findall(rf"(\d+) {word}", text)
    return int(counts[-1]) if counts else 0


def is_noticed(result: SuiteResult) -> bool:
    """Return whether tests fail, but at most a third of them and without errors around them."""
    few = 0 < result.failing * 3 <= result.failing + result.passing
    return result.code == TESTS_FAILED and few and bool(result.failed) and not result.errors


def choose_hidden(
    failed: Sequence[str], texts: Mapping[str, str], rng: random.Random
) -> tuple[str, ...]:
    """Return half of the failing test functions, of those that stand in the texts of files."""
    found = [test for test in failed if _stands_in(test, texts)]
    return tuple(sorted(rng.sample(found, min(len(found), len(failed) // 2))))


def _stands_in(test: str, texts: Mapping[str, str]) -> bool:
    file, *name = test.split("::")
    return file in texts and any(found == tuple(name) for found, _ in _functions(texts[file]))


def hide_functions(text: str, names: Collection[tuple[str, ...]]) -> str:
    """Return the text without the functions of these names; a name is its classes and its own."""
    lines = text.split("\n")
    hidden = [function for name, function in _functions(text) if name in names]
    for function in sorted(hidden, key=lambda each: each.lineno, reverse=True):
        first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
        lines[first - 1 : function.end_lineno] = [" " * function.col_offset + "pass"]
    return "\n".join(lines)


def hide(folder: Path, tests: Collection[str]) -> None:
    """Take test functions, named as pytest names them, out of the files of a folder."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for test in tests:
        file, *name = test.split("::")
        names.setdefault(file, set()).add(tuple(name))
    for file, hidden in names.items():
        path = folder / file
        path.write_bytes(hide_functions(path.read_bytes().decode(), hidden).encode())


def _functions(text: str) -> Iterator[tuple[tuple[str, ...], ast.FunctionDef]]:
    waiting: list[tuple[tuple[str, ...], ast.stmt]]
    try:
        waiting = [((), statement) for statement in ast.parse(text).body]
    except SyntaxError:
        return
    while waiting:
        classes, statement = waiting.pop()
        if isinstance(statement, ast.FunctionDef):
            yield (*classes, statement.name), statement
        elif isinstance(statement, ast.ClassDef):
            waiting += [((*classes, statement.name), inner) for inner in statement.body]
