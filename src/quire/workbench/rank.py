"""Order the candidates that pass all tests by what speaks for them beyond the tests."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from .behaviour import LEAVING, Behaviour, Facts, Observation, Probe, bad
from .candidates import Candidate
from .confidence import confide, sure
from .evidence import evidence
from .fitted import fitted
from .forks import early
from .inputs import MOST_INPUTS, shown
from .limits import attempt
from .probing import Wanted, probes
from .reproduce_expect import annotated
from .smells import smells
from .survivor import Survivor
from .telling import telling
from .trace import Traces
from .trial import Bench
from .usual import unusual

MOST_SURVIVORS = 48
_MOST_RIVALS = 2
_RIVAL = 6.0  # bits by which a rival may be worse
_BEFORE = 30  # characters shown before the place where two texts part
_DISAGREEMENT = 2.0  # bits for a behaviour that no other survivor shows
_CRASHES = 4.0  # bits if every unseen input crashes or hangs where others do not
_UNBOUND = 3.0  # bits for reading a name that has no value, where others do not
_NAMELESS = ("raises UnboundLocalError", "raises NameError")
_EXAMPLE = 4.0  # bits for each documented example that fails
_MISTYPED = 4.0  # bits if all results are of another kind than the annotation says
_MIXED = 2.0  # bits for each more kind of result than others return
_IDLE = 1.0  # bits for each line that no input reaches and that others reach
_MOST_IDLE = 3
_KIND = re.compile(r"\W")
_COST = 0.7  # of the bits of edits, which count more where several behaviours pass
_AGAINST = 0.7  # of the bits of what speaks against them, likewise
_LOOKED_AT = 8  # survivors that inputs are to tell apart
_FEW = 8  # survivors up to which each is tried on more inputs
_GONE = 0.5  # bits for behaving as if something were not there
_DROPPED = 2.5  # bits for a condition that holds wherever it is asked, as if it were not there
_OTHER = 3.5  # bits of an edit that makes another condition of one
_ONE_TURN = 3.0  # bits for behaving as if a loop turned once
_UNROLLED = ("`if` instead of `while`",)
_DROPS = ("delete", "drop")  # groups of edits that take something away
_SWALLOWS = 4.0  # bits for leaving nothing of the function behind the change to run
_AVOIDS = 2.0  # bits for going past what crashed for a reason that is always a fault
_SPOILS = 3.0  # bits for changing what is handed over, where that was left as it was
# What a digest says of types, and what is said of them to people.
_PLAIN = (
    (re.compile(r"\bfloat:(-?\d+)(?![\d.e])"), r"\1.0"),
    (re.compile(r"\b(?:int|str|float|bool|bytes|NoneType):"), ""),
    (re.compile(r"\b(?:list|tuple)\[\d+:"), "["),
    (re.compile(r"\b(?:dict|set)\{"), "{"),
)


@dataclass(frozen=True)
class Taste:
    """How candidates are judged: the seed of the inputs, and bits for changing what worked.

    `tried` is how many candidates were: of more, more pass by chance.
    """

    seed: int = 0
    keep: float = 0.0
    tried: int = 0


def ordered(
    passing: list[Candidate], bench: Bench, traces: Traces, taste: Taste, seconds: float
) -> list[Survivor]:
    """Order the candidates, best first, within about `seconds`."""
    chosen = sorted(passing, key=lambda c: c.order)[:MOST_SURVIVORS]
    units = list(dict.fromkeys(unit for c in chosen for unit in c.units))[:3]
    most = 2 * MOST_INPUTS if 1 < len(chosen) <= _FEW else MOST_INPUTS
    looks = _unlike(chosen)[:_LOOKED_AT]
    inputs = probes(bench, Wanted(units, bench.units, most, taste.seed, looks), traces)
    deadline = time.monotonic() + seconds
    watching = early(_observations(bench, chosen, inputs, deadline))
    original = next(watching).read()
    found: list[Survivor] = []
    for candidate, observation in zip(chosen, watching):
        if time.monotonic() >= deadline and found:
            break
        found.append(_survivor(candidate, observation.read(), bench, traces))
    watching.close()
    inputs = telling([s.behaviour for s in found], inputs, original, units)
    if inputs:
        mark_gone(found)
    _weigh(found, inputs, original)
    for survivor in found:
        _compare(survivor, inputs, original, taste.keep)
        survivor.told = max(0, survivor.behaviour.examples - original.examples)
    candidates, behaviours = [s.candidate for s in found], [s.behaviour for s in found]
    for survivor, bits in zip(found, evidence(candidates, behaviours, original, inputs)):
        against = survivor.bits - survivor.candidate.bits - survivor.length
        survivor.evidence = bits + _COST * survivor.candidate.bits + _AGAINST * against
    found.sort(key=lambda s: (round(s.score, 6), s.candidate.order))
    if found:
        confide(found, inputs, bench, traces, taste.tried)
        _oppose(found, inputs)
    return found


def _unlike(chosen: list[Candidate]) -> list[Candidate]:
    """Put candidates that differ in place and kind first: what else is tried is much like them."""
    first: dict[tuple[object, ...], Candidate] = {}
    for candidate in chosen:
        edit = candidate.edits[0]
        first.setdefault((edit.path, edit.group, edit.spans[0].start), candidate)
    firsts = list(first.values())
    step = max(1, len(firsts) // _LOOKED_AT)
    return firsts[::step]


def _observations(
    bench: Bench, chosen: list[Candidate], inputs: list[Probe], deadline: float
) -> Iterator[Observation]:
    """Begin to observe the code as it is, then each candidate; what is known is shared."""
    known: Facts = {}
    for candidate in (None, *chosen):
        seconds = max((deadline - time.monotonic()) / 2, 0.3)
        yield Observation(bench, candidate, inputs, seconds, known)


def _survivor(candidate: Candidate, behaviour: Behaviour, bench: Bench, traces: Traces) -> Survivor:
    odd = _SWALLOWS * behaviour.swallows + _AVOIDS * behaviour.avoids
    odd += smells(candidate) + fitted(candidate, traces, {test.id for test in bench.failing})
    length = unusual(candidate)
    bits = candidate.bits + odd + length
    return Survivor(candidate, bits, behaviour, length=length, odd=odd)


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
        bits = gone[tuple(survivor.behaviour.results)] + _DROPPED * _never_fails(survivor, found)
        survivor.odd += bits
        survivor.bits += bits


def _never_fails(survivor: Survivor, found: list[Survivor]) -> bool:
    """Say whether an edit makes another condition of one that may as well be dropped."""
    edit = survivor.candidate.edits[0]
    if len(survivor.candidate.edits) > 1 or survivor.candidate.bits < _OTHER:
        return False
    for other in found:
        dropped = other.candidate.edits[0]
        if dropped.group == "unwrap" and other.behaviour.results == survivor.behaviour.results:
            block, span = dropped.spans[0], edit.spans[0]
            text = other.candidate.units[0].source.text
            if block.start <= span.start and span.end < text.find("\n", block.start):
                return len(other.candidate.edits) == 1 and dropped != edit
    return False


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
    mistyped = [_mistyped(s.behaviour, inputs) for s in found]
    for number, survivor in enumerate(found):
        survivor.bits += _MIXED * (kinds[number] - min(kinds)) + _UNBOUND * (number in unbound)
        survivor.idle = 0 if _anew(survivor) else min(survivor.behaviour.idle - least, _MOST_IDLE)
        survivor.bits += _IDLE * survivor.idle
        survivor.bits += _MISTYPED * (mistyped[number] - min(mistyped))
        if inputs:
            survivor.apart = 1 - shares[number] / len(inputs)
            survivor.bits += _DISAGREEMENT * survivor.apart
            survivor.bits += _CRASHES * crashes[number] / len(inputs)
        survivor.bits += _EXAMPLE * (examples - survivor.behaviour.examples)
        survivor.bits += _SPOILS * survivor.behaviour.spoils


def _anew(survivor: Survivor) -> bool:
    """Say whether a default is made in each call: recorded calls hold the one that was shared."""
    return any(edit.group == "default" for edit in survivor.candidate.edits)


def _mistyped(behaviour: Behaviour, inputs: list[Probe]) -> float:
    """Give the share of results that are of another kind than the function is annotated to give."""
    allowed = {probe.unit: _allowed(probe.unit.node.returns) for probe in inputs}
    judged = [
        _KIND.split(result, maxsplit=1)[0] not in allowed[probe.unit]
        for probe, result in zip(inputs, behaviour.results)
        if allowed[probe.unit] and not bad(result)
    ]
    return sum(judged) / len(judged) if judged else 0.0


def _allowed(returns: ast.expr | None) -> frozenset[str]:
    """Give the kinds of values that a plain annotation allows, none for any other."""
    kinds = frozenset("NoneType" if each == "None" else each for each in annotated(returns))
    return kinds | {"int"} if "float" in kinds else kinds


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


def _oppose(found: list[Survivor], inputs: list[Probe]) -> None:
    """Give the best survivor its rivals: the best of each other behaviour that is nearly as good.

    Where the best may not be taken, how good the others are does not matter.
    """
    best, unsure = found[0], not sure(found)
    known = [best.behaviour.results]
    for other in found[1:]:
        near = other.score < best.score + _RIVAL or unsure
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
    values, _ = probe.arguments()
    inner = ", ".join(f"{name}={shown(value)}" for name, value in values.items())
    return f"{probe.unit.name}({inner})"[:200]


def _short(result: str) -> str:
    return in_words(result)[:80]


def in_words(result: str) -> str:
    """Give the digest of a value nearly as Python would print it."""
    for pattern, words in _PLAIN:
        result = pattern.sub(words, result)
    return result
