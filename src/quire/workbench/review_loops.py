"""Checks of a review for loops, bounds and lengths."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .review_view import (
    FUNCTIONS,
    Function,
    Spot,
    View,
    arguments_of,
    dotted,
    loads,
    own,
    same,
    short,
    spot,
)

_GROWING = {"append", "insert", "add"}
_SHRINKING = {"remove", "pop", "append", "insert", "clear", "add", "discard", "popitem"}


def past_the_end(view: View) -> Iterator[Spot]:
    """Find indexes that reach one beyond the last element."""
    for node in ast.walk(view.tree):
        if getattr(node, "lineno", 0) not in view.file.touched:
            continue
        name = _reaches_past(node)
        if name and not view.expects_error(node, "IndexError|LookupError|Exception"):
            yield spot(
                node.target if isinstance(node, ast.For) else node,
                f"Index runs past the end of `{name}`",
                f"The last index of `{name}` is `len({name}) - 1`, and this one reaches "
                f"`len({name})`: IndexError as soon as it gets there.",
            )


def _reaches_past(node: ast.AST) -> str | None:
    """Give the sequence whose end an index of this loop, comprehension or element passes."""
    if isinstance(node, ast.For):
        return _too_far(node.iter, node.target, ast.Module(node.body, []))
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        first = node.generators[0]
        inner = ast.Module([ast.Expr(node.elt), *(ast.If(each, [], []) for each in first.ifs)], [])
        return _too_far(first.iter, first.target, inner)
    if isinstance(node, ast.While):
        return _runs_to_length(node)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Call):
        length = node.slice
        if dotted(length.func) == "len" and length.args and same(length.args[0], node.value):
            return short(node.value)
    return None


def _too_far(iterated: ast.expr, target: ast.expr, body: ast.Module) -> str | None:
    """Give the sequence of `for i in range(len(x) + 1): x[i]`, or of `range(len(x)): x[i + 1]`."""
    if not (isinstance(iterated, ast.Call) and dotted(iterated.func) == "range" and iterated.args):
        return None
    end = iterated.args[0] if len(iterated.args) == 1 else iterated.args[1]
    extra = isinstance(end, ast.BinOp) and isinstance(end.op, ast.Add)
    length = end.left if isinstance(end, ast.BinOp) and extra else end
    if not (isinstance(length, ast.Call) and dotted(length.func) == "len" and length.args):
        return None
    if not isinstance(target, ast.Name):
        return None
    for node in ast.walk(body):
        if isinstance(node, ast.Subscript) and same(node.value, length.args[0]):
            plain = isinstance(node.slice, ast.Name) and node.slice.id == target.id
            beyond = _is_next(node.slice, target.id) and not _is_guarded(body, target.id)
            if plain if extra else beyond:
                return short(length.args[0])
    return None


def _is_next(index: ast.AST, name: str) -> bool:
    """Say whether an index is `name + 1` or more."""
    return (
        isinstance(index, ast.BinOp)
        and isinstance(index.op, ast.Add)
        and isinstance(index.right, ast.Constant)
        and any(loads(index.left, name))
    )


def _is_guarded(body: ast.Module, name: str) -> bool:
    return any(
        isinstance(node, ast.Try)
        or (isinstance(node, (ast.If, ast.IfExp, ast.BoolOp)) and any(loads(node, name)))
        for node in ast.walk(body)
    )


def _runs_to_length(node: ast.While) -> str | None:
    """Give the sequence of `while i <= len(x): x[i]`."""
    test = node.test
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    length = test.comparators[0]
    if not (isinstance(test.ops[0], ast.LtE) and isinstance(length, ast.Call)):
        return None
    if dotted(length.func) != "len" or not length.args:
        return None
    indexed = (each for each in ast.walk(node) if isinstance(each, ast.Subscript))
    reached = any(same(i.value, length.args[0]) and same(i.slice, test.left) for i in indexed)
    return short(length.args[0]) if reached else None


def division_by_length(view: View) -> Iterator[Spot]:
    """Find divisions by the length of something that may be empty."""
    for node in view.touched(ast.BinOp):
        if not isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod)):
            continue
        if isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
            continue
        counted = _length_of(view, node.right)
        function = view.function(node)
        if counted is None or function is None or view.is_test:
            continue
        if not _is_checked(view, function, counted, node):
            name = short(counted)
            yield spot(
                node,
                f"Division by zero when `{name}` is empty",
                f"`{short(node)}` divides by `len({name})` and nothing before it rules out an "
                f"empty `{name}`: ZeroDivisionError for `{name} = []`.",
            )


def _length_of(view: View, node: ast.expr) -> ast.expr | None:
    """Give x of `len(x)`, or of a name that was just set to it."""
    if isinstance(node, ast.Call) and dotted(node.func) == "len" and node.args:
        return node.args[0] if dotted(node.args[0]) else None
    if not isinstance(node, ast.Name):
        return None
    for each in own(view.scope(node)):
        if isinstance(each, ast.Assign) and dotted(each.targets[0]) == node.id:
            value = each.value
            if isinstance(value, ast.Call) and dotted(value.func) == "len":
                return _length_of(view, value)
    return None


def _is_checked(view: View, function: Function, counted: ast.expr, node: ast.BinOp) -> bool:
    """Say whether a test, an assertion or a handler before a division looks at what is counted."""
    words = {dotted(counted), dotted(node.right)} - {""}
    for each in ast.walk(function):
        if isinstance(each, (ast.If, ast.IfExp, ast.While, ast.Assert)):
            names = {dotted(part) for part in ast.walk(each.test)}
            if words & names:
                return True
        elif isinstance(each, ast.For) and dotted(each.iter) in words and node in ast.walk(each):
            return True
        elif isinstance(each, ast.Assign) and isinstance(
            each.value, (ast.List, ast.Tuple, ast.Dict)
        ):
            filled = bool(getattr(each.value, "elts", None) or getattr(each.value, "keys", None))
            if filled and dotted(each.targets[0]) in words:
                return True
    return any(isinstance(each, (ast.Try, ast.comprehension)) for each in view.above(node))


def changed_while_read(view: View) -> Iterator[Spot]:
    """Find loops over a collection that their own body makes longer or shorter."""
    for loop in ast.walk(view.tree):
        if not isinstance(loop, ast.For) or not view.touches(loop):
            continue
        name = dotted(_collection(loop.iter))
        resizers = _resizers(view, loop, name)
        for node in own(loop) if name else ():
            through = isinstance(node, ast.Call) and dotted(node.func) in resizers
            if (through or _resizes(node, name)) and not _stops_after(view, node, loop):
                inside = view.touches(view.statement(node))
                yield spot(
                    # `for x in list(a)` may have become `for x in a`, and the body stayed.
                    view.statement(node) if inside else loop.iter,
                    f"`{name}` is changed while the loop reads it",
                    f"`{short(view.statement(node))}` changes `{name}` inside the loop over it: a "
                    "list skips the next element, a dict raises RuntimeError. Loop over a copy.",
                )
                break


def _resizers(view: View, loop: ast.For, name: str) -> set[str]:
    """Give the methods of the loop's own class that change the collection: `self.drop`."""
    owner = next((each for each in view.above(loop) if isinstance(each, ast.ClassDef)), None)
    if owner is None or not name.startswith("self."):
        return set()
    return {
        f"self.{method.name}"
        for method in owner.body
        if isinstance(method, FUNCTIONS) and any(_shortens(node, name) for node in own(method))
    }


def _shortens(node: ast.AST, name: str) -> bool:
    """Say whether a node takes something out of a collection."""
    growing = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _GROWING
    return _resizes(node, name) and not growing


def _collection(iterated: ast.expr) -> ast.expr:
    """Give d of `d.items()`, or the expression itself."""
    call = iterated
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and not call.args:
        return call.func.value if call.func.attr in ("items", "keys", "values") else call
    return call


def _resizes(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in _SHRINKING and dotted(node.func.value) == name
    if isinstance(node, ast.Delete):
        return any(
            isinstance(target, ast.Subscript) and dotted(target.value) == name
            for target in node.targets
        )
    return False


def _stops_after(view: View, node: ast.AST, loop: ast.For) -> bool:
    """Say whether the loop ends right after a statement."""
    statement = view.statement(node)
    block = view.parents[statement]
    for _, body in ast.iter_fields(block):
        if isinstance(body, list) and statement in body:
            rest = body[body.index(statement) + 1 :]
            return any(isinstance(each, (ast.Return, ast.Break, ast.Raise)) for each in rest)
    return isinstance(statement, ast.Return)


def late_binding(view: View) -> Iterator[Spot]:
    """Find functions kept in a loop that will all see the loop's last value."""
    for node in view.touched(ast.Lambda):
        loop = next(
            (each for each in view.above(node) if isinstance(each, (ast.For, *FUNCTIONS))), None
        )
        if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
            continue
        name = loop.target.id
        user = view.parents.get(node)
        kept = isinstance(user, ast.Assign) and isinstance(user.targets[0], ast.Subscript)
        kept = kept or (
            isinstance(user, ast.Call)
            and isinstance(user.func, ast.Attribute)
            and user.func.attr in ("append", "add", "connect", "register", "add_done_callback")
        )
        taken = name in {each.arg for each in arguments_of(node)}
        if kept and not taken and any(loads(node.body, name)):
            yield spot(
                node,
                f"Every function kept here sees the last `{name}`",
                f"`{short(node)}` reads `{name}` when it is called, after the loop, not when it "
                f"is made. Bind it: `lambda {name}={name}: …`.",
            )


def reused_loop_variable(view: View) -> Iterator[Spot]:
    """Find an inner loop that takes the variable of the loop around it."""
    for node in view.touched(ast.For):
        inner = {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)} - {"_"}
        for outer in view.above(node):
            if isinstance(outer, (*FUNCTIONS, ast.ClassDef)):
                break
            if not isinstance(outer, ast.For):
                continue
            taken = inner & {
                each.id for each in ast.walk(outer.target) if isinstance(each, ast.Name)
            }
            if taken:
                name = min(taken)
                yield spot(
                    node,
                    f"Inner loop overwrites `{name}` of the outer loop",
                    f"After this loop `{name}` holds the inner loop's last value; the rest of the "
                    "outer loop's body works with that one. Choose another name.",
                )
