"""The child process in which a project's tests live while it is repaired."""

from __future__ import annotations

import math
import os
import sys
from dataclasses import replace
from functools import partial

from . import overlay, runners
from .budget import Options
from .forks import Child, Send
from .limits import attempt
from .mend import Laid
from .outcome import Collection, describe
from .project import Project
from .repair import Repair
from .report import Report

GRACE = 1.0  # seconds after which a child that overruns is ended


def repair(project: Project, options: Options, report: Report) -> int:
    """Repair a project in a forked child and report; return the exit code.

    If the child dies or never gets to work, that is reported. A second one is started without
    the project's own options of pytest if those stand in the way.
    """
    words: list[str] = []
    finished = False
    for arguments in (project.arguments, [*project.arguments, "-o", "addopts="]):
        start = partial(_ended, replace(project, arguments=arguments), options, report)
        ending = start(None)
        if isinstance(ending, Laid):
            ending = start(ending)
        finished = ending is True
        words += [ending] if isinstance(ending, str) else []
        if finished or not words:
            break
    if not finished:
        reason = words[0] if words else "the search did not end in time"
        report.finding(
            "done", outcome="refused" if words else "none", reason=reason, learned="", tried=0,
            seconds=round(report.seconds, 3), state="",
        )  # fmt: skip
    return 0


def _ended(
    project: Project, options: Options, report: Report, laid: Laid | None
) -> bool | str | Laid | None:
    """Work in a child, and give its last message."""
    child = Child(partial(_work, project, options, report, laid))
    said = [*child.messages(math.inf, report.begin + options.seconds + GRACE)]
    return said[-1] if said else None


def _work(
    project: Project, options: Options, report: Report, laid: Laid | None, send: Send
) -> None:
    """Collect the tests, repair, and say True, or say in words why that cannot be.

    Where files load only once they are changed, the change is said, to be laid over them.
    """
    spoken = os.memfd_create("quire-workbench")
    for descriptor in (1, 2):
        os.dup2(spoken, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    work = Repair(project, options, report, laid)
    if laid is not None:
        contents = laid.contents(project.root)
        overlay.install({os.path.realpath(project.root / p): new for p, new in contents.items()})

    def use(collection: Collection) -> None:
        work.run(collection)
        send(work.onward or True)
        os._exit(0)

    codes: list[int] = []

    def collect() -> None:
        codes.append(runners.collect(project, use))

    error = attempt(collect)
    if error is not None:
        send(f"{project.runner} does not start here: {describe(error)}")
        return
    sys.stdout.flush()
    sys.stderr.flush()
    said = os.pread(spoken, 4000, max(0, os.fstat(spoken).st_size - 4000))
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    errors = [line for line in lines if "rror" in line] or lines[-1:]
    send(f"the tests could not be collected (code {codes[0]}): {' '.join(errors[:2])[:300]}")
