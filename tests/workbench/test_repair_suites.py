"""Suites as real packages have them: what a warm process does to tests is no fault of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.test_repair import GCD, TEST_GCD, after, fix, repair
from tests.workbench.trees import lay

BROKEN = GCD.format("//")
MENDED = "a, b = b, a % b"
MANY = '"""A long file."""\n' + "".join(
    f"\n\ndef step{number}(value):\n    return value + {number}\n" for number in range(200)
)


def baseline(findings: list[dict[str, object]]) -> dict[str, object]:
    """Give the last thing that was said of the tests as they are."""
    return [finding for finding in findings if finding["type"] == "baseline"][-1]


def test_doctests_of_unittest_run_again_and_again(program: Path, tmp_path: Path) -> None:
    code = BROKEN.replace("# Euclid", '"""Euclid.\n\n    >>> gcd(7, 7)\n    7\n    """')
    test = """import doctest
import unittest

import gcd


class GcdTest(unittest.TestCase):
    def test_some(self):
        self.assertEqual(gcd.gcd(12, 18), 6)
        self.assertEqual(gcd.gcd(9, 6), 3)


def load_tests(loader, tests, ignore):
    tests.addTests(doctest.DocTestSuite(gcd))
    tests.addTest(unittest.FunctionTestCase(lambda: None, description="nothing"))
    return tests
"""
    findings = repair(program, lay(tmp_path, {"gcd.py": code, "tests/test_gcd.py": test}))
    assert len(baseline(findings)["failed"]) == 1  # type: ignore[arg-type]
    assert after(fix(findings)) == MENDED


def test_what_a_module_of_unittest_sets_up_is_there(program: Path, tmp_path: Path) -> None:
    test = """import unittest

import gcd

pairs = []


def setUpModule():
    unittest.addModuleCleanup(pairs.clear)
    pairs.append((12, 18, 6))
    pairs.append((9, 6, 3))


def tearDownModule():
    assert len(pairs) == 2


class GcdTest(unittest.TestCase):
    def test_some(self):
        self.assertEqual(len(pairs), 2)
        for a, b, expected in pairs:
            self.assertEqual(gcd.gcd(a, b), expected)

    def test_pairs(self):
        self.assertEqual(len(pairs), 2)
"""
    findings = repair(program, lay(tmp_path, {"gcd.py": BROKEN, "tests/test_gcd.py": test}))
    assert len(baseline(findings)["failed"]) == 1  # type: ignore[arg-type]
    assert after(fix(findings)) == MENDED


def test_property_tests_run_again_and_again(program: Path, tmp_path: Path) -> None:
    test = """from hypothesis import given, settings, strategies as st
from gcd import gcd


class TestGcd:
    @given(st.integers(1, 60), st.integers(1, 60))
    def test_divides(self, a, b):
        assert a % gcd(a, b) == 0

    @settings(max_examples=20)
    @given(st.integers(1, 60))
    def test_same(self, a):
        assert gcd(a, a) == a


def test_some():
    assert gcd(12, 18) == 6
"""
    root = lay(tmp_path, {"gcd.py": BROKEN, "tests/test_gcd.py": test})
    findings = repair(program, root)
    assert "FailedHealthCheck" not in str(baseline(findings))
    assert after(fix(findings)) == MENDED
    assert not (root / ".hypothesis" / "examples").exists()


def test_a_slow_test_is_not_one_that_does_not_end(program: Path, tmp_path: Path) -> None:
    test = """import time
from gcd import gcd

def test_slowly():
    end = time.process_time() + 1.6
    while time.process_time() < end:
        pass
    assert gcd(5, 5) == 5

def test_gcd():
    assert gcd(12, 18) == 6
    assert gcd(7, 3) == 1
"""
    root = lay(tmp_path, {"gcd.py": BROKEN, "tests/test_gcd.py": test})
    findings = repair(program, root)
    found = fix(findings)
    assert after(found) == MENDED
    assert found["fixes"] == ["tests/test_gcd.py::test_gcd"]


def test_a_search_begins_anew_when_the_slow_test_alone_seemed_to_fail(
    program: Path, tmp_path: Path
) -> None:
    test = """import time
from gcd import gcd

def test_slowly():
    end = time.process_time() + 1.6
    while time.process_time() < end:
        gcd(5, 5)
"""
    root = lay(tmp_path, {"gcd.py": GCD.format("%"), "tests/test_gcd.py": test})
    assert repair(program, root)[-1]["outcome"] == "clean"


def test_a_test_that_spoils_itself_does_not_count_as_failing(program: Path, tmp_path: Path) -> None:
    test = """from gcd import gcd

seen = []

def test_once():
    seen.append(gcd(4, 4))
    assert len(seen) == 1
"""
    files = {"gcd.py": BROKEN, "tests/test_once.py": test, "tests/test_gcd.py": TEST_GCD}
    findings = repair(program, lay(tmp_path, files))
    found = fix(findings)
    assert after(found) == MENDED
    assert "tests/test_once.py::test_once" not in found["fixes"]  # type: ignore[operator]


def test_names_of_tests_may_hold_the_time_of_the_day(program: Path, tmp_path: Path) -> None:
    test = """import time
import pytest
from gcd import gcd

@pytest.mark.parametrize("moment", [time.time_ns()])
def test_now(moment):
    assert gcd(moment, moment) == moment

def test_gcd():
    assert gcd(12, 18) == 6
    assert gcd(7, 3) == 1
"""
    root = lay(tmp_path, {"gcd.py": BROKEN, "tests/test_gcd.py": test})
    assert after(fix(repair(program, root))) == MENDED


def test_a_class_may_have_a_method_that_clears_its_cache(program: Path, tmp_path: Path) -> None:
    more = """

class Table:
    def __init__(self):
        self.known = {}

    def cache_clear(self):
        self.known.clear()
"""
    root = lay(tmp_path, {"gcd.py": BROKEN + more, "tests/test_gcd.py": TEST_GCD})
    assert after(fix(repair(program, root))) == MENDED


def test_attributes_count_that_an_object_gets_late(program: Path, tmp_path: Path) -> None:
    code = """class Part:
    def __init__(self, label):
        self.label = label


class Coin(Part):
    def __init__(self, label, worth):
        super().__init__(label)
        self.worth = worth

    def times(self, count):
        return self.label * count
"""
    test = """from coin import Coin

def test_five():
    assert Coin("c", 5).times(2) == 10

def test_two():
    assert Coin("c", 2).times(3) == 6

def test_label():
    assert Coin("c", 2).label == "c"
"""
    root = lay(tmp_path, {"coin.py": code, "tests/test_coin.py": test})
    assert after(fix(repair(program, root))) == "return self.worth * count"


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_function_of_a_long_file_is_found(program: Path, tmp_path: Path, place: str) -> None:
    code = BROKEN + "\n\n" + MANY if place == "first" else f"{MANY}\n\n{BROKEN}"
    root = lay(tmp_path, {"gcd.py": code, "tests/test_gcd.py": TEST_GCD})
    assert after(fix(repair(program, root))) == MENDED


def test_what_an_object_of_others_has_is_seen_where_it_was_asked_in_vain(
    program: Path, tmp_path: Path
) -> None:
    code = "def middle(span):\n    return span.hour\n"
    test = """from datetime import timedelta
from spans import middle

def test_hours():
    assert middle(timedelta(hours=1)) == 3600

def test_days():
    assert middle(timedelta(days=2, seconds=7)) == 7
"""
    root = lay(tmp_path, {"spans.py": code, "tests/test_spans.py": test})
    assert after(fix(repair(program, root))) == "return span.seconds"


def test_a_change_is_held_against_near_tests_of_a_large_suite(
    program: Path, tmp_path: Path
) -> None:
    crowd = """import pytest
from gcd import other

@pytest.mark.parametrize("number", range(3_000))
def test_other(number):
    assert other(number) == number + 1
"""
    near = TEST_GCD + "\n\ndef test_lower():\n    assert gcd(10, 4) == 2\n"
    code = f"{BROKEN}\n\ndef other(number):\n    return number + 1\n"
    files = {"gcd.py": code, "tests/test_crowd.py": crowd, "tests/test_gcd.py": near}
    assert after(fix(repair(program, lay(tmp_path, files)))) == MENDED


def test_skipped_tests_of_a_long_suite_are_not_said_to_pass(program: Path, tmp_path: Path) -> None:
    test = """import time
import unittest
from gcd import gcd


class ASlowTest(unittest.TestCase):
    def test_slowly(self):
        end = time.process_time() + 0.9
        while time.process_time() < end:
            pass

    test_slowlier = test_slowly


@unittest.skipIf(True, "needs the network")
class NetworkTest(unittest.TestCase):
    def test_answer(self):
        self.fail("no answer")


class SomeTest(unittest.TestCase):
    def test_some(self):
        self.assertEqual(gcd(12, 18), 6)
        self.assertEqual(gcd(9, 6), 3)
"""
    root = lay(tmp_path, {"gcd.py": BROKEN, "tests/test_gcd.py": test})
    findings = repair(program, root)
    assert baseline(findings)["skipped"] == 1
    assert after(fix(findings)) == MENDED


def test_an_example_fails_with_the_error_that_it_met(program: Path, tmp_path: Path) -> None:
    code = BROKEN.replace("# Euclid", '"""Euclid.\n\n    >>> gcd(7, 4)\n    1\n    """')
    setup = "[pytest]\naddopts = --doctest-modules\n"
    findings = repair(program, lay(tmp_path, {"gcd.py": code, "pytest.ini": setup}))
    failed = baseline(findings)["failed"]
    assert "AssertionError: gcd(7, 4) gives 4, not 1" in str(failed)
    code = code.replace("a // b", "a % len(b)")
    findings = repair(program, lay(tmp_path, {"gcd.py": code}))
    assert "TypeError: object of type 'int' has no len()" in str(baseline(findings)["failed"])


def test_a_fault_that_only_shows_after_other_tests_is_one(program: Path, tmp_path: Path) -> None:
    code = """def collect(item, into=[]):
    into.append(item)
    return into
"""
    test = """from collects import collect

def test_first():
    assert collect(1, []) == [1]
    assert collect(1)[-1] == 1

def test_second():
    assert collect(2) == [2]

def test_third():
    assert collect(3) == [3]
"""
    root = lay(tmp_path, {"collects.py": code, "tests/test_collects.py": test})
    findings = repair(program, root)
    assert len(baseline(findings)["failed"]) == 2  # type: ignore[arg-type]
    assert "None" in str(fix(findings)["files"])
