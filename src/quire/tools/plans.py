"""The plan that a model keeps of its task."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from quire.errors import UsageError


class Step(Struct, frozen=True):
    """One step of a plan."""

    step: str
    status: Literal["pending", "in_progress", "completed"]


class PlanUpdate(Struct, frozen=True):
    """Arguments of `update_plan`."""

    plan: tuple[Step, ...]
    explanation: str | None = None


def check(update: PlanUpdate) -> str:
    """Return the answer to a plan; raise UsageError when two steps are in progress at once."""
    active = [step.step for step in update.plan if step.status == "in_progress"]
    if len(active) > 1:
        raise UsageError(
            f"'plan' has {len(active)} steps in progress ({'; '.join(active)}); "
            "at most one may be. Send the plan again.",
            param="plan",
        )
    return "Plan updated"
