"""The adapter to pytest: collect once in this process, run single tests on demand."""

from __future__ import annotations

import importlib.util
import inspect
import marshal
import os
import time
import unittest
from pathlib import Path
from typing import Any, Callable

from .doctests import example_call, plain
from .outcome import Collection, Outcome, Test, failure
from .property_tests import tame
from .witness import place

_NEUTRAL = (  # plug-ins that slow a warm process down or take it over, and their off switch
    ("xdist", ["-n", "0"]),
    ("pytest_cov", ["--no-cov"]),
    ("pytest_timeout", ["--timeout=0"]),
    ("pytest_randomly", ["-p", "no:randomly"]),
    ("pytest_rerunfailures", ["--reruns", "0"]),
)
QUIET = ["-p", "no:cacheprovider", "--maxfail=0", "-q", "--tb=no"]


def neutral_arguments() -> list[str]:
    """Give the arguments that switch off what must not run in a warm process.

    Where plug-ins are not loaded by themselves, pytest does not know their arguments.
    """
    found: list[str] = []
    if os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        return found
    for module, arguments in _NEUTRAL:
        if importlib.util.find_spec(module) is not None:
            found.extend(arguments)
    return found


class _Plugin:
    """Takes pytest's run loop over and remembers what each test raised."""

    def __init__(self, root: Path, use: Callable[[Collection], None]) -> None:
        self.root = root
        self.use = use
        self.errors: list[tuple[str, Outcome]] = []
        self.raised: BaseException | None = None
        self.globs: dict[str, dict[str, Any]] = {}

    def pytest_collectreport(self, report: Any) -> None:
        """Keep the files that could not be collected."""
        if report.failed:
            lines = [line for line in report.longreprtext.splitlines() if line.startswith("E ")]
            words = " ".join(lines[-1][1:].split()) if lines else "cannot be collected"
            where = place(report.longreprtext).replace(f"{self.root}{os.sep}", "")
            self.errors.append((report.nodeid, Outcome("failed", words[:300], where)))

    def pytest_runtest_makereport(self, item: Any, call: Any) -> None:
        """Remember the first error of a test."""
        del item
        if call.excinfo is not None and self.raised is None:
            self.raised = plain(call.excinfo.value)

    def pytest_runtestloop(self, session: Any) -> bool:
        """Hand all tests over instead of running them."""
        tests = [self._test(item) for item in session.items]
        self.use(Collection(tests, self.errors))
        return True

    def _test(self, item: Any) -> Test:
        # A doctest stands in the code that it tests: its file is no test file.
        dtest = getattr(item, "dtest", None)
        path = "" if dtest is not None else item.nodeid.split("::")[0]
        many = tame(getattr(item, "obj", None))
        if dtest is not None:
            self.globs[item.nodeid] = dict(dtest.globs)
        return Test(item.nodeid, path, lambda: self._run(item), direct_call(item), many)

    def _run(self, item: Any) -> Outcome:
        from _pytest.runner import runtestprotocol

        self.raised = None
        begin = time.perf_counter()
        if hasattr(item, "_initrequest"):
            item._initrequest()
        if item.nodeid in self.globs:  # a run empties them
            item.dtest.globs = dict(self.globs[item.nodeid])
        reports = runtestprotocol(item, log=False, nextitem=None)
        seconds = time.perf_counter() - begin
        failed = [report for report in reports if report.failed]
        if failed:
            if self.raised is not None:
                return failure(self.root, self.raised, seconds)
            return Outcome("failed", str(failed[0].longreprtext)[:300], "", seconds)
        skipped = any(report.skipped for report in reports)
        return Outcome("skipped" if skipped else "passed", seconds=seconds)


def collect(root: Path, arguments: list[str], use: Callable[[Collection], None]) -> int:
    """Collect the project's tests and hand them to `use`; return pytest's exit code."""
    import pytest

    plugin = _Plugin(root, use)
    return int(pytest.main([*QUIET, "-s", *neutral_arguments(), *arguments], plugins=[plugin]))


def direct_call(item: Any) -> Callable[[], object] | None:
    """Give a bare call that does what the test does, or None if pytest is needed for it."""
    import pytest
    from _pytest.unittest import TestCaseFunction

    marks = {mark.name for mark in item.iter_markers()}
    if marks & {"skip", "skipif", "xfail", "usefixtures", "asyncio", "anyio"}:
        return None
    if isinstance(item, TestCaseFunction):
        return _case_call(item)
    if getattr(item, "dtest", None) is not None and getattr(item, "runner", None) is not None:
        runner = item.runner
        return example_call(item.dtest, dict(item.dtest.globs), runner._checker, runner.optionflags)
    if type(item) is not pytest.Function:
        return None
    callspec = getattr(item, "callspec", None)
    values = dict(callspec.params) if callspec is not None else {}
    if any(name not in values for name in _needed_fixtures(item)):
        return None
    if inspect.iscoroutinefunction(item.obj) or inspect.isasyncgenfunction(item.obj):
        return None
    return _function_call(item, values)


def _needed_fixtures(item: Any) -> list[str]:
    """Name the fixtures of a test, those left out that plug-ins put around every test.

    Whether a bare call gives the same answer without them is checked before it is used.
    """
    found: list[str] = []
    for name in item._fixtureinfo.names_closure:
        definitions = item._fixtureinfo.name2fixturedefs.get(name) or ()
        code = (
            getattr(getattr(definitions[-1], "func", None), "__code__", None)
            if definitions
            else None
        )
        foreign = code is not None and "site-packages" in code.co_filename
        if name in item._fixtureinfo.argnames or not (foreign or name == "request"):
            found.append(name)
    return found


def _function_call(item: Any, values: dict[str, Any]) -> Callable[[], object]:
    names = set(item._fixtureinfo.argnames)
    arguments = fresh({name: value for name, value in values.items() if name in names})
    if item.cls is None:
        function = item.obj
        return lambda: function(**arguments())
    owner, name = item.cls, item.originalname
    return lambda: getattr(owner(), name)(**arguments())


def fresh(values: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Give a function that makes a new copy of the values, where plain data allows it."""
    if not values:
        return dict
    try:
        data = marshal.dumps(values)
        return lambda: dict(marshal.loads(data))
    except ValueError:
        return lambda: values


class _FirstError(unittest.TestResult):
    """A result that keeps the first error and formats nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.raised: BaseException | None = None

    def addError(self, test: Any, err: Any) -> None:  # noqa: N802
        """Keep the error."""
        self.raised = self.raised or err[1]

    def addFailure(self, test: Any, err: Any) -> None:  # noqa: N802
        """Keep the failure."""
        self.raised = self.raised or err[1]

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:  # noqa: N802
        """Keep the failure of a part."""
        if err is not None:
            self.raised = self.raised or err[1]

    def addUnexpectedSuccess(self, test: Any) -> None:  # noqa: N802
        """Count an unexpected success as a failure."""
        self.raised = self.raised or AssertionError("unexpected success")


def run_case(case: unittest.TestCase) -> unittest.TestResult:
    """Run a case of unittest; raise what it raised, SkipTest if it was skipped, else the result."""
    result = _FirstError()
    case(result)  # not `run`: Django's cases make their database and client ready around it
    if result.raised is not None:
        raise result.raised
    if result.skipped:
        raise unittest.SkipTest(result.skipped[0][1])
    return result


def _case_call(item: Any) -> Callable[[], object] | None:
    owner = item.parent.obj
    plain = unittest.TestCase
    for hook in ("setUpClass", "tearDownClass"):
        if getattr(owner, hook).__func__ is not getattr(plain, hook).__func__:
            return None
    needed = _needed_fixtures(item)
    if any(not name.lstrip("_").startswith("unittest_setUpClass") for name in needed):
        return None
    name = item.name
    return lambda: run_case(owner(name))
