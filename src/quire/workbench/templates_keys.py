"""Edit templates for what decides an order: keys, ties, and which end comes first."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import MAPS, Place, word_of
from .source import Edit

_ORDERED = {"sorted", "sort", "min", "max", "nlargest", "nsmallest", "groupby"}
_TIES = ("{0}", "{0}[0]", "{0}[1]", "-{0}[0]", "-{0}[1]", "len({0})")
_WITHOUT = ("lambda item: (item[1], item[0])", "lambda item: (-item[1], item[0])",
            "lambda item: -item[1]", "lambda item: (len(item), item)",
            "lambda item: (-len(item), item)")  # fmt: skip


def keys(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Give an order another key, or a second one for ties."""
    name = word_of(node.func)
    if name not in _ORDERED:
        return
    key = next((k for k in node.keywords if k.arg == "key"), None)
    if key is None:
        yield from _new_keys(place, node, name)
    elif isinstance(key.value, ast.Lambda):
        yield from _other_lambda(place, node, key.value)
    elif isinstance(key.value, (ast.Name, ast.Attribute)):
        text = place.text(key.value)
        for body, bits in ((f"({text}(item), item)", 5.5), (f"(-{text}(item), item)", 6.0),
                           (f"-{text}(item)", 5.5)):  # fmt: skip
            words = f"sort by `{body}`"[:90]
            yield place.swap(key.value, f"lambda item: {body}", words, bits, "key")


def _new_keys(place: Place, node: ast.Call, name: str) -> Iterator[Edit]:
    end = place.source.end(node) - 1
    alone = len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp)
    if place.source.text[:end].rstrip().endswith(",") or (alone and not node.keywords):
        return
    comma = ", " if node.args or node.keywords else ""
    options: dict[str, float] = {}
    if name in ("min", "max"):
        if len(node.args) != 1:
            return
        given = node.args[0]
        options = {"len": 6.0, "abs": 7.0, "lambda item: item[1]": 6.5}
        if isinstance(given, (ast.Name, ast.Attribute)) and place.types(given) & MAPS:
            options[f"{place.text(given)}.get"] = 4.0
    else:
        options = dict.fromkeys(_WITHOUT, 7.0)
    options.update(_read_parts(place))
    for key, bits in options.items():
        yield place.put([(end, end, f"{comma}key={key}")], f"sort by `{key}`"[:90], bits, "key")


def _read_parts(place: Place) -> dict[str, float]:
    """Give keys that read what the function reads of its other values."""
    found: dict[str, float] = {}
    for node in place.nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if not place.called(node) and node.value.id not in ("self", "cls"):
                found[f"lambda item: item.{node.attr}"] = 7.0
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            found[f"lambda item: item[{place.text(node.slice)}]"] = 7.0
    return dict(list(found.items())[:6])


def _other_lambda(place: Place, node: ast.Call, function: ast.Lambda) -> Iterator[Edit]:
    if len(function.args.args) != 1:
        return
    name, body = function.args.args[0].arg, function.body
    elements = body.elts if isinstance(body, ast.Tuple) else [body]
    parts = [place.text(each) for each in elements]
    kinds = sorted(place.known.types.get(name, set()))
    own = [f"{name}.{a}" for kind in kinds for a in sorted(place.known.attributes.get(kind, ()))]
    ties = [tie.format(name) for tie in _TIES]
    ties += [f"{name}{key[len('lambda item: item') :]}" for key in _read_parts(place)]
    for tie in dict.fromkeys([*ties, *own[:6]]):
        if tie not in parts and tie not in (f"-{part}" for part in parts):
            new = f"({', '.join([*parts, tie])})"
            yield place.swap(body, new, f"`{new}`"[:90], 5.0, "key")
    for tie in ties[:3] if len(parts) == 1 else ():
        both = f"({_turned(place, elements[0])}, {tie})"
        without = _without_reverse(place, node, body, both)
        if without is not None and tie != parts[0]:
            yield without
    for index, part in enumerate(parts) if len(parts) > 1 else ():
        turned = [*parts[:index], _turned(place, elements[index]), *parts[index + 1 :]]
        new = f"({', '.join(turned)})"
        yield place.swap(body, new, f"`{new}`, not `{part}`"[:90], 4.0, "key")
        without = _without_reverse(place, node, body, new)
        if without is not None:
            yield without


def _turned(place: Place, node: ast.expr) -> str:
    """Give the text of a value with the other sign."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return place.text(node.operand)
    return f"-{place.bare(node, 14)}"


def _without_reverse(place: Place, node: ast.Call, body: ast.expr, new: str) -> Edit | None:
    """Sort forwards, by a key with one sign turned."""
    for index, keyword in enumerate(node.keywords):
        if keyword.arg == "reverse" and (index or node.args):
            before = node.keywords[index - 1].value if index else node.args[-1]
            low, high = place.source.end(before), place.source.end(keyword.value)
            spans = [(place.source.start(body), place.source.end(body), new), (low, high, "")]
            return place.put(spans, f"sort by `{new}`, not in reverse"[:90], 5.0, "key")
    return None
