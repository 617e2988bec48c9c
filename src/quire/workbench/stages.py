"""The stages of the search: single edits in waves, guards, second chances, combinations."""

from __future__ import annotations

import ast
import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice, repeat
from typing import Callable

from . import pairs
from . import templates_exits as exits
from .budget import PATIENT, QUICK, VERY_PATIENT, WAVES, Options
from .candidates import Candidate
from .climb import AT_ONCE, Climb, later
from .fitted import fitted
from .forks import Child, Send
from .limits import Limits
from .report import Report
from .scene import Scene
from .scope import Place
from .search import Search, enough, prepare_worker
from .smells import smells
from .templates_missing import NEEDED
from .templates_statements import insert_before
from .trial import HUNG, PARTIAL, PLAUSIBLE, Verdict
from .verdicts import nearly, overtaken, part_ways, passed_share, took_too_long

MOST_AFRESH = 3  # edits that came near and are run in a fresh process
LEAST_AFRESH = 3.0  # seconds that must be left for that
MISJUDGED_SECONDS = 1.5  # for passing tests, under the conditions of trials
MARGIN_BITS = 3.0  # searched beyond the first success
GUARDS_AFTER = 3  # waves of single edits before conditions are sought for early exits
MOST_WAYS = 16  # early exits for which conditions are sought
EARLY_PAIRS = 4_000
COMBINED_WAVES = (800, 3_000, 10_000)
_MOST_NEEDED = 200
NEEDED_AFTER = 2  # waves of single edits before others are built on one that is needed
_EARLY_SHARE = 0.3  # of the time left, for that
_HEALING_SHARE = 0.15  # of the time left, for what no one writes on purpose
_HEALING = 6.0  # seconds for that at most
_NEEDED_SHARE = 0.2  # of the time left, for supplying what errors say is missing
_BESIDE_SHARE = 0.2  # of the time left, for several edits where a dear one passes
_CLIMB_SHARE = 0.6  # of the time left, for going on from edits that help
_ONWARD = 0.5  # of the time meant for other stages is there too once something passes
_NEAR = 0.5  # of the failing tests pass: what then takes long may well be right
_SHARE = 0.15  # of the time left, for edits that took too long, before others are tried


@dataclass
class Stages:
    """One search over a scene; `verdicts` belong to the first of the scene's candidates."""

    scene: Scene
    options: Options
    report: Report
    deadline: float
    verdicts: list[Verdict] = field(default_factory=list)
    tried: int = 0
    seconds: float = 0.0
    confirm: Callable[[Candidate], bool] = lambda _: False  # in a fresh process
    pause: Callable[[], None] = lambda: None  # between searches; it may end them by an error
    _original: Verdict = field(default=Verdict(HUNG), init=False)

    def run(self) -> list[Candidate]:
        """Give the candidates that pass all tests, from the first stage that finds some."""
        self._look()
        found = self._supplied() or self._single()
        if not found and self.options.edits > 1:
            found = self._several()
        found = found or self._second_chance(self._hung(), VERY_PATIENT)
        return found or self._afresh(self._nearly())

    def left(self) -> float:
        """Give the seconds that are left for searching."""
        return self.deadline - self.options.reserve - time.monotonic()

    def _single(self) -> list[Candidate]:
        """Try single edits in waves; those that nearly passed but hung are tried again early."""
        candidates, reach = self.scene.candidates, self.options.reach
        for number, (low, high) in enumerate(WAVES[: reach.waves]):
            if low >= len(candidates) or self.left() < 0:
                break
            found = self._between(number)
            if found:
                return found
            found = self._wave(candidates[low:high], candidates[high:])
            if found:
                return found if number < NEEDED_AFTER else self._beside(found)
        if len(candidates) <= WAVES[GUARDS_AFTER - 1][1] and reach.guards:
            found = self._dear()
            if found:
                return found
        return self._second_chance(self._hung(), PATIENT, _SHARE)

    def _between(self, number: int) -> list[Candidate]:
        """Do what comes before a wave: build on what helped, list more, look for dear changes."""
        if number == NEEDED_AFTER:
            self.scene.complete(len(self.verdicts))
            return self._completed() or self._early()
        return self._dear() if number == GUARDS_AFTER and self.options.reach.guards else []

    def _supplied(self) -> list[Candidate]:
        """Supply what errors say is missing, one thing after the other, until all tests pass.

        Where one edit does, others may too: that is for the waves.
        """
        needed = [c for c in self.scene.candidates if c.edits[0].group == NEEDED][:_MOST_NEEDED]
        if not needed or self.options.edits < 2:
            return []
        verdicts, _ = self._search(needed, QUICK, everything=True)
        if any(verdict.status == PLAUSIBLE for verdict in verdicts):
            return []
        tried = list(zip(needed, verdicts))
        climb = Climb(self.scene, self._original, self.options.edits, self._round, NEEDED)
        return self._upwards(climb, tried, _NEEDED_SHARE)

    def _hung(self) -> list[Candidate]:
        """Give the single edits that took too long."""
        return took_too_long(self.scene.candidates, self.verdicts)

    def _wave(self, wave: list[Candidate], later: list[Candidate]) -> list[Candidate]:
        """Try a wave, and what lies beyond it within the margin of a success."""
        begin = time.monotonic()
        found, further = self._search(wave, QUICK)
        tried = wave
        if further > len(wave):
            beyond = later[: further - len(wave)]
            share = min(1.0, enough(time.monotonic() - begin) / max(self.left(), 0.1))
            found += self._search(beyond, QUICK, everything=True, share=share)[0]
            tried = wave + beyond
        self.verdicts.extend(found)
        plausible = [c for c, v in zip(tried, found) if v.status == PLAUSIBLE]
        if plausible:
            slow = overtaken(plausible[0], zip(tried, found), self.scene.bench.slowest)
            return plausible + self._second_chance(slow, PATIENT, _SHARE)
        failing = len(self.scene.bench.failing)
        shares = [
            (passed_share(v, failing), c)
            for c, v in zip(tried, found)
            if v.status == HUNG and v.fixed
        ]
        near = [c for passed, c in shares if passed > _NEAR]
        return self._second_chance([c for _, c in shares], PATIENT, _SHARE) or self._second_chance(
            near, VERY_PATIENT, _NEAR
        )

    def _guards(self) -> list[Candidate]:
        """Find where leaving early helps, then on which condition."""
        ways: list[tuple[Place, ast.stmt, str, float]] = []
        for suspect in self.scene.suspects[:4]:
            place = Place(suspect.unit, self.scene.known[suspect.unit])
            ways.extend((place, *way) for way in exits.exits(place))
        probes = [
            Candidate((insert_before(p, node, action, action, bits),), (p.unit,), bits)
            for p, node, action, bits in ways
        ]
        verdicts, _ = self._search(probes, QUICK, everything=True)
        helping = [
            (-bin(verdict.fixed).count("1"), way[3], number)
            for number, (verdict, way) in enumerate(zip(verdicts, ways))
            if verdict.fixed
        ]
        found: list[Candidate] = []
        for _, _, number in sorted(helping)[:MOST_WAYS]:
            unit = ways[number][0].unit
            for edit in exits.guarded(*ways[number]):
                found.append(Candidate((edit,), (unit,), edit.bits))
        found.sort(key=lambda c: c.order)
        verdicts, _ = self._search(found, QUICK)
        return [c for c, v in zip(found, verdicts) if v.status == PLAUSIBLE]

    def _early(self) -> list[Candidate]:
        """Build on an edit that is surely needed, or on those of what nobody writes on purpose."""
        if self._lacks():
            return self._needed() or self._climbed(_EARLY_SHARE)
        if self.options.edits < 2:
            return []
        tried = list(zip(self.scene.candidates, self.verdicts))
        found = self._climb.heal(tried)
        share = min(_HEALING_SHARE, _HEALING / max(self.left(), 0.1))
        if not found and self._climb.queue:
            found = self._upwards(self._climb, [], share)
        if not found and part_ways(tried):
            found = self._upwards(self._climb, tried, _EARLY_SHARE)
        return found or self._paired()

    def _dear(self) -> list[Candidate]:
        """Find what single edits do not come to, or only dear ones."""
        found = self._completed() or self._second_chance(self._hung(), PATIENT, _SHARE)
        return found or self._needed() or self._climbed() or self._guards()

    def _completed(self) -> list[Candidate]:
        """Join edits that make failing tests pass, each some, where these are all together."""
        bench, tried = self.scene.bench, zip(self.scene.candidates, self.verdicts)
        if self.options.edits < 2:
            return []
        wave = pairs.completing(tried, bench.everything, len(bench.failing))
        found, _ = self._search(wave, QUICK, everything=True)
        return [c for c, v in zip(wave, found) if v.status == PLAUSIBLE]

    def _paired(self) -> list[Candidate]:
        """Try the likeliest pairs of cheap edits before dear ones, which are no likelier."""
        tried = self.scene.candidates[: len(self.verdicts)]
        bases, partners = self._partners(tried)
        wave = list(pairs.together(bases, partners, EARLY_PAIRS))
        found, _ = self._search(wave, QUICK, everything=True)
        helped = {
            c.edits[0].spans for c, v in zip(tried, self.verdicts) if v.fixed and not v.broken
        }
        return [
            replace(c, steps=c.parts * any(edit.spans in helped for edit in c.edits))
            for c, v in zip(wave, found)
            if v.status == PLAUSIBLE
        ]

    def _partners(
        self, tried: list[Candidate]
    ) -> tuple[list[tuple[Candidate, float]], list[Candidate]]:
        """Give edits with what they gain, and the same in the order in which they join others."""
        gains = pairs.gains(self.verdicts, self._original, len(self.scene.bench.failing))
        gains += [0.0] * (len(tried) - len(gains))
        bases = list(zip(tried, gains))
        return bases, pairs.partners_of(bases)

    def _lacks(self) -> bool:
        """Say whether an edit helps that gives a value to what has none: it is surely needed."""
        tried = zip(self.scene.candidates, self.verdicts)
        return any(c.edits[0].group == NEEDED and later(v, self._climb.original) for c, v in tried)

    @cached_property
    def _climb(self) -> Climb:
        return Climb(self.scene, self._original, self.options.edits, self._round)

    def _climbed(self, share: float = _CLIMB_SHARE) -> list[Candidate]:
        """Go on from edits that help to those that help more."""
        if self.options.edits < 2:
            return []
        return self._upwards(self._climb, list(zip(self.scene.candidates, self.verdicts)), share)

    def _beside(self, found: list[Candidate]) -> list[Candidate]:
        """Add to dear edits that pass what two cheaper ones come to, of which one helps alone."""
        tried = [
            (c, v)
            for c, v in zip(self.scene.candidates, self.verdicts)
            if v.status == PARTIAL and not v.broken
        ]
        if self.options.edits < 2 or not tried:
            return found
        climb = Climb(self.scene, self._original, self.options.edits, self._round)
        climb.passing = found
        return self._upwards(climb, tried, _BESIDE_SHARE)

    def _upwards(
        self, climb: Climb, tried: list[tuple[Candidate, Verdict]], share: float
    ) -> list[Candidate]:
        end = self.left() * (1 - share)
        begin, before = time.monotonic(), self.tried - climb.tried

        def left() -> float:
            self.tried = before + climb.tried
            seconds = time.monotonic() - begin
            self.report.progress("climb", self.tried, seconds, "several edits together")
            self.pause()
            return self.left() - (_ONWARD * end if climb.settled else end)

        found = climb.run(tried, left)
        self.tried = before + climb.tried
        self.seconds += time.monotonic() - begin
        return found

    def _round(self, candidates: list[Candidate], seconds: float) -> list[Verdict]:
        """Try some edits in a child of this process, beside others.

        They come in the order of what may help, so that cheap ones may follow a dear success.
        """
        beyond = self.scene.bench.margin()
        search = Search(self.scene.bench, candidates, max(1, self.options.workers // AT_ONCE))
        end = time.monotonic() + max(min(self.left(), seconds), 0.0)
        return search.run(QUICK, end, lambda first: first + 1 + beyond, lambda _: None)

    def _several(self) -> list[Candidate]:
        """Try pairs, then triples built on the pairs that helped most."""
        failing = len(self.scene.bench.failing)
        original = self._original
        bases, partners = self._partners(self.scene.candidates)
        best = max((won for _, won in bases), default=0.0)
        for _ in range(self.options.edits - 1):
            combined = pairs.combined(bases, partners, self.options.reach.combined)
            bases = []
            for size in chain(COMBINED_WAVES, repeat(COMBINED_WAVES[-1])):
                wave = list(islice(combined, size))
                if not wave:
                    break
                if self.left() < 0:
                    return []
                found, _ = self._search(wave, QUICK)
                plausible = [c for c, v in zip(wave, found) if v.status == PLAUSIBLE]
                if plausible:
                    return plausible
                won = zip(wave, pairs.gains(found, original, failing))
                bases.extend((c, gained) for c, gained in won if gained > best)
            best = max((gained for _, gained in bases), default=best)
        return []

    def _needed(self) -> list[Candidate]:
        """Give an edit that does away with an error and passes everything in a fresh process."""
        return self._afresh([c for c in self._nearly() if c.edits[0].group == NEEDED])

    def _afresh(self, candidates: list[Candidate]) -> list[Candidate]:
        """Give the first edit with which all passes in a fresh process, not only nearly here."""
        for candidate in candidates[:MOST_AFRESH]:
            if self.deadline - time.monotonic() < LEAST_AFRESH:
                break
            if self.confirm(candidate):
                return [candidate]
        return []

    def _nearly(self) -> list[Candidate]:
        """Give the single edits that make tests pass and break none, the likeliest first."""
        return nearly(self.scene.candidates, self.verdicts, len(self.scene.bench.failing))

    def _look(self) -> None:
        """Judge the code as it is, in a child; tests that fail here for no fault of it are let go.

        What ran before may be to blame, or how the trials are made.
        """

        def work(send: Send) -> None:
            prepare_worker(self.scene.bench)
            self.scene.bench.fueled()
            send(self.scene.bench.judge_original(QUICK))
            send(self.scene.bench.misjudged(PATIENT, MISJUDGED_SECONDS))

        found = list(Child(work).messages(10.0, time.monotonic() + 10.0))
        if found:
            self._original, looks = found[0]
            self.scene.bench.looks = [] if self._original.status == HUNG else looks
            self.scene.bench.let_go(found[1] if len(found) > 1 else set())

    def _second_chance(
        self, slow: list[Candidate], limits: Limits, share: float = 1.0
    ) -> list[Candidate]:
        """Give those that took too long more time: a fix may be slow where the fault was fast.

        They get a share of the time that is left; most of them never end.
        """
        if not slow or self.left() < 0:
            return []
        again, _ = self._search(slow, limits, share=share)
        return [c for c, v in zip(slow, again) if v.status == PLAUSIBLE]

    def _search(
        self,
        candidates: list[Candidate],
        limits: Limits,
        everything: bool = False,
        share: float = 1.0,
    ) -> tuple[list[Verdict], int]:
        """Try candidates; give verdicts, and the index up to which a success asks to go on."""
        if not candidates:
            return [], 0
        self.pause()
        begin = time.monotonic()
        search = Search(self.scene.bench, candidates, self.options.workers)
        margins: dict[int, int] = {}

        def margin(first: int) -> int:
            if everything:
                return len(candidates)
            if first not in margins:
                margins[first] = self._margin(candidates, first)
            return margins[first]

        def progress(tried: int) -> None:
            seconds = time.monotonic() - begin
            detail = f"{tried} of {len(candidates)} edits tried"
            self.report.progress("search", self.tried + tried, seconds, detail)

        end = time.monotonic() + share * max(self.left(), 0.0)
        verdicts = search.run(limits, end, margin, progress)
        self.tried += search.tried
        self.seconds += time.monotonic() - begin
        return verdicts, 0 if search.first is None else margin(search.first)

    def _margin(self, candidates: list[Candidate], first: int) -> int:
        limit = candidates[first].bits + self._against(candidates[first]) + MARGIN_BITS
        stop = first + self.scene.bench.margin()
        inside = next((i for i, c in enumerate(candidates) if c.bits > limit), stop)
        return max(first + 1, min(stop, inside))

    def _against(self, candidate: Candidate) -> float:
        """Give the bits that will count against an edit: others are sought so much further.

        What speaks for it may speak for others as well, and brings the end no nearer.
        """
        failing = {test.id for test in self.scene.bench.failing}
        against = max(0.0, fitted(candidate, self.scene.traces, failing))
        return max(0.0, smells(candidate)) + against
