"""Note what each test did in a fresh run; copied next to the project, imports nothing of ours."""

from __future__ import annotations

import json
import os
import sys
import unittest
from typing import Any

OUT = "QUIRE_WITNESS_OUT"


def note(**fields: Any) -> None:
    """Append one JSON line to the file that the environment names."""
    with open(os.environ[OUT], "a", encoding="utf-8") as stream:  # noqa: PTH123
        stream.write(json.dumps(fields) + "\n")


def pytest_runtest_logreport(report: Any) -> None:
    """Note a phase of a test in pytest."""
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
        note(id=report.nodeid, status="failed", error=error[:300], where="")


class Result(unittest.TextTestResult):
    """A unittest result that notes each test."""

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


if __name__ == "__main__":
    sys.argv[0] = "python -m unittest"
    runner = unittest.TextTestRunner(resultclass=Result)
    unittest.main(module=None, argv=[sys.argv[0], *sys.argv[1:]], testRunner=runner)
