"""Edit templates for what an error says is missing: a name or an attribute without a value."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from .scope import Place, similarity
from .source import Edit
from .templates_borrowed import calls
from .templates_statements import insert_after, insert_before, own_line
from .units import FUNCTIONS

NEEDED = "needed"  # the group of edits without which an error stays
_ASKED_BESIDE = 2.0  # bits by which an attribute is likelier that the function asks for beside
_BITS = 2.5  # for a value that fits how the name is used
_OTHER = 3.0  # bits more for one that does not
_VALUES = ("0", "[]", "{}", "set()", "''", "None", "1", "False", "True", "-1", "float('inf')",
           "float('-inf')")  # fmt: skip
_USES = {  # methods that tell what kind of value a name has
    "append": "[]", "extend": "[]", "pop": "[]", "sort": "[]", "insert": "[]", "reverse": "[]",
    "add": "set()", "discard": "set()", "get": "{}", "setdefault": "{}", "items": "{}",
    "keys": "{}", "values": "{}", "join": "''",
}  # fmt: skip
_SHARED = (ast.List, ast.Dict, ast.Set)
_LOOPS = (ast.For, ast.While, ast.AsyncFor)
_AGAIN = 3.0  # bits for a first value that comes anew in each turn of a loop
_NUMBERS = {"0": 0.0, "1": 1.0, "-1": 2.0}


def set_before_use(place: Place) -> Iterator[Edit]:
    """Give a name a value before it is used that has none yet."""
    for name in sorted(place.known.unbound):
        first = _first_use(place, name)
        if first is None:
            continue
        values = _first_values(place, name)
        for distance, statement in enumerate(_enclosing(place, first)):
            again = _AGAIN * _is_carried(place, statement, name)
            for value, bits in values.items():
                text = f"{name} = {value}"
                edit = insert_before(place, statement, text, f"begin with `{text}`"[:90],
                                     bits + 0.5 * distance + again)  # fmt: skip
                yield edit._replace(group=NEEDED)


def _is_carried(place: Place, statement: ast.stmt, name: str) -> bool:
    """Say whether a loop around a statement sets a name, to go on with it in the next turn."""
    around = [each for each in place.ancestors(statement) if isinstance(each, _LOOPS)]
    stored = (n for loop in around for n in ast.walk(loop) if isinstance(n, ast.Name))
    return any(node.id == name and isinstance(node.ctx, ast.Store) for node in stored)


def _first_use(place: Place, name: str) -> ast.AST | None:
    used = [n for n in place.nodes if isinstance(n, ast.Name) and n.id == name]
    return min(used, key=lambda n: (n.lineno, n.col_offset), default=None)


def _enclosing(place: Place, node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statement of a node and those around it, as far as lines can go before them."""
    around = [place.statement(node)]
    around += [each for each in place.ancestors(around[0]) if isinstance(each, ast.stmt)]
    for statement in around:
        if isinstance(statement, FUNCTIONS):
            return
        if own_line(place, statement):
            yield statement


def _first_values(place: Place, name: str) -> dict[str, float]:
    """Give values that a name could begin with, those first that fit its uses."""
    fits = _fitting(place, name)
    found = {value: _BITS + fits.get(value, _OTHER) for value in _VALUES}
    own = set(place.known.types.get(name, set()))
    itself = (f"{place.function.name}(", f"self.{place.function.name}(")
    found.update(
        (call, _BITS + bits - 5.0)
        for call, bits in calls(place)
        if " = " not in call and not call.startswith(itself)
    )
    for other in place.locals:
        if other != name:
            alike = bool(own & place.known.types.get(other, set()))
            found[other] = _BITS + (0.5 if alike or similarity(name, other) > 0.6 else 2.0)
            if place.known.types.get(other, set()) & {"list", "str", "tuple", "dict"}:
                found.update({f"len({other})": 5.0, f"len({other}) - 1": 6.0, f"{other}[0]": 6.0})
    return found


def _fitting(place: Place, name: str) -> dict[str, float]:
    """Give the plain values that fit how a name is used, with bits."""
    found: dict[str, float] = {}
    for node in place.nodes:
        if not isinstance(node, ast.Name) or node.id != name:
            continue
        parent = place.parent(node)
        if isinstance(parent, ast.Attribute):
            found[_USES.get(parent.attr, "[]")] = 0.0
        elif isinstance(parent, ast.Subscript) and parent.value is node:
            stored = isinstance(parent.ctx, ast.Store)
            found.update({"{}": 0.0, "[]": 1.0} if stored else {"[]": 0.5, "{}": 0.5})
        elif isinstance(parent, ast.Compare):
            inside = isinstance(parent.ops[0], (ast.In, ast.NotIn))
            found.update({"set()": 0.5, "[]": 1.0, "{}": 0.5} if inside else _NUMBERS)
        elif isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not):
            found.update({"False": 0.0, "None": 1.0})
        elif isinstance(parent, (ast.AugAssign, ast.BinOp, ast.Slice)):
            found.update(_NUMBERS)
    return found or {"0": 0.5, "[]": 1.0, "None": 1.5, "{}": 1.5, "False": 2.0}


def known_names(place: Place, node: ast.Name) -> Iterator[Edit]:
    """Use a name that exists, with a similar spelling, for one that does not."""
    if node.id not in place.known.unbound:
        return
    names = {*place.locals, *place.known.functions, *dir(builtins), *place.known.globals}
    for other in sorted(names - {node.id}):
        alike = similarity(node.id, other)
        if alike > 0.6:
            words = f"`{other}`, not `{node.id}`, which does not exist"
            yield place.swap(node, other, words, 1.0 + 4 * (1 - alike), NEEDED)


def known_attributes(place: Place, node: ast.Attribute) -> Iterator[Edit]:
    """Use an attribute that exists for one that does not."""
    if node.attr not in place.known.lacking:
        return
    end = place.source.end(node)
    owner = place.text(node.value)
    asked = [
        n for n in place.nodes if isinstance(n, ast.Attribute) and place.text(n.value) == owner
    ]
    alike = {n.attr for n in asked if place.called(n) is place.called(node)}
    for name in sorted(place.types(node.value)):
        kind = getattr(builtins, name, None)
        options = set(place.known.attributes.get(name, set()))
        options |= set(dir(kind)) if isinstance(kind, type) else set()
        for other in sorted(o for o in options if not o.startswith("__") and o != node.attr):
            words = f"`.{other}`, as there is no `.{node.attr}`"
            bits = 4.5 - 3.0 * similarity(node.attr, other) - _ASKED_BESIDE * (other in alike)
            yield place.put([(end - len(node.attr), end, other)], words, bits, NEEDED)


def set_attributes(place: Place) -> Iterator[Edit]:
    """Give an object an attribute when it is made that its methods expect."""
    function = place.function
    if function.name != "__init__" or not function.args.args:
        return
    owner = function.args.args[0].arg
    used = _attributes_of(place)
    body = [node for node in function.body if own_line(place, node)]
    for name in sorted(place.known.lacking & used - _set_by(function)):
        for value, bits in _attribute_values(place, name).items():
            text = f"{owner}.{name} = {value}"
            for node in body[-1:]:
                edit = insert_after(place, node, text, f"begin with `{text}`"[:90], bits)
                yield edit._replace(group=NEEDED)


def own_attributes(place: Place) -> Iterator[Edit]:
    """Give each object of a class a collection of its own, where the class has one for all."""
    function, owners = place.function, place.unit.owners
    if function.name != "__init__" or not function.args.args or not owners:
        return
    last, owner = function.body[-1], function.args.args[0].arg
    for kind in place.source.nodes:
        body = kind.body if isinstance(kind, ast.ClassDef) and kind.name == owners[-1] else []
        for node in body:
            if not isinstance(node, ast.Assign) or not isinstance(node.value, _SHARED):
                continue
            name = getattr(node.targets[0], "id", "")
            if name and name not in _set_by(function) and own_line(place, last):
                text = f"{owner}.{name} = {place.source.segment(node.value)}"
                yield insert_after(place, last, text, f"begin with `{text}`"[:90], 3.0)


def _set_by(function: ast.AST) -> set[str]:
    """Name the attributes that a function sets itself."""
    nodes = ast.walk(function)
    return {n.attr for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}


def _attributes_of(place: Place) -> set[str]:
    """Name the attributes that the class of a function mentions."""
    nodes = place.source.nodes
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _attribute_values(place: Place, name: str) -> dict[str, float]:
    """Give values that an attribute could begin with, those first that fit how it is used."""
    found = {value: 4.0 + 0.25 * number for number, value in enumerate(_VALUES)}
    texts = (text for text in place.known.literals if text[0] in "'\"")
    found.update(dict.fromkeys(texts, 5.0))
    for other in place.function.args.args[1:] + place.function.args.kwonlyargs:
        alike = similarity(name.strip("_"), other.arg)
        found[other.arg] = 5.0 - 3.5 * alike
        found[f"list({other.arg})"] = found[f"dict({other.arg})"] = 7.0 - 3.5 * alike
    for node in place.source.nodes:
        if isinstance(node, ast.Attribute) and node.attr in _USES:
            value = node.value
            if isinstance(value, ast.Attribute) and value.attr == name:
                found[_USES[node.attr]] = 2.5
    return found
