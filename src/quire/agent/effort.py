"""How hard a model is asked to think: an effort it takes, or one picked from the job."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from quire.agent import projection
from quire.agent.ladder import current
from quire.agent.projection import Profile
from quire.agent.wishes import wants_repair
from quire.models.providers import nearest
from quire.protocol.events import Event
from quire.protocol.records import EffortChosen, Receipt, TurnStarted, Verdict
from quire.protocol.requests import Effort

AUTO = "auto"
QUICK_WORDS, LARGE_WORDS = 25, 150
_QUICK = re.compile(
    r"\b(typos?|spelling|rename|reword|comments?|docstrings?|format|whitespace|bump|indent\w*"
    r"|(?:delete|remove|add) (?:a|the|one) (?:blank )?line)\b",
    re.IGNORECASE,
)
_LARGE = re.compile(
    r"\b(refactor\w*|redesign\w*|architect\w*|migrat\w+|rewrite|from scratch|security"
    r"|vulnerab\w+|concurren\w+|race condition|deadlock\w*|every (?:file|module)"
    r"|all (?:files|modules)|whole (?:code ?base|project))\b",
    re.IGNORECASE,
)
_FAILED: tuple[Verdict, ...] = ("not_fixed", "failed", "refused")
_HARDER: dict[Effort, Effort] = {
    "none": "medium", "minimal": "medium", "low": "medium", "medium": "high", "high": "xhigh",
}  # fmt: skip


class Job(Struct, frozen=True):
    """What an effort is picked from: the order, the last verdict, the effort that led to it."""

    order: str
    last: Verdict | None = None
    effort: Effort | None = None


def picked(job: Job, taken: Sequence[Effort]) -> EffortChosen:
    """Return the effort for a job, the nearest of those `taken` (empty: any), and why."""
    effort, reason = _picked(job, len(job.order.split()))
    return EffortChosen(effort=nearest(effort, taken), reason=reason)


def _picked(job: Job, words: int) -> tuple[Effort, str]:
    if job.last in _FAILED:
        return _HARDER.get(job.effort or "medium", "high"), "the last attempt was not proven"
    if _LARGE.search(job.order):
        return "high", "the order reaches far"
    if words > LARGE_WORDS:
        return "high", "the order is long"
    if _QUICK.search(job.order) and words <= QUICK_WORDS:
        return "none", "a quick edit"
    if wants_repair(job.order):
        return "medium", "a repair"
    if words <= QUICK_WORDS and job.order.rstrip().endswith("?"):
        return "low", "a short question"
    return "medium", "an ordinary order"


def choice(events: Sequence[Event], profile: Profile) -> EffortChosen | None:
    """Return the effort for what is asked next; None where it is set, or was chosen for it."""
    turn = current(projection.this_turn(events))
    chosen = any(isinstance(event, EffortChosen) for event in turn)
    start = next((event for event in turn if isinstance(event, TurnStarted)), None)
    if not profile.adaptive or chosen or start is None:
        return None
    ends = [event for event in events if isinstance(event, Receipt)]
    efforts = [event.effort for event in events if isinstance(event, EffortChosen)]
    last = ends[-1].verdict if ends else None
    job = Job(start.prompt, last, efforts[-1] if efforts else None)
    return picked(job, profile.efforts)


def sent(asked: Effort | None, taken: Sequence[Effort]) -> Effort | None:
    """Return the effort that a model is asked with: the nearest of those it takes."""
    return None if asked is None else nearest(asked, taken)
