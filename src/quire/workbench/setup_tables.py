"""Tables of TOML files, read with whatever reader this interpreter has."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

# What projects call the extra, the group or the environment that tests are run with.
NAMES = ("test", "tests", "testing", "dev", "develop", "development")
FOR_TESTS = NAMES[:3]


def toml(path: Path) -> dict[str, object]:
    """Read a TOML file; empty when it is missing, broken or nothing here can read it."""
    for name in ("tomllib", "tomli", "pip._vendor.tomli"):
        try:
            reader = import_module(name)
        except ImportError:
            continue
        try:
            read: dict[str, object] = reader.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return read
    return {}


def table(value: object, *keys: str) -> dict[str, object]:
    """Return an inner table, empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """Return the strings of a list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
