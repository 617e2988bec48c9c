"""The command line: detect, tests, repair, review, bisect, reproduce, generate."""

from __future__ import annotations

import argparse
import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from . import fresh
from .budget import EFFORTS, Options
from .interpreters import other_interpreter
from .managed import manager
from .project import Project, Refused, detect, source_roots
from .report import MOST_NAMES, Report

_VERBS = ("detect", "tests", "repair", "review", "bisect", "reproduce", "setup", "generate")


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    top = argparse.ArgumentParser(prog="workbench", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    for name in _VERBS:
        command = commands.add_parser(name)
        command.add_argument("--root", default=".")
        if name != "detect":
            command.add_argument(
                "--seconds", type=float, default=600.0 if name == "tests" else 60.0
            )
        if name == "review":
            sides = command.add_mutually_exclusive_group()
            sides.add_argument("--uncommitted", action="store_true")
            sides.add_argument("--base", default="")
            sides.add_argument("--commit", default="")
            command.add_argument("--no-tests", dest="tests", action="store_false")
        if name == "bisect":
            command.add_argument("--select", action="append", default=[])
            command.add_argument("--name", action="append", default=[])
            command.add_argument("--since", default="")
            command.add_argument("--last", type=int, default=0)
        if name == "setup":
            command.add_argument("--look", action="store_true")
        if name == "reproduce":
            command.add_argument("--text", type=json.loads, required=True)
        if name == "generate":
            command.add_argument("--target", action="append", default=[])
            command.add_argument("--across", action="store_true")
            command.add_argument("--more", action="store_true")
            command.add_argument("--properties", action="store_true")
            command.add_argument("--seed", type=int, default=0)
        if name == "repair":
            _repair_options(command)
    return top


def _repair_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--edits", type=int, choices=(1, 2, 3), default=2)
    command.add_argument("--effort", choices=tuple(EFFORTS), default="medium")
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--workers", type=int, default=0)
    command.add_argument("--state", default="")
    command.add_argument("--keep", type=float, default=0.0)
    command.add_argument("--samples", default="")
    command.add_argument("--changeable", default="")
    for name in ("--focus", "--select"):
        command.add_argument(name, action="append", default=[])


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0 when an outcome was reported, 2 for wrong usage."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] in (["refactor"], ["migrate"]):  # in Quire's interpreter, not the project's
        from .refactor_main import run

        return run(arguments[0], arguments[1:])
    try:
        chosen = parser().parse_args(arguments)
    except SystemExit as error:
        return int(error.code or 0)
    root = Path(chosen.root).resolve()
    if not root.is_dir():
        sys.stderr.write(f"--root {chosen.root} is no folder; give the project's root\n")
        return 2
    _move_in(root)
    report = Report()
    if chosen.command in _WITHOUT_TESTS:
        _other_interpreter(root, arguments)
        return _WITHOUT_TESTS[chosen.command](root, chosen, report)
    try:
        project = detect(root)
    except Refused as refusal:
        _other_interpreter(root, arguments)
        report_refusal(report, chosen.command, refusal)
        return 0
    return _COMMANDS[chosen.command](project, chosen, report)


# The search and the reviewer are many modules, and a zip file may hold no compiled ones: they are
# imported where they are used, so that running the tests does not wait for them.
def _review(root: Path, chosen: argparse.Namespace, report: Report) -> int:
    from .review import Wish, review

    wish = Wish(chosen.base, chosen.commit, chosen.seconds, chosen.tests)
    return review(root, wish, report)


def _bisect(root: Path, chosen: argparse.Namespace, report: Report) -> int:
    from .bisection import Wish, bisect

    wish = Wish(chosen.select, chosen.name, chosen.since, chosen.last, chosen.seconds)
    return bisect(root, wish, report)


def _reproduce(root: Path, chosen: argparse.Namespace, report: Report) -> int:
    from .reproduce import reproduce

    return reproduce(root, str(chosen.text), chosen.seconds, report)


def _generate(root: Path, chosen: argparse.Namespace, report: Report) -> int:
    from .testgen import Wish, generate

    wish = Wish(chosen.target, chosen.across, chosen.properties, chosen.more, chosen.seconds,
                chosen.seed)  # fmt: skip
    return generate(root, wish, report)


def _setup(root: Path, chosen: argparse.Namespace, report: Report) -> int:
    from .setup_look import look
    from .setup_plan import plan

    return look(root, report) if chosen.look else plan(root, report)


def _move_in(root: Path) -> None:
    """Live in the project's folder with the import path that its tests expect."""
    os.chdir(root)
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    own = sys.path[0] if sys.path else ""
    sys.path[:] = [*source_roots(root), *[p for p in sys.path if p != own], own]


def _other_interpreter(root: Path, arguments: list[str]) -> None:
    """Start again under the project's own interpreter if only that one can run the tests."""
    module = "django" if manager(root) else "pytest"
    if find_spec(module) is not None or os.environ.get("QUIRE_WORKBENCH_AGAIN"):
        return
    python = other_interpreter(root, module)
    if python is not None:
        os.environ["QUIRE_WORKBENCH_AGAIN"] = "1"
        program = str(Path(sys.argv[0]).resolve())
        os.execv(python, [python, "-I", program, *arguments])


def report_refusal(report: Report, command: str, refusal: Refused) -> None:
    """Report that a project cannot be worked on."""
    if command == "repair":
        report.finding("done", outcome="refused", reason=refusal.reason, learned=refusal.needs,
                       tried=0, seconds=round(report.seconds, 3), state="")  # fmt: skip
        return
    report.finding("refused", reason=refusal.reason, needs=refusal.needs)


def _detect(project: Project, chosen: argparse.Namespace, report: Report) -> int:
    del chosen
    report.finding("project", runner=project.runner, command=project.command,
                   python=project.python, hints=project.hints, tests=project.tests)  # fmt: skip
    return 0


def _tests(project: Project, chosen: argparse.Namespace, report: Report) -> int:
    result = fresh.run(project, chosen.seconds)
    fields = result.as_fields()
    more = 0
    for name in ("passed", "failed"):
        more += max(0, len(fields[name]) - MOST_NAMES)
        fields[name] = fields[name][:MOST_NAMES]
    if more:
        fields["more"] = more
    report.whole("tests", command=project.command, **fields)
    return 0


def _repair(project: Project, chosen: argparse.Namespace, report: Report) -> int:
    options = Options(
        seconds=chosen.seconds,
        edits=chosen.edits,
        effort=chosen.effort,
        seed=chosen.seed,
        focus=chosen.focus,
        select=chosen.select,
        workers=chosen.workers or min(os.cpu_count() or 1, 8),
        state=chosen.state,
        keep=chosen.keep,
        samples=chosen.samples,
        changeable=chosen.changeable,
    )
    from .host import repair

    return repair(project, options, report)


# What a project without tests can be asked too.
_WITHOUT_TESTS = {
    "review": _review,
    "bisect": _bisect,
    "reproduce": _reproduce,
    "setup": _setup,
    "generate": _generate,
}
_COMMANDS = {"detect": _detect, "tests": _tests, "repair": _repair}
