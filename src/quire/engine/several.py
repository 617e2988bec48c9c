"""An order for several works: each is done by its own job, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec
from msgspec import Struct

from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.orders import Order, is_test, read_order
from quire.engine.parts import (
    begins_work,
    is_held,
    is_list,
    meant,
    parts_of,
    pieces_of,
    same_for_each,
)
from quire.engine.setup_orders import is_lack
from quire.engine.shapes import Outcome, Verdict
from quire.engine.talk import MODEL

_GOOD: tuple[Outcome, ...] = ("fixed", "partly_fixed", "clean", "answered")
# These go before new tests: a test that is written of wrong code would say that the fault is right.
_REPAIRS = frozenset({"repair", "reproduce", "explain", "flaky"})
_AT_ONCE = ("testgen", "setup", "review")
# These recognise an order as a whole, or not at all.
_WHOLE = ("refactor", "migrate")
_NONE = frozenset({"talk", "calling"})
# Whose orders are told from anything else by a few words.
_CLEAR = frozenset({"refactor", "migrate", "testgen", "setup", "review", "flaky", "explain"})
_QUOTED = ("Traceback (most recent call last)", ">>> ", "```", 'File "')
_SAID = ("about", "greeting", "thanks", "stop")
_LONGEST = 600  # characters of an order that may be a list of works


class Job(Protocol):
    """A module that does one kind of order."""

    __name__: str

    def advance(self, conversation: Conversation) -> Answer:
        """Return the next step."""
        ...


class Part(Struct, frozen=True):
    """A work: its words, and the kind of its order."""

    text: str
    order: Order


_Choice = Callable[[Conversation], Job]


def advance(conversation: Conversation, choose: _Choice) -> Answer:
    """Return the next step of an order, part by part where it names several works.

    `choose` gives the job of an order. A part that no job recognises is told, and
    so is one that was not begun because the part before it did not succeed. Where
    another model is asked next, an order with a part that is beyond the engine is left to it.
    """
    first = _beyond_at_first(conversation, choose)
    if first:
        return Answer(thoughts=(), verdict=Verdict(text=first, outcome="beyond"))
    parts = _same(conversation, choose) or _parts(conversation, choose)
    if len(parts) < 2:
        return choose(conversation).advance(conversation)
    beyond = _first_beyond(conversation, parts, choose)
    if beyond and conversation.passes_up:
        return Answer(thoughts=(), verdict=Verdict(text=beyond, outcome="beyond"))
    left = conversation
    ended: list[Verdict] = []
    for place, part in enumerate(parts):
        files = tuple(path for verdict in ended for path in verdict.files if _holds_code(path))
        order = _order(meant(part.text, files), conversation.order)
        now = msgspec.structs.replace(left, order=order)
        job = choose(now)
        if _name(job) in _NONE:
            ended.append(Verdict(text=_beyond(part.text), outcome="beyond"))
            continue
        answer, used = _played(job, now)
        if answer.verdict is None:
            return answer
        ended.append(answer.verdict)
        left = msgspec.structs.replace(left, deeds=left.deeds[used:])
        if answer.verdict.outcome not in _GOOD and place + 1 < len(parts):
            ended.append(Verdict(text=_left(parts[place + 1 :]), outcome="beyond"))
            break
    return Answer(thoughts=(), verdict=_together(ended))


def works_of(conversation: Conversation, choose: _Choice) -> tuple[str, ...]:
    """Return the jobs that an order's works go to, `beyond` for what none of them does."""
    if _beyond_at_first(conversation, choose):
        return ("beyond",)
    found_parts = _same(conversation, choose) or _parts(conversation, choose)
    orders = [part.order for part in found_parts] or [conversation.order]
    found: list[str] = []
    for order in orders:
        name = _name(choose(msgspec.structs.replace(conversation, order=order)))
        found.append("beyond" if name in _NONE and order.kind == "beyond" else name)
    return tuple(found)


def _beyond_at_first(conversation: Conversation, choose: _Choice) -> str:
    """Tell of the first work of an order where no job recognises it, but one does the next.

    What follows may depend on it, so the whole is left.
    """
    texts = parts_of(conversation.order.text)
    if len(texts) < 2 or not begins_work(texts[0]):
        return ""
    (first, part), (second, _) = (_part(conversation, choose, text) for text in texts[:2])
    if first not in _NONE or part.order.kind != "beyond" or second in _NONE:
        return ""
    return f"{_beyond(part.text)} {_left(_rest(texts))}"


def _rest(texts: tuple[str, ...]) -> tuple[Part, ...]:
    return tuple(Part(text, read_order(text)) for text in texts[1:])


def _parts(conversation: Conversation, choose: _Choice) -> tuple[Part, ...]:
    """Return the works that an order names, new tests after the repairs."""
    texts = parts_of(conversation.order.text)
    if conversation.hands.runner is None or _is_single(conversation.order):
        return ()
    if is_list(conversation.order.text):
        texts = _grouped(conversation, choose) or texts
    elif len(texts) < 2 or _name(choose(conversation)) in _NONE:
        texts = max(texts, _grouped(conversation, choose), key=len)
    if len(texts) < 2:
        return ()
    found: list[tuple[str, Part]] = []
    for text in texts:
        each = _part(conversation, choose, text)
        if found and _is_one(found[-1][0], each[0]):
            found[-1] = _part(conversation, choose, _joined(conversation, found[-1][1].text, text))
        else:
            found.append(each)
    names = {name for name, _ in found}
    if found[0][0] in _NONE or (names & _NONE and _name(choose(conversation)) in _WHOLE):
        return ()
    if names & _REPAIRS:
        found.sort(key=lambda each: each[0] == "testgen")
    found.sort(key=lambda each: each[0] in _NONE)
    return tuple(part for _, part in found)


def _is_single(order: Order) -> bool:
    """Tell whether an order is one work whatever joins its words."""
    return order.kind in _SAID or is_lack(order.text)


def _same(conversation: Conversation, choose: _Choice) -> tuple[Part, ...]:
    """Return one refactoring for each name of an order that does the same with several."""
    texts = same_for_each(conversation.order.text)
    parts = [_part(conversation, choose, text) for text in texts]
    whole = _name(choose(conversation)) if parts else ""
    if whole == "refactor" or any(name != "refactor" for name, _ in parts):
        return ()
    return tuple(part for _, part in parts)


def _grouped(conversation: Conversation, choose: _Choice) -> tuple[str, ...]:
    """Return the works of an order whose smallest parts begin one each, with what follows."""
    text = conversation.order.text
    if len(text) > _LONGEST or any(each in text for each in _QUOTED):
        return ()
    found: list[str] = []
    for piece, listed in pieces_of(text):
        name, _ = _part(conversation, choose, piece)
        clear = not is_held(piece) and (
            name in _CLEAR or (name in _REPAIRS and (listed or begins_work(piece)))
        )
        if clear:
            found.append(piece)
        elif found:
            joined = _joined(conversation, found[-1], piece)
            same = _part(conversation, choose, joined)[0]
            before = _part(conversation, choose, found[-1])[0]
            if same == before or (is_held(piece) and {same, before} <= _REPAIRS):
                found[-1] = joined
            elif begins_work(piece):
                found.append(piece)
    return tuple(found)


def _first_beyond(conversation: Conversation, parts: Iterable[Part], choose: _Choice) -> str:
    """Tell of the first part that no job recognises, nothing where there is none."""
    for part in parts:
        if _name(choose(msgspec.structs.replace(conversation, order=part.order))) in _NONE:
            return _beyond(part.text)
    return ""


def _part(conversation: Conversation, choose: _Choice, text: str) -> tuple[str, Part]:
    order = _order(text, conversation.order)
    job = choose(msgspec.structs.replace(conversation, order=order))
    return _name(job), Part(text, order)


def _joined(conversation: Conversation, first: str, second: str) -> str:
    text = conversation.order.text
    begin, end = text.find(first), text.find(second)
    return text[begin : end + len(second)] if 0 <= begin < end else f"{first} and {second}"


def _is_one(first: str, second: str) -> bool:
    """Tell whether two neighbouring parts are one work: one job can do both at once."""
    told = first == "review" and second == "explain"
    return told or (first in _REPAIRS and second in _REPAIRS) or first == second in _AT_ONCE


def _name(job: Job) -> str:
    return job.__name__.rpartition(".")[2]


def _order(text: str, whole: Order) -> Order:
    return whole if text == whole.text else read_order(text)


def _played(job: Job, conversation: Conversation) -> tuple[Answer, int]:
    """Replay a job on the deeds, answer by answer; return where it stands and how many it took.

    The deeds after its last word belong to the next part.
    """
    deeds, used = conversation.deeds, 0
    one = conversation.request.parallel_tool_calls is False
    while True:
        answer = job.advance(msgspec.structs.replace(conversation, deeds=deeds[:used]))
        if answer.verdict is not None:
            return answer, used
        used += 1 if one else max(1, len(answer.calls))
        if used > len(deeds):
            return job.advance(conversation), len(deeds)


def _holds_code(path: str) -> bool:
    """Tell whether `it` may mean a file: no test, and no `__init__.py`."""
    return not is_test(path) and not path.rpartition("/")[2].startswith("__")


def _together(ended: Iterable[Verdict]) -> Verdict:
    """Return one verdict for all parts: the first that failed decides, unless one came before."""
    verdicts = tuple(ended)
    good = [verdict for verdict in verdicts if verdict.outcome in _GOOD]
    fixed = [verdict for verdict in good if verdict.outcome in ("fixed", "partly_fixed")]
    chief = verdicts[0] if verdicts[0] not in good else (fixed or good)[0]
    data = next((verdict.data for verdict in verdicts if verdict.data is not None), None)
    return Verdict(
        text="\n\n".join(verdict.text for verdict in verdicts),
        outcome=chief.outcome,
        files=tuple(dict.fromkeys(path for verdict in good for path in verdict.files)),
        tests=tuple(dict.fromkeys(test for verdict in good for test in verdict.tests)),
        data=data,
    )


def _beyond(text: str) -> str:
    return f'Not done: "{_short(text)}" is beyond me; {MODEL}.'


def _left(parts: Iterable[Part]) -> str:
    named = ", ".join(f'"{_short(part.text)}"' for part in parts)
    return f"Not begun, because the part before it did not succeed: {named}."


def _short(text: str) -> str:
    return " ".join(text.split()).rstrip(" .!,;")
