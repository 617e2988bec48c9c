"""Order the candidates that pass all tests by what speaks for them beyond the tests."""

from __future__ import annotations

import ast
import pickle
import re
import time
from dataclasses import dataclass, field
from functools import partial

from .behaviour import Behaviour, Probe, observe, probes
from .candidates import Candidate
from .limits import attempt
from .source import splice
from .trace import Traces
from .trial import Bench
from .units import Unit

MOST_SURVIVORS = 48
_DISAGREEMENT = 5.0  # bits for a behaviour that no other survivor shows
_TELLING = 30  # inputs from which on equal behaviour counts as the same fix
_CRASHES = 4.0  # bits if every unseen input crashes or hangs where others do not
_EXAMPLE = 4.0  # bits for each documented example that fails
_LOST_CALL = 4.0  # bits for each function of the file that is no longer called
_MIXED = 2.0  # bits for each more kind of result than others return
_KIND = re.compile(r"\W")
_UNEVEN = 1.5  # bits for parallel comparisons that become different ones
_FITTED = 0.25  # of the confidence, for each edit beyond the number of failing tests
_SMELLS = 4.0  # bits for falling off the end of a function that returns values
# What a digest says of types, and what is said of them to people.
_PLAIN = (
    (re.compile(r"\bfloat:(-?\d+)(?![\d.e])"), r"\1.0"),
    (re.compile(r"\b(?:int|str|float|bool|bytes|NoneType):"), ""),
    (re.compile(r"\b(?:list|tuple)\[\d+:"), "["),
    (re.compile(r"\b(?:dict|set)\{"), "{"),
)


@dataclass
class Survivor:
    """A candidate that passes, its final cost in bits, how sure it is, and what it does."""

    candidate: Candidate
    bits: float
    behaviour: Behaviour
    confidence: float = 0.0
    unlike: str = ""  # an input that the original took and that now ends otherwise
    rivals: list[tuple[Survivor, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Taste:
    """How candidates are judged: the seed of the inputs, and bits for changing what worked."""

    seed: int = 0
    keep: float = 0.0


def ordered(
    candidates: list[Candidate], bench: Bench, traces: Traces, taste: Taste, seconds: float
) -> list[Survivor]:
    """Order the candidates, best first, within about `seconds`."""
    chosen = sorted(candidates, key=lambda c: c.order)[:MOST_SURVIVORS]
    units = list(dict.fromkeys(unit for c in chosen for unit in c.units))[:3]
    inputs = probes(units, traces, taste.seed)
    deadline = time.monotonic() + seconds
    original = observe(bench, None, inputs, seconds / 3)
    found: list[Survivor] = []
    for candidate in chosen:
        left = deadline - time.monotonic()
        if left <= 0 and found:
            break
        behaviour = observe(bench, candidate, inputs, max(left / 2, 0.3))
        found.append(Survivor(candidate, candidate.bits + smells(candidate), behaviour))
    _weigh(found, inputs, original)
    for survivor in found:
        _compare(survivor, inputs, original, taste.keep)
    found.sort(key=lambda s: (round(s.bits, 6), s.candidate.order))
    _confide(found, inputs, bench)
    return found


def _weigh(found: list[Survivor], inputs: list[Probe], original: Behaviour) -> None:
    weights = [2.0 ** (-s.candidate.bits / 2) for s in found]
    total = sum(weights) or 1.0
    shares = [0.0] * len(found)
    crashes = [0.0] * len(found)
    fresh = 0
    for index, probe in enumerate(inputs):
        by_result: dict[str, float] = {}
        for survivor, weight in zip(found, weights):
            result = survivor.behaviour.results[index]
            by_result[result] = by_result.get(result, 0.0) + weight
        sane = any(not _bad(result) for result in by_result)
        fresh += not probe.real
        for number, survivor in enumerate(found):
            result = survivor.behaviour.results[index]
            shares[number] += by_result[result] / total
            if sane and _bad(result):
                crashes[number] += 0.7 if _bad(original.results[index]) else 1.0
    examples = max((s.behaviour.examples for s in found), default=0)
    kinds = [len(_kinds(s.behaviour)) for s in found]
    for number, survivor in enumerate(found):
        survivor.bits += _MIXED * (kinds[number] - min(kinds))
        if inputs:
            survivor.bits += _DISAGREEMENT * (1 - shares[number] / len(inputs))
            survivor.bits += _CRASHES * crashes[number] / len(inputs)
        survivor.bits += _EXAMPLE * (examples - survivor.behaviour.examples)


def _kinds(behaviour: Behaviour) -> set[str]:
    """Give the kinds of values that a candidate returns, None left out."""
    sane = (result for result in behaviour.results if not _bad(result))
    return {_KIND.split(result, maxsplit=1)[0] for result in sane} - {"NoneType"}


def _compare(survivor: Survivor, inputs: list[Probe], original: Behaviour, keep: float) -> None:
    """Add `keep` bits times the share of sane inputs on which a survivor left the original."""
    sane = [
        (probe, old, new)
        for probe, old, new in zip(inputs, original.results, survivor.behaviour.results)
        if not _bad(old)
    ]
    changed = [each for each in sane if each[1] != each[2]]
    if changed:
        survivor.bits += keep * len(changed) / len(sane)
        probe, old, new = changed[0]
        survivor.unlike = f"{_told(probe)}: {_short(old)} before, {_short(new)} now"


def _bad(result: str) -> bool:
    return result in ("hangs", "died") or result.startswith("raises ")


def smells(candidate: Candidate) -> float:
    """Give bits for what a careful author would not write."""
    bits = 0.0
    for unit in dict.fromkeys(candidate.units):
        spans = [s for e in candidate.edits if e.path == unit.source.path for s in e.spans]
        before = _shape(unit.source.tree, unit)
        try:
            tree = ast.parse(splice(unit.source.text, spans))
        except SyntaxError:
            continue
        after = _shape(tree, unit)
        if before.returns:
            bits += _SMELLS * max(0, after.falls - before.falls)
        bits += _LOST_CALL * max(0, before.calls - after.calls)
        bits += 3.0 * max(0, after.unused - before.unused)
        bits += 2.0 * max(0, after.odd - before.odd)
        bits += _UNEVEN * (after.uneven - before.uneven)
    return bits


@dataclass
class _Shape:
    returns: int = 0
    falls: int = 0
    calls: int = 0
    unused: int = 0
    odd: int = 0
    uneven: int = 0


def _shape(tree: ast.Module, unit: Unit) -> _Shape:
    shape = _Shape()
    for node in ast.walk(tree):
        if (
            isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            and node.name == unit.node.name
        ):
            values = [
                n for n in ast.walk(node) if isinstance(n, ast.Return) and n.value is not None
            ]
            shape.returns += len(values)
            shape.falls += bool(values) and not _ends(node.body)
            shape.calls += len(_called(node, tree))
            shape.unused += _unused(node)
            shape.odd += sum(_odd(inner) for inner in ast.walk(node))
            shape.uneven += sum(_uneven(inner) for inner in ast.walk(node))
    return shape


def _called(function: ast.AST, tree: ast.Module) -> set[tuple[str, str]]:
    """Name who calls which of the file's own functions, nested ones counted apart."""
    defined = (ast.FunctionDef, ast.AsyncFunctionDef)
    own = {node.name for node in ast.walk(tree) if isinstance(node, defined)}
    return {
        (inner.name, call.func.id)
        for inner in ast.walk(function)
        if isinstance(inner, defined)
        for call in ast.walk(inner)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in own
    }


def _ends(body: list[ast.stmt]) -> bool:
    """Say whether a block never runs past its end."""
    last = body[-1]
    if isinstance(last, (ast.Return, ast.Raise, ast.Continue, ast.Break)):
        return True
    if isinstance(last, ast.If):
        return bool(last.orelse) and _ends(last.body) and _ends(last.orelse)
    if isinstance(last, ast.While):
        always = isinstance(last.test, ast.Constant) and bool(last.test.value)
        return always and not any(isinstance(n, ast.Break) for n in ast.walk(last))
    if isinstance(last, ast.With):
        return _ends(last.body)
    if isinstance(last, ast.Try):
        return _ends(last.body) and all(_ends(h.body) for h in last.handlers)
    return False


def _unused(function: ast.AST) -> int:
    stored: set[str] = set()
    loaded: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            (loaded if isinstance(node.ctx, ast.Load) else stored).add(node.id)
        elif isinstance(node, ast.arg):
            stored.add(node.arg)
    return len(stored - loaded) + sum(_idle_targets(node) for node in ast.walk(function))


def _idle_targets(loop: ast.AST) -> int:
    """Count the names of a loop that nothing in it reads."""
    if isinstance(loop, (ast.For, ast.AsyncFor)):
        parts: list[ast.AST] = list(loop.body)
        targets = [loop.target]
    elif isinstance(loop, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        parts = [loop]
        targets = [generator.target for generator in loop.generators]
    else:
        return 0
    names = {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    read = {n.id for p in parts for n in ast.walk(p)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}  # fmt: skip
    return len(names - read)


def _odd(node: ast.AST) -> int:
    """Count constructions that compute nothing: `x = x`, `a < a`, conditions that never vary."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        return int(ast.dump(node.value) == _as_load(node.targets[0]))
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        constant = isinstance(node.left, ast.Constant) and isinstance(
            node.comparators[0], ast.Constant
        )
        return int(constant or ast.dump(node.left) == ast.dump(node.comparators[0]))
    if isinstance(node, (ast.If, ast.IfExp)):
        return int(isinstance(node.test, ast.Constant))
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Sub, ast.FloorDiv, ast.Mod)):
        return int(ast.dump(node.left) == ast.dump(node.right))
    if isinstance(node, ast.comprehension):
        own = _names(node.target)
        return 2 * sum(not own & _names(test) for test in node.ifs)
    return 0


def _uneven(node: ast.AST) -> int:
    """Say whether `and` or `or` joins comparisons of the same names in different ways."""
    if not isinstance(node, ast.BoolOp):
        return 0
    tests = [value for value in node.values if isinstance(value, ast.Compare)]
    alike = len(tests) == len(node.values) and len({frozenset(_names(t)) for t in tests}) == 1
    several = alike and len(_names(tests[0])) > 1
    return int(several and len({tuple(type(op) for op in test.ops) for test in tests}) > 1)


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _as_load(node: ast.AST) -> str:
    return ast.dump(node).replace("Store()", "Load()")


def _confide(found: list[Survivor], inputs: list[Probe], bench: Bench) -> None:
    """Say how sure each survivor is: its share among all that behave otherwise."""
    if not found:
        return
    lowest = found[0].bits
    weights = [2.0 ** (lowest - s.bits) for s in found]
    evidence = 1 - 0.6 ** (1 + len(bench.failing) + len(bench.passing) / 3)
    told = min(1.0, len(inputs) / _TELLING)
    total = sum(weights)
    for survivor, own in zip(found, weights):
        same = sum(
            weight
            for other, weight in zip(found, weights)
            if other.behaviour.results == survivor.behaviour.results
        )
        parts = len(survivor.candidate.edits)
        units = len(set(survivor.candidate.units))
        faults = max(units, len(bench.failing) // 2, survivor.candidate.steps)
        proven = max(1, min(parts, len(bench.failing), faults))
        plain = 2.0 ** -(max(0.0, survivor.bits / proven - 8.0) / 6) * _FITTED ** (parts - proven)
        share = (own + told * (same - own)) / total
        survivor.confidence = round(evidence * plain * share, 3)
    best = found[0]
    for other in found[1:]:
        differs = other.behaviour.results != best.behaviour.results
        if differs and len(best.rivals) < 2 and other.bits < best.bits + 4:
            best.rivals.append((other, _difference(best, other, inputs)))


def _difference(first: Survivor, second: Survivor, inputs: list[Probe]) -> str:
    """Give an input on which two survivors differ, with both results."""
    for probe, one, two in zip(inputs, first.behaviour.results, second.behaviour.results):
        if one != two:
            return f"{_told(probe)}: {_short(one)} or {_short(two)}"
    return ""


def _told(probe: Probe) -> str:
    words: list[str] = []
    attempt(partial(_say_call, probe, words))
    return words[0] if words else probe.unit.name


def _say_call(probe: Probe, words: list[str]) -> None:
    words.append(_call_text(probe))


def _call_text(probe: Probe) -> str:
    values = pickle.loads(probe.data)
    inner = ", ".join(f"{name}={value!r}" for name, value in values.items())
    return f"{probe.unit.name}({inner})"[:200]


def _short(result: str) -> str:
    return in_words(result.split(" | ")[0])[:80]


def in_words(result: str) -> str:
    """Give the digest of a value nearly as Python would print it."""
    for pattern, words in _PLAIN:
        result = pattern.sub(words, result)
    return result
