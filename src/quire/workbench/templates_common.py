"""Edit templates for what differs in one place from what everyone knows: tables, calendars."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .common_tables import GROUPS, NUMBERS, TEXTS, mappings, rows, words_of_numbers
from .scope import Place
from .source import Edit
from .templates_statements import insert_before, own_line, step

_BITS = 2.5  # bits for what makes a table a known one
_NEAR = 3.5  # bits for a known number that differs in one digit, or in the order of two
_EXCHANGED = 4.5  # bits for any number with two digits exchanged
_YEARS = 3.0  # bits for the rule of the years that can be divided by 400
_ZEROS = 4.5  # bits for as many digits as are spoken of
_LEAST = 4  # entries that make a table, or letters a text
_LONG = 3  # digits from which on some may have been exchanged
_HUNDRED, _FOUR = 100, 4


def known_table(place: Place, node: ast.List | ast.Tuple | ast.Set | ast.Dict) -> Iterator[Edit]:
    """Make a table the known one that it differs from in one entry."""
    size = len(node.keys) if isinstance(node, ast.Dict) else len(node.elts)
    if size < _LEAST - 1:
        return
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return
    if isinstance(node, ast.Dict):
        if len(value) == size:
            yield from _entries(place, node, value)
        return
    if isinstance(value, set) or _is_group(value):
        yield from _members(place, node)
        return
    for row in rows():
        if abs(len(row) - size) <= 1:
            yield from _items(place, node, list(value), row)


def _is_group(value: Sequence[object]) -> bool:
    return any(len(group & {*_hashed(value)}) >= len(value) - 1 for group in GROUPS)


def _hashed(value: Sequence[object]) -> Iterator[object]:
    """Yield what can be in a set."""
    for each in value:
        if isinstance(each, (list, tuple)):
            if all(isinstance(inner, (int, str)) for inner in each):
                yield tuple(each)
        elif not isinstance(each, (dict, set)):
            yield each


def _written(like: ast.expr, value: object) -> str:
    """Write a value as another one beside it is written."""
    if isinstance(like, (ast.List, ast.Tuple)) and isinstance(value, (list, tuple)):
        inner = ", ".join(_written(part, each) for part, each in zip(like.elts, value))
        return f"[{inner}]" if isinstance(like, ast.List) else f"({inner})"
    text = repr(value)
    return f'"{text[1:-1]}"' if isinstance(value, str) and '"' not in text else text


def _items(
    place: Place, node: ast.List | ast.Tuple | ast.Set, value: list[object], row: tuple[object, ...]
) -> Iterator[Edit]:
    """Change, put in or take out the one item by which a list is not a known row."""
    parts = node.elts
    nested = isinstance(value[0], list)
    wanted = [list(each) if nested and isinstance(each, tuple) else each for each in row]
    apart = [i for i, (one, other) in enumerate(zip(value, wanted)) if one != other]
    if len(value) == len(wanted):
        if len(apart) == 1:
            yield _changed(place, parts[apart[0]], wanted[apart[0]])
        elif len(apart) == len(("a", "b")) and apart[1] == apart[0] + 1:
            for one, other in (apart, apart[::-1]):
                if value[one] != wanted[other]:
                    return
            source, (first, second) = place.source, (parts[i] for i in apart)
            spans = [
                (source.start(first), source.end(first), place.text(second)),
                (source.start(second), source.end(second), place.text(first)),
            ]
            yield place.put(spans, "the order that everyone knows", _BITS, "table")
        return
    at = apart[0] if apart else min(len(value), len(wanted))
    if [*value[:at], *wanted[at : at + 1], *value[at:]] == wanted:
        yield _put_in(place, parts, at, _written(parts[0], wanted[at]))
    elif [*wanted[:at], *value[at : at + 1], *wanted[at:]] == value:
        low = place.source.end(parts[at - 1]) if at else place.source.start(parts[0])
        high = place.source.end(parts[at]) if at else place.source.start(parts[1])
        yield place.put(
            [(low, high, "")], f"without `{place.text(parts[at])}`"[:90], _BITS, "table"
        )


def _changed(place: Place, part: ast.expr, value: object) -> Edit:
    new = _written(part, value)
    return place.swap(part, new, f"`{new}` instead of `{place.text(part)}`"[:90], _BITS, "table")


def _put_in(place: Place, parts: list[ast.expr], at: int, new: str) -> Edit:
    if at < len(parts):
        where = place.source.start(parts[at])
        text = f"{new}, "
    else:
        where = place.source.end(parts[-1])
        text = f", {new}"
    return place.put([(where, where, text)], f"`{new}` too"[:90], _BITS, "table")


def _members(place: Place, node: ast.List | ast.Tuple | ast.Set) -> Iterator[Edit]:
    """Change or put in the one member by which a collection is not a known one."""
    parts = {part: each for part, each in zip(node.elts, _hashed(ast.literal_eval(node)))}
    if len(parts) < len(node.elts):
        return
    for group in GROUPS:
        missing, wrong = group - {*parts.values()}, [p for p, v in parts.items() if v not in group]
        repeated = [p for n, p in enumerate(node.elts) if parts[p] in [*parts.values()][:n]]
        odd = wrong or repeated
        if len(missing) == 1 and len(parts) == len(group) and len(odd) == 1:
            yield _changed(place, odd[0], *missing)
        elif len(missing) == 1 and not odd:
            new = _written(node.elts[0], *missing)
            yield _put_in(place, node.elts, len(node.elts), new)


def _entries(place: Place, node: ast.Dict, value: dict[object, object]) -> Iterator[Edit]:
    """Change or put in the one entry by which a mapping is not a known one."""
    for table in mappings():
        wrong = [n for n, (key, each) in enumerate(value.items()) if table.get(key) != each]
        missing = [key for key in table if key not in value]
        if len(wrong) == 1 and len(value) >= min(_LEAST, len(table)):
            key = [*value][wrong[0]]
            if key in table:
                yield _changed(place, node.values[wrong[0]], table[key])
            elif len(missing) == 1 and table[missing[0]] == value[key]:
                part = node.keys[wrong[0]]
                if part is not None:
                    yield _changed(place, part, missing[0])
        elif not wrong and len(missing) == 1 and node.keys[0] is not None:
            new = (f"{_written(node.keys[0], missing[0])}:"
                   f" {_written(node.values[0], table[missing[0]])}")  # fmt: skip
            yield _put_in(place, [*node.values], len(node.values), new)


def known_value(place: Place, node: ast.Constant) -> Iterator[Edit]:
    """Use a number or a text that everyone knows and that differs in one place."""
    value = node.value
    if type(value) is int and len(str(abs(value))) >= _LONG - 1:
        digits = str(value)
        for number in NUMBERS:
            if _is_near(digits, str(number)):
                yield place.swap(
                    node, str(number), f"{number} instead of {value}", _NEAR, "constant"
                )
        for i in range(len(digits) - 1) if len(digits) >= _LONG else ():
            new = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
            if new != digits and new[0] != "0":
                yield place.swap(node, new, f"{new} instead of {value}", _EXCHANGED, "constant")
    elif isinstance(value, str) and len(value) >= _LEAST:
        if value in (value.lower(), value.upper()) and value.isalpha():
            new = _written(node, value + value.swapcase())
            yield place.swap(node, new, f"{new} instead of {value!r}"[:90], _NEAR + 1, "constant")
        for text in TEXTS:
            if _is_near(value, text) or value in _with_one_less(text):
                new = _written(node, text)
                yield place.swap(node, new, f"{new} instead of {value!r}"[:90], _BITS, "constant")


def _is_near(one: str, other: str) -> bool:
    """Say whether two texts of one length differ in one letter, or in the order of two."""
    if one == other or len(one) != len(other):
        return False
    apart = [i for i, (a, b) in enumerate(zip(one, other)) if a != b]
    exchanged = len(apart) == len(("a", "b")) and apart[1] == apart[0] + 1
    return len(apart) == 1 or (exchanged and sorted(one) == sorted(other))


def _with_one_less(text: str) -> set[str]:
    return {text[:i] + text[i + 1 :] for i in range(len(text))}


def leap_years(place: Place, node: ast.If | ast.BoolOp | ast.Compare) -> Iterator[Edit]:
    """Let years that can be divided by 400 have a day more."""
    if isinstance(node, ast.If):
        year = _divided(node.test, _HUNDRED, ast.Eq)
        returned = node.body[0] if isinstance(node.body[0], ast.Return) else None
        if year and returned is not None and own_line(place, returned):
            line = f"if {year} % 400 == 0:\n{step(place)}return True"
            yield insert_before(place, node, line, f"`{year} % 400`", _YEARS)
            new = f"{place.bare(node.test, 5)} and {year} % 400 != 0"
            yield place.swap(node.test, new, f"`{new}`"[:90], _YEARS, "condition")
        return
    text = place.text(node)
    if isinstance(node, ast.BoolOp):
        years = [_divided(each, _FOUR, ast.Eq) for each in node.values]
        year = next((each for each in years if each), "")
        if year and "100" in text and "400" not in text:
            new = f"({text}) or {year} % 400 == 0"
            yield place.swap(node, new, f"`{new}`"[:90], _YEARS, "condition")
        return
    year = _divided(node, _FOUR, ast.Eq)
    if "year" in year or year == "y":
        alone = not isinstance(place.parent(node), ast.BoolOp)
        new = f"{text} and ({year} % 100 != 0 or {year} % 400 == 0)"
        if alone:
            yield place.swap(node, new, f"`{new}`"[:90], _YEARS + 1.0, "condition")


def _divided(test: ast.expr, number: int, sign: type[ast.cmpop]) -> str:
    """Tell what a test asks whether a number divides it, nothing for other tests."""
    left = test.left if isinstance(test, ast.Compare) and isinstance(test.ops[0], sign) else None
    if not isinstance(left, ast.BinOp) or not isinstance(left.op, ast.Mod):
        return ""
    divisor = left.right.value if isinstance(left.right, ast.Constant) else None
    return ast.unparse(left.left) if divisor == number else ""


def padded(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Fill a number up with zeros to as many digits as the documentation speaks of."""
    if getattr(node.func, "id", "") != "str" or len(node.args) != 1:
        return
    if place.types(node.args[0]) - {"int"}:
        return
    words = (ast.get_docstring(place.function) or "").replace("-", " ").lower().split()
    told = [words_of_numbers().get(word, word) for word in words]
    counts = {int(each) for each in map(str, told) if each.isdecimal() and len(each) < _LONG}
    for count in sorted({each for each in counts if each > 1} | {len("00")}):
        new = f"{place.text(node)}.zfill({count})"
        bits = _ZEROS if count in counts else _ZEROS + 1.5
        yield place.swap(node, new, f"`{new}`"[:90], bits, "digits")


def last_digits(place: Place, node: ast.Name) -> Iterator[Edit]:
    """Look at the last digits of a number, as the function does elsewhere."""
    above = place.parent(node)
    if not isinstance(node.ctx, ast.Load) or not isinstance(above, ast.Compare):
        return
    rests = [
        each.right.value
        for each in place.nodes
        if isinstance(each, ast.BinOp)
        and isinstance(each.op, ast.Mod)
        and isinstance(each.left, ast.Name)
        and each.left.id == node.id
        and isinstance(each.right, ast.Constant)
    ]
    for rest in dict.fromkeys(r for r in rests if type(r) is int):
        for worse, number in enumerate((rest, rest * 10) if rest % 10 == 0 else (rest,)):
            new = f"{node.id} % {number}"
            yield place.swap(node, new, f"`{new}`", 4.5 + 0.5 * worse, "rest")
