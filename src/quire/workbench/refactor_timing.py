"""Would a value be another one where its variable is used: what may happen in between."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

from .refactor_flow import stores
from .refactor_tree import Unable
from .source import SourceFile

Setting = Union[ast.Assign, ast.AnnAssign]
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ListComp, ast.SetComp,
          ast.DictComp, ast.GeneratorExp)  # fmt: skip
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_MADE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_ACTS = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom)
# Calls of these look at their arguments only.
_HARMLESS = frozenset({
    "isinstance", "issubclass", "len", "str", "repr", "int", "float", "bool", "bytes", "type", "id",
    "min", "max", "abs", "sum", "any", "all", "range", "tuple", "hash", "ord", "chr", "callable",
    "hasattr", "getattr", "round", "print", "super",
})  # fmt: skip


@dataclass(frozen=True)
class Use:
    """A variable that is set once: the statement, its uses, and the function around them."""

    file: SourceFile
    node: Setting
    value: ast.expr
    loads: list[ast.Name]
    around: ast.AST

    def place(self, node: ast.AST) -> tuple[str, ...]:
        """Give the place of a node as people write it."""
        return (f"{self.file.path}:{getattr(node, 'lineno', 1)}",)

    def above(self, node: ast.AST) -> list[ast.AST]:
        """List what stands around a node inside the function, the outermost first."""
        apart = (node, self.around)
        return [each for each in ast.walk(self.around) if each not in apart
                and any(inner is node for inner in ast.walk(each))]  # fmt: skip


def refuse_another_value(use: Use) -> None:
    """Raise Unable where the value could be another one at a use than where it is set."""
    if isinstance(use.value, ast.Constant):
        return
    _refuse_alone(use)
    for load in use.loads:
        _refuse_hidden(use, load)
        _refuse_handled(use, load)
        _refuse_repeated(use, load)
        _refuse_late(use, load)
        _refuse_changed(use, load)


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _refuse_alone(use: Use) -> None:
    """Raise Unable if nothing is left of a block without the statement."""
    for each in ast.walk(use.around):
        for name in ("body", "orelse", "finalbody"):
            if getattr(each, name, None) == [use.node]:
                raise Unable(
                    "nothing else stands in the block where it is set",
                    "a variable that is set where it is used",
                    use.place(use.node),
                )


def _refuse_hidden(use: Use, load: ast.Name) -> None:
    """Raise Unable if a comprehension or a function inside binds a name of the value."""
    for each in use.above(load):
        if not isinstance(each, _INNER) or any(inner is use.node for inner in ast.walk(each)):
            continue
        bound = {one.arg for one in ast.walk(each) if isinstance(one, ast.arg)}
        bound |= {one.id for one in ast.walk(each)
                  if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}  # fmt: skip
        if taken := sorted(bound & _names(use.value)):
            raise Unable(f"{', '.join(taken)} means something else where it is used", "",
                         use.place(load))  # fmt: skip


def _may_fail(value: ast.expr) -> bool:
    plain = (ast.Name, ast.Constant, ast.Tuple, ast.expr_context)
    return any(not isinstance(each, plain) for each in ast.walk(value))


def _refuse_handled(use: Use, load: ast.Name) -> None:
    """Raise Unable if an error of the value would be handled elsewhere than now."""
    if not _may_fail(use.value):
        return
    for each in ast.walk(use.around):
        parts = [each.body] if isinstance(each, ast.Try) and each.handlers else []
        if isinstance(each, (ast.With, ast.AsyncWith)):
            parts.append(each.body)
        for part in parts:
            inside = [_holds(part, use.node), _holds(part, load)]
            if inside[0] != inside[1] and not (inside[1] and isinstance(use.value, ast.Attribute)):
                what = "`try`" if isinstance(each, ast.Try) else "`with`"
                raise Unable(f"its value would be computed on the other side of a {what}",
                             "a use beside it", use.place(load))  # fmt: skip


def _holds(block: list[ast.stmt], node: ast.AST) -> bool:
    return any(inner is node for each in block for inner in ast.walk(each))


def _repeats(use: Use, load: ast.Name) -> list[ast.AST]:
    """List the loops and inner functions around a use that are not around the statement."""
    return [each for each in use.above(load) if isinstance(each, (*_LOOPS, *_INNER))
            and not any(inner is use.node for inner in ast.walk(each))]  # fmt: skip


def _refuse_repeated(use: Use, load: ast.Name) -> None:
    """Raise Unable if a use that runs several times would each time make a new object."""
    made = any(isinstance(each, _MADE) for each in ast.walk(use.value))
    if made and _repeats(use, load):
        raise Unable("its value would be made anew each time", "a use outside of loops and inner "
                     "functions", use.place(load))  # fmt: skip


def _refuse_late(use: Use, load: ast.Name) -> None:
    """Raise Unable if an inner function would read, when it is called, what changes until then."""
    inner = [each for each in _repeats(use, load) if isinstance(each, _INNER[:3])]
    if not inner:
        return
    names = _names(use.value)
    given = {each.arg for each in ast.walk(use.around) if isinstance(each, ast.arg)}
    set_ = [name for each in ast.iter_child_nodes(use.around) for name in stores(each)]
    changing = sorted(name for name in names if set_.count(name) + (name in given) > 1)
    if changing or _is_state(use.value):
        raise Unable("an inner function would compute it when it is called, not now",
                     "a use outside of inner functions", use.place(load))  # fmt: skip


def _is_state(value: ast.expr) -> bool:
    """Say whether a value is read out of an object, which others may change."""
    return any(isinstance(each, (ast.Attribute, ast.Subscript)) for each in ast.walk(value))


def _refuse_changed(use: Use, load: ast.Name) -> None:
    """Raise Unable if something between the statement and a use changes what it is made of."""
    names, state = _names(use.value), _is_state(use.value)
    fields = {each.attr for each in ast.walk(use.value) if isinstance(each, ast.Attribute)}
    indexed = any(isinstance(each, ast.Subscript) for each in ast.walk(use.value))
    for each in _between(use, load):
        if _sets(each, names, fields, indexed=indexed):
            raise Unable("what it is made of changes before it is used", "", use.place(each))
        if not isinstance(each, _ACTS) or _is_harmless(each):
            continue
        if state or (not _is_fixed(use.value) and names & _handed(each)):
            raise Unable("a call before its use may change what it is made of",
                         "a use before any other call", use.place(each))  # fmt: skip


def _between(use: Use, load: ast.Name) -> Iterator[ast.AST]:
    """Yield what may run after the statement and before a use, inside loops again and again."""
    file, begin, end = use.file, use.file.end(use.node), use.file.start(load)
    again = {id(inner) for each in _repeats(use, load) for inner in ast.walk(each)}
    raised = {id(inner) for each in ast.walk(use.around) if isinstance(each, ast.Raise)
              for inner in ast.walk(each)}  # fmt: skip
    for each in ast.walk(use.around):
        if not isinstance(each, ast.expr) or id(each) in raised:
            continue
        over = file.start(each) >= begin and file.end(each) <= end
        stored = isinstance(getattr(each, "ctx", None), (ast.Store, ast.Del))
        later = stored and _in_same_statement(use, each, load)
        if (over and not later) or id(each) in again:
            yield each


def _in_same_statement(use: Use, target: ast.AST, load: ast.Name) -> bool:
    """Say whether an assignment sets a target with the use on its right: it is read before."""
    return any(
        isinstance(each, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and each.value is not None
        and any(inner is load for inner in ast.walk(each.value))
        and any(inner is target for inner in ast.walk(each))
        for each in ast.walk(use.around)
    )  # fmt: skip


def _sets(each: ast.AST, names: set[str], fields: set[str], *, indexed: bool) -> bool:
    if isinstance(getattr(each, "ctx", None), (ast.Load, type(None))):
        return False
    if isinstance(each, ast.Name):
        return each.id in names
    if isinstance(each, ast.Attribute):
        return each.attr in fields
    return isinstance(each, ast.Subscript) and indexed


def _is_fixed(value: ast.expr) -> bool:
    """Say whether a value of names alone stays: one more name for a thing, or a number."""
    counts = any(isinstance(each, ast.Constant) and isinstance(each.value, (int, float))
                 for each in ast.walk(value))  # fmt: skip
    return isinstance(value, ast.Name) or (isinstance(value, ast.BinOp) and counts)


def _handed(act: ast.AST) -> set[str]:
    """Give the names of what a call is given, or is made on."""
    if not isinstance(act, ast.Call):
        return set()
    given = [*act.args, *(each.value for each in act.keywords)]
    given = [each.value if isinstance(each, ast.Starred) else each for each in given]
    on = act.func.value if isinstance(act.func, ast.Attribute) else None
    while isinstance(on, (ast.Attribute, ast.Subscript)):
        on = on.value
    return {each.id for each in (*given, on) if isinstance(each, ast.Name)}


def _is_harmless(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id in _HARMLESS
