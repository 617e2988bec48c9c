"""Files and folders for the code under test, below a folder that is made for one call."""

from __future__ import annotations

import ast
import builtins
import inspect
import json
import os
import pathlib
import random
import re
import typing
from collections.abc import Iterator
from pathlib import Path

from .testgen_recipes import Made, Names, Recipe, Stored, source

MOST_TEXT = 160
_NAMED = re.compile(r"(^|_)(path|file|filename|filepath|fname|pathname|folder|dir|directory)$")
_FOLDER = re.compile(r"(^|_)(folder|dir|directory)$")
_REACHES = re.compile(
    r"\bopen\(|\.(?:read_text|write_text|read_bytes|write_bytes|exists|is_file|is_dir|stat|glob"
    r"|rglob|iterdir|unlink|mkdir|touch|rename|open)\(|os\.(?:listdir|scandir|walk|remove|makedirs"
    r"|path\.(?:exists|isfile|isdir|getsize))\("
)
_PLAIN = ("path", "file", "filename", "filepath", "file_path", "file_name", "fname", "pathname")
_PATHS = (pathlib.Path, pathlib.PurePath, os.PathLike)
_LINES = ("one", "two", "two words", "", "  ", "# note", "k = v", "1", "2.5", "a,b")
_VALUES = ("apple", "pear", "1", "2.50", "x")


def stored_of(value: Recipe) -> Iterator[Stored]:
    """Yield the paths within a recipe, in the order in which they stand."""
    if isinstance(value, Stored):
        yield value
    elif isinstance(value, Made):
        for each in (*value.arguments, *(held for _, held in value.named)):
            yield from stored_of(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from stored_of(each)


def prepare(names: Names, stored: dict[str, Stored]) -> None:
    """Empty the folder and put there what stands at each path."""
    if names.folder is None:
        return
    _empty(names.folder)
    for each in stored.values():
        place = names.folder / each.path
        if isinstance(each.content, str):
            place.write_text(each.content, encoding="utf-8")
        elif each.content is not None:
            place.mkdir()
            for name, text in each.content:
                (place / name).write_text(text, encoding="utf-8")


def _empty(folder: Path) -> None:
    """Remove what is in a folder, by whole paths, as those alone are known to be inside."""
    for name in _names_in(folder):
        place = folder / name
        if place.is_dir() and not place.is_symlink():
            _empty(place)
            place.rmdir()
        else:
            place.unlink()


def _names_in(folder: Path) -> list[str]:
    """List what is in a folder, by a call that the guard knows."""
    with os.scandir(folder) as found:
        return sorted(each.name for each in found)


def changes(names: Names, stored: dict[str, Stored]) -> Iterator[tuple[str, str]]:
    """Yield as facts what a call has changed at each path."""
    for var, each in stored.items():
        place = (names.folder or Path()) / each.path
        if place.is_dir():
            held = each.content if isinstance(each.content, tuple) else None
            before = None if held is None else sorted(name for name, _ in held)
            now = _names_in(place)
            if now != before:
                yield f"names:{var}", source(now)
        elif place.is_file():
            text = place.read_bytes().decode("utf-8", "replace")
            if text != each.content and len(text) <= MOST_TEXT and "\r" not in text:
                yield f"file:{var}", source(text)
        elif each.content is not None:
            yield f"gone:{var}", "False"


def told(text: str, names: Names) -> str | None:
    """Give an expression with paths of the folder as a test has them; None if others remain."""
    if names.folder is None or str(names.folder) not in text:
        return text
    place = re.escape(str(names.folder))
    text = re.sub(rf'(?:Posix)?Path\("{place}/([^"]*)"\)', r'tmp_path / "\1"', text)
    text = re.sub(rf'"{place}/([^"\\]*)"', r'str(tmp_path / "\1")', text)
    return None if str(names.folder) in text else text


def reaches(node: ast.AST | None, owner: type | None, others: dict[str, ast.FunctionDef]) -> str:
    """Give the text of a function, or of its class, if it works with files; else nothing."""
    text = ast.unparse(node) if node is not None else ""
    if owner is not None:
        try:
            text = inspect.getsource(owner)
        except (OSError, TypeError):
            return ""
    called = [others[name] for name in dict.fromkeys(re.findall(r"\b(\w+)\(", text))
              if name in others]  # fmt: skip
    whole = "\n".join([text, *(ast.unparse(other) for other in called[:8])])
    return whole if _REACHES.search(whole) else ""


def is_path(name: str, hint: object, text: str) -> bool:
    """Say whether a parameter takes a path, by its annotation, else by its name and its use."""
    kinds = typing.get_args(hint) or (hint,)
    if any(kind in _PATHS or typing.get_origin(kind) in _PATHS for kind in kinds if kind):
        return True
    if hint not in (None, str) and str not in kinds:
        return False
    handled = rf"\b{name}\.(?:read|write|readlines|readline|seek|writelines)\(| in {name}:"
    return bool(_NAMED.search(name)) and not re.search(handled, text)


class Shelf:
    """Draws paths for one parameter: a file that fits what the code reads, a folder, nothing."""

    def __init__(self, name: str, text: str, words: list[str], names: Names, plain: bool) -> None:
        taken = hasattr(builtins, name) or name in names.values
        self.var = f"a_{name}" if taken else name
        self.plain = plain
        self.words = [word for word in words if word.isascii()]
        self.text = text
        self.keys = list(dict.fromkeys(re.findall(r"""\[['"](\w+)['"]\]""", text)))
        self.keys += [
            key for key in re.findall(r"""['"](\w+)['"]:""", text) if key not in self.keys
        ]
        looks = rf"\b{name}\.(?:glob|rglob|iterdir|mkdir)\(|os\.(?:listdir|scandir|walk)\({name}"
        self.folder = bool(_FOLDER.search(name) or re.search(looks, text))
        self.ending = "json" if "json" in text else "csv" if "csv." in text else "txt"

    def __call__(self, chance: random.Random, _: int) -> Stored:
        """Draw a path."""
        if self.folder:
            endings = re.findall(r"\*\.(\w+)", self.text) or ["txt"]
            every = [f"{stem}.{chance.choice([*endings, endings[0], 'md'])}" for stem in "abc"]
            names = dict.fromkeys(every[: chance.randrange(4)])
            files = tuple((name, chance.choice(("", "one\n", "two\n"))) for name in names)
            return Stored(self.var, self.var, files, self.plain)
        missing = chance.random() < 0.15
        stem = self.var if self.var not in _PLAIN else "data"
        path = f"{stem}.{self.ending}"
        return Stored(self.var, path, None if missing else self.content(chance), self.plain)

    def content(self, chance: random.Random) -> str:
        """Draw what a file may hold."""
        if self.ending == "json" and chance.random() < 0.85:
            return self._json(chance)
        if self.ending == "csv" and self.keys and chance.random() < 0.85:
            rows = [",".join(chance.choice(_VALUES) for _ in self.keys)
                    for _ in range(chance.randrange(4))]  # fmt: skip
            return "\n".join([",".join(self.keys), *rows, ""])
        lines = [chance.choice([*_LINES, *self.words]) for _ in range(chance.randrange(5))]
        return "\n".join([*lines, ""]) if lines else ""

    def _json(self, chance: random.Random) -> str:
        if chance.random() < 0.3:
            return chance.choice(("[]", "[1, 2]", "{}", "{", "null", '"a"', ""))
        keys = [*self.keys, *self.keys, "a", "name"]
        values: list[object] = [1, 2, "dark", "a", True, [1, 2], None, 0.5]
        made = {chance.choice(keys): chance.choice(values) for _ in range(chance.randrange(1, 4))}
        return json.dumps([made] if chance.random() < 0.15 else made)
