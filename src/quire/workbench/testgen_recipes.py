"""Recipes: values that know the source text that makes them, built anew for every call."""

from __future__ import annotations

import builtins
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Recipe = Any  # plain data, or lists, tuples, sets and dicts of recipes, or Made, or Named
MOST_TEXT = 160


@dataclass(frozen=True)
class Named:
    """An expression that stands for itself: a member of an enumeration, a function, a lambda."""

    text: str


@dataclass(frozen=True)
class Made:
    """A call of a class: its name, its positional and its named arguments."""

    name: str
    arguments: tuple[Recipe, ...] = ()
    named: tuple[tuple[str, Recipe], ...] = ()

    def __hash__(self) -> int:
        return hash((self.name, source(self)))


@dataclass(frozen=True)
class Stored:
    """A path below a test's own folder and what stands there: text, files by name, or nothing.

    `var` is its name in a test; `plain` paths are passed as text.
    """

    var: str
    path: str
    content: str | tuple[tuple[str, str], ...] | None = None
    plain: bool = False


class Names:
    """The names that tests may use, and the import that each of them needs."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {"math": math}
        self.imports: dict[str, tuple[str, str]] = {"math": ("math", "")}
        self.folder: Path | None = None  # where files for calls are put

    def add(self, name: str, module: str, value: Any) -> bool:
        """Make a name known as `from module import name`; say whether it means that value."""
        if name in self.values:
            return self.values[name] is value
        self.values[name] = value
        self.imports[name] = (module, name)
        return True

    def build(self, recipe: Recipe) -> Any:
        """Make the value of a recipe; raise whatever its constructor raises."""
        kind = type(recipe)
        if kind is Named:
            return eval(recipe.text, dict(self.values))
        if kind is Stored:
            place = (self.folder or Path()) / recipe.path
            return str(place) if recipe.plain else place
        if kind is Made:
            made = self._callee(recipe.name)
            positional = [self.build(each) for each in recipe.arguments]
            return made(*positional, **{name: self.build(each) for name, each in recipe.named})
        if kind in (list, tuple, set, frozenset):
            return kind(self.build(each) for each in recipe)
        if kind is dict:
            return {self.build(key): self.build(each) for key, each in recipe.items()}
        return recipe

    def _callee(self, name: str) -> Any:
        head, *rest = name.split(".")
        value = self.values[head] if head in self.values else getattr(builtins, head)
        for part in rest:
            value = getattr(value, part)
        return value


def source(recipe: Recipe) -> str:
    """Give the expression that makes a recipe's value."""
    kind = type(recipe)
    if kind is Named:
        return str(recipe.text)
    if kind is Stored:
        return f"str({recipe.var})" if recipe.plain else str(recipe.var)
    if kind is Made:
        parts = [source(each) for each in recipe.arguments]
        parts += [f"{name}={source(each)}" for name, each in recipe.named]
        return f"{recipe.name}({', '.join(parts)})"
    if kind in _BRACKETS:
        return _display(recipe)
    return _plain(recipe)


_BRACKETS: dict[Any, str] = {list: "[]", tuple: "()", set: "{}", frozenset: "{}", dict: "{}"}


def _display(recipe: Recipe) -> str:
    kind: Any = type(recipe)
    if kind is dict:
        inner = ", ".join(f"{source(key)}: {source(each)}" for key, each in recipe.items())
        return f"{{{inner}}}"
    parts = [source(each) for each in recipe]
    if kind in (set, frozenset):
        parts.sort()
        text = f"{{{', '.join(parts)}}}" if parts else ("set()" if kind is set else "")
        return text if kind is set else f"frozenset({text})"
    if kind is tuple and len(parts) == 1:
        return f"({parts[0]},)"
    brackets = _BRACKETS[kind]
    return f"{brackets[0]}{', '.join(parts)}{brackets[1]}"


def _plain(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        name = "nan" if math.isnan(value) else "inf"
        return f"-math.{name}" if value < 0 else f"math.{name}"
    text = repr(value)
    if isinstance(value, str) and text[0] == "'" and '"' not in text:
        return f'"{text[1:-1]}"'
    if isinstance(value, bytes) and text[1] == "'" and '"' not in text:
        return f'b"{text[2:-1]}"'
    return text


def cost(recipe: Recipe) -> int:
    """Give how hard a recipe is to read: length, with odd characters and odd numbers dearer."""
    text = source(recipe)
    odd = sum(not (char.isalnum() or char in " ,.()[]{}'\"_-=") for char in text)
    return len(text) + 2 * odd + 4 * text.count("\\")
