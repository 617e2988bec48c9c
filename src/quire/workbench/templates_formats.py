"""Edit templates for texts with values in them: widths, digits, dates, what stands between."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .scope import MOST_PLACES, Place
from .source import Edit

_OPEN, _CLOSE = "([{", ")]}"
_QUOTED = re.compile(r"([a-zA-Z]{0,2})('''|\"\"\"|'|\")(.*)\2", re.DOTALL)
_DIRECTIVE = re.compile(r"%[-#]?[a-zA-Z]")
_NAMED = re.compile(r"\{([A-Za-z_][\w.]*)[^{}]*\}")
_SLOT = re.compile(r"\{[\w.]*(?::([^{}]*))?\}")
_NUMBER = re.compile(r"\d+")
_NUMBERS = {"int", "float", "Decimal"}
_SPECS = (".2f", "02", ".1f", ",", "02d", ",.2f", ".0f", "03", ".3f", "d", "x", "b", ".1%", ".0%",
          "02x", "02X", "X", "08b", "04d", "e", "g")  # fmt: skip
_DATES = {"m": "Mbd", "M": "m", "d": "mj", "H": "Ih", "I": "H", "y": "Y", "Y": "y", "b": "Bm",
          "B": "b", "a": "A", "A": "a", "S": "sf", "p": "P", "D": "d", "h": "H",
          "j": "d"}  # fmt: skip
_BETWEEN = (" ", "-", ":", "/", ".", ",", ", ", "_", ": ", "; ")
_CALLS = {"strftime", "strptime"}


@dataclass(frozen=True)
class Field:
    """A value in a text: offsets of its braces' inside, of its conversion and of its format."""

    start: int
    value_end: int
    mark: int  # where `!r` begins or would
    spec: int  # where the format begins, after its colon, or -1
    end: int


def fields(place: Place, node: ast.JoinedStr) -> Iterator[Edit]:
    """Change how values are written into a text, or the text between them."""
    start, text = place.source.start(node), place.text(node)
    found = _QUOTED.fullmatch(text)
    if found is None or found[2] in found[3] or "\\" in text:
        return
    inner = start + found.start(3)
    parts = _split(found[3])
    if parts is None:
        return
    slots, between = parts
    values = [each for each in node.values if isinstance(each, ast.FormattedValue)]
    known = _specs_in(place)
    for slot, value in zip(slots, values):
        yield from _other_spec(place, found[3], inner, slot, place.types(value.value), known)
        yield from _other_mark(place, found[3], inner, slot)
    for low, high in between:
        for new in _other_text(found[3][low:high]):
            words = f"{new!r} instead of {found[3][low:high]!r}"
            yield place.put([(inner + low, inner + high, new)], words[:90], 5.5, "text")


def if_any(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Leave the end of a joined text away where it tells of nothing: `a + (b if n else "")`."""
    parts = _joined(node)
    if isinstance(place.parent(node), ast.BinOp) or "\n" in place.text(node):
        return
    end = place.source.end(node)
    for index in range(1, len(parts)):
        rest = parts[index:]
        read = {n.id: n for part in rest for n in ast.walk(part) if isinstance(n, ast.Name)}
        texts = [n for n in rest if isinstance(n, ast.Constant) and type(n.value) is str]
        for name in [each for each in read if each in place.values and texts]:
            for start, before, told in _beginnings(place, rest[0], end):
                new = f'{before}({told} if {name} else "")'
                yield place.put([(start, end, new)], f"`{told}` if `{name}`"[:90], 6.0, "condition")


def _beginnings(place: Place, first: ast.expr, end: int) -> Iterator[tuple[int, str, str]]:
    """Yield where the end of a text begins, what stays in front of it, and the end."""
    start = place.source.start(first)
    told = place.source.text[start:end]
    yield start, "", told
    value = first.value if isinstance(first, ast.Constant) else None
    if not isinstance(value, str) or "\\" in place.text(first):
        return
    for found in re.finditer(r"(?<=\w)\W+(?=\w)", value):
        rest = place.source.text[place.source.end(first) : end]
        cut = found.start()
        yield start, f"{value[:cut]!r} + ", f"{value[cut:]!r}{rest}"


def _joined(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_joined(node.left), node.right]
    return [node]


def _split(text: str) -> tuple[list[Field], list[tuple[int, int]]] | None:
    """Find the values of a text and the spans between them; None if that is too hard."""
    slots: list[Field] = []
    between: list[tuple[int, int]] = []
    position = begin = 0
    while position < len(text):
        if text[position : position + 2] in ("{{", "}}"):
            position += 2
        elif text[position] == "{":
            slot = _field(text, position + 1)
            if slot is None:
                return None
            between.append((begin, position))
            slots.append(slot)
            position = begin = slot.end + 1
        else:
            position += 1
    between.append((begin, len(text)))
    return slots, between


def _field(text: str, start: int) -> Field | None:
    """Read one value up to its closing brace."""
    depth, quote, mark, spec = 0, "", -1, -1
    for place in range(start, len(text)):
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"" and spec < 0:
            quote = letter
        elif letter in _OPEN:
            depth += 1
        elif letter == "}" and not depth:
            end = spec - 1 if spec >= 0 else place
            value = mark if mark >= 0 else end
            return Field(start, value, mark if mark >= 0 else end, spec, place)
        elif letter in _CLOSE:
            depth -= 1
        elif not depth and letter == ":" and spec < 0:
            spec = place + 1
        elif not depth and letter == "!" and text[place + 1] in "rsa" and text[place + 2] in ":}":
            mark = place
    return None


@lru_cache(maxsize=MOST_PLACES)
def _specs_in(place: Place) -> tuple[str, ...]:
    """Give the formats that the file uses."""
    found: dict[str, None] = {}
    for node in place.source.nodes:
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            parts = node.format_spec.values
            if len(parts) == 1 and isinstance(parts[0], ast.Constant):
                found[str(parts[0].value)] = None
    return tuple(found)


def _other_spec(
    place: Place, text: str, inner: int, slot: Field, kinds: set[str], known: tuple[str, ...]
) -> Iterator[Edit]:
    old = text[slot.spec : slot.end] if slot.spec >= 0 else ""
    options = dict(_specs(old))
    if not old and (not kinds or kinds & _NUMBERS):
        options.update({each: 4.0 + 0.2 * n for n, each in enumerate(_SPECS)})
    options.update(dict.fromkeys(known, 4.0))
    low = slot.spec - 1 if slot.spec >= 0 else slot.end
    if old:
        options[""] = 5.0
    options.pop(old, None)
    for new, bits in options.items():
        spec = f":{new}" if new else ""
        edit = (inner + low, inner + slot.end, spec)
        yield place.put([edit], f"write it as `{new}`, not `{old}`", bits, "format")


_LIKE = (("f", "d"), ("d", "f"), ("x", "X"), ("X", "x"), ("f", "%"), ("%", "f"), ("e", "f"),
         ("g", "f"), ("x", "b"), ("b", "x"))  # fmt: skip


# Two digits a byte, eight bits, two digits of a day or an hour.
_WIDTHS = {"x": ("02",), "X": ("02",), "b": ("08",), "d": ("02", "03"), "o": ("03",)}


def _specs(old: str) -> Iterator[tuple[str, float]]:
    """Yield formats that are alike."""
    if _DIRECTIVE.search(old):
        yield from dates(old)
        return
    yield from _other_numbers(old)
    yield from ((f"{width}{old}", 3.5) for width in _WIDTHS.get(old, ()))
    for sign in "<>^":
        if sign in old:
            yield from ((old.replace(sign, other), 3.5) for other in "<>^" if other != sign)
    if old[:1].isdigit():
        yield from ((sign + old.lstrip("0"), 4.5) for sign in "<>^")
        yield (old[1:] if old[0] == "0" else f"0{old}"), 4.0
    yield from ((old[:-1] + after, 4.5) for before, after in _LIKE if old.endswith(before))
    if "," in old:
        yield old.replace(",", ""), 4.5
    elif old:
        yield (f",{old}" if old[0] == "." else f"{old},"), 4.5


def _other_numbers(old: str) -> Iterator[tuple[str, float]]:
    """Yield a format with other widths or digits."""
    for number in _NUMBER.finditer(old):
        value = int(number[0])
        zero = "0" if number[0].startswith("0") and value else ""
        for other in sorted({value + 1, value - 1, value + 2, 0, 2} - {value, -1}):
            yield f"{old[: number.start()]}{zero}{other}{old[number.end() :]}", 4.0


def _other_mark(place: Place, text: str, inner: int, slot: Field) -> Iterator[Edit]:
    """Write a value as it would stand in code, or as people read it."""
    end = slot.spec - 1 if slot.spec >= 0 else slot.end
    old = text[slot.mark : end]
    new = "" if old else "!r"
    yield place.put([(inner + slot.mark, inner + end, new)], f"`{new}`, not `{old}`", 5.0, "format")


def _other_text(old: str) -> list[str]:
    """Give texts that could stand between values instead of another."""
    options = [f"{old} ", f" {old}", old.strip(), old.rstrip(), old.lstrip(), old.lower(),
               old.upper(), old.capitalize(), ""]  # fmt: skip
    if len(old) <= 2 and not old.isalnum():
        options += _BETWEEN if old else _BETWEEN[:6]
    return [each for each in dict.fromkeys(options) if each != old]


def dates(old: str) -> Iterator[tuple[str, float]]:
    """Yield patterns of dates that are alike: two parts exchanged, one for another."""
    found = list(_DIRECTIVE.finditer(old))
    for index, first in enumerate(found):
        for second in found[index + 1 :]:
            yield (old[: first.start()] + second[0] + old[first.end() : second.start()] + first[0]
                   + old[second.end() :]), 3.5  # fmt: skip
        for letter in _DATES.get(first[0][-1], ""):
            yield old[: first.end() - 1] + letter + old[first.end() :], 3.5


def texts(place: Place, node: ast.Constant) -> Iterator[Edit]:
    """Change a text that is filled with values, or that should be."""
    parent = place.parent(node)
    if not isinstance(node.value, str) or isinstance(parent, (ast.Expr, ast.JoinedStr)):
        return
    text = place.text(node)
    found = _QUOTED.fullmatch(text)
    if found is None or found[2] in found[3] or "\\" in text:
        return
    start = place.source.start(node)
    names = _NAMED.findall(found[3])
    known = names and all(name.partition(".")[0] in place.names for name in names)
    if known and not isinstance(parent, ast.Attribute) and not found[1]:
        yield place.put([(start, start, "f")], "put the values into the text", 1.0, "format")
    inner = start + found.start(3)
    for new, bits in _filled(place, node, found[3]):
        words = f"{new!r} instead of {found[3]!r}"
        yield place.put([(inner, inner + len(found[3]), new)], words[:90], bits, "format")


def _filled(place: Place, node: ast.Constant, text: str) -> Iterator[tuple[str, float]]:
    """Yield other texts to be filled: of dates, for `format`, for `%`."""
    parent = place.parent(node)
    name = ""
    if isinstance(parent, ast.Call):
        name = getattr(parent.func, "attr", "")
    if name in _CALLS:
        yield from dates(text)
    elif isinstance(parent, ast.Attribute) and parent.attr == "format":
        for slot in _SLOT.finditer(text):
            low, old = slot.end(1) if slot[1] else slot.end() - 1, slot[1] or ""
            options = dict(_specs(old)) if old else dict.fromkeys(_SPECS[:10], 4.5)
            head = text[: slot.start(1)] if old else f"{text[:low]}:"
            yield from ((head + new + text[low:], bits) for new, bits in options.items())
    elif isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mod):
        for slot in re.finditer(r"%[-\d.]*[sdfrx]", text):
            for new in ("%s", "%d", "%.2f", "%r", "%02d", "%.1f", "%f"):
                if new != slot[0]:
                    yield text[: slot.start()] + new + text[slot.end() :], 4.5
