"""Run test files against mutants of one module, each in a fork; print which were killed.

    python judge.py FOLDER MODULE MUTANTS.json TEST_FILE

The interpreter must have what the tests import. Tests are called as plain functions (a strict
`xfail` must raise); those that fail on the module as it is, or need a fixture, are left out.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

CPU_SECONDS = 2  # or four times what the tests take on the module as it is
WALL_SECONDS = 90.0


def load(name: str, text: str) -> dict[str, object]:
    """Put a module made from a text where imports find it; give its names."""
    spec = spec_from_loader(name, None)
    assert spec is not None
    module = module_from_spec(spec)
    module.__file__ = f"{name}.py"
    sys.modules[name] = module
    exec(compile(text, f"{name}.py", "exec"), module.__dict__)
    return module.__dict__


def passes(test: Callable[[], object]) -> bool:
    """Say whether a test ends as its marks want it."""
    marks = [mark.name for mark in getattr(test, "pytestmark", [])]
    ended = False
    with contextlib.suppress(BaseException):
        test()
        ended = True
    return ended is not ("xfail" in marks)


def run(name: str, text: str, tests: str, skipped: list[str], limit: int) -> dict[str, object]:
    """Run the tests of a file on a text of the module; stop at a failure if there is a limit."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        if limit:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        with contextlib.suppress(BaseException):
            load(name, text)
            failed, count = [], 0
            for key, test in load("judged_tests", tests).items():
                if key.startswith("test_") and callable(test) and key not in skipped:
                    count += 1
                    if not passes(test):
                        failed.append(key)
                        if limit:
                            break
            said = {"failed": failed, "count": count, "seconds": time.process_time()}
            os.write(writer, json.dumps(said).encode())
        os._exit(0)
    os.close(writer)
    return told(pid, reader)


def told(pid: int, reader: int) -> dict[str, object]:
    """Wait for a child; give what it said, or that it died."""
    os.set_blocking(reader, False)
    deadline = time.monotonic() + WALL_SECONDS
    while time.monotonic() < deadline and not os.waitpid(pid, os.WNOHANG)[0]:
        time.sleep(0.002)
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    with contextlib.suppress(BlockingIOError):
        said = os.read(reader, 1 << 20)
        os.close(reader)
        if said:
            return dict(json.loads(said))
    return {"failed": ["died"], "count": 0, "seconds": 0}


def main() -> int:
    """Judge a test file; print the numbers of the mutants that it kills."""
    folder, name, list_, file = sys.argv[1:]
    os.chdir(folder)
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    source = Path(f"{name}.py").read_text(encoding="utf-8")
    tests = Path(file).read_text(encoding="utf-8")
    mutants = json.loads(Path(list_).read_text(encoding="utf-8"))
    first = run(name, source, tests, [], 0)
    limit = max(CPU_SECONDS, 4 * round(float(str(first["seconds"])) + 0.5))
    skipped = [str(each) for each in dict.fromkeys(first["failed"])]  # type: ignore[call-overload]
    count = int(str(first["count"])) - len(skipped)
    killed = [
        number
        for number, text in enumerate(mutants)
        if count > 0 and run(name, text, tests, skipped, limit)["failed"]
    ]
    print(json.dumps({"killed": killed, "failing": len(skipped), "tests": max(count, 0)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
