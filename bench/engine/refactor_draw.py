"""Draws orders for refactorings in plain words from the sources of a package."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator, Mapping

import msgspec

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
MOST_LINES = 12


class Order(msgspec.Struct, frozen=True):
    """An order in words, its kind, and the order that takes it back (empty: there is none)."""

    kind: str
    words: str
    back: str = ""


class Thing(msgspec.Struct, frozen=True):
    """A definition: the word for it, its file, what it stands in, its name, the tree of it."""

    word: str
    path: str
    owner: str
    name: str
    node: ast.AST

    @property
    def whole(self) -> str:
        """Return it as an order names it."""
        return f"{self.path}::{self.owner}{self.name}"


def things(path: str, node: ast.AST, owner: str = "", scope: str = "module") -> Iterator[Thing]:
    """Yield what a file defines, special names aside."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.ClassDef):
            yield from _named("class", path, owner, each.name, each)
            yield from things(path, each, f"{owner}{each.name}.", "class")
        elif isinstance(each, FUNCTIONS):
            word = "method" if scope == "class" else "function"
            yield from _named(word, path, owner, each.name, each)
            for given in ast.walk(each.args):
                if isinstance(given, ast.arg) and given.arg not in ("self", "cls"):
                    yield from _named("parameter", path, f"{owner}{each.name}.", given.arg, each)
            yield from things(path, each, f"{owner}{each.name}.", "function")
        else:
            word = {"class": "attribute", "function": "local"}.get(scope, "variable")
            for target in each.targets if isinstance(each, ast.Assign) else ():
                if isinstance(target, ast.Name):
                    yield from _named(word, path, owner, target.id, each)
            yield from things(path, each, owner, scope)


def _named(word: str, path: str, owner: str, name: str, node: ast.AST) -> Iterator[Thing]:
    if not (name.startswith("__") and name.endswith("__")) and name != "_":
        yield Thing(word, path, owner, name, node)


def fresh(name: str) -> str:
    """Return a name that no package has, as private as the old one."""
    bare = name.lstrip("_")
    return f"{name[: len(name) - len(bare)]}fresh_{bare}"


def _renames(word: str) -> Callable[[random.Random, list[Thing]], Iterator[Order]]:
    def make(rng: random.Random, found: list[Thing]) -> Iterator[Order]:
        said = "variable" if word == "local" else word
        for each in (one for one in found if one.word == word):
            new = fresh(each.name)
            there = f"rename {said} {each.whole} to {new}"
            back = f"rename {said} {each.path}::{each.owner}{new} to {each.name}"
            yield Order(f"rename {word}", there, back)

    return make


def _moves(rng: random.Random, found: list[Thing]) -> Iterator[Order]:
    for each in found:
        if not each.owner and each.word in ("function", "class"):
            folder = each.path.rpartition("/")[0]
            target = f"{folder}/fresh_home.py" if folder else "fresh_home.py"
            words = f"move {each.word} {each.name} in {each.path} to {target}"
            yield Order("move", words)


def _extracts(rng: random.Random, found: list[Thing]) -> Iterator[Order]:
    for each in found:
        body = each.node.body if isinstance(each.node, FUNCTIONS) else []
        if each.word in ("function", "method") and len(body) > 2:
            at = rng.randrange(len(body) - 1)
            first, last = body[at].lineno, body[at + 1].end_lineno or 0
            if last - first < MOST_LINES:
                words = f"extract lines {first}-{last} of {each.path} into a function called"
                yield Order("extract", f"{words} fresh_part")


def _inlines(rng: random.Random, found: list[Thing]) -> Iterator[Order]:
    for each in found:
        if each.word == "local":
            yield Order("inline", f"inline variable {each.whole}")


def _signatures(rng: random.Random, found: list[Thing]) -> Iterator[Order]:
    for each in found:
        if each.word not in ("function", "method") or not isinstance(each.node, FUNCTIONS):
            continue
        names = [given.arg for given in each.node.args.args if given.arg not in ("self", "cls")]
        if len(names) > 1 and not each.node.args.defaults and rng.random() < 1 / 2:
            turned = ", ".join([*names[1:], names[0]])
            yield Order("parameters", f"reorder the parameters of {each.whole} to {turned}")
        else:
            yield Order("parameters", f"add parameter fresh_one=None to {each.whole}")


MAKERS = (
    *(_renames(word) for word in ("function", "method", "class", "variable", "local", "parameter",
                                  "attribute")),
    _moves, _extracts, _inlines, _signatures,
)  # fmt: skip


def draw(texts: Mapping[str, str], seed: str, wanted: int) -> list[Order]:
    """Return orders of kinds that take turns, the same for the same seed; fewer if there are."""
    rng = random.Random(seed)
    found = [thing for path in sorted(texts) for thing in _things_of(path, texts[path])]
    kinds = [sorted(set(make(rng, found)), key=lambda order: order.words) for make in MAKERS]
    rng.shuffle(kinds)
    for orders in kinds:
        rng.shuffle(orders)
    turns = [orders[turn] for turn in range(wanted) for orders in kinds if turn < len(orders)]
    return turns[:wanted]


def _things_of(path: str, text: str) -> list[Thing]:
    try:
        return list(things(path, ast.parse(text)))
    except SyntaxError:
        return []
