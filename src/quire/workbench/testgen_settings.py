"""The environment of the code under test: which names it reads, and what a test sets them to."""

from __future__ import annotations

import ast
import os
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager

from .testgen_recipes import Made

_READ = re.compile(r"(?:environ\.get\(|getenv\(|environ\[)(?:'(\w+)'|(\w+)\b)")
_NAME = re.compile(r"[A-Za-z_]\w*")
_NUMBER = re.compile(r"PORT|SIZE|COUNT|LIMIT|TIMEOUT|MAX|MIN|SECONDS|NUM|WORKERS|RETRIES")
_NUMBERS = ("8080", "1", "0", "-1", "70000", "many")
_TEXTS = ("1", "true", " YES ", "0", "no", "", "a", "example.com", "10")
NAMES = ("APP_DEBUG", "APP_MODE", "APP_LEVEL")  # for code that is told which name to read


def read_by(node: ast.AST | None, others: dict[str, ast.FunctionDef]) -> tuple[str, ...]:
    """List the names that a function and its helpers read; `<name>` is given by a parameter."""
    if node is None:
        return ()
    text = ast.unparse(node)
    called = [others[name] for name in dict.fromkeys(re.findall(r"\b(\w+)\(", text))
              if name in others]  # fmt: skip
    parts = [text, *(ast.unparse(each) for each in called[:8])]
    own = getattr(node, "args", None)
    parameters = {each.arg for each in own.args} if isinstance(own, ast.arguments) else set()
    found: dict[str, None] = {}
    for place, part in enumerate(parts):
        for constant, name in _READ.findall(part):
            if constant:
                found[constant] = None
            elif not place and name in parameters:
                found[f"<{name}>"] = None
    return tuple(found)


def drawn(names: list[str], own: list[str], chance: random.Random) -> tuple[tuple[str, str], ...]:
    """Draw values for some of the names."""
    found: list[tuple[str, str]] = []
    for name in names:
        values = _NUMBERS if _NUMBER.search(name.upper()) else (*_TEXTS, *own)
        value = chance.choice([each for each in values if each.isascii()])
        if chance.random() < 0.6:
            found.append((name, value))
    return tuple(found)


def meant(setting: str, call: Made, parameters: list[str]) -> str:
    """Give the name that a setting has for a call; nothing where it can be none."""
    if setting[:1] != "<":
        return setting
    wanted = setting[1:-1]
    values = {**dict(zip(parameters, call.arguments)), **dict(call.named)}
    name = values.get(wanted, "")
    return name if isinstance(name, str) and _NAME.fullmatch(name) else ""


@contextmanager
def environment(wanted: dict[str, str | None]) -> Iterator[None]:
    """Set or unset names for a while, for readers in Python alone: nothing reaches the process."""
    held = vars(os.environ)["_data"]
    before = dict(held)
    for name, value in wanted.items():
        key = os.environ.encodekey(name)
        if value is None:
            held.pop(key, None)
        else:
            held[key] = os.environ.encodevalue(value)
    try:
        yield
    finally:
        held.clear()
        held.update(before)
