"""Edit templates for results: those that get lost, and those of what changes a value in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import ATOM, Place, word_of
from .source import Edit
from .templates_statements import own_line, under
from .units import FUNCTIONS

_NEW = {"strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "replace", "casefold",
        "union", "intersection", "difference", "symmetric_difference", "quantize", "zfill",
        "ljust", "rjust", "center",
        "removeprefix", "removesuffix", "swapcase", "format", "translate"}  # fmt: skip
_OF_SETS = {"intersection", "difference", "symmetric_difference"}
_MAKES = {"sorted", "reversed", "list", "set", "abs", "round", "int", "str", "tuple"}
# What is computed by what changes a list, set or mapping in place and gives None.
_IN_PLACE = {
    ("sort", 0): ("sorted({x})",), ("reverse", 0): ("{x}[::-1]", "reversed({x})"),
    ("append", 1): ("{x} + [{0}]",), ("extend", 1): ("{x} + {0}",), ("add", 1): ("{x} | {{{0}}}",),
    ("update", 1): ("{x} | {0}", "{{**{x}, **{0}}}"), ("remove", 1): ("{x} - {{{0}}}",),
    ("discard", 1): ("{x} - {{{0}}}",), ("insert", 2): ("{x}[:{0}] + [{1}] + {x}[{0}:]",),
}  # fmt: skip
_BEHIND = 2.5  # bits for returning what hangs behind an object that is made for that
_NOTED = 5.0  # bits for asking what a call answers where nobody did
_HEEDED = 3.0  # bits for using an answer that is thrown away
_SURE = 2.5  # bits for an edit of what can only be a slip
_EMPTY = {"list": "[]", "dict": "{}", "set": "set()", "deque": "deque()"}


def lost(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Keep what a statement computes and throws away."""
    value = node.value
    if not isinstance(value, ast.Call) or not own_line(place, node):
        return
    start, text = place.source.start(node), place.text(node)
    function = value.func
    if isinstance(function, ast.Attribute) and function.attr in _NEW:
        owner = function.value
        if isinstance(owner, (ast.Name, ast.Attribute, ast.Subscript)):
            new = f"{place.text(owner)} = "
            yield place.put([(start, start, new)], f"`{new}{text}`"[:90], _SURE, "result")
        if function.attr in _OF_SETS:
            end = place.source.end(function)
            words = f"`.{function.attr}_update`: in place"
            yield place.put([(end, end, "_update")], words, _SURE, "result")
    elif isinstance(function, ast.Name) and function.id in _MAKES and len(value.args) > 0:
        given = value.args[0]
        if isinstance(given, (ast.Name, ast.Attribute, ast.Subscript)):
            new = f"{place.text(given)} = "
            yield place.put([(start, start, new)], f"`{new}{text}`"[:90], _SURE, "result")
            if function.id == "sorted" and "list" in place.types(given):
                named = ", ".join(f"{k.arg}={place.text(k.value)}" for k in value.keywords)
                sort = f"{place.text(given)}.sort({named})"
                yield place.swap(node, sort, f"`{sort}`"[:90], _SURE, "result")
    yield from _kept(place, node, function)
    if _generates(place.function):
        again = place.function.name in (getattr(function, n, "") for n in ("id", "attr"))
        for word, bits in (("yield from", 2.0 if again else 4.5), ("yield", 5.0)):
            words = f"`{word} {text}`"[:90]
            yield place.put([(start, start, f"{word} ")], words, bits, "yield")


_KEEPS = {"dict": ("{0}.update({1})",), "list": ("{0}.extend({1})", "{0}.append({1})"),
          "set": ("{0}.update({1})",), "int": ("{0} += {1}", "{0} = {1}"), "float": ("{0} += {1}",),
          "bool": ("{0} = {1}",), "str": ("{0} += {1}", "{0} = {1}")}  # fmt: skip


def _kept(place: Place, node: ast.Expr, function: ast.expr) -> Iterator[Edit]:
    """Put what a function of the file gives into what is gathered."""
    own = isinstance(function, ast.Name) and function.id in place.known.functions
    again = word_of(function) == place.function.name
    if not own and not again:
        return
    text = place.text(node)
    for name in place.locals:
        for kind in sorted(place.known.types.get(name, ())):
            for form in _KEEPS.get(kind, ()):
                new = form.format(name, text)
                yield place.swap(node, new, f"`{new}`"[:90], 3.5 if again else 5.0, "result")


def heeded(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Stop with the answer that a function gives itself, where nobody listens to it."""
    call = node.value
    if not isinstance(call, ast.Call) or not own_line(place, node):
        return
    around = (each for each in place.ancestors(node) if isinstance(each, FUNCTIONS))
    function = next(around, place.function)
    if function.name not in (getattr(call.func, name, "") for name in ("id", "attr")):
        return
    text = place.text(node)
    for answer in sorted(_answers(function)):
        test = text if answer else f"not {text}"
        new = under(place, node, test, f"return {answer}")
        yield place.swap(node, new, f"`return {answer}` if `{test}`"[:90], _HEEDED, "result")


def behind_the_first(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Return what hangs behind a first object that only serves to hang it on."""
    if not isinstance(node.value, ast.Name):
        return
    first = node.value.id
    steps = [each for each in place.nodes if isinstance(each, ast.Assign)]
    made = [e for e in steps if place.text(e.targets[0]) == first and isinstance(e.value, ast.Call)]
    last = {place.text(e.targets[0]) for e in steps if place.text(e.value) == first}
    hung = {
        target.attr
        for each in steps
        for target in each.targets
        if isinstance(target, ast.Attribute) and place.text(target.value) in last
    }
    for name in sorted(hung) if made else ():
        new = f"{first}.{name}"
        yield place.swap(node.value, new, f"`{new}`, not `{first}`"[:90], _BEHIND, "attribute")


def taken_note(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Ask what a call answers, as its callers do elsewhere, and do what they do then."""
    call = node.value
    name = getattr(getattr(call, "func", None), "id", "")
    if not name or not own_line(place, node) or "\n" in place.text(node):
        return
    names = {
        place.text(each.targets[0])
        for each in place.nodes
        if isinstance(each, ast.Assign)
        and isinstance(each.value, ast.Call)
        and getattr(each.value.func, "id", "") == name
    }
    for other in place.nodes:
        if isinstance(other, ast.If):
            for test in (n for n in ast.walk(other.test) if isinstance(n, ast.Compare)):
                step = other.body[0]
                if place.text(test.left) in names and isinstance(step, (ast.AugAssign, ast.Assign)):
                    rest = place.source.text[place.source.end(test.left) : place.source.end(test)]
                    asked = place.text(node) + rest
                    new = under(place, node, asked, place.text(step))
                    yield place.swap(node, new, f"`{asked}`"[:90], _NOTED, "result")


def _answers(function: ast.AST) -> set[bool]:
    """Give the truth values that a function returns as such."""
    values = (node.value for node in ast.walk(function) if isinstance(node, ast.Return))
    return {v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, bool)}


def _generates(function: ast.AST) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ast.walk(function))


def in_place(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Use a new value where what changes the old one gives nothing."""
    function, parent = node.func, place.parent(node)
    if not isinstance(function, ast.Attribute) or isinstance(parent, (ast.Expr, ast.Await)):
        return
    key, owner = (function.attr, len(node.args)), place.bare(function.value, ATOM)
    if key not in _IN_PLACE or any(isinstance(each, ast.Starred) for each in node.args):
        return
    given = [place.text(each) for each in node.args]
    named = "".join(f", {k.arg}={place.text(k.value)}" for k in node.keywords)
    for form in _IN_PLACE[key]:
        new = form.format(*given, x=owner)
        if not named or new.endswith(")"):
            new = f"{new[:-1]}{named})" if named else new
            yield place.swap(node, new, f"`{new}`"[:90], _SURE, "result")
    if isinstance(parent, ast.Return):
        yield from _then_returned(place, parent, node, owner)
    elif isinstance(parent, ast.Assign) and place.text(parent.targets[0]) == owner:
        text = place.text(node)
        yield place.swap(parent, text, f"`{text}` alone"[:90], _SURE, "result")


def _then_returned(place: Place, node: ast.Return, call: ast.Call, owner: str) -> Iterator[Edit]:
    if own_line(place, node):
        line = place.source.newline + place.source.indent(place.source.start(node))
        new = f"{place.text(call)}{line}return {owner}"
        yield place.swap(node, new, f"`{place.text(call)}`, then return it"[:90], _SURE, "result")


def cleared(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Begin with a new collection, not with the old one emptied, and the other way round."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        function = node.value.func
        if isinstance(function, ast.Attribute) and function.attr == "clear" and not node.value.args:
            owner = place.text(function.value)
            seen = place.types(function.value)
            for kind, empty in _EMPTY.items():
                if kind in seen or (not seen and kind == "list"):
                    new = f"{owner} = {empty}"
                    yield place.swap(node, new, f"`{new}`"[:90], 3.0, "result")
    elif isinstance(node, ast.Assign) and len(node.targets) == 1 and place.in_loop(node):
        target = place.text(node.targets[0])
        if place.text(node.value) in _EMPTY.values():
            yield place.swap(node, f"{target}.clear()", f"`{target}.clear()`"[:90], 6.5, "result")


_STARRED = {"zip", "gather", "chain", "product", "union", "intersection", "max", "min", "print",
            "format", "join", "set", "map"}  # fmt: skip
_MANY = {"list", "tuple", "generator", "set", "dict", "deque", "map"}


def spread(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Give a call the elements of a value instead of the value, or the other way round."""
    name = word_of(node.func)
    for each in node.args:
        start = place.source.start(each)
        if isinstance(each, ast.Starred):
            yield place.put([(start, start + 1, "")], "the value, not its elements", 4.5, "star")
            continue
        seen = place.types(each)
        many = not seen or bool(seen & _MANY)
        if isinstance(each, (ast.Constant, ast.JoinedStr, ast.Lambda)) or not many:
            continue
        known = name in _STARRED or place.known.functions.get(name, 0) > 1
        if len(node.args) == 1 and known:
            bits = 2.0 if name == "zip" else 4.0
            yield place.put(_starred(place, node, each), "its elements", bits, "star")


def _starred(place: Place, node: ast.Call, each: ast.expr) -> list[tuple[int, int, str]]:
    """Put a star before an argument; a generator may share the brackets of its call."""
    start, end = place.source.start(each), place.source.end(each)
    if isinstance(each, ast.GeneratorExp) and end == place.source.end(node):
        return [(start + 1, start + 1, "*("), (end - 1, end - 1, ")")]
    return [(start, end, f"*{place.bare(each, 7)}")]


def kinds(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Let a check of a value's type take its kin too."""
    name = getattr(node.func, "id", "")
    if name != "isinstance" or len(node.args) != 2:
        return
    kind, text = node.args[1], place.text(node.args[1])
    if isinstance(kind, ast.Tuple):
        known = [place.text(each) for each in kind.elts]
        options = [f"({', '.join([*known, other])})" for other in ("tuple", "set", "float", "dict")
                   if other not in known]  # fmt: skip
        options += known if len(known) == 2 else []
    else:
        options = [f"({text}, {other})" for other in _KIN.get(text, ())]
        options += _KIN.get(text, ())
    start, end = place.source.start(kind), place.source.end(kind)
    for new in options:
        words = f"`{new}` instead of `{text}`"[:90]
        yield place.put([(start, end, new)], words, 4.5, "kind")


_KIN = {
    "list": ("tuple", "set", "dict"), "tuple": ("list",), "int": ("float", "str", "bool"),
    "float": ("int",), "str": ("bytes", "int", "list"), "dict": ("list",),
    "set": ("frozenset", "list"), "bool": ("int",),
}  # fmt: skip


def lexical(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Compare several parts one after the other, not each by itself."""
    tests = node.values
    if len(tests) != 2 or not all(isinstance(t, ast.Compare) and len(t.ops) == 1 for t in tests):
        return
    first, second = (t for t in tests if isinstance(t, ast.Compare))
    signs = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
    sign = signs.get(type(second.ops[0]))
    if sign is None or type(first.ops[0]) not in signs:
        return
    if isinstance(first.comparators[0], ast.Constant):
        return
    left = f"({place.text(first.left)}, {place.text(second.left)})"
    right = f"({place.text(first.comparators[0])}, {place.text(second.comparators[0])})"
    new = f"{left} {sign} {right}"
    bits = 2.5 if _owners(first) == _owners(second) else 5.0
    yield place.swap(node, new, f"`{new}`"[:90], bits, "compare")


def _owners(test: ast.Compare) -> list[str]:
    """Name the objects whose parts a comparison compares."""
    sides = [getattr(side, "value", None) for side in (test.left, test.comparators[0])]
    return [ast.dump(side) if isinstance(side, ast.AST) else "" for side in sides]


_ALIKE = ("list({0})", "sorted({0})", "len({0})", "set({0})", "abs({0})", "str({0})", "int({0})")
_ALIKE_TEXTS = ("{0}.lower()", "{0}.strip()", "{0}.upper()", "{0}()")


def both_sides(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Compare what both sides are alike in."""
    if len(node.ops) != 1 or isinstance(node.ops[0], (ast.Is, ast.IsNot, ast.In, ast.NotIn)):
        return
    sides = [node.left, node.comparators[0]]
    if not all(isinstance(side, (ast.Name, ast.Attribute, ast.Subscript)) for side in sides):
        return
    for form in (*_ALIKE, *_ALIKE_TEXTS):
        if form == "{0}()" and not all(isinstance(side, ast.Attribute) for side in sides):
            continue
        spans = [
            (place.source.start(side), place.source.end(side), form.format(place.text(side)))
            for side in sides
        ]
        words = f"compare `{form.format('…')}` of both"
        yield place.put(spans, words, 7.0 if form in _ALIKE else 6.0, "compare")


def first_letter(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Write the first letter large and leave the others as they are."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in ("capitalize", "title"):
        return
    text = place.bare(function.value, ATOM)
    new = f"{text}[:1].upper() + {text}[1:]"
    yield place.swap(node, new, f"`{new}`"[:90], 5.5, "call")


def in_order(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Tell apart by what something holds and how often, not only by what: a sorted key."""
    if getattr(node.func, "id", "") not in ("set", "frozenset", "sorted") or len(node.args) != 1:
        return
    for form in ("tuple(sorted({0}))", "''.join(sorted({0}))"):
        new = form.format(place.text(node.args[0]))
        yield place.swap(node, new, f"`{new}`"[:90], 6.0, "call")
