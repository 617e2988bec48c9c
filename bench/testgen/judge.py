"""Run test files against mutants of one module, each in a fork; print what killed how many.

    python judge.py FOLDER MODULE MUTANTS.json TEST_FILE...

The interpreter must have pytest. Tests that fail on the module as it is are left out.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

SECONDS = 6.0


class Names:
    """Collects the tests that do not pass, and counts those that do."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.passed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)
        elif report.when == "call" and report.passed:
            self.passed += 1


def load(name: str, text: str) -> None:
    """Put a module made from a text where imports find it."""
    spec = spec_from_loader(name, None)
    assert spec is not None
    module = module_from_spec(spec)
    module.__file__ = f"{name}.py"
    sys.modules[name] = module
    exec(compile(text, f"{name}.py", "exec"), module.__dict__)


def child(name: str, text: str, arguments: list[str], out: int | None) -> None:
    """Run pytest on a text of the module and leave with 0 if all passed; never return."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.setpgid(0, 0)
    code = 1
    names = Names()
    with contextlib.suppress(BaseException):
        load(name, text)
        code = int(pytest.main(["-q", "-p", "no:cacheprovider", *arguments], plugins=[names]))
    if out is not None:
        os.write(out, json.dumps({"failed": names.failed, "passed": names.passed}).encode())
    os._exit(0 if code == 0 else 1)


def run(name: str, text: str, arguments: list[str], out: int | None = None) -> bool:
    """Say whether all tests passed within the time."""
    pid = os.fork()
    if pid == 0:
        child(name, text, arguments, out)
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status == 0
        time.sleep(0.005)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


def main() -> int:
    """Judge the test files; print the numbers of the mutants that they kill."""
    folder, name, list_, *tests = sys.argv[1:]
    os.chdir(folder)
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    source = (Path(folder) / f"{name}.py").read_text(encoding="utf-8")
    mutants = json.loads(Path(list_).read_text(encoding="utf-8"))
    reader, writer = os.pipe()
    run(name, source, tests, writer)
    os.close(writer)
    said = b"".join(iter(lambda: os.read(reader, 65536), b""))
    first = json.loads(said or b'{"failed": [], "passed": 0}')
    arguments = [*tests, "-x", *(f"--deselect={test}" for test in first["failed"])]
    usable = first["passed"] > 0 and run(name, source, arguments)
    killed = [n for n, text in enumerate(mutants) if usable and not run(name, text, arguments)]
    print(json.dumps({"killed": killed, "failing": len(first["failed"]), "tests": first["passed"]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
