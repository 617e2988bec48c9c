"""The adapter to unittest, for projects that do not use pytest."""

from __future__ import annotations

import sys
import time
import unittest
from collections.abc import Iterable, Iterator
from doctest import DocTestCase, OutputChecker
from pathlib import Path
from typing import Any, Callable

from .doctests import example_call
from .limits import attempt
from .outcome import Collection, Outcome, Test, failure, relative
from .property_tests import tame
from .pytest_runner import run_case


def _flat(suite: Any) -> Iterator[Any]:
    for entry in suite:
        if isinstance(entry, unittest.TestSuite):
            yield from _flat(entry)
        else:
            yield entry


def discover(root: Path, start: str) -> list[Any]:
    """Load all test cases below `start`; a file that cannot be loaded is a _FailedTest."""
    loader = unittest.TestLoader()
    folder = root / start
    top = str(root)
    if start != "." and not (folder / "__init__.py").exists():
        top = str(folder)
    return list(_flat(loader.discover(str(folder), top_level_dir=top)))


def collect(root: Path, start: str, use: Callable[[Collection], None]) -> int:
    """Collect the project's tests and hand them to `use`; return 0, or 5 if there are none."""
    collection = collected(root, discover(root, start))
    use(collection)
    return 0 if collection.tests else 5


def collected(root: Path, suite: Iterable[object]) -> Collection:
    """Give the tests of a suite, and the files that could not be loaded."""
    collection = Collection()
    for case in _flat(suite):
        if type(case).__name__ == "_FailedTest":
            error = attempt(lambda case=case: run_case_object(case))  # type: ignore[misc]
            words = str(error).strip().splitlines()[-1] if error else "cannot be loaded"
            collection.errors.append((case.id(), Outcome("failed", words[:300])))
            continue
        collection.tests.append(_test(root, case))
    return collection


def run_case_object(case: Any) -> None:
    """Run a loaded case and raise what it raised."""
    result = unittest.TestResult()
    case(result)
    for _, words in result.errors + result.failures:
        raise ImportError(words)


def _test(root: Path, case: Any) -> Test:
    owner, name = type(case), case._testMethodName
    file = getattr(sys.modules.get(owner.__module__), "__file__", "") or ""
    path = relative(root, file) or file
    case_type: Any = unittest.TestCase
    plain = owner.setUpClass.__func__ is case_type.setUpClass.__func__
    plain = plain and not hasattr(sys.modules.get(owner.__module__), "setUpModule")
    many = tame(getattr(owner, name, None))
    if isinstance(case, DocTestCase):  # it stands in the code that it tests
        own = vars(case)
        example, checker = own["_dt_test"], own["_dt_checker"] or OutputChecker()
        call = example_call(example, dict(example.globs), checker, own["_dt_optionflags"])
        return Test(case.id(), "", lambda: _run(root, call), call)
    made = _maker(case, name)
    run = _whole(owner, made)
    return Test(
        case.id(),
        path,
        lambda: _run(root, run),
        (lambda: run_case(made())) if plain else None,
        many,
    )


def _maker(case: unittest.TestCase, name: str) -> Callable[[], unittest.TestCase]:
    """Give a function that makes the case anew, where it was made of a class and a name."""
    if isinstance(case, (DocTestCase, unittest.FunctionTestCase)):
        return lambda: case
    return lambda: type(case)(name)


def _whole(owner: Any, made: Callable[[], unittest.TestCase]) -> Callable[[], unittest.TestResult]:
    """Run a case with what its class and its module want before and after."""
    module = sys.modules.get(owner.__module__)

    def in_class() -> unittest.TestResult:
        owner.setUpClass()
        try:
            return run_case(made())
        finally:
            owner.tearDownClass()
            owner.doClassCleanups()

    def in_module() -> unittest.TestResult:
        try:
            getattr(module, "setUpModule", _nothing)()
            try:
                return in_class()
            finally:
                getattr(module, "tearDownModule", _nothing)()
        finally:
            unittest.case.doModuleCleanups()

    return in_module


def _nothing() -> None:
    """Do nothing, for a module that wants nothing."""


def _run(root: Path, run: Callable[[], object]) -> Outcome:
    begin = time.perf_counter()
    error = attempt(run)
    seconds = time.perf_counter() - begin
    if isinstance(error, unittest.SkipTest):
        return Outcome("skipped", seconds=seconds)
    if error is not None:
        return failure(root, error, seconds)
    return Outcome("passed", seconds=seconds)
