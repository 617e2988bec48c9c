"""What the workbench found of how a project is set up."""

from __future__ import annotations

import msgspec
from msgspec import Struct


class Step(Struct, frozen=True):
    """One command of the plan, what it is for, and the file that says so.

    `after` tidies up behind it; it is run, and no part of what is told.
    """

    kind: str
    command: str
    source: str = ""
    after: str = ""


class Plan(Struct, frozen=True, kw_only=True, tag="plan", tag_field="type"):
    """What the workbench found: steps and tests of a fresh clone, and what can be done here.

    `here` runs the tests without an environment; `missing` are distributions that are needed
    and not installed; `network` is proxy, open, off or unknown.
    """

    sources: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    test: str = ""
    here: str = ""
    why: str = ""
    told: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    network: str = "unknown"
    venv: bool = False
    agents_text: str = ""
    agents_diff: str = ""
    known: bool = False


class Planned(Struct, frozen=True, tag="done", tag_field="type"):
    """The end of the report."""

    outcome: str = ""


READER = msgspec.json.Decoder(Plan | Planned)
