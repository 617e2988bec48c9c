"""What the workbench reported of generated tests, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from quire.engine.telling import clipped, counted

_SHOWN = 12
_OTHERS = "; tested are its other calls"


class Line(Struct, frozen=True, tag_field="type", kw_only=True):
    """One line of the report."""


class Survivor(Struct, frozen=True, kw_only=True):
    """A small change of the code that no test notices."""

    path: str
    line: int
    before: str = ""
    after: str = ""


class Suspicion(Struct, frozen=True, kw_only=True):
    """Behaviour that no test expects: a crash, an example that fails, a type that contradicts."""

    kind: str
    subject: str
    line: int = 0
    call: str = ""
    told: str = ""


class File(Line, frozen=True, kw_only=True, tag="file"):
    """A new test file; `lines` and `branches` are covered of all, in functions.

    `before` counts the lines that the existing tests run, where the order asks for more coverage.
    """

    path: str
    modules: tuple[str, ...] = ()
    text: str = ""
    tests: tuple[str, ...] = ()
    lines: tuple[int, int] = (0, 0)
    branches: tuple[int, int] = (0, 0)
    before: int = 0
    mutants: int = 0
    killed: int = 0
    survivors: tuple[Survivor, ...] = ()
    findings: tuple[Suspicion, ...] = ()
    untested: dict[str, str] = {}
    partly: tuple[str, ...] = ()  # of those untested, what has tests for other calls
    unstable: tuple[str, ...] = ()
    properties: int = 0
    hurried: bool = False


class Nothing(File, frozen=True, kw_only=True, tag="nothing"):
    """A module for which no test was found worth writing."""


class Untestable(Line, frozen=True, kw_only=True, tag="untestable"):
    """A module that could not be loaded or ends its process."""

    path: str
    reason: str = ""


class Over(Line, frozen=True, kw_only=True, tag="done"):
    """The end of the report; `left` are modules that there was no time for."""

    outcome: str = ""
    reason: str = ""
    learned: str = ""
    left: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    runner: str = ""


READER = msgspec.json.Decoder(File | Nothing | Untestable | Over)


def told(report: Iterable[Line], proof: str) -> str:
    """Return the whole answer: files, figures, survivors, suspicions, what was left out."""
    lines = tuple(report)
    files = [line for line in lines if type(line) is File]
    every = [line for line in lines if isinstance(line, File)]
    parts = [
        "\n".join((*(_file(file) for file in files), proof)).strip(),
        _suspicions(every),
        _survivors(files),
        _left_out(every, lines),
    ]
    return "\n\n".join(part for part in parts if part)


def _file(file: File) -> str:
    kinds = f", {counted(file.properties, 'property test')} among them" if file.properties else ""
    covered = f"{_share(file.lines, 'lines')} and {_share(file.branches, 'branches')}"
    if file.before:
        covered = f"{_share(file.lines, 'lines')} (before: {file.before})"
    return (
        f"Wrote {counted(len(file.tests), 'test')} for {', '.join(file.modules[:3])} in "
        f"{file.path}{kinds}: {covered} of its functions covered, "
        f"{file.killed} of {file.mutants} mutants killed."
        f"{' The time was used up: more of it may find more.' if file.hurried else ''}"
    )


def _share(pair: tuple[int, int], noun: str) -> str:
    return f"{pair[0]} of {pair[1]} {noun}"


def _suspicions(files: Iterable[File]) -> str:
    found = [
        f"- {file.modules[0] if len(file.modules) == 1 else each.subject}:{each.line} "
        f"`{clipped(each.call)}`: {each.told}"
        for file in files
        for each in file.findings
    ]
    return "\n".join(("Suspicious, so no test expects it:", *found)) if found else ""


def _survivors(files: Iterable[File]) -> str:
    alive = [each for file in files for each in file.survivors]
    if not alive:
        return ""
    shown = [
        f"- {each.path}:{each.line} `{clipped(each.before)}` → `{clipped(each.after)}`"
        for each in alive[:_SHOWN]
    ]
    more = f"\n- and {len(alive) - _SHOWN} more" if len(alive) > _SHOWN else ""
    return (
        f"Mutants left alive ({len(alive)}; some may not change what the code does):\n"
        + "\n".join(shown)
        + more
    )


def _left_out(files: Iterable[File], lines: Iterable[Line]) -> str:
    reasons = [
        f"- {name}: {_why(reason)}{_OTHERS if name in file.partly else ''}"
        for file in files
        for name, reason in file.untested.items()
    ]
    reasons += [
        f"- {file.modules[0]}: no call was found that new tests would add"
        for file in files
        if not file.text and not file.untested
    ]
    reasons += [f"- {each.path}: {each.reason}" for each in lines if isinstance(each, Untestable)]
    left = [path for each in lines if isinstance(each, Over) for path in each.left]
    if left:
        reasons.append(f"- {', '.join(left)}: no time was left; ask for them by name")
    unstable = [name for file in files for name in file.unstable]
    if unstable:
        reasons.append(f"- dropped because runs disagreed: {', '.join(unstable[:5])}")
    return "\n".join(("Not tested:", *reasons)) if reasons else ""


def _why(reason: str) -> str:
    known = {"open": "opens files", "random": "depends on chance", "time.sleep": "sleeps"}
    if reason in known:
        return known[reason]
    return reason if " " in reason else f"reaches outside or asks the clock ({reason})"
