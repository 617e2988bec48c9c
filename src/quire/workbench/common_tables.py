"""Tables that everyone knows: the lengths of months, Roman numerals, the four directions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

Table = Iterable[tuple[object, object]]


def _words(text: str) -> list[str]:
    return text.split()


_ROMAN = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]  # fmt: skip
_SMALL = _words("zero one two three four five six seven eight nine ten eleven twelve thirteen"
          " fourteen fifteen sixteen seventeen eighteen nineteen")  # fmt: skip
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_MONTHS = _words("January February March April May June July August September October November"
           " December")  # fmt: skip
_DAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_KEYS = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"]
_MORSE = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", _words(
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .--"
    " -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----."
)))  # fmt: skip
_SCRABBLE = {
    letter: score
    for score, letters in {1: "AEIOULNRST", 2: "DG", 3: "BCMP", 4: "FHVWY", 5: "K", 8: "JX",
                           10: "QZ"}.items()
    for letter in letters
}  # fmt: skip
_SEGMENTS = {"(": ")", "[": "]", "{": "}"}
_SIDES = [(0, 1), (1, 0), (0, -1), (-1, 0)]
_CORNERS = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
_LEAPS = [(1, 2), (2, 1), (-1, 2), (2, -1), (1, -2), (-2, 1), (-1, -2), (-2, -1)]
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SPANS = _words("second minute hour day week")
_COMPASS = ["N", "E", "S", "W"]
_RESISTOR = _words("black brown red orange yellow green blue violet grey white")

NUMBERS = (60, 100, 128, 180, 255, 256, 360, 365, 366, 400, 1000, 1024, 1440, 1461, 3600,
           10080, 36524, 43200, 65535, 65536, 86400, 146097, 525600, 604800, 1000000,
           1000000007)  # fmt: skip
TEXTS = ("aeiou", "AEIOU", "aeiouAEIOU", "0123456789", "01234567", "0123456789abcdef",
         "0123456789ABCDEF", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
         "IVXLCDM", "MDCLXVI", "23456789TJQKA", "qwertyuiop", "asdfghjkl", "zxcvbnm",
         "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "10X98765432")  # fmt: skip
_ROWS: tuple[Sequence[object], ...] = (
    _LENGTHS, [_LENGTHS[0], 29, *_LENGTHS[2:]], [0, *_LENGTHS], _MONTHS, _DAYS,
    [_DAYS[-1], *_DAYS[:-1]], [each[:3] for each in _MONTHS], [each[:3] for each in _DAYS],
    _ROMAN, _ROMAN[::-1], [(s, n) for n, s in _ROMAN], [n for n, _ in _ROMAN],
    [s for _, s in _ROMAN], _SMALL, _SMALL[1:], _SMALL[:10], _SMALL[1:10], _SMALL[10:], _TENS,
    ["", *_SMALL[1:]], ["", "", *_TENS], ["", *_SMALL[1:10]], _KEYS, ["", "", *_KEYS], _COMPASS,
    ["north", "east", "south", "west"], _RESISTOR, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37],
    [200, 100, 50, 20, 10, 5, 2, 1], [25, 10, 5, 1], [0, 31, 59, 90, 120, 151, 181, 212, 243, 273,
    304, 334], [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], [1, 3, 1, 3, 1, 3, 1, 3, 1,
    3, 1, 3], ["B", "KB", "MB", "GB", "TB", "PB"], ["B", "KiB", "MiB", "GiB", "TiB", "PiB"],
    [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4], ["hearts", "diamonds", "clubs", "spades"],
)  # fmt: skip
GROUPS: tuple[frozenset[object], ...] = tuple(
    frozenset(each)
    for each in (_SIDES, [*_SIDES, *_CORNERS], _CORNERS, _LEAPS, "aeiou", "AEIOU", "aeiouAEIOU",
                 [*_SIDES, *_CORNERS, (0, 0)], [each.lower() for each in _DAYS])
)  # fmt: skip


@lru_cache(maxsize=1)
def rows() -> tuple[tuple[object, ...], ...]:
    """Give the tables whose order matters, with their words in each usual case."""
    return tuple(dict.fromkeys(tuple(each) for row in _ROWS for each in _cases(row)))


def _cases(row: Sequence[object]) -> Iterator[Sequence[object]]:
    yield row
    words = [each for each in row if isinstance(each, str)]
    if len(words) == len(row):
        yield from ([way(each) for each in words] for way in (str.lower, str.upper))


@lru_cache(maxsize=1)
def mappings() -> tuple[dict[object, object], ...]:
    """Give the tables that tell something of each of their keys."""
    letters = {s: n for n, s in _ROMAN}
    single = {s: n for s, n in letters.items() if len(s) == 1}
    months = {name: number for number, name in enumerate(_MONTHS, 1)}
    short = {name[:3]: number for name, number in months.items()}
    days = {number: length for number, length in enumerate(_LENGTHS, 1)}
    words = {**{word: n for n, word in enumerate(_SMALL)},
             **{word: 10 * n for n, word in enumerate(_TENS, 2)}}  # fmt: skip
    found: list[Table] = [
        letters.items(), single.items(), _ROMAN, months.items(), short.items(), days.items(),
        words.items(), _MORSE.items(), _SCRABBLE.items(), _SEGMENTS.items(), _SECONDS.items(),
        ((str(number), keys) for number, keys in enumerate(_KEYS, 2)), enumerate(_KEYS, 2),
        ((name, number) for number, name in enumerate(_RESISTOR)), zip(_COMPASS, "SWNE"),
        zip(_COMPASS, "ESWN"), zip(_COMPASS, "WNES"), zip("ATCG", "TAGC"), zip("GCTA", "CGAU"),
        zip(_SPANS, _SECONDS.values()), zip((f"{each}s" for each in _SPANS), _SECONDS.values()),
    ]  # fmt: skip
    tables = [dict(each) for each in found]
    turned = (words, _MORSE, _SEGMENTS)
    tables += [dict((value, key) for key, value in each.items()) for each in turned]
    return (*tables, *(_lowered(each) for each in tables))


def _lowered(table: dict[object, object]) -> dict[object, object]:
    """Give a table with its keys in lower case, where they are words."""
    return {key.lower() if isinstance(key, str) else key: value for key, value in table.items()}


@lru_cache(maxsize=1)
def words_of_numbers() -> dict[str, int]:
    """Give the small numbers by their names."""
    return {word: number for number, word in enumerate(_SMALL)}


def is_known(node: ast.AST) -> bool:
    """Say whether a display or a text is one of the tables."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and node.value in TEXTS
    if not isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
        return False
    if len(node.keys if isinstance(node, ast.Dict) else node.elts) < len("NESW"):
        return False
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return False
    if isinstance(value, dict):
        return value in mappings()
    items = [tuple(each) if isinstance(each, list) else each for each in value]
    hashed = all(isinstance(each, (int, str, tuple)) for each in items)
    return tuple(items) in rows() or (hashed and frozenset(map(repr, items)) in _groups_told())


@lru_cache(maxsize=1)
def _groups_told() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(map(repr, group)) for group in GROUPS)
