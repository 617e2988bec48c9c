"""Edit templates for slips of the hand that Python takes without a word."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from .scope import MAPS, Place, word_of
from .source import Edit
from .templates_statements import insert_after, own_line
from .units import FUNCTIONS

_SURE = 1.5  # bits for an edit of what nobody means as it stands
_LIKELY = 3.0
_CHANGING = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_MANY = {"list", "tuple", "generator", "set", "map", "dict_keys", "dict_values", "filter"}
_COPIES = {"list", "copy", "tuple", "dict"}


def statements(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Return what is only printed, raise what is only made, set what is only compared."""
    call = node.value
    if isinstance(call, ast.Compare) and [type(each) for each in call.ops] == [ast.Eq]:
        new = f"{place.text(call.left)} = {place.text(call.comparators[0])}"
        yield place.swap(node, new, f"`{new}`"[:90], 0.5, "slip")
    if not isinstance(call, ast.Call):
        return
    name = getattr(call.func, "id", "")
    if name == "print" and len(call.args) == 1 and not call.keywords:
        text = f"return {place.text(call.args[0])}"
        yield place.swap(node, text, f"`{text}`"[:90], 3.0, "slip")
    elif _is_error(place, name):
        start = place.source.start(node)
        words = f"raise the {name}"
        yield place.put([(start, start, "raise ")], words, _SURE - 1.0, "slip")


def _is_error(place: Place, name: str) -> bool:
    kind = getattr(builtins, name, None)
    if isinstance(kind, type):
        return issubclass(kind, BaseException)
    return name in place.known.functions and name.endswith(("Error", "Exception"))


def returned_errors(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Raise an error that is returned."""
    value = node.value
    made = value.func if isinstance(value, ast.Call) else value
    if isinstance(made, ast.Name) and _is_error(place, made.id):
        start = place.source.start(node)
        yield place.put([(start, start + 6, "raise")], f"raise the {made.id}", _SURE, "slip")


def declined(place: Place, node: ast.Raise) -> Iterator[Edit]:
    """Let an operator of a class decline with a value, as Python asks of it."""
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    name = place.function.name
    if getattr(raised, "id", "") == "NotImplementedError" and name.startswith("__"):
        yield place.swap(node, "return NotImplemented", "decline", _SURE, "slip")


def spoken(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Compare with each of several values: `x == 1 or 2` asks only for the first."""
    first = next((v for v in node.values if isinstance(v, ast.Compare)), None)
    if first is None or len(first.ops) != 1:
        return
    source = place.source
    sign = source.text[source.end(first.left) : source.start(first.comparators[0])]
    left, right = place.text(first.left), place.text(first.comparators[0])
    bare = [v for v in node.values if isinstance(v, (ast.Constant, ast.Name))]
    constants = [v for v in bare if isinstance(v, ast.Constant) and node.values.index(v)]
    if constants:
        spans = [(source.start(v), source.start(v), f"{left}{sign}") for v in constants]
        yield place.put(spans, f"compare `{left}` with each"[:90], _SURE, "slip")
    for value in bare:
        if isinstance(value, ast.Name) and place.types(value) & {"int", "float"}:
            end = source.end(value)
            tail = f"{sign.rstrip()} {right}"
            words = f"`{value.id}{tail}` too"[:90]
            yield place.put([(end, end, tail)], words, _LIKELY + 1.5, "slip")


def otherwise(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Use another value where there is none, not where it is empty or zero."""
    parent = place.parent(node)
    if not isinstance(node.op, ast.Or) or len(node.values) != 2:
        return
    first, second = node.values
    if not isinstance(first, (ast.Name, ast.Attribute)) or isinstance(parent, (ast.If, ast.While)):
        return
    text = place.text(first)
    new = f"{text} if {text} is not None else {place.bare(second, 3)}"
    yield place.swap(node, new, f"`{new}`"[:90], 4.0, "slip")


def looked_up(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Ask whether a key is there, not whether its value is something."""
    test = getattr(node, "test", None)
    tests = list(test.values) if isinstance(test, ast.BoolOp) else [test]
    for each in tests:
        denied = isinstance(each, ast.UnaryOp) and isinstance(each.op, ast.Not)
        inner = each.operand if isinstance(each, ast.UnaryOp) and denied else each
        pair = _pair(inner)
        if pair is not None and each is not None:
            key, owner = place.text(pair[0]), place.text(pair[1])
            new = f"{key} not in {owner}" if denied else f"{key} in {owner}"
            listed = bool(place.types(pair[1]) & {"list", "str", "tuple"})
            yield place.swap(each, new, f"`{new}`"[:90], 4.0 + 3.0 * listed, "slip")


def _pair(node: ast.AST | None) -> tuple[ast.expr, ast.expr] | None:
    """Give what is looked up, and where."""
    if isinstance(node, ast.Subscript) and not isinstance(node.slice, (ast.Slice, ast.Constant)):
        return node.slice, node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        return (node.args[0], node.func.value) if node.func.attr == "get" else None
    return None


def joined(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Join by a text, and texts only."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != "join" or len(node.args) != 1:
        return
    owner, given = function.value, node.args[0]
    text = place.text(given)
    if isinstance(given, ast.Constant) and not isinstance(owner, ast.Constant):
        new = f"{text}.join({place.text(owner)})"
        yield place.swap(node, new, f"`{new}`"[:90], _SURE, "slip")
    elif isinstance(given, (ast.GeneratorExp, ast.ListComp)):
        new = f"str({place.text(given.elt)})"
        bits = 3.0 if place.known.mistyped else 7.0
        yield place.swap(given.elt, new, f"`{new}`"[:90], bits, "slip")
    elif isinstance(given, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
        new = f"map(str, {text})"
        bits = 3.0 if place.known.mistyped else 7.0
        yield place.swap(given, new, f"`{new}`"[:90], bits, "slip")


def converted(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Turn each of many values into a number or a text before they are used."""
    name = getattr(node.func, "id", "")
    if name not in ("sum", "max", "min", "sorted", "list", "set") or not node.args:
        return
    given = node.args[0]
    if isinstance(given, (ast.Starred, ast.GeneratorExp)):
        return
    kinds = place.types(given)
    if kinds and not kinds & _MANY:
        return
    for kind, bits in (("int", 5.0), ("float", 6.0), ("str", 6.0)):
        new = f"map({kind}, {place.text(given)})"
        cost = bits - (1.5 if place.known.mistyped else -1.5)
        yield place.swap(given, new, f"`{new}`"[:90], cost, "slip")


def apart(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Give each of several names a collection of its own."""
    made = isinstance(node.value, ast.Call) and not node.value.args
    if len(node.targets) < 2 or not (isinstance(node.value, _CHANGING) or made):
        return
    value = place.text(node.value)
    names = ", ".join(place.text(target) for target in node.targets)
    new = f"{names} = {', '.join([value] * len(node.targets))}"
    yield place.swap(node, new, f"`{new}`"[:90], _SURE, "slip")


def copied_rows(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Copy the rows of a table too, not only the list of them."""
    inner: ast.expr | None = None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        inner = node.args[0] if node.func.id in _COPIES else None
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
        inner = node.func.value if node.func.attr == "copy" else None
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        bare = node.slice.lower is node.slice.upper is node.slice.step is None
        inner = node.value if bare else None
    if inner is None or isinstance(inner, ast.GeneratorExp):
        return
    text, kinds = place.text(inner), place.types(inner)
    ways = [f"[row[:] for row in {text}]"] if not kinds or "list" in kinds else []
    if "list" in kinds and "replace" in place.known.globals:
        ways.append(f"[replace(item) for item in {text}]")
    if "list" in kinds and "copy" in place.known.globals:
        ways += [f"[copy(item) for item in {text}]", f"[copy.copy(item) for item in {text}]"]
    if kinds & MAPS or (not kinds and place.text(node).startswith("dict(")):
        ways.append(f"{{key: value.copy() for key, value in {text}.items()}}")
    for new in ways:
        yield place.swap(node, new, f"`{new}`"[:90], 4.5, "slip")


def late(place: Place, node: ast.Lambda) -> Iterator[Edit]:
    """Let a function keep the value that a name of a loop has when it is made."""
    own = {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
    read = {n.id for n in ast.walk(node.body) if isinstance(n, ast.Name)} - own
    looped: list[str] = []
    for around in place.ancestors(node):
        if isinstance(around, FUNCTIONS):
            break
        targets = [around.target] if isinstance(around, (ast.For, ast.AsyncFor)) else []
        targets += [each.target for each in getattr(around, "generators", [])]
        looped += [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
    kept = [name for name in dict.fromkeys(looped) if name in read]
    if kept and not node.args.vararg and not node.args.kwonlyargs:
        start = place.source.start(node)
        body = place.source.start(node.body)
        head = place.source.text[start:body].rpartition(":")[0]
        comma = ", " if own else " "
        text = f"{comma}{', '.join(f'{name}={name}' for name in kept)}"
        at = start + len(head.rstrip())
        yield place.put([(at, at, text)], f"keep `{', '.join(kept)}` as it is"[:90], 2.5, "slip")


def moved_offset(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Take an offset from the other index of a table: `t[i][j - 1]` for `t[i - 1][j]`."""
    if not isinstance(node.value, ast.Subscript):
        return
    first, second = node.value.slice, node.slice
    for here, there in ((first, second), (second, first)):
        if not isinstance(here, ast.BinOp) or not isinstance(there, ast.Name):
            continue
        sign = {ast.Add: "+", ast.Sub: "-"}.get(type(here.op))
        if sign is None or not isinstance(here.right, ast.Constant):
            continue
        new = f"{there.id} {sign} {place.text(here.right)}"
        spans = [
            (place.source.start(here), place.source.end(here), place.text(here.left)),
            (place.source.start(there), place.source.end(there), new),
        ]
        yield place.put(spans, "the offset at the other index", 4.0, "index")


def leave(place: Place, node: ast.If) -> Iterator[Edit]:
    """Leave a loop, or its turn, when a condition was met."""
    last = node.body[-1]
    ends = (ast.Return, ast.Raise, ast.Break, ast.Continue)
    if not place.in_loop(node) or isinstance(last, ends) or not own_line(place, last):
        return
    for word, bits in (("break", 6.0), ("continue", 6.5)):
        yield insert_after(place, last, word, f"`{word}` then", bits)


def parted(place: Place, node: ast.Call | ast.Subscript) -> Iterator[Edit]:
    """Part two displays that only a comma makes two: `[(1, 2) (3, 4)]`."""
    first = node.func if isinstance(node, ast.Call) else node.value
    around = isinstance(place.parent(node), (ast.List, ast.Tuple, ast.Set, ast.Call))
    if around and isinstance(first, (ast.Tuple, ast.List, ast.Dict, ast.Constant)):
        end = place.source.end(first)
        end += place.source.text[end : place.source.end(node)].startswith(")")
        yield place.put([(end, end, ",")], "part two values", _SURE - 1.0, "comma")


def chained(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Do two steps of a chain of methods in the other order."""
    inner = node.func.value if isinstance(node.func, ast.Attribute) else None
    if not isinstance(inner, ast.Call) or not isinstance(inner.func, ast.Attribute):
        return
    source = place.source
    owner, middle, end = (source.end(each) for each in (inner.func.value, inner, node))
    first, second = source.text[owner:middle], source.text[middle:end]
    if first.strip() != second.strip():
        words = "do two steps in the other order"
        yield place.put([(owner, end, second + first)], words, 3.5, "swap")


def received(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Exchange the object of a method with a name that it is given."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    if not isinstance(owner, ast.Name):
        return
    source = place.source
    inside = [n for argument in node.args for n in ast.walk(argument)]
    for other in (n for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)):
        if other.id != owner.id and other.id in place.locals and not place.called(other):
            spans = [
                (source.start(owner), source.end(owner), other.id),
                (source.start(other), source.end(other), owner.id),
            ]
            yield place.put(spans, f"exchange `{owner.id}` and `{other.id}`", 4.5, "swap")


_OF_HEAPS = {
    ("pop", 0): "heappop({x})", ("pop", 1): "heappop({x})", ("append", 1): "heappush({x}, {0})",
    ("remove", 1): "heappop({x})", ("push", 1): "heappush({x}, {0})",
    ("heappop", 0): "heappop({x})", ("heappush", 1): "heappush({x}, {0})",
}  # fmt: skip


def heaped(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Keep the order of a list that the function uses as a heap."""
    function = node.func
    if not isinstance(function, ast.Attribute) or node.keywords:
        return
    form = _OF_HEAPS.get((function.attr, len(node.args)))
    owner = place.text(function.value)
    prefix = _heap_functions(place, owner) if form is not None else None
    if form is None or prefix is None:
        return
    new = prefix + form.format(*map(place.text, node.args), x=owner)
    if prefix or new.partition("(")[0] in place.known.globals:
        yield place.swap(node, new, f"`{new}`"[:90], _SURE, "slip")


def _heap_functions(place: Place, owner: str) -> str | None:
    """Give what stands before the names of heap functions, if one is called with a list."""
    for node in place.nodes:
        if isinstance(node, ast.Call) and node.args and place.text(node.args[0]) == owner:
            name = word_of(node.func)
            if name.startswith("heap"):
                return place.text(node.func).removesuffix(name)
    return None


def behind(place: Place, node: ast.Attribute) -> Iterator[Edit]:
    """Let a property read and set what lies behind it, not itself."""
    own = isinstance(node.value, ast.Name) and node.value.id == "self"
    if own and node.attr == place.function.name and place.function.decorator_list:
        new = f"self._{node.attr}"
        yield place.swap(node, new, f"`{new}`, behind the property"[:90], 0.5, "slip")


def of_class(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Count for all objects of a class, not for one."""
    target = node.target
    if not isinstance(target, ast.Attribute) or not isinstance(target.value, ast.Name):
        return
    if target.value.id != "self":
        return
    for kind in place.source.tree.body:
        if isinstance(kind, ast.ClassDef) and target.attr in _set_in(kind):
            words = f"`{kind.name}.{target.attr}`, one for all"[:90]
            yield place.swap(target.value, kind.name, words, 3.0, "slip")


def _set_in(kind: ast.ClassDef) -> set[str]:
    """Name what a class itself holds."""
    plain = (each for each in kind.body if isinstance(each, ast.Assign))
    return {name.id for each in plain for name in each.targets if isinstance(name, ast.Name)}
