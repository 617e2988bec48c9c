"""Note what each test did in a fresh run; copied next to the project, imports nothing of ours."""

from __future__ import annotations

import atexit
import json
import os
import re
import runpy
import signal
import sys
import threading
import time
import unittest
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import TraceFunction

OUT = "QUIRE_WITNESS_OUT"
TRACED = "QUIRE_TRACED"  # a folder and the file that gets the lines which run below it
LIMIT = "QUIRE_TEST_SECONDS"  # of work, after which a test does not end
_PLACE = re.compile(r'^(?:E +File "([^"<]+)", line (\d+)|([^\s:]+\.py):(\d+): )', re.MULTILINE)
WAITING = 4  # times as long may it wait
_HUNG_SECONDS = 0.5  # of work for a test that hung with other parameters


class TimeUp(BaseException):
    """A test does not end; no `except Exception` of the code under test holds this up."""


class Watch:
    """Stops a test that does not end, so that the tests after it run and it has failed by name.

    A test after one that hung gets a quarter of its time, and much less if it is the same test
    with other parameters: a suite of endless loops must end as well.
    """

    def __init__(self) -> None:
        self._usual = float(os.environ.get(LIMIT) or 10.0)
        self._seconds = self._usual
        self._name = ""
        self._hung: set[str] = set()
        self._begun: tuple[float, float] | None = None
        self._looks = False

    def begin(self, test: str) -> None:
        """Start the time of a test, in the process and the thread that run it."""
        if threading.current_thread() is not threading.main_thread():
            return
        if not self._looks:
            self._looks = True
            signal.signal(signal.SIGPROF, self._stop)
            threading.Thread(target=self._look, daemon=True).start()
        self._name = test.partition("[")[0]
        again = self._name in self._hung
        self._seconds = min(self._usual, _HUNG_SECONDS) if again else self._usual
        self._begun = (time.process_time(), time.monotonic())

    def end(self) -> None:
        """Forget the test."""
        self._begun = None

    def _over(self) -> bool:
        begun = self._begun
        if begun is None:
            return False
        work, wait = time.process_time() - begun[0], time.monotonic() - begun[1]
        return work > self._seconds or wait > self._seconds * WAITING

    def _look(self) -> None:
        while True:
            time.sleep(0.2)
            if self._over():
                os.kill(os.getpid(), signal.SIGPROF)

    def _stop(self, *_: object) -> None:
        if self._over():
            self._begun = None
            self._hung.add(self._name)
            self._usual = max(self._usual / 4, 1.0)
            raise TimeUp("the test does not end")


def note(**fields: Any) -> None:
    """Append one JSON line to the file that the environment names."""
    with Path(os.environ[OUT]).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(fields) + "\n")


class Footprint:
    """Notes the lines that run below a folder, and writes them down when the process ends."""

    def __init__(self, folder: str, out: str) -> None:
        self._folder = folder.rstrip(os.sep) + os.sep
        self._out = Path(f"{out}.{os.getpid()}")
        self._lines: dict[str, set[int]] = {}

    def begin(self) -> None:
        """Follow every thread from now on."""
        atexit.register(self._write)
        threading.settrace(self._call)
        sys.settrace(self._call)

    def _call(self, frame: FrameType, event: str, _: object) -> TraceFunction | None:
        if not frame.f_code.co_filename.startswith(self._folder):
            return None
        return self._line(frame, event, None)

    def _line(self, frame: FrameType, _: str, __: object) -> TraceFunction:
        self._lines.setdefault(frame.f_code.co_filename, set()).add(frame.f_lineno)
        return self._line

    def _write(self) -> None:
        told = {path[len(self._folder) :]: sorted(lines) for path, lines in self._lines.items()}
        self._out.write_text(json.dumps(told), encoding="utf-8")


WATCH = Watch()
if os.environ.get(TRACED):
    Footprint(*json.loads(os.environ[TRACED])).begin()


def pytest_runtest_setup(item: Any) -> None:
    """Watch a test that pytest begins."""
    WATCH.begin(item.nodeid)


def pytest_runtest_logreport(report: Any) -> None:
    """Note a phase of a test in pytest."""
    if report.failed or report.when == "teardown":
        WATCH.end()
    if report.when != "call" and report.outcome == "passed":
        return
    crash = getattr(getattr(report, "longrepr", None), "reprcrash", None)
    error = where = ""
    if report.failed:
        error = str(getattr(crash, "message", "") or report.longreprtext)[:300]
        where = f"{crash.path}:{crash.lineno}" if crash is not None else ""
    note(id=report.nodeid, status=report.outcome, error=error, where=where)


def pytest_collectreport(report: Any) -> None:
    """Note a file that pytest cannot load."""
    if report.failed:
        lines = [line for line in report.longreprtext.splitlines() if line.startswith("E ")]
        error = lines[-1][1:].strip() if lines else report.longreprtext[:300]
        where = place(report.longreprtext)
        note(id=report.nodeid, status="failed", error=error[:300], where=where)


def place(text: str) -> str:
    """Give the last place that a report of pytest names, of a file that cannot be loaded."""
    found = _PLACE.findall(text)
    return ":".join(part for part in found[-1] if part) if found else ""


class Result(unittest.TextTestResult):
    """A unittest result that notes each test."""

    def startTest(self, test: Any) -> None:  # noqa: N802
        """Watch a test that begins."""
        super().startTest(test)
        WATCH.begin(test.id())

    def stopTest(self, test: Any) -> None:  # noqa: N802
        """Forget a test that has ended."""
        WATCH.end()
        super().stopTest(test)

    def addSuccess(self, test: Any) -> None:  # noqa: N802
        """Note a success."""
        super().addSuccess(test)
        note(id=test.id(), status="passed", error="", where="")

    def addFailure(self, test: Any, err: Any) -> None:  # noqa: N802
        """Note a failure."""
        super().addFailure(test, err)
        self._failed(test, err)

    def addError(self, test: Any, err: Any) -> None:  # noqa: N802
        """Note an error."""
        super().addError(test, err)
        self._failed(test, err)

    def addSkip(self, test: Any, reason: str) -> None:  # noqa: N802
        """Note a skipped test."""
        super().addSkip(test, reason)
        note(id=test.id(), status="skipped", error=reason[:300], where="")

    def addExpectedFailure(self, test: Any, err: Any) -> None:  # noqa: N802
        """Note a test that is meant to fail."""
        super().addExpectedFailure(test, err)
        note(id=test.id(), status="skipped", error="", where="")

    def addUnexpectedSuccess(self, test: Any) -> None:  # noqa: N802
        """Note a test that should have failed."""
        super().addUnexpectedSuccess(test)
        note(id=test.id(), status="failed", error="unexpected success", where="")

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:  # noqa: N802
        """Note a failed part of a test."""
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._failed(test, err)

    def _failed(self, test: Any, err: Any) -> None:
        trace = err[2]
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = ""
        if trace is not None:
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        words = " ".join(str(err[1]).split())
        note(id=test.id(), status="failed", error=f"{err[0].__name__}: {words}"[:300], where=where)


RESULTS: Any = Result


def manage(words: list[str]) -> None:
    """Run Django's own command; its runner has the class of its results from unittest's."""
    unittest.TextTestRunner.resultclass = RESULTS
    sys.argv = words
    sys.path[0] = str(Path(words[0]).resolve().parent)
    runpy.run_path(words[0], run_name="__main__")


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1].endswith(".py"):
        manage(sys.argv[1:])
        sys.exit()
    sys.argv[0] = "python -m unittest"
    runner = unittest.TextTestRunner(resultclass=RESULTS)
    unittest.main(module=None, argv=[sys.argv[0], *sys.argv[1:]], testRunner=runner)
