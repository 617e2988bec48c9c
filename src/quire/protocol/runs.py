"""What a part of a task came to, as its receipt tells it: a rung, an attempt, a command."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from quire.protocol.responses import Usage

Verdict = Literal[
    "fixed", "done", "answered", "unverified", "refused", "not_fixed", "failed", "stopped"
]


class RungRun(Struct, frozen=True, kw_only=True):
    """What one rung of the ladder took."""

    model: str
    verdict: Verdict
    seconds: float
    usage: Usage


class AttemptRun(Struct, frozen=True, kw_only=True):
    """What one attempt took; `lines` are those that it added and removed.

    `taken`: its changes were made in the workspace.
    """

    number: int
    model: str
    verdict: Verdict
    lines: int
    taken: bool
    seconds: float
    usage: Usage


class CommandRun(Struct, frozen=True):
    """A command and its exit code, None when it was stopped."""

    command: str
    exit_code: int | None
