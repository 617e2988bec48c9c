"""What the workbench reported, read from whatever lines of it reached the engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec
from msgspec import Raw, Struct
from msgspec.json import Decoder

from quire.protocol.items import Json


class Failure(Struct, frozen=True, omit_defaults=True):
    """A failing test: its id, its error in one line, where it was raised."""

    id: str
    error: str = ""
    where: str = ""


class Line(Struct, frozen=True, tag_field="type", kw_only=True):
    """One line of the workbench's report."""


class Project(Line, frozen=True, kw_only=True, tag="project"):
    """The workbench has found a project and its tests."""


class Refused(Line, frozen=True, kw_only=True, tag="refused"):
    """The workbench cannot work here, and says why."""

    reason: str = ""
    needs: str = ""

    @property
    def words(self) -> str:
        """Return the reason and what would help, without a full stop."""
        return ". What is needed: ".join(text for text in (self.reason, self.needs) if text)


class Baseline(Line, frozen=True, kw_only=True, tag="baseline"):
    """The tests as they were found, and the project's own command that runs them.

    `unstable` are tests that ended otherwise when they ran again in the same process.
    """

    passed: int | tuple[str, ...] = 0
    failed: tuple[Failure, ...] = ()
    command: tuple[str, ...] = ()
    more: int = 0
    seconds: float = 0.0
    unstable: tuple[str, ...] = ()

    @property
    def passing(self) -> int:
        """Return how many tests passed; `more` names were left out of the longer list."""
        return self.passed if isinstance(self.passed, int) else len(self.passed) + self.more


class Tests(Baseline, frozen=True, kw_only=True, tag="tests"):
    """The tests as they are now, run afresh."""


class Suspect(Struct, frozen=True, kw_only=True):
    """A place that may be wrong, with a score between 0 and 1 and the reason for it."""

    path: str
    line: int
    function: str | None = ""
    score: float = 0.0
    why: str = ""


class Suspects(Line, frozen=True, kw_only=True, tag="suspects"):
    """The places that may be wrong, likeliest first."""

    suspects: tuple[Suspect, ...] = ()


class Near(Line, frozen=True, kw_only=True, tag="near"):
    """An edit that makes some of the failing tests pass."""

    edit: str | Json = ""
    path: str = ""
    line: int = 0
    fixes: int | tuple[str, ...] = 0
    of: int = 0

    @property
    def fixed(self) -> int:
        """Return how many failing tests the edit makes pass."""
        return self.fixes if isinstance(self.fixes, int) else len(self.fixes)


class Edit(Struct, frozen=True, kw_only=True):
    """One changed span: its first line, its text before and after, the kind of change."""

    path: str
    line: int
    before: str = ""
    after: str = ""
    kind: str = ""


class FileDiff(Struct, frozen=True, kw_only=True):
    """The V4A hunks that change one file."""

    path: str
    diff: str


class Alternative(Struct, frozen=True, kw_only=True):
    """Another change that passes the same tests.

    `differs_on` is an input on which the two behave differently, with what this fix gives and
    what the alternative gives: `low(2, 2): True or False`.
    """

    edits: tuple[str, ...] = ()
    files: tuple[FileDiff, ...] = ()
    differs_on: str = ""


class Fix(Line, frozen=True, kw_only=True, tag="fix"):
    """The edit that was chosen, confirmed by the workbench with the whole test suite.

    `unlike` is an input that worked before and ends otherwise now, with both results.
    """

    edits: tuple[Edit, ...] = ()
    files: tuple[FileDiff, ...] = ()
    fixes: tuple[str, ...] = ()
    more: int = 0
    description: str = ""
    confidence: float | str | None = None
    tried: int = 0
    per_second: float = 0.0
    alternatives: tuple[Raw, ...] = ()
    unlike: str = ""

    @property
    def rivals(self) -> tuple[Alternative, ...]:
        """Return the alternatives; one that cannot be read must not hide the fix itself."""
        return tuple(rival for raw in self.alternatives if (rival := _rival(raw)) is not None)


class Undecided(Line, frozen=True, kw_only=True, tag="undecided"):
    """Changes that pass all tests where nothing decides between them, the likeliest first."""

    candidates: tuple[Alternative, ...] = ()


class Done(Line, frozen=True, kw_only=True, tag="done"):
    """The end of the report; `state` is the frontier that a later search starts from."""

    outcome: str = ""
    reason: str | None = ""
    learned: str | tuple[str, ...] | None = ""
    tried: int = 0
    seconds: float = 0.0
    state: str | None = ""


class Absent(Line, frozen=True, kw_only=True, tag="absent"):
    """The program is not where the command looked for it."""


class NoPython(Line, frozen=True, kw_only=True, tag="no_python"):
    """No interpreter of Python 3.9 or newer was found."""


class Spoilt(Line, frozen=True, kw_only=True, tag="spoilt"):
    """The program arrived damaged and was thrown away."""


_READER = msgspec.json.Decoder(
    Project
    | Refused
    | Baseline
    | Tests
    | Suspects
    | Near
    | Fix
    | Undecided
    | Done
    | Absent
    | NoPython
    | Spoilt
)
_LineT = TypeVar("_LineT", bound=Line)
_ReadT = TypeVar("_ReadT")


class Findings(Struct, frozen=True, kw_only=True):
    """A report, sorted; what a client cut out of it is simply not there."""

    lines: tuple[Line, ...] = ()

    def last(self, kind: type[_LineT]) -> _LineT | None:
        """Return the newest line of this kind, or None."""
        found = [line for line in self.lines if isinstance(line, kind)]
        return found[-1] if found else None

    @property
    def baseline(self) -> Baseline:
        """Return the tests as they were found."""
        return self.last(Baseline) or Baseline()

    @property
    def suspects(self) -> tuple[Suspect, ...]:
        """Return the suspects, likeliest first."""
        line = self.last(Suspects)
        return line.suspects if line else ()

    @property
    def near(self) -> tuple[Near, ...]:
        """Return the edits that nearly worked, best first."""
        found = (line for line in self.lines if isinstance(line, Near))
        return tuple(sorted(found, key=lambda near: -near.fixed))

    @property
    def undecided(self) -> tuple[Alternative, ...]:
        """Return the changes between which nothing decides."""
        line = self.last(Undecided)
        return line.candidates if line else ()

    @property
    def done(self) -> Done:
        """Return how the search ended; an empty outcome when that was not told."""
        return self.last(Done) or Done()


def read_findings(texts: Iterable[str]) -> Findings:
    """Read every line of a report among `texts`; other lines are somebody else's output."""
    return Findings(lines=read_lines(texts, _READER))


def read_lines(texts: Iterable[str], reader: Decoder[_ReadT]) -> tuple[_ReadT, ...]:
    """Read the lines among `texts` that `reader` knows.

    Others are cut by a client, progress, or not the workbench's.
    """
    found: list[_ReadT] = []
    for line in (each.strip() for text in texts for each in text.splitlines()):
        if line.startswith("{"):
            try:
                found.append(reader.decode(line))
            except msgspec.MsgspecError:
                continue
    return tuple(found)


def _rival(raw: Raw) -> Alternative | None:
    try:
        return msgspec.json.decode(raw, type=Alternative)
    except msgspec.MsgspecError:
        return None
