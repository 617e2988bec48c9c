"""Faults of packages are real and drawn by a seed; the judge runs the tests as they were."""

from __future__ import annotations

import ast
import random
import sys
from pathlib import Path, PurePosixPath

import pytest

from bench.engine import judge
from bench.engine.package_faults import KINDS, Fault, Place, draw, list_places, with_fault
from bench.engine.package_sources import (
    Package,
    PackageError,
    choose_packages,
    fetch,
    load_listing,
    unpack,
)
from bench.engine.package_suites import (
    Suite,
    SuiteResult,
    choose_hidden,
    hide_functions,
    is_noticed,
    read_result,
)
from bench.engine.package_tasks import (
    PackageTask,
    find_tasks,
    is_source,
    means_the_same,
    source_texts,
)
from bench.engine.tasks import Judgement

PROGRAM = '''"""Sums and cuts — of anything."""

LIMIT = 10


class Box:
    def __init__(self, items, *, strict=False):
        """Keep items."""
        self.items = list(items)
        self.strict = strict

    def cut(self, start, end):
        if start > end:
            raise ValueError("é: end before start")
        part = self.items[start:end]
        total = 0
        for index in range(len(part)):
            total += part[index] * 2
        try:
            return total if self.strict and total else str(total).strip()
        except TypeError:
            return max(total, default=None)

    def has(self, name, other):
        found = name not in self.items or (other
                                           and name)
        return not found, f"{name + other}", pair((name), key=(other)), "wide"


def pair(first, *rest, key=None):
    return min(first, key), sorted(rest, key=key)
'''
TESTS = """from boxes import double, halve


class TestDouble:
    def test_three(self):
        assert double(3) == 6

    def test_five(self):
        assert double(5) == 10


def test_zero():
    assert double(0) == 0


def test_halves():
    assert halve(4) == 2


def test_halves_again():
    assert halve(8) == 4


def test_halve_nothing():
    assert halve(0) == 0
"""
BOXES = "def double(n):\n    return n * 2\n\n\ndef halve(n):\n    return n / 2\n"
SUITE = Suite(Path(sys.executable))


def fault_at(place: Place, new: str) -> Fault:
    kind, function, line = place.kind, place.function, place.line
    return Fault("boxes.py", kind, function, line, place.start, place.end, new)


def faults_of(text: str) -> list[Fault]:
    return [fault_at(place, new) for place in list_places(text) for new in place.choices]


def changed_lines(text: str, kind: str) -> set[str]:
    before = text.splitlines()
    texts = [with_fault(text, fault) for fault in faults_of(text) if fault.kind == kind]
    return {
        line.strip() for each in texts if each for line in each.splitlines() if line not in before
    }


@pytest.fixture
def original(tmp_path: Path) -> Path:
    folder = tmp_path / "original"
    (folder / "tests").mkdir(parents=True)
    (folder / "boxes.py").write_text(BOXES)
    (folder / "tests" / "test_boxes.py").write_text(TESTS)
    return folder


@pytest.fixture
def task(original: Path) -> PackageTask:
    (fault,) = [f for f in faults_of(BOXES) if f.function == "double" and f.new == "/"]
    hidden = ("tests/test_boxes.py::TestDouble::test_five",)
    return PackageTask("boxes", 1, original, SUITE, fault, hidden)


def test_every_fault_changes_the_meaning_and_lies_in_a_function() -> None:
    spans = [
        (node.name, node.lineno, node.end_lineno or 0)
        for node in ast.walk(ast.parse(PROGRAM))
        if isinstance(node, ast.FunctionDef)
    ]
    for fault in faults_of(PROGRAM):
        assert with_fault(PROGRAM, fault) is not None
        first = PROGRAM.encode()[: fault.start].count(b"\n") + 1
        last = PROGRAM.encode()[: fault.end].count(b"\n") + 1
        (end,) = [e for name, start, e in spans if (name, start) == (fault.function, fault.line)]
        assert fault.line < first <= last <= end


def test_every_kind_of_fault_is_found() -> None:
    assert {place.kind for place in list_places(PROGRAM)} == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("operator", {"return n not in items and m[1:]", "return n in items or m[1:]"}),
        ("condition", {"return (m[1:])", "return ((n in items))"}),
        ("constant", {"return n in items and m[2:]", "return n in items and m[0:]"}),
        ("bound", {"return n in items and m[2:]", "return n in items and m[0:]"}),
    ],
)
def test_faults_of_a_line(kind: str, expected: set[str]) -> None:
    text = "def f(n, items, m):\n    return n in items and m[1:]\n"
    assert changed_lines(text, kind) == expected


def test_statements_and_guards_are_lost() -> None:
    text = 'def f(n):\n    "Doc."\n    if n:\n        return 1\n    n = g(n, 2)\n    return n\n'
    assert changed_lines(text, "statement lost") == {"pass"}
    assert changed_lines(text, "guard lost") == {"pass"}
    assert changed_lines(text, "arguments") == {"n = g(2, n)"}


def test_text_without_syntax_has_no_places() -> None:
    assert list_places("print 'of another age'\n") == []


def test_draw_is_stable_and_differs_by_seed() -> None:
    texts = {"b.py": PROGRAM, "a.py": PROGRAM}
    again = dict(reversed(texts.items()))
    assert draw(texts, "box 1") == draw(again, "box 1")
    assert draw(texts, "box 1") != draw(texts, "box 2")
    assert {file for faults in draw(texts, "1").values() for file in (f.file for f in faults)} == {
        "a.py",
        "b.py",
    }


def test_functions_are_hidden_with_their_decorators() -> None:
    text = (
        "class TestA:\n    @mark\n    @other(\n        1)\n    def test_x(self):\n        pass\n\n"
        "    def test_y(self):\n        assert 1\n\n\ndef test_x():\n    assert 2\n"
    )
    assert hide_functions(text, {("TestA", "test_x")}) == (
        "class TestA:\n    pass\n\n"
        "    def test_y(self):\n        assert 1\n\n\ndef test_x():\n    assert 2\n"
    )
    assert hide_functions(text, {("test_y",)}) == text


def test_half_of_the_failing_functions_is_hidden() -> None:
    failed = ("t.py::test_zero", "t.py::TestDouble::test_three", "README.md::README.md")
    (hidden,) = choose_hidden(failed, {"t.py": TESTS}, random.Random(1))
    assert hidden in failed[:2]
    assert choose_hidden(failed[:1], {"t.py": TESTS}, random.Random(1)) == ()


def test_summary_is_read() -> None:
    output = (
        "FAILED t.py::test_a[1 - 2] - assert\nFAILED t.py::test_a[b] - x\nFAILED t.py::T::test_c\n"
        "SUBFAILED(i=1) t.py::T::test_d - no\nSUBFAILED[a b] t.py::T::test_d\nERROR t.py::test_e\n"
        "==== 4 failed, 20 passed, 2 subtests passed, 1 error in 0.1s ====\n"
    )
    assert read_result(judge.Outcome(1, output)) == SuiteResult(
        code=1,
        failed=("t.py::T::test_c", "t.py::T::test_d", "t.py::test_a"),
        failing=4,
        passing=20,
        errors=1,
        last_line="==== 4 failed, 20 passed, 2 subtests passed, 1 error in 0.1s ====",
    )


@pytest.mark.parametrize(
    ("code", "failing", "passing", "errors", "expected"),
    [
        (1, 1, 2, 0, True),
        (1, 2, 3, 0, False),
        (1, 1, 9, 1, False),
        (0, 0, 9, 0, False),
        (None, 0, 0, 0, False),
    ],
)
def test_fault_is_noticed_by_a_third_at_most(
    code: int | None, failing: int, passing: int, errors: int, expected: bool
) -> None:
    assert is_noticed(SuiteResult(code, ("t.py::t",), failing, passing, errors, "")) is expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("src/box/cut.py", True),
        ("box/version.py", True),
        ("box/tests/helpers.py", False),
        ("test_box.py", False),
        ("setup.py", False),
        ("docs/conf.py", False),
        (".venv/box.py", False),
        ("box/data.json", False),
    ],
)
def test_sources_are_told_from_tests_and_tools(file: str, expected: bool) -> None:
    assert is_source(PurePosixPath(file)) is expected


def test_comments_do_not_change_the_meaning() -> None:
    assert means_the_same({"a.py": "x = 1\n"}, {"a.py": "x = (1)  # one\n"})
    assert not means_the_same({"a.py": "x = 1\n"}, {"a.py": "x = 2\n"})
    assert not means_the_same({"a.py": "x = 1\n"}, {"a.py": "x = 1\n", "b.py": ""})
    assert not means_the_same({"a.py": "x = 1\n"}, {"a.py": "x = \n"})


def test_task_is_a_faulty_repository_without_the_hidden_tests(
    task: PackageTask, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    task.prepare(folder)
    assert (task.id, task.set, task.kind) == ("boxes-operator-1", "boxes", "operator")
    assert (folder / "boxes.py").read_text() == BOXES.replace("n * 2", "n / 2")
    tests = (folder / "tests" / "test_boxes.py").read_text()
    assert "test_three" in tests
    assert "test_five" not in tests
    assert (folder / ".git").is_dir()


@pytest.mark.parametrize(
    ("double", "right"),
    [
        ("return n / 2", False),
        ("return n + 3", False),
        ("return (n * 2)  # twice", True),
        ("return n + n", True),
    ],
)
def test_judge_runs_the_tests_as_they_were(
    task: PackageTask, tmp_path: Path, double: str, right: bool
) -> None:
    folder = tmp_path / "work"
    task.prepare(folder)
    (folder / "boxes.py").write_text(BOXES.replace("return n * 2", double))
    (folder / "tests" / "test_boxes.py").write_text("def test_nothing():\n    pass\n")
    (folder / "conftest.py").write_text("collect_ignore = ['tests']\n")
    assert task.judge(folder) == Judgement(given=right, hidden=right)


def test_tasks_are_found_that_tests_notice(original: Path) -> None:
    (task,) = find_tasks("boxes", original, SUITE, seed=1, wanted=1)
    assert task.fault.file == "boxes.py"
    assert with_fault(BOXES, task.fault) is not None
    assert source_texts(original) == {"boxes.py": BOXES}


def test_listing_is_pinned_and_has_two_halves() -> None:
    listing = load_listing()
    halves = [len(choose_packages(listing.package, (), half)) for half in ("a", "b")]
    assert halves == [19, 20]
    assert all(len(package.sha256) == 64 for package in listing.package)
    assert all("==" in requirement for requirement in listing.requirements)


@pytest.mark.parametrize(
    ("halves", "expected"), [("c", "^box: half is 'c'; write one"), ("ab", "^box: it occurs twice")]
)
def test_errors_in_the_listing_name_the_package(tmp_path: Path, halves: str, expected: str) -> None:
    entry = '[[package]]\nname = "box"\nversion = "1"\nhalf = "{}"\nsha256 = ""\n'
    text = "requirements = []\n" + "".join(entry.format(half) for half in halves)
    (tmp_path / "list.toml").write_text(text)
    with pytest.raises(PackageError, match=expected):
        load_listing(tmp_path / "list.toml")


def test_unknown_package_is_named() -> None:
    with pytest.raises(PackageError, match=r"^nothing: no such package; choose of "):
        choose_packages(load_listing().package, ["nothing"], None)


def test_broken_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "box-1.tar.gz").write_bytes(b"no archive")
    with pytest.raises(PackageError, match=r"^box: box-1\.tar\.gz is broken .*; delete "):
        unpack(Package("box", "1", "a", ""), tmp_path / "box-1.tar.gz", tmp_path / "out")


def test_failed_download_says_what_to_do(tmp_path: Path) -> None:
    silent = tmp_path / "python"
    silent.write_text("#!/bin/sh\necho no network\nexit 1\n")
    silent.chmod(0o755)
    with pytest.raises(
        PackageError, match=r"^box: the download of version 1 failed; .*or put"
    ) as e:
        fetch(Package("box", "1", "a", ""), silent, tmp_path / "cache")
    assert str(e.value).endswith("no network\n")
