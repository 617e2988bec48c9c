"""What a careful author would not write: signs in a candidate's code that it is no fix."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from .candidates import Candidate
from .careless import careless
from .changed import Rest, functions_before, functions_with, is_kept, names_set, rest_of
from .common_tables import is_known
from .hoards import hoarded
from .misfits import misfit, repeated, searched_for_its_place, unlike
from .mistaken import mistaken
from .oddities import counts_from_below, counts_turns, lost, names_of, odd, uneven, unfilled
from .twins import twins
from .units import FUNCTIONS, Function, Unit
from .unset import unset

_LOST_CALL = 4.0  # bits for each function of the file that is no longer called
_UNEVEN = 2.0  # bits for parallel comparisons that become different ones
_UNUSED = 3.0  # bits for a name that is stored and not read, or only asked whether it is None
_USED = 2.0  # bits won by reading a name that nothing read before
_KNOWN = 4.0  # bits for a table that everyone knows and that becomes another one
_UNDEFINED = 4.0  # bits for each name that is read and nothing sets
_UNSET = 2.5  # bits for reading what may have no value yet
_STALE = 2.5  # bits for reading the name of a loop where the loop is not
_ODD = 2.0  # bits for a construction that computes nothing
_PLAINER = 2.0  # bits won by taking such a construction away
_DEAD = 2.0  # bits for a statement behind the end of its block
_MOST_DEAD = 6.0
_TWIN = 2.0  # bits won by a statement that becomes the counterpart of another one
_FALLS = 4.0  # bits for falling off the end of a function that returns values
_MOST_SHAPES = 256  # shapes that are kept: of a few functions, and of what survives at a time


def smells(candidate: Candidate) -> float:
    """Give bits for what a careful author would not write."""
    bits = 0.0
    for before, after in _shapes(candidate):
        if before.returns:
            bits += _FALLS * max(0, after.falls - before.falls)
        bits += _LOST_CALL * max(0, before.calls - after.calls)
        bits += _UNUSED * max(0, after.unused - before.unused)
        bits -= _USED * max(0, before.unused - after.unused)
        bits += _UNUSED * after.asked + _UNDEFINED * after.undefined
        bits += _STALE * max(0, after.stale - before.stale)
        bits += _UNSET * min(1, max(0, after.unset - before.unset))
        bits += _ODD * max(0, after.odd - before.odd)
        bits -= _PLAINER * max(0, before.odd - after.odd)
        bits += max(-_DEAD, min(_MOST_DEAD, _DEAD * (after.dead - before.dead)))
        bits += _KNOWN * max(0, before.known - after.known)
        bits += _UNEVEN * (after.uneven - before.uneven)
        bits -= _TWIN * max(-1, min(1, after.twins - before.twins))
    return bits


def put_to_use(candidate: Candidate) -> int:
    """Count the names that nothing read before and that are read now.

    Nobody gives a function what it does not need: such an edit has a reason of its own.
    """
    return sum(max(0, before.unused - after.unused) for before, after in _shapes(candidate))


@lru_cache(maxsize=_MOST_SHAPES)
def _shapes(candidate: Candidate) -> tuple[tuple[_Shape, _Shape], ...]:
    """Give the shape of each changed function before and after the change."""
    found: list[tuple[_Shape, _Shape]] = []
    for unit in dict.fromkeys(candidate.units):
        functions = functions_with(candidate, unit)
        if functions is not None:
            found.append((_before(unit), _shape(functions, unit)))
    return tuple(found)


@lru_cache(maxsize=_MOST_SHAPES)
def _before(unit: Unit) -> _Shape:
    return _shape(functions_before(unit), unit)


@dataclass(frozen=True)
class _Shape:
    returns: int = 0
    falls: int = 0
    calls: int = 0
    unused: int = 0
    asked: int = 0
    undefined: int = 0
    known: int = 0
    stale: int = 0
    unset: int = 0
    odd: int = 0
    uneven: int = 0
    dead: int = 0
    twins: int = 0


def _shape(functions: list[Function], unit: Unit) -> _Shape:
    nodes = [node for function in functions for node in ast.walk(function)]
    rest = rest_of(unit)
    return _Shape(
        returns=sum(map(_answers, functions)),
        falls=sum(_answers(function) > 0 and not _ends(function.body) for function in functions),
        calls=sum(len(_called(function, rest)) for function in functions),
        unused=sum(map(_unused, functions)) + len(_unread(nodes, rest)),
        asked=sum(map(_only_asked, functions)),
        known=sum(map(is_known, nodes)),
        undefined=sum(len(_undefined(f, rest, unit)) for f in functions),
        stale=sum(map(_stale, functions)),
        unset=sum(map(unset, functions)),
        odd=sum(
            odd(n) + lost(n) + careless(n) + misfit(n) + repeated(n) + mistaken(n) for n in nodes
        )
        + sum(counts_from_below(f) + searched_for_its_place(f) for f in functions),
        uneven=sum(map(uneven, nodes)) + sum(map(unlike, functions)),
        dead=sum(map(_dead, nodes)),
        twins=twins(nodes),
    )


def _answers(function: ast.AST) -> int:
    """Count the returns of a value."""
    returns = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
    return sum(node.value is not None for node in returns)


def _called(function: ast.AST, rest: Rest) -> set[tuple[str, str]]:
    """Name who calls which of the file's own functions, nested ones counted apart."""
    inside = [node for node in ast.walk(function) if isinstance(node, FUNCTIONS)]
    own = rest.functions | {inner.name for inner in inside}
    return {
        (inner.name, _named(call.func))
        for inner in inside
        for call in ast.walk(inner)
        if isinstance(call, ast.Call) and _named(call.func) in own
    }


def _named(function: ast.expr) -> str:
    """Tell the name of what is called, of a plain function or of a method of one's own."""
    if isinstance(function, ast.Attribute):
        return function.attr if getattr(function.value, "id", "") in ("self", "cls") else ""
    return getattr(function, "id", "")


def _dead(node: ast.AST) -> int:
    """Count the statements right inside a node that stand behind the end of their block."""
    found = 0
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            ends = [number for number, each in enumerate(block, 1) if _ends([each])]
            found += len(block) - ends[0] if ends else 0
    return found


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
    own = _own_reads(function) | _loop_targets(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node not in own:
            (loaded if isinstance(node.ctx, ast.Load) else stored).add(node.id)
        elif isinstance(node, ast.arg):
            stored.add(node.arg)
    lost = _meant((stored - loaded) | hoarded(ast.walk(function))) + len(unfilled(function))
    return lost + sum(_idle_targets(node) for node in ast.walk(function))


def _loop_targets(function: ast.AST) -> set[ast.AST]:
    """Give the names that loops set; whether these are read is asked of each loop."""
    loops = (ast.For, ast.AsyncFor, ast.comprehension)
    targets = (node.target for node in ast.walk(function) if isinstance(node, loops))
    return {name for target in targets for name in ast.walk(target)}


def _own_reads(function: ast.AST) -> set[ast.AST]:
    """Give the reads of names that only serve to set the same name anew."""
    found: set[ast.AST] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            found |= {n for n in ast.walk(node.value) if getattr(n, "id", "") == name}
    return found


def _unread(nodes: list[ast.AST], rest: Rest) -> set[str]:
    """Name what objects of a file keep and nothing in it reads."""
    kept = [node for node in nodes if isinstance(node, ast.Attribute)]
    stored = rest.stored | {node.attr for node in kept if is_kept(node)}
    read = rest.read | {node.attr for node in kept if isinstance(node.ctx, ast.Load)}
    return set(stored - read)


def _undefined(function: Function, rest: Rest, unit: Unit) -> set[str]:
    """Name what a function reads and neither its file sets nor Python has."""
    if not unit.live:
        return set()
    nodes = list(ast.walk(function))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    read = {name.id for name in names if isinstance(name.ctx, ast.Load)}
    own = set(names_set(nodes)) - {function.name}
    foreign = read - own - unit.live[0].__globals__.keys() - built_in().keys()
    return foreign - rest.names - {function.name}


def built_in() -> dict[str, object]:
    """Give what Python itself has, by its names."""
    return __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)


def _only_asked(function: Function) -> int:
    """Count the parameters whose value is asked to be None or not, and never used."""
    uses = Counter(
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )
    asked = Counter(
        node.left.id
        for node in ast.walk(function)
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Name)
        and isinstance(node.ops[0], (ast.Is, ast.IsNot))
    )
    parameters = {a.arg for a in (*function.args.args, *function.args.kwonlyargs)}
    return sum(uses[name] == asked[name] for name in parameters & set(asked))


def _stale(function: ast.AST) -> int:
    """Count the reads of names that only loops set, outside of the loops that set them."""
    reads: set[ast.Name] = set()
    kept: set[str] = set()
    covered: set[ast.Name] = set()
    targets: set[str] = set()
    for node in ast.walk(function):
        own = _targets(node)
        targets |= own
        if own:
            covered |= {n for n in ast.walk(node) if isinstance(n, ast.Name) and n.id in own}
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            reads.add(node)
        elif isinstance(node, ast.arg):
            kept.add(node.arg)
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                kept |= names_of(target)
    return sum(n.id in targets - kept for n in reads - covered)


def _targets(loop: ast.AST) -> set[str]:
    if isinstance(loop, (ast.For, ast.AsyncFor)):
        return names_of(loop.target)
    generators = getattr(loop, "generators", [])
    return {name for generator in generators for name in names_of(generator.target)}


def _idle_targets(loop: ast.AST) -> int:
    """Count the names of a loop that nothing in it reads, save one that only counts its turns."""
    if isinstance(loop, (ast.For, ast.AsyncFor)):
        parts: list[ast.AST] = list(loop.body)
        targets = [] if counts_turns(loop) else [loop.target]
    elif isinstance(loop, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        parts = [loop]
        targets = [each.target for each in loop.generators if not counts_turns(each)]
    else:
        return 0
    names = {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    read = {n.id for p in parts for n in ast.walk(p)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}  # fmt: skip
    return _meant(names - read)


def _meant(unread: set[str]) -> int:
    """Count the names that somebody should read: one that begins with `_` says otherwise."""
    return sum(not name.startswith("_") for name in unread - {"self", "cls"})
