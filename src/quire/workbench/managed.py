"""Django projects: which `manage.py` runs the tests, and whether pytest could run them instead."""

from __future__ import annotations

import configparser
import re
from importlib.util import find_spec
from pathlib import Path

_SETTINGS = "DJANGO_SETTINGS_MODULE"
_SAID_TO_PYTEST = re.compile(rf"{_SETTINGS}|--ds\b|django_find_project|settings\.configure\(")
_NAMED = re.compile(rf"(?:{_SETTINGS}[\"'\]]*\s*[,=]|--ds[=\s])\s*[\"']?([\w.]+)")
_PYTEST_FILES = ("pytest.ini", ".pytest.ini", "pytest.toml", "pyproject.toml", "conftest.py")
_SECTIONS = (("setup.cfg", "tool:pytest"), ("tox.ini", "pytest"))
# What Django's runner, which is unittest's, does not run.
_OF_PYTEST = re.compile(
    r"^\s*(?:import|from)\s+pytest\b|^(?:async\s+)?def\s+test|^class\s+Test\w*\s*(?:\(\s*\))?:",
    re.M,
)
_NO_PLACE = {"venv", "env", "node_modules", "build", "dist", "docs", "examples", "site-packages"}


def manager(root: Path) -> str:
    """Give the path of the only `manage.py` of a Django project, at the top or one folder down."""
    inner = (path for path in root.glob("*/manage.py") if path.parent.name not in _NO_PLACE)
    places = [root / "manage.py"] if (root / "manage.py").is_file() else sorted(inner)
    found = [path for path in places if _SETTINGS in _text(path)]
    return found[0].relative_to(root).as_posix() if len(found) == 1 else ""


def managing(root: Path, tests: list[str]) -> str:
    """Give the `manage.py` that is to run the tests; nothing where pytest is to, or unittest."""
    place = manager(root)
    folder = place.rpartition("/")[0]
    inside = all(path.startswith(f"{folder}/" if folder else "") for path in tests)
    found = any(path.rpartition("/")[2].startswith("test") for path in tests) or not tests
    with_pytest = told_to_pytest(root) and (has_plugin() or find_spec("django") is None)
    if not place or not inside or not found or with_pytest:
        return ""
    return "" if any(_OF_PYTEST.search(_text(root / path)) for path in tests) else place


def told_to_pytest(root: Path) -> bool:
    """Say whether pytest's settings say which settings of Django the tests run with."""
    manage = manager(root)
    places = dict.fromkeys((root, (root / manage).parent)) if manage else ()
    return any(_SAID_TO_PYTEST.search(_pytest_settings(place)) for place in places)


def has_plugin() -> bool:
    """Say whether pytest is there with its plug-in for Django."""
    return find_spec("pytest") is not None and find_spec("pytest_django") is not None


def settings_module(root: Path) -> str:
    """Give the name of the settings that the tests run with, as pytest or `manage.py` is told."""
    manage = manager(root)
    folder = (root / manage).parent
    texts = [*(_pytest_settings(place) for place in (root, folder)), _text(root / manage)]
    found = [_NAMED.search(text) for text in texts] if manage else []
    return next((match[1] for match in found if match), "")


def django_roots(root: Path) -> list[str]:
    """List the folder below the root that a Django project's own modules are imported from."""
    folder = manager(root).rpartition("/")[0]
    return [folder] if folder else []


def _pytest_settings(folder: Path) -> str:
    """Give what a folder's files say to pytest, as text."""
    texts = [_text(folder / name) for name in _PYTEST_FILES]
    for name, section in _SECTIONS:
        parser = configparser.RawConfigParser(strict=False)
        try:
            parser.read_string(_text(folder / name))
        except configparser.Error:
            continue
        if parser.has_section(section):
            texts += [f"{key} = {value}" for key, value in parser.items(section)]
    return "\n".join(texts).replace("django_settings_module", _SETTINGS)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
