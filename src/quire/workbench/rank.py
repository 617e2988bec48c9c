"""Order the candidates that pass all tests by what speaks for them beyond the tests."""

from __future__ import annotations

import pickle
import re
import time
from dataclasses import dataclass, field
from functools import partial

from .behaviour import LEAVING, Behaviour, Facts, Probe, bad, observe
from .candidates import Candidate
from .evidence import evidence
from .fitted import fitted
from .inputs import MOST_INPUTS, shown
from .limits import attempt
from .probing import Wanted, probes
from .smells import put_to_use, smells
from .telling import ENOUGH, telling
from .trace import Traces
from .trial import Bench
from .units import Unit
from .usual import unusual

CERTAIN = 0.35  # confidence below which a candidate is shown, not taken
_DISPUTED = 0.45  # the same where another behaviour passes too
_AS_GOOD = 0.1  # bits up to which a rival is as good as the best one
_AS_SURE = 0.9  # the same as a share of the best one's confidence
_MANY = 0.6  # the same for what is taken because many changes come to it
MOST_SURVIVORS = 48
_MOST_RIVALS = 2
_RIVAL = 6.0  # bits by which a rival may be worse
_BEFORE = 30  # characters shown before the place where two texts part
_DISAGREEMENT = 2.0  # bits for a behaviour that no other survivor shows
_CRASHES = 4.0  # bits if every unseen input crashes or hangs where others do not
_UNBOUND = 3.0  # bits for reading a name that has no value, where others do not
_NAMELESS = ("raises UnboundLocalError", "raises NameError")
_EXAMPLE = 4.0  # bits for each documented example that fails
_CONTRADICTS = 0.6  # of the confidence, for an example with a plain value that does not hold
_MOST_CONTRADICTS = 2
_MIXED = 2.0  # bits for each more kind of result than others return
_IDLE = 1.0  # bits for each line that no input reaches and that others reach
_MOST_IDLE = 3.0
_KIND = re.compile(r"\W")
_COST = 0.7  # of the bits of edits, which count more where several behaviours pass
_AGAINST = 0.7  # of the bits of what speaks against them, likewise
_LOOKED_AT = 4  # survivors that inputs are to tell apart
_FEW = 8  # survivors up to which each is tried on more inputs
_GONE = 0.5  # bits for behaving as if something were not there
_ONE_TURN = 3.0  # bits for behaving as if a loop turned once
_UNROLLED = ("`if` instead of `while`",)
_DROPS = ("delete", "drop")  # groups of edits that take something away
_SWALLOWS = 4.0  # bits for leaving nothing of the function behind the change to run
_AVOIDS = 2.0  # bits for going past what crashed for a reason that is always a fault
_SPOILS = 3.0  # bits for changing what is handed over, where that was left as it was
_ODD = 3.0  # bits of oddness that halve the confidence
_AS_MUCH = 0.5  # bits by which an odd change may be cheaper than a plain one and still yield
_FITTED = 0.25  # of the confidence, for each of three edits that no test of its own speaks for
_AGREED = 0.9  # of what passes behaves the same, from which on nothing speaks otherwise
_CHANCE = 7.5  # bits of an edit, from which on it may pass by chance where others do
_DEAR = 6.0  # bits for each of several edits, beyond which one more halves the confidence
_LIKELY = 6.0  # bits of several edits up to which few others had a chance before them
_PROVEN = 1.5  # the same power where each edit helped tests of its own
_UNDISPUTED = 4  # power of the share of several edits: where more passes, that is chance
_TESTS = 2  # failing tests for each of several edits that make it less bold
# What a digest says of types, and what is said of them to people.
_PLAIN = (
    (re.compile(r"\bfloat:(-?\d+)(?![\d.e])"), r"\1.0"),
    (re.compile(r"\b(?:int|str|float|bool|bytes|NoneType):"), ""),
    (re.compile(r"\b(?:list|tuple)\[\d+:"), "["),
    (re.compile(r"\b(?:dict|set)\{"), "{"),
)


@dataclass
class Survivor:
    """A candidate that passes, its cost in bits, how sure it is, and what it does.

    `evidence` are the bits for how it behaves beside the others.
    """

    candidate: Candidate
    bits: float
    behaviour: Behaviour
    confidence: float = 0.0
    evidence: float = 0.0
    length: float = 0.0  # bits for how much longer its code takes to tell
    odd: float = 0.0  # bits for what a careful author would not write
    unlike: str = ""  # an input that the original took and that now ends otherwise
    rivals: list[tuple[Survivor, str]] = field(default_factory=list)

    @property
    def score(self) -> float:
        """Give all bits that speak against it."""
        return self.bits + self.evidence


@dataclass(frozen=True)
class Taste:
    """How candidates are judged: the seed of the inputs, and bits for changing what worked."""

    seed: int = 0
    keep: float = 0.0


def ordered(
    passing: list[Candidate], bench: Bench, traces: Traces, taste: Taste, seconds: float
) -> list[Survivor]:
    """Order the candidates, best first, within about `seconds`."""
    chosen = sorted(passing, key=lambda c: c.order)[:MOST_SURVIVORS]
    units = list(dict.fromkeys(unit for c in chosen for unit in c.units))[:3]
    most = MOST_INPUTS if len(chosen) > _FEW else 2 * MOST_INPUTS
    looks = chosen[:: max(1, len(chosen) // _LOOKED_AT)][:_LOOKED_AT]
    inputs = probes(bench, Wanted(units, bench.units, most, taste.seed, looks), traces)
    deadline = time.monotonic() + seconds
    known: Facts = {}
    original = observe(bench, None, inputs, seconds / 3, known)
    found: list[Survivor] = []
    for candidate in chosen:
        left = deadline - time.monotonic()
        if left <= 0 and found:
            break
        behaviour = observe(bench, candidate, inputs, max(left / 2, 0.3), known)
        odd = _SWALLOWS * behaviour.swallows + _AVOIDS * behaviour.avoids
        odd += smells(candidate) + fitted(candidate, traces, {test.id for test in bench.failing})
        length = unusual(candidate)
        bits = candidate.bits + odd + length
        found.append(Survivor(candidate, bits, behaviour, length=length, odd=odd))
    inputs = telling([s.behaviour for s in found], inputs, original, units)
    if inputs:
        mark_gone(found)
    _weigh(found, inputs, original)
    for survivor in found:
        _compare(survivor, inputs, original, taste.keep)
    candidates, behaviours = [s.candidate for s in found], [s.behaviour for s in found]
    for survivor, bits in zip(found, evidence(candidates, behaviours, original, inputs)):
        against = survivor.bits - survivor.candidate.bits - survivor.length
        survivor.evidence = bits + _COST * survivor.candidate.bits + _AGAINST * against
    found.sort(key=lambda s: (round(s.score, 6), s.candidate.order))
    _confide(found, inputs, bench, traces)
    return found


def sure(found: list[Survivor]) -> list[Survivor]:
    """Give those that may be taken, best first; none where the best of all is not sure itself."""
    if not found or found[0].confidence < CERTAIN:
        return []
    best = found[0]
    disputed = any(s.behaviour.results != best.behaviour.results for s in found)
    if disputed and best.confidence < _DISPUTED:
        return []
    return [survivor for survivor in found if survivor.confidence >= CERTAIN]


def mark_gone(found: list[Survivor]) -> None:
    """Count against edits that they behave like one that takes something away.

    Nobody writes a condition to have it never hold, or a loop to have it turn once; where that
    passes, it is chance.
    """
    gone: dict[tuple[str, ...], float] = {}
    for survivor in found:
        edits = survivor.candidate.edits
        bits = _GONE * all(edit.group in _DROPS or edit.kind in _UNROLLED for edit in edits)
        bits += _ONE_TURN * any(edit.kind in _UNROLLED for edit in edits)
        results = tuple(survivor.behaviour.results)
        gone[results] = max(bits, gone.get(results, 0.0))
    for survivor in found:
        bits = gone[tuple(survivor.behaviour.results)]
        survivor.odd += bits
        survivor.bits += bits


def _weigh(found: list[Survivor], inputs: list[Probe], original: Behaviour) -> None:
    weights = [2.0 ** (-s.candidate.bits / 2) for s in found]
    total = sum(weights) or 1.0
    shares = [0.0] * len(found)
    crashes = [0.0] * len(found)
    unbound: set[int] = set()
    for index in range(len(inputs)):
        by_result: dict[str, float] = {}
        for survivor, weight in zip(found, weights):
            result = survivor.behaviour.results[index]
            by_result[result] = by_result.get(result, 0.0) + weight
        sane = any(not bad(result) for result in by_result)
        for number, survivor in enumerate(found):
            result = survivor.behaviour.results[index]
            shares[number] += by_result[result] / total
            if result in _NAMELESS and not by_result.keys() <= set(_NAMELESS):
                unbound.add(number)
            if sane and bad(result):
                crashes[number] += 0.7 if bad(original.results[index]) else 1.0
    examples = max((s.behaviour.examples for s in found), default=0)
    kinds = [len(_kinds(s.behaviour)) for s in found]
    least = min((s.behaviour.idle for s in found), default=0)
    for number, survivor in enumerate(found):
        survivor.bits += _MIXED * (kinds[number] - min(kinds)) + _UNBOUND * (number in unbound)
        survivor.bits += min(_IDLE * (survivor.behaviour.idle - least), _MOST_IDLE)
        if inputs:
            survivor.bits += _DISAGREEMENT * (1 - shares[number] / len(inputs))
            survivor.bits += _CRASHES * crashes[number] / len(inputs)
        survivor.bits += _EXAMPLE * (examples - survivor.behaviour.examples)
        survivor.bits += _SPOILS * survivor.behaviour.spoils


def _kinds(behaviour: Behaviour) -> set[str]:
    """Give the kinds of values that a candidate returns, None left out.

    Truth among numbers counts twice: `False` where others return 0 only happens to be equal.
    """
    sane = (result for result in behaviour.results if not bad(result))
    kinds = {_KIND.split(result, maxsplit=1)[0] for result in sane} - {"NoneType"}
    return kinds | {"truth"} if "bool" in kinds and kinds & {"int", "float"} else kinds


def _compare(survivor: Survivor, inputs: list[Probe], original: Behaviour, keep: float) -> None:
    """Add `keep` bits times the share of sane inputs on which a survivor left the original."""
    sane = [
        (probe, old, new)
        for probe, old, new in zip(inputs, original.results, survivor.behaviour.results)
        if not bad(old)
    ]
    changed = [each for each in sane if each[1] != each[2]]
    if changed:
        survivor.bits += keep * len(changed) / len(sane)
        probe, old, new = changed[0]
        before, now = _apart(old, new)
        survivor.unlike = f"{_told(probe)}: {before} before, {now} now"


def _concerned(candidate: Candidate, bench: Bench, traces: Traces) -> float:
    """Give the share of the passing tests that run a changed function: others say nothing of it."""
    seen = [traces.lines[test.id] for test in bench.passing if test.id in traces.lines]
    places = [
        (unit.source.path, set(range(unit.node.body[0].lineno, (unit.node.end_lineno or 0) + 1)))
        for unit in candidate.units
        if type(unit) is Unit
    ]
    if not seen or not places:
        return 1.0
    return sum(any(ran.get(path, set()) & own for path, own in places) for ran in seen) / len(seen)


def _confide(found: list[Survivor], inputs: list[Probe], bench: Bench, traces: Traces) -> None:
    """Say how sure each survivor is: its share among all that behave otherwise."""
    if not found:
        return
    lowest = found[0].score
    weights = [2.0 ** (lowest - s.score) for s in found]
    passing = len(bench.passing) * _concerned(found[0].candidate, bench, traces)
    evidence = 1 - 0.6 ** (1 + len(bench.failing) + passing / 3)
    told = min(1.0, len(inputs) / ENOUGH)
    total = sum(weights)
    for survivor, own in zip(found, weights):
        same = sum(
            weight
            for other, weight in zip(found, weights)
            if other.behaviour.results == survivor.behaviour.results
        )
        share = (own + told * (same - own)) / total
        bold = survivor.bits > _LIKELY and _is_bold(survivor.candidate, len(bench.failing))
        proven = survivor.candidate.steps >= survivor.candidate.parts
        share **= (_PROVEN if proven else _UNDISPUTED) if bold else 1
        plain = _plain(survivor, len(bench.failing), share)
        careful = 2.0 ** -(max(0.0, survivor.odd) / _ODD)
        careful *= _CONTRADICTS ** min(survivor.behaviour.contradicts, _MOST_CONTRADICTS)
        survivor.confidence = round(evidence * plain * share * careful, 3)
    _by_number(found)
    undecide(found)
    _plainest(found)
    _oppose(found, inputs)


def _plainest(found: list[Survivor]) -> None:
    """Put a change without oddness before an odd one that acts alike and costs as much."""
    best = found[0]
    for other in found:
        alike = other.behaviour.results == best.behaviour.results
        if alike and other.odd <= 0 < best.odd and other.score <= best.score + _AS_MUCH:
            other.confidence = max(other.confidence, best.confidence)
            found.remove(other)
            found.insert(0, other)
            return


def _is_bold(candidate: Candidate, failing: int) -> bool:
    """Say whether few tests speak for several edits of one function."""
    parts, units = candidate.parts, len(set(candidate.units))
    return units < parts and failing < _TESTS * parts


def _plain(survivor: Survivor, failing: int, share: float) -> float:
    """Give what is left of the confidence for dear edits, and for more of them than are proven.

    An edit of what was only just put in is no second fault that tests could speak for.
    Where dear edits pass that behave otherwise, the tests let many pass that are wrong.
    """
    candidate = survivor.candidate
    parts, units = candidate.parts, len(set(candidate.units))
    faults = max(units, failing // 2, candidate.steps)
    apart = min(parts, len(candidate.edits) or 1)
    proven = max(1, min(apart, failing, faults + put_to_use(candidate)))
    plain: float = 2.0 ** -(max(0.0, survivor.bits / proven - 8.0) / 6)
    if share < _AGREED and failing <= _TESTS:
        plain *= 2.0 ** -(max(0.0, candidate.bits / proven - _CHANCE) / 6)
    if parts > 1:
        plain *= 2.0 ** -max(0.0, survivor.bits / parts - _DEAR)
        if survivor.bits > _LIKELY:
            plain *= _FITTED ** ((parts - proven) * (parts - 1) / 2)
    return plain


def _by_number(found: list[Survivor]) -> None:
    """Put what many changes come to before a change that is cheaper and stands alone."""
    leader = max(found, key=lambda survivor: survivor.confidence)
    if found[0].confidence < CERTAIN and leader.confidence >= _MANY:
        found.sort(key=lambda survivor: survivor.behaviour.results != leader.behaviour.results)


def undecide(found: list[Survivor]) -> None:
    """Take back the confidence where another behaviour has as much of it: nothing decides."""
    best = found[0]
    others = (other for other in found if other.behaviour.results != best.behaviour.results)
    near = [other for other in others if other.score < best.score + _AS_GOOD]
    if any(other.confidence >= _AS_SURE * best.confidence for other in near):
        for survivor in found:
            survivor.confidence = min(survivor.confidence, round(CERTAIN - 0.001, 3))


def _oppose(found: list[Survivor], inputs: list[Probe]) -> None:
    """Give the best survivor its rivals: the best of each other behaviour that is nearly as good.

    Where the best is not sure itself, how good the others are does not matter.
    """
    best = found[0]
    known = [best.behaviour.results]
    for other in found[1:]:
        near = other.score < best.score + _RIVAL or best.confidence < CERTAIN
        if near and other.behaviour.results not in known and len(best.rivals) < _MOST_RIVALS:
            known.append(other.behaviour.results)
            best.rivals.append((other, _difference(best, other, inputs)))


def _difference(first: Survivor, second: Survivor, inputs: list[Probe]) -> str:
    """Give the plainest input on which two survivors differ, with both results."""
    results = zip(inputs, first.behaviour.results, second.behaviour.results)
    found = [
        (bad(one) + bad(two), len(probe.data), number, probe, one, two)
        for number, (probe, one, two) in enumerate(results)
        if one != two
    ]
    if not found:
        return ""
    _, _, _, probe, one, two = min(found, key=lambda each: each[:3])
    return f"{_told(probe)}: {' or '.join(_apart(one, two))}"


def _apart(one: str, two: str) -> tuple[str, str]:
    """Say two results in short, and what they leave behind if only that differs."""
    (result, _, left), (other, _, right) = one.partition(LEAVING), two.partition(LEAVING)
    if result != other or not (left and right):
        return _short(result), _short(other)
    same = next((i for i, (a, b) in enumerate(zip(left, right)) if a != b), 0)
    begin = max(0, same - _BEFORE)
    return (
        f"{_short(result)} leaving {_short('…' + left[begin:])}",
        f"{_short(other)} leaving {_short('…' + right[begin:])}",
    )


def _told(probe: Probe) -> str:
    words: list[str] = []
    attempt(partial(_say_call, probe, words))
    return words[0] if words else probe.unit.name


def _say_call(probe: Probe, words: list[str]) -> None:
    words.append(_call_text(probe))


def _call_text(probe: Probe) -> str:
    values = pickle.loads(probe.data)
    inner = ", ".join(f"{name}={shown(value)}" for name, value in values.items())
    return f"{probe.unit.name}({inner})"[:200]


def _short(result: str) -> str:
    return in_words(result)[:80]


def in_words(result: str) -> str:
    """Give the digest of a value nearly as Python would print it."""
    for pattern, words in _PLAIN:
        result = pattern.sub(words, result)
    return result
