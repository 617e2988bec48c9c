from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from quire.workbench.rank import in_words
from tests.workbench.trees import Finding, contents, lay, run

GCD = "def gcd(a, b):\n    # Euclid\n    while b:\n        a, b = b, a {} b\n    return a\n"
TEST_GCD = """import pytest
from gcd import gcd

@pytest.mark.parametrize("a,b,c", [(12, 18, 6), (7, 3, 1), (0, 5, 5), (9, 9, 9)])
def test_gcd(a, b, c):
    assert gcd(a, b) == c
"""


def repair(program: Path, root: Path, *more: str) -> list[Finding]:
    ran = run(program, "repair", "--root", str(root), "--seconds", "120", *more)
    assert ran.exit_code == 0
    assert ran.findings[-1]["type"] == "done"
    return ran.findings


def fix(findings: list[Finding]) -> dict[str, object]:
    found = [finding for finding in findings if finding["type"] == "fix"]
    assert len(found) == 1, findings[-1]
    return found[0]


def changes(program: Path, root: Path, files: dict[str, str], *more: str) -> list[Finding]:
    """Repair a project of these files and give the edits of its only fix."""
    findings = repair(program, lay(root, files), *more)
    return cast("list[Finding]", fix(findings)["edits"])


def after(finding: dict[str, object]) -> str:
    return str(cast("list[dict[str, object]]", finding["edits"])[0]["after"]).strip()


def test_a_fault_is_found_and_the_workspace_left_alone(program: Path, tmp_path: Path) -> None:
    root = lay(tmp_path, {"gcd.py": GCD.format("//"), "tests/test_gcd.py": TEST_GCD})
    lay(root, {"conftest.py": ""})
    before = contents(root)
    findings = repair(program, root)
    assert after(fix(findings)) == "a, b = b, a % b"
    assert findings[-1]["outcome"] == "fixed"
    assert contents(root) == before


def test_carriage_returns_do_not_hinder(program: Path, tmp_path: Path) -> None:
    text = GCD.format("//").replace("\n", "\r\n")
    root = lay(tmp_path, {"gcd.py": text, "test_gcd.py": TEST_GCD})
    found = fix(repair(program, root))
    files = cast("list[dict[str, str]]", found["files"])
    assert files[0]["path"] == "gcd.py"
    assert "\r" not in files[0]["diff"]


def test_tests_for_which_there_was_no_time_are_not_said_to_pass(
    program: Path, tmp_path: Path
) -> None:
    tests = """import time
from gcd import gcd

def test_slowly():
    time.sleep(60)

def test_gcd():
    assert gcd(12, 18) == 6
"""
    root = lay(tmp_path, {"gcd.py": GCD.format("//"), "test_gcd.py": tests})
    done = repair(program, root, "--seconds", "4")[-1]
    assert done["outcome"] == "none"
    assert done["reason"] == "no test fails so far, but there was no time to run 2"


def test_an_endless_loop_is_survived(program: Path, tmp_path: Path) -> None:
    code = """def count(n):
    total = 0
    while n > 0:
        total += 1
        n -= 0
    return total
"""
    test = """from count import count

def test_a():
    assert count(3) == 3

def test_b():
    assert count(0) == 0

def test_c():
    assert count(7) == 7
"""
    root = lay(tmp_path, {"count.py": code, "test_count.py": test})
    assert after(fix(repair(program, root))) == "n -= 1"


def test_the_same_seed_gives_the_same_fix(program: Path, tmp_path: Path) -> None:
    root = lay(tmp_path, {"gcd.py": GCD.format("//"), "test_gcd.py": TEST_GCD})
    first, second = (fix(repair(program, root, "--seed", "3")) for _ in range(2))
    for found in (first, second):
        del found["per_second"], found["tried"]
    assert first == second


def test_plain_unittest_is_enough(program: Path, tmp_path: Path) -> None:
    test = """import unittest
from area import area


class AreaTest(unittest.TestCase):
    def test_square(self):
        self.assertEqual(area(2, 2), 4)

    def test_oblong(self):
        self.assertEqual(area(2, 5), 10)

    def test_nothing(self):
        self.assertEqual(area(0, 5), 0)
"""
    root = lay(tmp_path, {"area.py": "def area(a, b):\n    return a + b\n", "test_area.py": test})
    findings = repair(program, root)
    assert after(fix(findings)) == "return a * b"
    assert findings[0]["command"] == ["python", "-m", "unittest"]


def test_a_test_is_never_changed(program: Path, tmp_path: Path) -> None:
    test = "def helper(x):\n    return x + 2\n\ndef test_x():\n    assert helper(1) == 2\n"
    root = lay(tmp_path, {"m.py": "def f():\n    return 1\n", "test_m.py": test})
    findings = repair(program, root)
    assert findings[-1]["outcome"] == "none"
    assert [finding for finding in findings if finding["type"] == "fix"] == []


def test_two_faults_need_two_edits(program: Path, tmp_path: Path) -> None:
    code = """def clamp(x, low, high):
    if x > low:
        return low
    if x < high:
        return high
    return x
"""
    test = """import pytest
from clamp import clamp

@pytest.mark.parametrize('x,y', [(5, 5), (0, 1), (12, 10), (1, 1), (10, 10), (-4, 1)])
def test_clamp(x, y):
    assert clamp(x, 1, 10) == y
"""
    root = lay(tmp_path, {"clamp.py": code, "test_clamp.py": test})
    found = fix(repair(program, root, "--edits", "2"))
    assert len(cast("list[object]", found["edits"])) == 2


def test_green_projects_are_clean(program: Path, tmp_path: Path) -> None:
    root = lay(tmp_path, {"gcd.py": GCD.format("%"), "test_gcd.py": TEST_GCD})
    findings = repair(program, root)
    assert [f["type"] for f in findings] == ["baseline", "done"]
    assert findings[-1]["outcome"] == "clean"


def test_a_project_of_src_layout_with_methods(program: Path, tmp_path: Path) -> None:
    code = """class Box:
    def __init__(self, *items):
        self.items = list(items)

    @property
    def last(self):
        return self.items[0]
"""
    test = """from pkg.box import Box

def test_last():
    assert Box(1, 2, 3).last == 3

def test_one():
    assert Box(4).last == 4
"""
    root = lay(
        tmp_path, {"src/pkg/__init__.py": "", "src/pkg/box.py": code, "tests/test_box.py": test}
    )
    assert after(fix(repair(program, root))) == "return self.items[-1]"


def test_the_suite_is_reported_by_name(program: Path, tmp_path: Path) -> None:
    root = lay(tmp_path, {"gcd.py": GCD.format("//"), "test_gcd.py": TEST_GCD})
    ran = run(program, "tests", "--root", str(root), "--seconds", "120")
    found = ran.first("tests")
    assert ran.kinds() == ["tests"]
    assert found["exit_code"] == 1
    assert found["passed"] == ["test_gcd.py::test_gcd[9-9-9]"] or found["failed"]


def test_faults_with_tests_of_their_own_are_fixed_one_by_one(program: Path, tmp_path: Path) -> None:
    code = """def mean(values):
    return sum(values) / (len(values) - 1)


def variance(values):
    m = mean(values)
    return sum((v + m) ** 2 for v in values) / len(values)


def spread(values):
    return max(values) + min(values)
"""
    test = """from stats import mean, spread, variance

def test_mean():
    assert mean([1, 2, 3]) == 2

def test_variance():
    assert variance([1, 2, 3, 4]) == 1.25

def test_spread():
    assert spread([4, 9, 2]) == 7
    assert spread([1, 2, 9]) == 8
"""
    root = lay(tmp_path, {"stats.py": code, "test_stats.py": test})
    found = fix(repair(program, root))
    assert {edit["after"].strip() for edit in cast("list[dict[str, str]]", found["edits"])} == {
        "return sum(values) / len(values)",
        "return sum((v - m) ** 2 for v in values) / len(values)",
        "return max(values) - min(values)",
    }


def test_tests_that_were_not_asked_for_count_when_they_pass(program: Path, tmp_path: Path) -> None:
    root = lay(tmp_path, {"gcd.py": GCD.format("//"), "test_gcd.py": TEST_GCD})
    names = [f"test_gcd.py::test_gcd[{case}]" for case in ("7-3-1",)]
    findings = repair(program, root, f"--select={names[0]}")
    failed = next(finding["failed"] for finding in findings if finding["type"] == "baseline")
    assert sorted(fix(findings)["fixes"]) == sorted(  # type: ignore[call-overload]
        each["id"] for each in cast("list[dict[str, str]]", failed)
    )


def test_values_are_told_as_python_prints_them() -> None:
    told = in_words("dict{str:'a'=int:8,str:'b'=float:4}, list[2:bool:True,NoneType:None]")
    assert told == "{'a'=8,'b'=4.0}, [True,None]"


@pytest.mark.parametrize("arguments", [["repair", "--edits", "7"], ["unknown"], []])
def test_wrong_usage_is_told_by_the_exit_code(program: Path, arguments: list[str]) -> None:
    assert run(program, *arguments).exit_code == 2


RATE = """class Counter:
    def __init__(self):
        self.hits = 0
        self.misses = 0

    def rate(self):
        total = self.hits + self.misses
        return self.hits / total

    def __eq__(self, other):
        return (self.hits, self.misses) == (other.hits, other.misses)
"""


def test_a_guard_protects_what_comes_after_it(program: Path, tmp_path: Path) -> None:
    test = """from counter import Counter

def test_rate():
    counter = Counter()
    assert counter.rate() == 0
    counter.hits = 1
    assert counter.rate() == 1
    counter.misses = 1
    assert counter.rate() == 0.5
"""
    root = lay(tmp_path, {"counter.py": RATE, "test_counter.py": test})
    ways = ("if total == 0:", "total = self.hits + self.misses or 1")
    assert after(fix(repair(program, root))).startswith(ways)


def test_an_operator_declines_operands_of_another_kind(program: Path, tmp_path: Path) -> None:
    test = """from counter import Counter

def test_equal():
    assert Counter() == Counter()

def test_different():
    one = Counter()
    one.hits = 1
    assert not one == Counter()

def test_other_kinds():
    assert not Counter() == 3
    assert Counter() != "x"
"""
    root = lay(tmp_path, {"counter.py": RATE, "test_counter.py": test})
    found = after(fix(repair(program, root)))
    assert found.startswith("if not isinstance(other, Counter):\n            return NotImplemented")


def test_parallel_comparisons_stay_parallel(program: Path, tmp_path: Path) -> None:
    code = "def overlap(a, b):\n    return a[0] < b[1] or b[0] < a[1]\n"
    test = """from spans import overlap

def test_overlap():
    assert overlap((0, 5), (4, 9))
    assert not overlap((0, 5), (5, 9))
    assert not overlap((7, 9), (1, 3))
"""
    root = lay(tmp_path, {"spans.py": code, "test_spans.py": test})
    assert after(fix(repair(program, root))) == "return a[0] < b[1] and b[0] < a[1]"
