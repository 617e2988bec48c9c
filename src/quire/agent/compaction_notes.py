"""The notes that stand for a session's past: plan, tests, files, decisions, commands, in text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import get_args

import msgspec
from msgspec import Struct

from quire.agent import projection
from quire.agent.compaction_steps import middle_cut
from quire.protocol import records
from quire.protocol.events import Event, ItemEvent, OutputItemDone
from quire.protocol.items import FunctionCall, Message, Output, answered, text_of

_LINE = 120
_STATEMENT, _SCRIPT = 600, 300
_DECISION = re.compile(
    r"\b(decid|decision|because|instead|therefore|root cause|chose|choose|must|never|always"
    r"|will use|turns out|the plan is)",
    re.IGNORECASE,
)
_SESSION = re.compile(r"running with session ID (\d+)")
_CUT = re.compile(r"read_output\(id=")


class Past(Struct, frozen=True):
    """A log parted in two: `old` is what notes must stand for, `new` is still shown."""

    old: Sequence[Event]
    new: Sequence[Event]

    def all(self) -> Iterator[Event]:
        """Yield every event."""
        yield from self.old
        yield from self.new


class Entry(Struct, frozen=True):
    """One thing to remember, at length and in short; a higher `rank` is given up later."""

    full: str
    short: str
    rank: int = 0


class Section(Struct, frozen=True):
    """A part of the notes, and its share of the room that the parts before it left."""

    title: str
    share: float
    entries: Callable[[Past], Iterable[Entry]]


def notes(past: Past, room: int) -> str:
    """Return the notes on `past.old` in about `room` characters; "" where there are none.

    Where the room is short, details go before facts and old ones before new ones, and the
    number of what was left out is said.
    """
    told: list[str] = []
    for section in _SECTIONS:
        lines = _fitted(tuple(section.entries(past)), int(room * section.share))
        if lines:
            told.append("\n".join([f"# {section.title}", *lines]))
            room -= len(told[-1]) + 2
    return "\n\n".join(told)


def _fitted(entries: Sequence[Entry], room: int) -> list[str]:
    order = sorted(range(len(entries)), key=lambda at: (entries[at].rank, at), reverse=True)
    chosen: dict[int, str] = {}
    for at in order:
        if len(entries[at].short) < room:
            chosen[at] = entries[at].short
            room -= len(entries[at].short) + 1
    for at in order:
        more = len(entries[at].full) - len(entries[at].short)
        if at in chosen and 0 < more <= room:
            chosen[at] = entries[at].full
            room -= more
    left_out = len(entries) - len(chosen)
    marker = [f"({left_out} more, left out here)"] if left_out else []
    return [*marker, *(chosen[at] for at in sorted(chosen))]


def _plain(text: str, rank: int = 0) -> Entry:
    """Return an entry of one short line."""
    told = line(text)
    return Entry(told, told, rank)


def line(text: str, room: int = _LINE) -> str:
    """Return a text in one line of at most `room` characters."""
    words = " ".join(text.split())
    return words if len(words) <= room else f"{words[: room - 1]}…"


class _Step(Struct):
    step: str
    status: str


class _Plan(Struct):
    plan: list[_Step]


_MARKS = {"completed": "[x]", "in_progress": "[>]"}


def _plan(past: Past) -> Iterator[Entry]:
    """Yield the steps of the last plan, unless it is still shown."""
    plans = [plan for plan in map(_plan_of, past.old) if plan]
    if not plans or any(map(_plan_of, past.new)):
        return
    for step in plans[-1].plan:
        text = f"{_MARKS.get(step.status, '[ ]')} {step.step}"
        yield Entry(text, line(text), rank=step.status != "completed")


def _plan_of(event: Event) -> _Plan | None:
    call = event.item if isinstance(event, OutputItemDone) else None
    if not isinstance(call, FunctionCall) or call.name != "update_plan":
        return None
    try:
        return msgspec.json.decode(call.arguments, type=_Plan)
    except msgspec.MsgspecError:
        return None  # the tool has told the model what is wrong with it


def _tests(past: Past) -> Iterator[Entry]:
    """Yield what failed when the tests were last run; the run itself is never shown."""
    runs = [event for event in past.all() if isinstance(event, records.TestsRun)]
    if not runs or (runs[-1].problem and not runs[-1].failed):
        return
    last = runs[-1]
    when = "before the work" if last.when == "before" else "after the work"
    counts = f"{len(last.passed)} passed, {len(last.failed)} failed"
    yield _plain(f"{line(last.command)}, {when}: {counts}", rank=1)
    for name in last.failed:
        yield _plain(f"failing: {name}")


def _background(past: Past) -> Iterator[Entry]:
    """Yield the commands of the past that went to the background and are not known to be over."""
    ended = {
        (event.call_id, event.index)
        for event in past.all()
        if isinstance(event, records.CommandEnded)
    }
    sessions = {
        answered(event.item): found[-1]
        for event in past.old
        if isinstance(event, ItemEvent) and isinstance(event.item, get_args(Output))
        for found in [_SESSION.findall(_text(event.item))]
        if found
    }
    for event in past.old:
        if not isinstance(event, records.CommandStarted) or event.call_id not in sessions:
            continue
        if (event.call_id, event.index) not in ended:
            yield _plain(f"session ID {sessions[event.call_id]}: {event.command}")


def is_plan(event: Event) -> bool:
    """Tell whether an event is a plan that the model has made."""
    return _plan_of(event) is not None


def marks(event: ItemEvent, *, running: bool) -> str:
    """Return the words of an output that notes look for; `running`: its command is not over."""
    cut = ("read_output(id=",) if _CUT.search(event.wire().decode("utf-8", "replace")) else ()
    found = _SESSION.findall(_text(event.item)) if running else ()
    return "\n".join((*cut, *(f"running with session ID {number}" for number in found)))


def _text(output: object) -> str:
    content = getattr(output, "output", None)
    if isinstance(content, str):
        return content
    return "".join(str(getattr(part, "text", "") or "") for part in content or ())


def _orders(past: Past) -> Iterator[Entry]:
    """Yield how earlier orders ended."""
    for turn in projection.turns(past.old):
        if turn.verdict:
            yield _plain(f"order {turn.turn}: {turn.verdict}")


def _rejected(past: Past) -> Iterator[Entry]:
    """Yield what was tried and did not stand: patches refused, calls not allowed, work undone."""
    for event in past.old:
        match event:
            case records.PatchEnded(status="failed"):
                names = ", ".join(change.path for change in event.changes)
                yield _plain(f"patch of {names or 'a file'} refused: {event.message}")
            case records.Decided(allowed=False):
                yield _plain(f"call not allowed: {event.reason}")
            case records.Receipt(restored=True):
                names = ", ".join(change.path for change in event.files)
                yield _plain(f"changes of {names} taken back: {event.summary}", rank=1)


def _decisions(past: Past) -> Iterator[Entry]:
    """Yield what the model said, its decisions and its last words above the rest."""
    events = past.old
    for place, event in enumerate(events):
        said = event.item if isinstance(event, OutputItemDone) else None
        if not isinstance(said, Message) or not (text := text_of(said.content).strip()):
            continue
        decided = _DECISION.search(text)
        rank = 2 if decided else int(_ends_a_turn(events, place))
        start = max(decided.start() - _LINE // 2, 0) if decided and len(text) > _LINE else 0
        short = line(f"{'…' * bool(start)}{text[start:]}")
        yield Entry(f"- {middle_cut(text, _STATEMENT)}", f"- {short}", rank)


def _ends_a_turn(events: Sequence[Event], place: int) -> bool:
    """Tell whether no call follows before the next order."""
    for event in events[place + 1 :]:
        if isinstance(event, ItemEvent):
            return not isinstance(event, OutputItemDone)
    return True


def _files(past: Past) -> Iterator[Entry]:
    """Yield each file that was changed, with its hunks, in the order of its last change."""
    hunks: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for event in _standing(past):
        parts = _by_file(event.diff) if isinstance(event, records.PatchEnded) else {}
        for change in _changes(event):
            if isinstance(event, records.Receipt) and change.path in hunks:
                continue  # the patches have told it
            mine = hunks.pop(change.path, [])
            hunks[change.path] = [*mine, *parts.get(change.path, ())]
            kinds[change.path] = "add" if kinds.get(change.path) == "add" else change.kind
    for path, lines in hunks.items():
        added = sum(each.startswith("+") for each in lines)
        removed = sum(each.startswith("-") for each in lines)
        counts = f", +{added} -{removed}" if lines else ""
        short = f"{path} ({kinds[path]}{counts})"
        yield Entry("\n".join([short, *lines]), short)


def _changes(event: records.PatchEnded | records.Receipt) -> tuple[records.Change, ...]:
    return event.changes if isinstance(event, records.PatchEnded) else event.files


def _standing(past: Past) -> list[records.PatchEnded | records.Receipt]:
    """Return the patches and receipts of the past whose changes were not taken back."""
    kept: list[records.PatchEnded | records.Receipt] = []
    begin, count = 0, len(past.old)
    for place, event in enumerate(past.all()):
        match event:
            case records.TurnStarted():
                begin = len(kept)
            case records.Receipt(restored=True):
                del kept[begin:]
            case records.Receipt() | records.PatchEnded(status="completed") if place < count:
                kept.append(event)
    return kept


def _by_file(diff: str) -> dict[str, list[str]]:
    """Return the hunks of a unified diff by path, without the headers of the files."""
    found: dict[str, list[str]] = {}
    source = path = ""
    lines = diff.splitlines()
    for each, following in zip(lines, [*lines[1:], ""], strict=True):
        if each.startswith("--- ") and following.startswith("+++ "):
            source = each[4:]
        elif each.startswith("+++ ") and source:
            target = each[4:]
            path = (source if target == "/dev/null" else target)[2:]
            source = ""
        elif path:
            found.setdefault(path, []).append(each)
    return found


def _commands(past: Past) -> Iterator[Entry]:
    """Yield each command once with how it ended last, those with a cut output above the rest."""
    cut = {
        answered(event.item)
        for event in past.old
        if isinstance(event, ItemEvent)
        and isinstance(event.item, get_args(Output))
        and _CUT.search(event.wire().decode("utf-8", "replace"))
    }
    runs: dict[str, tuple[records.CommandEnded, int]] = {}
    for event in past.old:
        if isinstance(event, records.CommandEnded):
            _, times = runs.pop(event.command, (event, 0))
            runs[event.command] = (event, times + 1)
    for command, (end, times) in runs.items():
        whole = end.call_id in cut and end.log
        state = "timed out" if end.timed_out else f"exit {end.exit_code}"
        head = state + (f" ({times} times)" if times > 1 else "")
        where = f" [output: {end.log}]" if end.log else ""
        rank = 2 if whole else int(end.exit_code != 0)
        full = f"{head}: {middle_cut(command, _SCRIPT)}{where}"
        yield Entry(full, f"{head}: {line(command, 80)}{where if whole else ''}", rank)


def _other_calls(past: Past) -> Iterator[Entry]:
    """Yield the calls of other tools, which leave nothing but their output."""
    known = {event.call_id for event in past.old if isinstance(event, _TRACES)}
    calls: Counter[str] = Counter()
    for event in past.old:
        call = event.item if isinstance(event, OutputItemDone) else None
        if isinstance(call, FunctionCall) and call.call_id not in known and not _plan_of(event):
            calls[line(f"{call.name} {call.arguments}")] += 1
    for told, times in calls.items():
        yield _plain(f"{told} ({times} times)" if times > 1 else told)


_TRACES = (records.CommandStarted, records.PatchStarted, records.PatchEnded)
_SECTIONS = (
    Section("Plan", 0.15, _plan),
    Section("Tests", 0.15, _tests),
    Section("Commands in the background", 0.15, _background),
    Section("Orders so far", 0.1, _orders),
    Section("Tried and not kept", 0.15, _rejected),
    Section("Said and decided", 0.4, _decisions),
    Section("Files changed", 0.6, _files),
    Section("Other calls", 0.3, _other_calls),
    Section("Commands", 1.0, _commands),
)
