"""Requirements of development that installing the project does not bring, as pip takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .setup_tables import FOR_TESTS, NAMES, table, texts

_HATCH = ("hatch-test", *FOR_TESTS, "default", "dev")
_PLAIN = re.compile(r"\d[\w.+!*-]*$")


def grouped(data: dict[str, object]) -> Iterator[tuple[str, list[str]]]:
    """Yield each place of pyproject.toml that names such requirements: its name and its lines."""
    groups = table(data, "dependency-groups")
    group = next((name for name in NAMES if name in groups), "")
    if group:
        yield group, _group(groups, group)
    tool = table(data, "tool")
    for name in NAMES:
        yield name, of_poetry(table(tool, "poetry", "group", name, "dependencies"))
    yield "dev", of_poetry(table(tool, "poetry", "dev-dependencies"))
    inner = table(tool, "pdm", "dev-dependencies")
    chosen = next((name for name in NAMES if name in inner), "")
    yield chosen, texts(inner.get(chosen))
    yield "dev", texts(table(tool, "uv").get("dev-dependencies"))
    yield from _hatch(table(tool, "hatch", "envs"))


def features(data: dict[str, object]) -> list[str]:
    """Return the extras of the project that hatch's environment for tests asks for."""
    envs = table(data, "tool", "hatch", "envs")
    return [each for name in _HATCH for each in texts(table(envs, name).get("features"))]


def of_poetry(entries: dict[str, object]) -> list[str]:
    """Return poetry's and Pipfile's tables of dependencies as requirement lines.

    Optional ones and such as lie in a folder are left out.
    """
    return [
        line for name, value in entries.items() if name != "python" for line in _line(name, value)
    ]


def _hatch(envs: dict[str, object]) -> Iterator[tuple[str, list[str]]]:
    for name in _HATCH:
        inner = table(envs, name)
        found = [*texts(inner.get("dependencies")), *texts(inner.get("extra-dependencies"))]
        if found:
            yield "test" if name in ("hatch-test", "default") else name, found


def _group(groups: dict[str, object], name: str, depth: int = 0) -> list[str]:
    """Return the requirements of a dependency group, included groups too (PEP 735)."""
    entries = groups.get(name)
    found = texts(entries)
    for each in entries if isinstance(entries, list) and depth < 5 else ():
        if isinstance(each, dict) and isinstance(each.get("include-group"), str):
            found += _group(groups, str(each["include-group"]), depth + 1)
    return found


def _line(name: str, value: object) -> list[str]:
    if isinstance(value, str):
        return [name + specifier(value)]
    if isinstance(value, list):
        return [name]
    inner = table(value)
    if inner.get("optional") or "path" in inner:
        return []
    extras = texts(inner.get("extras"))
    full = f"{name}[{','.join(extras)}]" if extras else name
    if "git" in inner:
        at = next((f"@{inner[key]}" for key in ("rev", "ref", "tag", "branch") if key in inner), "")
        return [f"{full} @ git+{inner['git']}{at}"]
    marker = str(inner.get("markers") or "")
    return [full + specifier(str(inner.get("version") or "*")) + (f"; {marker}" if marker else "")]


def specifier(words: str) -> str:
    """Return what pip calls a version that is given as poetry does: `^1.2` is `>=1.2,<2`.

    Alternatives (`||`), which pip does not know, are left open.
    """
    if "||" in words or words.strip() in ("", "*"):
        return ""
    return ",".join(_bounds(part.strip()) for part in words.split(",") if part.strip())


def _bounds(word: str) -> str:
    sign, version = word[:1], word[1:].strip()
    if sign not in ("^", "~") or version.startswith("="):
        return f"=={word}" if _PLAIN.match(word) else word
    parts = [int(part) for part in re.findall(r"\d+", version.split("-")[0])]
    if not parts:
        return ""
    significant = next((place for place, part in enumerate(parts) if part), len(parts) - 1)
    last = significant if sign == "^" else min(1, len(parts) - 1)
    above = ".".join(map(str, [*parts[:last], parts[last] + 1]))
    return f">={version},<{above}"
