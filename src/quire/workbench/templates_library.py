"""Edit templates for what functions of the library do, and what they are taken for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .rows import Row
from .scope import ATOM, Place, word_of
from .source import Edit

_SURE = 2.0  # bits for what nobody means otherwise
_LIKELY = 3.0
_MAYBE = 4.0
_PAIR = 2
_ENDS = {"rstrip": "removesuffix", "lstrip": "removeprefix"}
_FLAGS = {"sub": 3, "subn": 3, "split": 2}  # arguments of `re` before those that count


def whole_seconds(place: Place, node: ast.Attribute) -> Iterator[Edit]:
    """Take all seconds of a time span: `.seconds` leaves whole days out."""
    if node.attr == "seconds" and isinstance(node.ctx, ast.Load) and not place.called(node):
        new = f"{place.bare(node.value, ATOM)}.total_seconds()"
        yield place.swap(node, new, f"`{new}`"[:90], _LIKELY, "library")


def split_at(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Split at any blanks, not at each single one, and at the ends of lines."""
    if word_of(node.func) != "split" or not isinstance(node.func, ast.Attribute):
        return
    mark = getattr(node.args[0], "value", None) if len(node.args) == 1 else None
    whole = place.bare(node.func.value, ATOM)
    for given, method in ((" ", "split"), ("\n", "splitlines")):
        if mark == given:
            new = f"{whole}.{method}()"
            yield place.swap(node, new, f"`{new}`"[:90], _LIKELY, "library")


def whole_ending(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take off a whole ending: `rstrip(".py")` takes off each of these letters."""
    function = node.func
    mark = getattr(node.args[0], "value", None) if len(node.args) == 1 else None
    if not isinstance(function, ast.Attribute) or function.attr not in _ENDS:
        return
    if isinstance(mark, str) and len(mark) > 1:
        given = place.text(node.args[0])
        new = f"{place.bare(function.value, ATOM)}.{_ENDS[function.attr]}({given})"
        yield place.swap(node, new, f"`{new}`"[:90], _LIKELY, "library")


def flags(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Give flags as flags: where they stand, `re` takes them for a count."""
    function = node.func
    if not isinstance(function, ast.Attribute) or word_of(function.value) != "re":
        return
    at = _FLAGS.get(function.attr, -1)
    if len(node.args) == at + 1 and place.text(node.args[at]).startswith("re."):
        start = place.source.start(node.args[at])
        yield place.put([(start, start, "flags=")], "flags, not a count", _SURE, "library")


def grouped(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Sort before grouping: `groupby` groups neighbours only."""
    if word_of(node.func) != "groupby" or not node.args:
        return
    given = node.args[0]
    keys = [*node.args[1:], *(k.value for k in node.keywords if k.arg == "key")]
    key = f", key={place.text(keys[0])}" if keys else ""
    if word_of(getattr(given, "func", None)) != "sorted":
        new = f"sorted({place.text(given)}{key})"
        yield place.swap(given, new, f"`{new}`"[:90], _SURE, "library")


def rest_of_word(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Leave the rest of a word as it is: `capitalize` makes it lower case."""
    if word_of(node.func) == "capitalize" and isinstance(node.func, ast.Attribute):
        word = place.bare(node.func.value, ATOM)
        new = f"{word}[:1].upper() + {word}[1:]"
        yield place.swap(node, new, f"`{new}`"[:90], _MAYBE, "library")


def how_often(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Compare how often each item occurs, too: sets forget it."""
    sides = (node.left, node.comparators[0])
    sets = [s for s in sides if word_of(getattr(s, "func", None)) == "set"]
    if len(sets) == len(sides) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        spans = []
        for each in sets:
            start = place.source.start(each)
            spans.append((start, start + len("set"), "sorted"))
        yield place.put(spans, "`sorted`, which counts each", _LIKELY, "library")


def in_order(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Keep the first of equal items where it stands: a set keeps no order."""
    given = node.args[0] if len(node.args) == 1 else None
    inner = given.args if isinstance(given, ast.Call) and word_of(given.func) == "set" else []
    if word_of(node.func) == "list" and len(inner) == 1 and given is not None:
        for form, bits in (("dict.fromkeys({0})", _LIKELY), ("sorted(set({0}))", _MAYBE)):
            new = form.format(place.text(inner[0]))
            yield place.swap(given, new, f"`{new}`"[:90], bits, "library")


def no_truth_value(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Leave out True and False, which are whole numbers as well."""
    names = [word_of(each) for each in ast.walk(node.args[1])] if len(node.args) == _PAIR else []
    if word_of(node.func) == "isinstance" and "int" in names:
        new = f"{place.text(node)} and not isinstance({place.text(node.args[0])}, bool)"
        yield place.swap(node, new, f"`{new}`"[:90], _MAYBE, "library")


def no_text(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Look into lists, not into texts, whose letters are texts again."""
    names = [place.text(each).strip("'\"") for each in node.args]
    if word_of(node.func) == "hasattr" and names[1:] == ["__iter__"]:
        new = f"isinstance({names[0]}, (list, tuple))"
        yield place.swap(node, new, f"`{new}`"[:90], _LIKELY, "library")


def as_numbers(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Compare parts of a text as numbers: "10" comes before "9"."""
    name = word_of(node.func)
    keys = any(keyword.arg == "key" for keyword in node.keywords)
    made = any(isinstance(each, ast.GeneratorExp) for each in node.args)
    if name in ("sort", "sorted", "max", "min") and not keys and not made:
        end = place.source.end(node) - 1
        comma = ", " if node.args or node.keywords else ""
        yield place.put([(end, end, f"{comma}key=int")], "`key=int`", _MAYBE + 1, "key")
    given = node.args[0] if len(node.args) == 1 else None
    splits = word_of(getattr(given, "func", None)) == "split"
    if name in ("tuple", "list") and given is not None and splits:
        text = f"int(part) for part in {place.text(given)}"
        span = (place.source.start(given), place.source.end(given), text)
        yield place.put([span], f"`{text}`"[:90], _LIKELY, "library")


def found_before(place: Place, node: ast.For) -> Iterator[Edit]:
    """Count the places on: `index` finds the first of equal items."""
    owner = place.text(node.iter)
    if not isinstance(node.target, ast.Name):
        return
    item, text = node.target.id, f"{owner}.index({node.target.id})"
    inner = (each for part in node.body for each in ast.walk(part))
    places = [each for each in inner if isinstance(each, ast.Call) and place.text(each) == text]
    name = next((each for each in ("i", "k", "place") if each not in place.names), "")
    if places and name:
        start, end = place.source.start(node.target), place.source.end(node.iter)
        spans = [(start, end, f"{name}, {item} in enumerate({owner})")]
        spans += [(place.source.start(each), place.source.end(each), name) for each in places]
        yield place.put(spans, f"count `{name}`, not `{text}`"[:90], _LIKELY, "library")


def either_name(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Go on where an entry is there and empty: `get(a) or get(b)`."""
    if word_of(node.func) != "get" or len(node.args) != _PAIR:
        return
    if isinstance(node.args[1], (ast.Call, ast.Constant)) and isinstance(node.func, ast.Attribute):
        new = f"{place.text(node.func)}({place.text(node.args[0])}) or {place.text(node.args[1])}"
        yield place.swap(node, new, f"`{new}`"[:90], _MAYBE + 0.5, "library")


def two_digits(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Write a byte with two digits: `hex(n)[2:]` leaves a leading 0 out."""
    call = node.value
    if isinstance(call, ast.Call) and place.text(node.slice) == "2:" and len(call.args) == 1:
        form = {"hex": "02x", "bin": "08b"}.get(word_of(call.func))
        if form:
            new = f'format({place.text(call.args[0])}, "{form}")'
            yield place.swap(node, new, f"`{new}`"[:90], _LIKELY, "library")


def all_but_last(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Join all but the last, which follows by itself: `", ".join(names[:-1]) + names[-1]`."""
    given = node.args[0] if len(node.args) == 1 else None
    if word_of(node.func) != "join" or not isinstance(given, ast.Name):
        return
    last = f"{given.id}[-1]"
    if last in place.text(place.statement(node)):
        new = f"{given.id}[:-1]"
        yield place.swap(given, new, f"`{new}`, without the last", _LIKELY, "slice")


def read_again(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Keep what is made on the way, as it is read more than once or asked whether there is any."""
    name, value = node.targets[0], node.value
    if not isinstance(value, (ast.GeneratorExp, ast.Call)):
        return
    reads = [n for n in place.nodes if isinstance(n, ast.Name) and n.id == word_of(name)]
    if not isinstance(name, ast.Name) or len(reads) < len(("set", "read")):
        return
    if isinstance(value, ast.GeneratorExp):
        low, high = place.source.start(value), place.source.end(value)
        spans = [(low, low + 1, "["), (high - 1, high, "]")]
        yield place.put(spans, f"`{name.id}` as a list"[:90], _SURE, "library")
    elif isinstance(value, ast.Call) and word_of(value.func) in ("filter", "map", "zip"):
        new = f"list({place.text(value)})"
        yield place.swap(value, new, f"`{name.id}` as a list"[:90], _LIKELY, "library")


def overlapping(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Search on behind the beginning of what was found: what follows may overlap with it."""
    if word_of(node.func) not in ("find", "index") or len(node.args) != _PAIR:
        return
    start, sought = node.args[1], place.text(node.args[0])
    if isinstance(start, ast.BinOp) and place.text(start.right) == f"len({sought})":
        new = f"{place.text(start.left)} + 1"
        yield place.swap(start, new, f"`{new}`, they may overlap"[:90], _LIKELY, "onward")


def listed_in_order(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Put a few values in order when they get one name."""
    listed = node.value.elts if isinstance(node.value, ast.List) else []
    if len(listed) >= _PAIR and all(isinstance(each, ast.Name) for each in listed):
        new = f"sorted({place.text(node.value)})"
        yield place.swap(node.value, new, f"`{new}`"[:90], _MAYBE + 0.5, "wrap")


TABLE: list[Row] = [
    ((ast.Subscript,), two_digits),
    ((ast.Call,), all_but_last),
    ((ast.Assign,), read_again),
    ((ast.Call,), overlapping),
    ((ast.Assign,), listed_in_order),
    ((ast.Attribute,), whole_seconds),
    ((ast.Call,), split_at),
    ((ast.Call,), whole_ending),
    ((ast.Call,), flags),
    ((ast.Call,), grouped),
    ((ast.Call,), rest_of_word),
    ((ast.Compare,), how_often),
    ((ast.Call,), in_order),
    ((ast.Call,), no_truth_value),
    ((ast.Call,), no_text),
    ((ast.Call,), as_numbers),
    ((ast.For,), found_before),
    ((ast.Call,), either_name),
]
