"""Edit templates for subscripts, slices and displays of collections."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .scope import Place, constant_int
from .source import Edit


def subscripts(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Change an index or a slice, or drop it."""
    source = place.source
    text = place.text(node.value)
    if isinstance(node.ctx, ast.Load):
        yield place.swap(node, text, f"`{text}` without its subscript"[:90], 5.5, "drop")
    inner = node.slice
    if isinstance(inner, ast.Slice):
        yield from _slices(place, node, inner)
        return
    if isinstance(inner, ast.Tuple) or constant_int(inner) is not None:
        if isinstance(inner, ast.Tuple) and len(inner.elts) == 2:
            yield from _exchange(place, inner.elts[0], inner.elts[1], "exchange the indexes", 4.5)
        return
    low, high = source.start(inner), source.end(inner)
    if isinstance(node.value, ast.Subscript) and not isinstance(node.value.slice, ast.Slice):
        yield from _exchange(place, node.value.slice, inner, "exchange the indexes", 4.0)
    for index, bits in (("-1", 5.5), ("0", 5.5)):
        yield place.put([(low, high, index)], f"index `{index}`", bits, "index")
    if isinstance(inner, ast.Name) and isinstance(node.ctx, ast.Load):
        yield place.put([(low, low, ":")], "a slice up to, not an element", 7, "slice")
        yield place.put([(high, high, ":")], "a slice from, not an element", 7, "slice")
    if isinstance(node.ctx, ast.Load):
        yield from _missing_keys(place, node)


def _missing_keys(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Expect that a key may be missing."""
    types = place.types(node.value)
    if types and "dict" not in types:
        return
    for default, bits in (("", 6.0), (", 0", 6.0), (", []", 7.5), (", ''", 8.0)):
        arguments = f"{place.text(node.slice)}{default}"
        words = f"`.get({arguments})` for a key that may be missing"
        text = f"{place.atom(node.value)}.get({arguments})"
        yield place.swap(node, text, words[:90], bits, "get")


def _exchange(
    place: Place, first: ast.AST, second: ast.AST, kind: str, bits: float
) -> Iterator[Edit]:
    source = place.source
    yield place.put(
        [
            (source.start(first), source.end(first), place.text(second)),
            (source.start(second), source.end(second), place.text(first)),
        ],
        kind,
        bits,
        "swap",
    )


def _slices(place: Place, node: ast.Subscript, inner: ast.Slice) -> Iterator[Edit]:
    low, high, step = (place.text(p) if p else "" for p in (inner.lower, inner.upper, inner.step))
    start, end = place.source.end(node.value), place.source.end(node)
    tail = f":{step}" if step else ""
    options = _bounds(low, high, tail)
    options[f"[{low}:{high}]" if step else f"[{low}:{high}:-1]"] = 4.0 if step else 5.5
    for name in place.values:
        if "int" not in place.known.types.get(name, {"int"}):
            continue
        if not low:
            options.setdefault(f"[{name}:{high}{tail}]", 6.5)
        if not high:
            options.setdefault(f"[{low}:{name}{tail}]", 6.5)
    for text, bits in options.items():
        yield place.put([(start, end, text)], f"slice `{text}`", bits, "slice")
    owner, joined = place.text(node.value), ""
    if low and not high and not step and low.endswith(" + 1"):
        joined = f"{owner}[:{low[:-4]}] + {place.text(node)}"
    elif high and not low and not step:
        joined = f"{place.text(node)} + {owner}[{high} + 1:]"
    if joined and isinstance(node.ctx, ast.Load):
        yield place.swap(node, joined, f"`{joined}`, all but one"[:90], 5.5, "slice")


def _bounds(low: str, high: str, tail: str) -> dict[str, float]:
    """Give other slices with the same bounds, fewer, or the usual ones."""
    options: dict[str, float] = {}
    if low:
        options[f"[:{high}{tail}]"] = 4.5
        options[f"[{low}:{tail}]"] = 4.5 if high else 9.0
        options[f"[:{low}{tail}]"] = 4.5
        options[f"[:-{low}{tail}]" if low.isalnum() else f"[:-({low}){tail}]"] = 5.0
    else:
        options[f"[1:{high}{tail}]"] = 5.0
    if high.startswith("-"):
        options.setdefault(f"[{high[1:]}:{tail}]", 5.0)
        options.setdefault(f"[:{high[1:]}{tail}]", 5.0)
        options.setdefault(f"[{high}:{tail}]", 4.5)
    elif high.isidentifier() and not low:
        options.setdefault(f"[-{high}:{tail}]", 4.0)
    if low.startswith("-") and not high:
        options.setdefault(f"[:{low[1:]}{tail}]", 4.5)
        options.setdefault(f"[{low[1:]}:{tail}]", 5.0)
    elif low.isalnum() and not high:
        options.setdefault(f"[-{low}:{tail}]", 4.5)
    if high:
        options.setdefault(f"[{high}:{tail}]", 4.5)
        options.setdefault(f"[{low}:{tail}]", 4.5)
    else:
        options[f"[{low}:-1{tail}]"] = 5.0
    if low and high:
        options[f"[{high}:{low}{tail}]"] = 6.0
        if low.isidentifier() and not re.search(rf"\b{low}\b", high):
            options[f"[{low}:{low} + {high}{tail}]"] = 4.5
    return options


def displays(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Change the elements of a list, tuple, set or dict display."""
    elements = list(getattr(node, "elts", []))
    text = place.text(node)
    if not elements and isinstance(node, ast.List):
        for new, bits in (("[[]]", 5.0), ("[0]", 6.0), ("{}", 6.0), ("set()", 6.0), ("()", 7.0)):
            yield place.swap(node, new, f"`{new}` instead of `[]`", bits, "display")
        for name in place.values:
            yield place.swap(node, f"[{name}]", f"`[{name}]` instead of `[]`", 6.0, "display")
            yield place.swap(node, name, f"`{name}` instead of `[]`", 7.5, "display")
    if isinstance(node, ast.List) and len(elements) == 1:
        yield place.swap(node, place.text(elements[0]), f"the element of `{text}` itself", 5,
                         "display")  # fmt: skip
        yield place.swap(node, "[]", f"`[]` instead of `{text}`"[:90], 5, "display")
    if isinstance(node, (ast.List, ast.Tuple)) and len(elements) > 1:
        for left, right in zip(elements, elements[1:]):
            yield from _exchange(place, left, right, "exchange two elements", 5)
        for index in range(len(elements)):
            kept = [place.text(e) for i, e in enumerate(elements) if i != index]
            if isinstance(node, ast.List):
                yield place.swap(node, f"[{', '.join(kept)}]", "drop an element", 6.5, "drop")
    if isinstance(node, ast.Dict) and not elements:
        yield place.swap(node, "set()", "a set instead of a dict", 7, "display")
