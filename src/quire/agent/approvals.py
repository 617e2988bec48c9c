"""Approvals: who says whether a call may run."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from quire.protocol.items import Call


class Decision(Struct, frozen=True):
    """Whether a call may run; the reason is told to the model when it may not."""

    allowed: bool
    reason: str = ""


class Approver(Protocol):
    """Whoever decides: a policy, or a person behind a surface."""

    async def decide(self, call: Call) -> Decision:
        """Say whether `call` may run, before it does."""
        ...


class Never:
    """Asks nobody: what the walls allow is allowed."""

    async def decide(self, call: Call) -> Decision:
        """Allow `call`."""
        return Decision(allowed=True)
