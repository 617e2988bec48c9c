"""Run the project's suite in a fresh process, as a user would, with changed sources laid over."""

from __future__ import annotations

import contextlib
import json
import os
import pkgutil
import select
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .forks import die_with_parent
from .project import Project

_ERROR_LENGTH = 300
_ENDED_WELL = (None, 0, 5)  # 5: pytest found no test
_USAGE = 4  # pytest's exit code for options that it does not know


@dataclass
class Run:
    """What a fresh run of the suite gave, by test name."""

    exit_code: int | None = None
    passed: list[str] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    skipped: int = 0
    seconds: float = 0.0
    timed_out: bool = False
    words: str = ""  # the runner's last ones, where it saw no test and failed

    @property
    def any(self) -> bool:
        """Say whether any test was seen."""
        return bool(self.passed or self.failed or self.skipped)

    @property
    def green(self) -> bool:
        """Say whether all is well."""
        return not self.failed and not self.timed_out and self.exit_code == 0

    def as_fields(self) -> dict[str, Any]:
        """Give the run as data for a report."""
        return {
            "exit_code": self.exit_code,
            "passed": self.passed,
            "failed": self.failed,
            "skipped": self.skipped,
            "seconds": round(self.seconds, 3),
            "timed_out": self.timed_out,
            "words": self.words,
        }


def run(project: Project, seconds: float, changed: dict[str, bytes] | None = None) -> Run:
    """Run the whole suite once; `changed` maps paths below the root to new contents.

    Options of the project that this pytest does not know (a plug-in is missing) are left out.
    """
    result = _once(project, seconds, changed or {})
    if project.runner == "pytest" and result.exit_code == _USAGE and not result.any:
        project.arguments = [*project.arguments, "-o", "addopts="]
        result = _once(project, seconds, changed or {})
    return result


def _once(project: Project, seconds: float, changed: dict[str, bytes]) -> Run:
    folder = Path(tempfile.mkdtemp(prefix="quire-workbench-"))
    try:
        return _run(project, seconds, changed, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(project: Project, seconds: float, changed: dict[str, bytes], folder: Path) -> Run:
    out = folder / "witness.jsonl"
    out.touch()
    environment = _environment(project, changed, folder, out)
    begin = time.monotonic()
    spoken = os.memfd_create("quire-workbench")
    process = subprocess.Popen(
        project.witnessed_command(),
        cwd=project.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=spoken,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    result = Run()
    try:
        result.exit_code = _ended(process, max(seconds, 0.1))
        result.timed_out = result.exit_code is None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    result.seconds = time.monotonic() - begin
    _read(project.root, out, result)
    if not result.any and result.exit_code not in _ENDED_WELL:
        result.words = _last_words(spoken)
    os.close(spoken)
    return result


def _ended(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """Wait for the end of a process and give its code, None after so many seconds.

    The wait of the standard library looks up to twenty times a second, and is late by half of it.
    """
    try:
        handle = os.pidfd_open(process.pid)
    except (AttributeError, OSError):  # an older system
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=seconds)
        return None
    try:
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        return process.wait() if waiting.poll(seconds * 1000) else None
    finally:
        os.close(handle)


def _last_words(spoken: int) -> str:
    size = os.fstat(spoken).st_size
    text = os.pread(spoken, 2_000, max(0, size - 2_000)).decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:_ERROR_LENGTH] if lines else ""


def _environment(
    project: Project, changed: dict[str, bytes], folder: Path, out: Path
) -> dict[str, str]:
    package = __name__.rpartition(".")[0]
    for module, name in (("witness", "quire_witness.py"), ("overlay", "sitecustomize.py")):
        data = pkgutil.get_data(package, f"{module}.py")
        (folder / name).write_bytes(data or b"")
    table: dict[str, str] = {}
    for index, (path, content) in enumerate(sorted(changed.items())):
        copy = folder / f"source{index}.txt"
        copy.write_bytes(content)
        table[os.path.realpath(project.root / path)] = str(copy)
    (folder / "overlay.json").write_text(json.dumps(table), encoding="utf-8")
    environment = dict(os.environ)
    paths = [str(folder), *filter(None, [environment.get("PYTHONPATH")])]
    paths.extend(str(project.root / path) for path in project.paths)
    environment.update(
        PYTHONPATH=os.pathsep.join(paths),
        PYTHONDONTWRITEBYTECODE="1",
        QUIRE_OVERLAY=str(folder / "overlay.json"),
        QUIRE_WITNESS_OUT=str(out),
    )
    return environment


def _read(root: Path, out: Path, result: Run) -> None:
    outcomes: dict[str, dict[str, str]] = {}
    for line in out.read_text(encoding="utf-8", errors="replace").splitlines():
        note = json.loads(line)
        known = outcomes.get(note["id"])
        if known is None or known["status"] != "failed":
            outcomes[note["id"]] = note
    for name, note in outcomes.items():
        if note["status"] == "passed":
            result.passed.append(name)
        elif note["status"] == "failed":
            where = note["where"].replace(f"{root}{os.sep}", "")
            error = " ".join(note["error"].split())[:_ERROR_LENGTH]
            result.failed.append({"id": name, "error": error, "where": where})
        else:
            result.skipped += 1
