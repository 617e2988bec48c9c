"""Test files whose names no runner looks for, but which a Makefile, tox or nox names."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

_RUNNER = re.compile(r"\b(pytest|py\.test|unittest)\b\s*([^;&|#\n]*)")
_TEST = re.compile(r"^\s*(async\s+)?def test|^class \w+\(.*TestCase|^class Test", re.M)
_MOST = 200


def named_tests(root: Path, commands: list[str]) -> list[str]:
    """List the files below the root that the commands name and that hold tests, sorted."""
    found: set[str] = set()
    for command in commands:
        for runner, rest in _RUNNER.findall(_plain(command)):
            found.update(_files(root, runner, _words(rest)))
    return sorted(found)[:_MOST]


def _plain(command: str) -> str:
    """Give a command as a shell would read it: tox's defaults in their place, nox's quotes gone."""
    text = re.sub(r"\{posargs:([^}]*)\}", r"\1", command)
    text = re.sub(r"\{toxinidir\}/|\$\(CURDIR\)/|\$\{CURDIR\}/", "", text)
    return re.sub(r"[\"'],\s*[\"']", " ", text)


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text.replace(")", " ").replace("(", " "))
    except ValueError:
        return [word.strip("\"'") for word in text.split()]


def _files(root: Path, runner: str, words: list[str]) -> Iterator[str]:
    pattern = next((after for word, after in zip(words, words[1:]) if word in ("-p", "--pattern")),
                   "*.py") if runner == "unittest" else "*.py"  # fmt: skip
    for word in words:
        name = word.split("::")[0].rstrip("/")
        if runner == "unittest" and "/" not in name and not name.endswith(".py"):
            name = _of_module(root, name)
        path = root / name
        inside = name not in ("", ".") and ".." not in Path(name).parts and not path.is_absolute()
        if (inside or (root in path.parents)) and path.exists():
            yield from _tests_in(root, path, pattern)


def _of_module(root: Path, name: str) -> str:
    """Give the path of a dotted module or test, or the word itself."""
    parts = name.split(".")
    for last in range(len(parts), 0, -1):
        path = "/".join(parts[:last])
        if path and (root / f"{path}.py").is_file():
            return f"{path}.py"
    return name.replace(".", "/") if (root / name.replace(".", "/")).is_dir() else name


def _tests_in(root: Path, path: Path, pattern: str) -> Iterator[str]:
    for file in [path] if path.is_file() else sorted(path.rglob(pattern)):
        if file.suffix != ".py" or file.name == "conftest.py":
            continue
        if _TEST.search(file.read_text(encoding="utf-8", errors="replace")):
            yield file.relative_to(root).as_posix()
