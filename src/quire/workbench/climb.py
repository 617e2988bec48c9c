"""Several edits, one after the other: from those that help on to those that help more."""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from typing import Callable, TypeVar

from .candidates import Candidate
from .forks import Child, Send
from .further import admit, further
from .pairs import identity, joined
from .scene import Scene
from .smells import smells
from .source import Edit
from .templates_missing import NEEDED
from .trial import BREAKS, HUNG, PARTIAL, PLAUSIBLE, USELESS, Verdict

AT_ONCE = 2  # nodes that are built upon side by side, on any machine: the order depends on it
MOST_EDITS = 6
MOST_SENT = 400
MOST_EXCHANGED = 2  # that pass and of which single edits are exchanged
BEYOND = 3  # rounds until the end, the one with the first success among them
FAR_BEYOND = 5  # the same where what passes is dear
_CHEAP = 3.0  # bits of a likely edit
_ALL = 1e9
MOST_FIRST = 40  # edits that are built upon at the beginning
MOST_NEXT = 12  # of those found in one round
MOST_ALIKE = 2  # that fail in the same way
MOST_ALIKE_FIRST = 4  # of the first edits
_LOOKED_AT = 4  # times as many are looked at for what nobody would write
MOST_SAME = 6  # of one round that fix the same tests in other ways
MOST_SAME_FIRST = 8  # of the first edits
ROUNDS = (700, 2_000)  # up to how many further edits are tried in turn
_ROUND = 3.0  # bits that a later round of the same edits costs
_DEPTH = 2.0  # bits won by each edit that brought some progress
_PASSES = 1.0  # bits won by making a failing test pass, and a share of those for all
_ALL_PASS = 3.0
_BREAKS = 3.0  # bits lost for each passing test that breaks
_NEARER = 6.0  # bits won by bringing results all the way to the expected ones
_FARTHER = -1.5  # bits lost at most where tests pass, however far the others are now
_LEAST = 0.25  # bits by which the next edits must be better
_CHANGE = 1.0  # bits won by another error that comes later
_LATER = 0.003  # of a distance, by which an error is a later one
_NEXT = 0.0005  # the same where only what is missing is supplied: the next line may lack more
_SURE = 1.5  # bits won by an edit that needs no test of its own to be trusted
_PROGRESS = 0.02  # of a distance, under which nothing is gained
_HEALS = -1.5  # bits of what nobody writes that an edit takes away
_LIKELY = 5.0  # bits of such an edit at most
MOST_HEALED = 400  # edits that are looked at for that
_LOOKING = 1.5  # seconds for looking at what edits come to
_OF_THE_TIME = 0.9  # in which a child tries edits, so that it can tell what came of them
_TRACING = 1.5  # seconds for looking at what the tests do after some edits

Try = Callable[[list[Candidate], float], list[Verdict]]  # for so many seconds at most
_T = TypeVar("_T")
_Row = tuple[tuple[Edit, ...], tuple[int, ...], float, Verdict]


@dataclass(order=True)
class _Node:
    """Edits to build upon: what they cost, and how many of the next ones were tried."""

    key: tuple[float, int]
    candidate: Candidate = field(compare=False)
    verdict: Verdict = field(compare=False)
    gained: float = field(compare=False)
    spare: int = field(compare=False)  # edits more that need not help tests of their own
    round: int = field(default=0, compare=False)


class Climb:
    """A search from partial successes to a whole one."""

    def __init__(
        self, scene: Scene, original: Verdict, edits: int, attempt: Try, group: str = ""
    ) -> None:
        self.scene = scene
        self.group = group  # the only one of which edits are taken
        self.least = _NEXT if group else _LATER
        self.original = original
        self.edits = edits
        self.attempt = attempt
        self.failing = len(scene.bench.failing)
        self.queue: list[_Node] = []
        self.passing: list[Candidate] = []  # what passes already
        self.settled = False  # something passes
        self.count = 0
        self.tried = 0
        self.seen: set[frozenset[object]] = set()
        self.alike: dict[tuple[int, int], int] = {}
        self.helpful: dict[object, float] = {}
        self.alone: dict[object, float] = {}  # bits of single edits
        others = (unit for c in scene.outside for unit in c.units)
        self.units = list(dict.fromkeys([*scene.units, *others]))

    def run(
        self, tried: Sequence[tuple[Candidate, Verdict]], left: Callable[[], float]
    ) -> list[Candidate]:
        """Build upon the best of what was tried until `left()` seconds are up.

        Gives the candidates that pass all tests, from the first round that finds some and from
        a few more: what passes is rarely the only thing that does.
        """
        for candidate, verdict in tried:
            gained = self._gained(verdict, self.original, 0.0)
            self.alone[candidate.edits[0].spans] = candidate.bits
            if gained > 0:
                self.helpful[candidate.edits[0].spans] = gained
        self._admit(tried, self._root(), MOST_FIRST)
        passing = list(self.passing)
        rounds = 0
        if passing:
            self._settle()
        while self.queue and left() > 0 and not self._enough(passing, rounds):
            nodes = [heapq.heappop(self.queue) for _ in range(min(AT_ONCE, len(self.queue)))]
            found = list(zip(nodes, self._expanded(nodes, left())))
            passing += [c for _, rows in found for c, v in rows if v.status == PLAUSIBLE]
            if passing and not self.settled:
                self._settle()
            rounds += self.settled
            for node, rows in found:
                self._admit(rows, node, MOST_NEXT)
                self._again(node)
        return self._exchanged(passing, left)

    def heal(self, tried: Sequence[tuple[Candidate, Verdict]]) -> list[Candidate]:
        """Queue the edits of what nobody writes on purpose, and all of them at once.

        Such a fault is one whether or not a test comes to tell. Gives those that pass.
        """
        likely = [c for c, v in tried if c.bits <= _LIKELY and v.status in (USELESS, PARTIAL)]
        healing = [c for c in _in_time(likely[:MOST_HEALED]) if smells(c) <= _HEALS]
        healing.sort(key=lambda c: (c.bits + smells(c), c.order))
        whole = healing[0] if healing else None
        for each in healing[1:]:
            whole = whole and (joined(whole, each, whole.bits + each.bits) or whole)
        nodes = list(dict.fromkeys([*([whole] if whole else []), *healing[:MOST_SAME]]))
        found = list(zip(nodes, self.attempt(nodes, math.inf) if nodes else []))
        for candidate, verdict in found:
            if verdict.status in (USELESS, PARTIAL) and self._new(candidate):
                first = replace(candidate, steps=candidate.parts)
                gained = max(0.0, self.gain(verdict)) + _CHANGE * candidate.parts
                self._push(first, verdict, gained, self.edits)
        return [c for c, v in found if v.status == PLAUSIBLE and len(c.edits) > 1]

    def _exchanged(self, passing: list[Candidate], left: Callable[[], float]) -> list[Candidate]:
        """Leave out each edit of the best that pass, and try what else could take its place.

        What was put in first was chosen when the others were not there yet.
        """
        best = self._best(passing)
        known = {identity(candidate): candidate for candidate in passing}
        lean = [part for candidate in best for part in self._parts(candidate)]
        verdicts = self.attempt(lean, math.inf) if lean else []
        found = [c for c, v in zip(lean, verdicts) if v.status == PLAUSIBLE]
        known.update((identity(c), c) for c in found if identity(c) not in known)
        best = self._best(list(known.values()))
        rests: dict[frozenset[object], Candidate] = {}
        for candidate in best:
            for rest in self._rests(candidate):
                rests.setdefault(identity(rest), rest)
        nodes = [_Node((0.0, n), c, self.original, _ALL, 0) for n, c in enumerate(rests.values())]
        while nodes and left() > 0:
            some, nodes = nodes[:AT_ONCE], nodes[AT_ONCE:]
            for rows in self._expanded(some, left()):
                found = [c for c, v in rows if v.status == PLAUSIBLE]
                known.update((identity(c), c) for c in found if identity(c) not in known)
        return list(known.values())

    def _best(self, passing: list[Candidate]) -> list[Candidate]:
        passing = sorted(passing, key=lambda c: (c.bits + _smells(c), c.order))
        return passing[:MOST_EXCHANGED]

    def _parts(self, candidate: Candidate) -> Iterator[Candidate]:
        """Give every choice of a candidate's edits, save all of them: later ones undo others."""
        for size in range(1, len(candidate.edits) - 1):
            for left_out in combinations(candidate.edits, size):
                yield self._without(candidate, left_out)

    def _rests(self, candidate: Candidate) -> Iterator[Candidate]:
        """Give what is left of a candidate without each of its edits."""
        for edit in candidate.edits if len(candidate.edits) > 1 else ():
            yield self._without(candidate, (edit,))

    def _without(self, candidate: Candidate, left_out: tuple[Edit, ...]) -> Candidate:
        edits = tuple(each for each in candidate.edits if each not in left_out)
        units = tuple(u for u in candidate.units if any(u.holds(each) for each in edits))
        whole = sum(edit.bits for edit in candidate.edits) or 1.0
        shares = {each.spans: candidate.bits * each.bits / whole for each in left_out}
        bits = candidate.bits - sum(self.alone.get(k, share) for k, share in shares.items())
        fewer = len(left_out)
        parts = max(1, candidate.parts - fewer)
        return Candidate(edits, units, bits, parts, max(0, candidate.steps - fewer))

    def _enough(self, passing: list[Candidate], rounds: int) -> bool:
        """Say whether nothing cheaper than what passes is likely to come."""
        if rounds < BEYOND:
            return False
        best = min(candidate.bits + _smells(candidate) for candidate in passing)
        return rounds >= FAR_BEYOND or self.queue[0].candidate.bits + _CHEAP > best

    def _settle(self) -> None:
        """Go on with what is cheapest: after a first success, only that could be better."""
        self.settled = True
        for node in self.queue:
            node.key = (self._price(node.candidate, node.gained), node.key[1])
        heapq.heapify(self.queue)

    def _price(self, candidate: Candidate, gained: float) -> float:
        price = candidate.bits + _smells(candidate)
        return price if self.settled else price - gained - _DEPTH * candidate.parts

    def _root(self) -> _Node:
        return _Node((0.0, 0), Candidate((), (), 0.0, parts=0), self.original, 0.0, self.edits)

    def _expanded(
        self, nodes: list[_Node], seconds: float
    ) -> list[list[tuple[Candidate, Verdict]]]:
        """Try what can follow some nodes, each in a child; give what came of the better ones."""
        children = [Child(partial(self._expand, node, seconds)) for node in nodes]
        end = time.monotonic() + seconds
        found: list[list[tuple[Candidate, Verdict]]] = []
        for node, child in zip(nodes, children):
            rows: list[tuple[Candidate, Verdict]] = []
            for count, message in child.messages(seconds + 1.0, end):
                self.tried += count
                rows = [self._known(node, row) for row in message]
            found.append(rows)
        return found

    def _expand(self, node: _Node, seconds: float, send: Send) -> None:
        """Be the child: try the next edits on top of a node's, and send the better ones."""
        end = time.monotonic() + _OF_THE_TIME * seconds
        low = ROUNDS[node.round - 1] if node.round else 0
        after = further(self.scene, node.candidate, min(_TRACING, seconds))
        after = [c for c in after if not self.group or c.edits[-1].group == self.group]
        wave = sorted(after, key=self._cost)[low : ROUNDS[node.round]]
        if node.gained == _ALL:
            wave.insert(0, node.candidate)
        places = {unit: number for number, unit in enumerate(self.units)}
        verdicts = self.attempt(wave, end - time.monotonic()) if wave else []
        rows: list[tuple[float, _Row]] = []
        for candidate, verdict in zip(wave, verdicts):
            gained = self._gained(verdict, node.verdict, node.gained)
            if verdict.status == PLAUSIBLE or gained > node.gained + _LEAST:
                units = tuple(places[unit] for unit in candidate.units)
                cost = -_ALL if verdict.status == PLAUSIBLE else candidate.bits - gained
                rows.append((cost, (candidate.edits, units, candidate.bits, verdict)))
        rows.sort(key=lambda each: each[0])
        send((len(wave), [row for _, row in rows[:MOST_SENT]]))

    def _known(self, node: _Node, row: _Row) -> tuple[Candidate, Verdict]:
        """Read a row that a child sent."""
        edits, numbers, bits, verdict = row
        units = tuple(self.units[number] for number in numbers)
        admit(self.scene.bench, units)
        parts = node.candidate.parts + (edits != node.candidate.edits)
        known = Candidate(edits, units, bits, parts)
        sure = verdict.status == PLAUSIBLE or self._sure(known, verdict, node.verdict, node.gained)
        return replace(known, steps=node.candidate.steps + sure), verdict

    def _sure(self, candidate: Candidate, verdict: Verdict, last: Verdict, above: float) -> bool:
        """Say whether the last edit helped so much that no other proof of it is asked for."""
        steady = bool(verdict.fixed) and not verdict.broken
        needed = candidate.edits[-1].group == NEEDED and later(verdict, last, self.least)
        return steady or needed or self.gain(verdict) - above > _SURE

    def _gained(self, verdict: Verdict, last: Verdict, above: float) -> float:
        """Give the gain of a verdict; one more test or a later error is a gain over `last`."""
        gained = self.gain(verdict)
        changed = later(verdict, last, self.least) or wins(verdict, last)
        return max(gained, above + _CHANGE) if changed else gained

    def gain(self, verdict: Verdict) -> float:
        """Give the bits by which a verdict is better than that on the first code."""
        if verdict.status not in (PARTIAL, BREAKS, USELESS) or not self.original.distance:
            return 0.0
        nearer = (self.original.distance - verdict.distance) / self.original.distance
        gained = _NEARER * nearer
        if verdict.fixed:
            gained = max(gained, _FARTHER)
            share = bin(verdict.fixed).count("1") / max(self.failing, 1)
            gained += _PASSES + _ALL_PASS * share - _BREAKS * verdict.broken
        elif nearer < _PROGRESS:
            return 0.0
        return gained

    def _admit(self, tried: Sequence[tuple[Candidate, Verdict]], node: _Node, most: int) -> None:
        """Queue the best of those that gained more than what they are built upon."""
        last, above = node.verdict, node.gained
        better = [(self._gained(v, last, above), c, v) for c, v in tried]
        better = [each for each in better if each[0] > above + _LEAST]
        better.sort(key=lambda each: (each[1].bits - each[0], each[1].order))
        looked_at = _in_time(better[: _LOOKED_AT * most])
        priced = [(each[1].bits - each[0] + _smells(each[1]), each) for each in looked_at]
        priced.sort(key=lambda row: (row[0], row[1][1].order))
        same: dict[int, int] = {}
        most_same = MOST_SAME if node.candidate.parts else MOST_SAME_FIRST
        most_alike = MOST_ALIKE if node.candidate.parts else MOST_ALIKE_FIRST
        count = 0
        for _, (gained, candidate, verdict) in priced:
            key = (verdict.fixed, verdict.mark)
            same[verdict.fixed] = same.get(verdict.fixed, 0) + bool(verdict.fixed)
            sure = self._sure(candidate, verdict, last, above)
            rest = node.spare - (not sure)
            rare = self.alike.get(key, 0) < most_alike and same[verdict.fixed] <= most_same
            if rare and rest > 0 and self._new(candidate):
                self.alike[key] = self.alike.get(key, 0) + 1
                first = (
                    replace(candidate, steps=int(sure)) if node.candidate.parts == 0 else candidate
                )
                self._push(first, verdict, gained, rest)
                count += 1
            if count >= most:
                break

    def _new(self, candidate: Candidate) -> bool:
        key = identity(candidate)
        known = key in self.seen
        self.seen.add(key)
        return not known and candidate.parts < MOST_EDITS

    def _push(self, candidate: Candidate, verdict: Verdict, gained: float, spare: int) -> None:
        self.count += 1
        key = (self._price(candidate, gained), self.count)
        heapq.heappush(self.queue, _Node(key, candidate, verdict, gained, spare))

    def _again(self, node: _Node) -> None:
        node.round += 1
        if node.round < len(ROUNDS):
            node.key = (node.key[0] + _ROUND, node.key[1])
            heapq.heappush(self.queue, node)

    def _cost(self, candidate: Candidate) -> tuple[float, object]:
        """Order further edits: those that helped alone come earlier."""
        won = self.helpful.get(candidate.edits[-1].spans, 0.0)
        return candidate.bits - won, candidate.order


def _in_time(items: Sequence[_T]) -> Iterator[_T]:
    """Yield items until their time is up: to look at a change of a long function takes long."""
    end = time.monotonic() + _LOOKING
    for item in items:
        if time.monotonic() > end:
            return
        yield item


def _smells(candidate: Candidate) -> float:
    return max(0.0, smells(candidate))


def later(verdict: Verdict, last: Verdict, least: float = _LATER) -> bool:
    """Say whether tests now come to an error farther on, or to one where none of them got.

    To run on without an end where all raised an error before is to be farther on, too.
    """
    if last.fixed or verdict.mark == last.mark:
        return False
    if verdict.status == HUNG:
        return last.status == USELESS and last.distance > 1.0
    if verdict.status != USELESS:
        return False
    nearer = last.distance > 1.0 and verdict.distance < last.distance - least
    return nearer or verdict.reach > last.reach + least


def wins(verdict: Verdict, last: Verdict) -> bool:
    """Say whether more tests pass than did, those that did among them, and none breaks for it."""
    kept = verdict.fixed & last.fixed == last.fixed and verdict.broken <= last.broken
    return kept and verdict.fixed != last.fixed
