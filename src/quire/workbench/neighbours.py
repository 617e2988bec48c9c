"""Several Python projects beside each other in one folder, whose tests are run together.

That can be where no project's own settings matter to its tests, and no two of them hold packages
of the same name. Else the person must say which one is meant.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import Path

from .nested import nested

_HARMLESS = {"pythonpath", "testpaths", "minversion", "required_plugins", "console_output_style"}
_LIST = re.compile(r"[\"']([^\"'\n]+)[\"']|([^\s\"'\[\],]+)")
_NO_PACKAGE = re.compile(r"setup|conftest|noxfile|tests?|test_.*|.*_test")
_SHOWN = 6


def homes(root: Path, tests: list[str]) -> list[str]:
    """List the projects below a root that its test files belong to; nothing for fewer than two."""
    places = nested(root)
    found = {next((each for each in places if path.startswith(f"{each}/")), "") for path in tests}
    return sorted(found) if len(found) > 1 and "" not in found else []


def apart(root: Path, places: list[str]) -> str:
    """Say why the tests of these projects cannot be run together; nothing where they can."""
    for place in places:
        own = sorted(set(_settings(root / place)) - _HARMLESS)
        if own:
            return f"{place} has settings of its own for pytest ({', '.join(own[:3])})"
    seen: dict[str, str] = {}
    for place in places:
        for name in _packages(root, place):
            if seen.setdefault(name, place) != place:
                return f"{seen[name]} and {place} both hold a package {name}"
    return ""


def import_roots(root: Path, places: list[str]) -> list[str]:
    """List the folders that the tests of these projects import from."""
    found: list[str] = []
    for place in places:
        named = _LIST.findall(_settings(root / place).get("pythonpath", ""))
        own = [f"{place}/{(quoted or bare).strip('./')}".rstrip("/") for quoted, bare in named]
        found += [*own, place, f"{place}/src"]
    return [each for each in dict.fromkeys(found) if (root / each).is_dir()]


def twins(root: Path, tests: list[str]) -> bool:
    """Say whether two test files would be imported under the same name."""
    names = [_module(root, path) for path in tests]
    return len(set(names)) < len(names)


def listed(places: list[str]) -> str:
    """Name some projects."""
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    return ", ".join(places[:_SHOWN]) + more


def _module(root: Path, path: str) -> str:
    place = root / path
    parts = [place.stem]
    for folder in place.parents:
        if not (folder / "__init__.py").is_file():
            break
        parts.insert(0, folder.name)
    return ".".join(parts)


def _packages(root: Path, place: str) -> Iterator[str]:
    for folder in (root / place, root / place / "src"):
        for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
            if (entry / "__init__.py").is_file() and entry.name not in ("tests", "test"):
                yield entry.name
            elif entry.suffix == ".py" and not _NO_PACKAGE.fullmatch(entry.stem):
                yield entry.stem


def _settings(folder: Path) -> dict[str, str]:
    """Read what a project sets for pytest, as text."""
    found: dict[str, str] = {}
    for name, section in (
        ("pytest.ini", "pytest"),
        ("pyproject.toml", "tool.pytest.ini_options"),
        ("tox.ini", "pytest"),
        ("setup.cfg", "tool:pytest"),
    ):
        path = folder / name
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            found = _toml(text, section) if name.endswith(".toml") else _ini(text, section)
        if found:
            return found
    return found


def _toml(text: str, section: str) -> dict[str, str]:
    """Read the keys of a table, each with its value's text; Python 3.9 has no reader of TOML."""
    table = re.search(rf"^\[{re.escape(section)}\][^\n]*\n(.*?)(?=^\[[\w\"]|\Z)", text, re.M | re.S)
    rows = re.findall(r"^(\w+)\s*=\s*(\[.*?\]|[^\n]*)", table[1], re.M | re.S) if table else []
    return dict(rows)


def _ini(text: str, section: str) -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return {}
    return dict(parser[section]) if parser.has_section(section) else {}
