"""Plain values to draw from: boundaries, and what the code's own constants and data suggest."""

from __future__ import annotations

import ast
import datetime
import random
import re
from collections.abc import Iterable
from typing import Any, Callable

from .limits import attempt
from .mutations import mutate
from .testgen_recipes import Recipe

_INTEGERS = (0, 1, 2, 3, -1, 5, 10, 7, -2, 100, 4, -10, 12, 50, 1000)
_REALS = (0.0, 1.0, 2.0, 0.5, -1.0, 1.5, 10.0, -0.5, 100.0, 3.25, 0.1)
_TEXTS = ("", "a", "abc", "hello world", " ", "Hello World", "a b c", "123", "A", "aba", "Z9",
          "  padded  ", "one, two", "x=1", "a-b_c", "été", "12.5", "-3", "ab\ncd")  # fmt: skip
_LETTERS = "abcxyzABC019 _-.,:;/=()[]\"'\n"
_MOST = 60
_MOST_SAMPLE = 4
_MOST_HELD = 12
# Texts that a parameter's name promises.
_BY_NAME: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"e?mail", ("ann@example.com", "bob.smith@mail.example.org", "no-at-sign", "a@b")),
    (r"url|uri|link", ("https://example.com/a?b=1", "http://example.com:80/", "example.com")),
    (r"date|day|when", ("2024-02-29", "2023-12-31", "31/12/2023", "2024-13-01")),
    (r"time|clock|duration", ("12:30", "23:59:59", "1h30m", "25:00", "90s")),
    (r"path|file", ("a/b/c.txt", "/x/y", "name.tar.gz", "c.txt")),
    (r"json", ('{"a": 1}', "[1, 2]", "null", "{")),
    (r"version", ("1.2.3", "2.0", "1.0.0-rc1", "v3")),
    (r"hex|colou?r", ("#ff8800", "#fff", "ff", "zz")),
    (r"roman", ("XIV", "MCMXC", "IIII", "IV")),
    (r"phone", ("+44 20 7946 0000", "555-0100")),
    (r"ip|host|addr", ("192.0.2.1", "256.1.1.1", "localhost", "::1")),
    (r"expr|formula|equation", ("1 + 2 * 3", "(1 + 2) * 3", "2 ** 3", "1 / 0", "-(4 - 6)")),
    (r"csv|row|line|text|lines", ("a,b\n1,2", 'x,"y, z"', "k = v\n# note\n", "one\n\ntwo")),
)  # fmt: skip


class Pools:
    """The plain values that tests of one module draw from; equal seeds draw equal values."""

    def __init__(self) -> None:
        self.integers: list[int] = list(_INTEGERS)
        self.reals: list[float] = list(_REALS)
        self.texts: list[str] = list(_TEXTS)
        self.own: list[str] = []
        self.moments: list[datetime.date] = []
        self.samplers: list[Callable[[random.Random], str]] = []

    def learn(self, tree: ast.AST, values: Iterable[Any]) -> None:
        """Take up the constants of a module's text and the data that its names hold."""
        words = _docstrings(tree) | _said(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in words:
                self._keep(node.value)
            elif isinstance(node, ast.Call):
                self._pattern(node)
        for value in values:
            self._keep_all(value, 2)

    def _pattern(self, call: ast.Call) -> None:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        for each in call.args[:2]:
            text = each.value if isinstance(each, ast.Constant) else None
            if not isinstance(text, str):
                continue
            if name in ("compile", "match", "fullmatch", "search", "split", "findall", "sub"):
                attempt(lambda text=text: self.samplers.append(sampler(text)))  # type: ignore[misc]

    def _keep_moments(self, text: str) -> None:
        for moment in (datetime.datetime(2024, 2, 29, 13, 5), datetime.datetime(2023, 12, 31)):
            attempt(lambda moment=moment: _add(self.own, moment.strftime(text)))  # type: ignore[misc]

    def _keep_all(self, value: Any, depth: int) -> None:
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            attempt(lambda: self.samplers.append(sampler(value)))
        elif isinstance(value, (list, tuple, set, frozenset)) and depth:
            for each in sorted(value, key=repr)[:20]:
                self._keep_all(each, depth - 1)
        elif isinstance(value, dict) and depth:
            for key, each in list(value.items())[:20]:
                self._keep_all(key, depth - 1)
                self._keep_all(each, depth - 1)
        else:
            self._keep(value)

    def _keep(self, value: Any) -> None:
        if isinstance(value, bool):
            return
        if isinstance(value, int) and abs(value) < 10**12:
            for near in (value, value + 1, value - 1):
                _add(self.integers, near)
            _add(self.reals, float(value))
        elif isinstance(value, float):
            for close in (value, value + 0.5, value - 0.5):
                _add(self.reals, close)
        elif isinstance(value, str) and 0 < len(value) <= 40:
            _add(self.own, value)
            if re.search(r"%[YymdHM]", value):
                self._keep_moments(value)
        elif isinstance(value, datetime.date):
            _add(self.moments, value)

    def integer(self, chance: random.Random, name: str = "") -> int:
        """Draw a whole number."""
        if "year" in name and chance.random() < 0.6:
            return chance.choice((2024, 2023, 2000, 1900, 2100, 1999))
        if chance.random() < 0.12:
            return chance.randrange(-50, 200)
        # Small numbers and boundaries stand first: they are drawn more often.
        return self.integers[int(len(self.integers) * chance.random() ** 1.5)]

    def real(self, chance: random.Random) -> float:
        """Draw a real number."""
        if chance.random() < 0.15:
            return round(chance.uniform(-20, 120), 2)
        return self.reals[int(len(self.reals) * chance.random() ** 1.3)]

    def text(self, chance: random.Random, name: str = "") -> str:
        """Draw a text: a plain one, one of the code's own, several joined, or one that matches.

        A pattern may ask for halves of characters, which no file can hold; they are left out.
        """
        return "".join(
            each for each in self._text(chance, name) if not "\ud800" <= each <= "\udfff"
        )

    def _text(self, chance: random.Random, name: str) -> str:
        named = [text for pattern, texts in _BY_NAME if re.search(pattern, name) for text in texts]
        roll = chance.random()
        if named and roll < 0.25:
            return chance.choice(named)
        if self.samplers and roll < 0.5:
            return chance.choice(self.samplers)(chance)
        if self.own and roll < 0.7:
            return chance.choice(self.own)
        if roll < 0.85:
            atoms = [*self.own, *self.own, "a", "b", "1", "2", "7", "x", "word", "10", " "]
            return "".join(chance.choice(atoms) for _ in range(chance.randrange(1, 7)))[:_MOST]
        return chance.choice(self.texts)


def _add(pool: list[Any], value: Any) -> None:
    if value not in pool and len(pool) < 200:
        pool.append(value)


def _docstrings(tree: ast.AST) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            found.add(id(body[0].value))
    return found


def _said(tree: ast.AST) -> set[int]:
    """List what stands in annotations and in the words of errors: no caller passes that."""
    found: set[int] = set()
    for node in ast.walk(tree):
        parts = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.Raise):
            parts.append(node.exc)
        elif isinstance(node, ast.JoinedStr):
            parts.extend(each for each in node.values if " " in str(getattr(each, "value", "")))
        for part in parts:
            if isinstance(part, ast.AST):
                found.update(id(inner) for inner in ast.walk(part))
    return found


def sampler(pattern: Any) -> Callable[[random.Random], str]:
    """Give a function that makes texts which mostly match a regular expression."""
    try:
        from re import _parser as parsing  # type: ignore[attr-defined]
    except ImportError:
        import sre_parse as parsing
    flags = pattern.flags if isinstance(pattern, re.Pattern) else 0
    text = pattern.pattern if isinstance(pattern, re.Pattern) else pattern
    tree = parsing.parse(text, flags)
    return lambda chance: _sample(list(tree), chance, {})[:_MOST]


def _sample(items: list[Any], chance: random.Random, groups: dict[int, str]) -> str:
    return "".join(_sample_one(str(op), value, chance, groups) for op, value in items)


def _sample_one(op: str, value: Any, chance: random.Random, groups: dict[int, str]) -> str:
    if op == "LITERAL":
        return chr(value)
    if op in ("NOT_LITERAL", "ANY"):
        return chance.choice([letter for letter in "ab1 " if letter != chr(value or 0)])
    if op == "IN":
        return _one_of(value, chance)
    if op == "BRANCH":
        return _sample(list(chance.choice(value[1])), chance, groups)
    if op == "SUBPATTERN":
        made = _sample(list(value[-1]), chance, groups)
        groups[value[0] or 0] = made
        return made
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, high, inner = value
        count = chance.randrange(low, min(int(high), low + _MOST_SAMPLE) + 1)
        return "".join(_sample(list(inner), chance, groups) for _ in range(count))
    return groups.get(value, "") if op == "GROUPREF" else ""


_CATEGORIES = {"DIGIT": "0123579", "SPACE": " ", "WORD": "abcXYZ019_"}


def _one_of(items: list[Any], chance: random.Random) -> str:
    letters: list[str] = []
    negated = False
    for op, value in items:
        name = str(op)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            letters.append(chr(value))
        elif name == "RANGE":
            letters.extend(map(chr, range(value[0], min(value[1], value[0] + 60) + 1)))
        elif name == "CATEGORY":
            known = str(value).replace("CATEGORY_", "")
            letters.extend(_CATEGORIES.get(known, "-." if known.startswith("NOT") else "a"))
    if negated:
        letters = [letter for letter in _LETTERS if letter not in letters]
    return chance.choice(letters or ["a"])


def changed(value: Recipe, pools: Pools, chance: random.Random) -> Recipe:
    """Change plain data a little and keep its kind."""
    kind = type(value)
    if kind in (bool, list, tuple):
        again = mutate(value, chance, lambda each, chance: changed(each, pools, chance))
        return again[:_MOST_HELD] if kind is list else again
    if kind is int:
        near = [value + 1, value - 1, -value, value * 2, value // 2, value + 10, value - 10]
        return chance.choice([*near, pools.integer(chance)])
    if kind is float:
        return chance.choice([value + 1, value - 1, -value, value / 2, value * 2, round(value, 0),
                              pools.real(chance)])  # fmt: skip
    if kind is str:
        return _changed_text(value, pools, chance)
    if kind is dict:
        return _changed_mapping(value, pools, chance)
    return value


def _changed_text(value: str, pools: Pools, chance: random.Random) -> str:
    place = chance.randrange(len(value) + 1)
    letters = [chance.choice(_LETTERS), *([chance.choice(pools.own)] if pools.own else []),
               *([chance.choice(value)] if value else [])]  # fmt: skip
    extra = chance.choice(letters)
    options = [
        value[:place] + extra + value[place:],
        value[:place] + value[place + 1 :],
        value[:place] + extra + value[place + 1 :],
        value[:place],
        value[place:],
        value.upper(),
        value.lower(),
        value + value,
        f" {value} ",
        value[::-1],
    ]
    return chance.choice(options)[:_MOST]


def _changed_mapping(
    value: dict[Recipe, Recipe], pools: Pools, chance: random.Random
) -> dict[Recipe, Recipe]:
    items = dict(value)
    if not items:
        return items
    key = chance.choice(list(items))
    action = chance.randrange(3)
    if action == 0:
        del items[key]
    elif action == 1:
        items[changed(key, pools, chance)] = items[key]
    else:
        items[key] = changed(items[key], pools, chance)
    return items
