"""How the work on an order ended, read from the log."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from quire.agent.budget import in_words
from quire.protocol import events as wire
from quire.protocol.events import Event, ItemEvent, OutputItemDone
from quire.protocol.items import Compaction, Item, Json, Message, Part, text_of
from quire.protocol.records import Exhausted

How = Literal["answered", "refused", "limit", "failed", "stopped"]


class Ended(Struct, frozen=True):
    """How the work ended, and the last words: the model's, of the error, of the limit."""

    how: How
    words: str = ""


STOPPED = Ended("stopped")
_DEEDS = (
    r"(do|complete|finish|accomplish|achieve|make|fix|solve|resolve|repair|implement|perform|carry"
    r"|fulfil+|help|assist|handle|manage|write|change|edit|modify|produce|create|add|build|provide"
    r"|proceed|continue|go on|go any further|comply|satisfy|deliver|figure|work (this|that|it) out"
    r"|find (a|any|the|out|what|where|why)|reproduce|determine|identify|locate|take (this|that|it)"
    r"|be of help|see (a|any) way|think of (a|any) way)\b"
)
# How a model says that an order is more than it can do. One that speaks of a check or of a
# detail ("I could not run the linter") does not say so.
_UNABLE = re.compile(
    rf"\bI(\W+(\w+ly|am sorry but|just|still|also|simply))*\W+(can(no|')?t|can not|could(n't| not)"
    r"|(am|was|'m)( \w+ly)? (not able|unable|not capable)|was(n't| not) able|won't be able"
    r"|do(n't| not) know how|see no way|have no (way|idea how)|fail(ed)?|(did|do)(n't| not) manage)"
    rf"( (\w+ly|of|to|even|yet|just))* {_DEEDS}"
    r"|\bI(\W+(must|have to|'m going to|will|'ll|am|'m|need to|would))?(\W+(not|\w+ly))*"
    r"\W+(give up|giving up|gave up|decline|pass on (this|that|it)|refuse)\b"
    r"|\bI(\W+\w+ly)?\W+(can(no|')?t|can not|could(n't| not)|am unable|'m unable)\W*$"
    r"|\b(this|that|it|which|(the|your) (task|order|request|change|job|work))('s| is| was| goes"
    r"| lies)( \w+ly| far| well| way)* (beyond|above|outside)( of)? (me|my|what I)\b"
    r"|\b(too|not) (hard|difficult|complex|complicated|much|possible|feasible|doable) for me\b"
    r"|\bbeyond (me\b|my (abilit\w+|capabilit\w+|skills?|reach|powers?|scope))"
    r"|\b(this|that|it|(the|your) (task|order|request|change))"
    r" (can(no|')?t|can not|could(n't| not)) be (done|made|fixed|solved|completed|implemented)\b"
    r"|\A\W*(sorry\W+(but )?)?(unable to|can(no|')?t|can not) |^\W*not (done|fixed)\b"
    r"|\b(das kann ich (leider )?nicht|ich kann (das|dies|es) (leider )?nicht"
    r"|übersteigt mein\w*|je ne (peux|sais) pas)\b",
    re.IGNORECASE | re.MULTILINE,
)
# Who says that nothing was left to do has not declined, whatever else is impossible.
_NEEDLESS = re.compile(
    r"\b(already (\w+ )?(there|done|exists?|present|implemented|in place|fixed|correct|passe?s?|so"
    r"|the case|has|have|does|is|are|supports?|supported|uses?|named|called|handled|handles"
    r"|contains?|returns?|works?)|nothing (needs?|needed|has|had|is left|was left|left|more) to"
    r"|no (changes?|edits?|work) (is|are|was|were)? ?(needed|required|necessary)"
    r"|(is|are|was) (all )?up to date)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"```.*?(```|\Z)|`[^`\n]*`|^>.*$", re.DOTALL | re.MULTILINE)


def ended(turn: Sequence[Event]) -> Ended:
    """Return how the last answer of a turn ended; an answer without words is a failed one."""
    for event in reversed(turn):
        match event:
            case Exhausted():
                return Ended("limit", in_words(event))
            case wire.Failed(response=response):
                return Ended("failed", _said(response.error) or "The model's answer failed.")
            case wire.Incomplete(response=response):
                why = _said(response.incomplete_details) or "no reason given"
                return Ended("failed", f"The model's answer was cut off ({why}).")
            case wire.ErrorEvent(message=message, error=error):
                return Ended("failed", message or _said(error) or "The model's answer failed.")
            case OutputItemDone(item=Compaction()):
                continue
            case OutputItemDone(item=item):
                return _last_word(item)
            case ItemEvent():
                break
    return Ended("failed", "The model gave an empty answer.")


def declines(words: str) -> bool:
    """Tell whether an answer says, in its own words, that the order is more than its model can do.

    Code and quotations in it do not count.
    """
    said = _QUOTED.sub(" ", words.replace("\u2019", "'"))
    return _UNABLE.search(said) is not None and _NEEDLESS.search(said) is None


def _last_word(item: Item) -> Ended:
    if not isinstance(item, Message):
        return Ended("failed", "The model's answer ended without a word.")
    parts = () if isinstance(item.content, str) else item.content
    words = text_of(item.content)
    declined = any(isinstance(part, Part) and part.type == "refusal" for part in parts)
    return Ended("refused" if declined else "answered", words)


def _said(details: Json | None) -> str:
    told = details or {}
    return next((str(told[key]) for key in ("message", "reason", "code") if told.get(key)), "")
