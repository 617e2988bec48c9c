"""The commands that set a fresh clone up, and what of them can be done here."""

from __future__ import annotations

import os
import re
import shlex
import socket
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from .managed import told_to_pytest
from .nested import nested
from .project import Project, Refused, detect, is_test_path, python_files, untested
from .report import Report
from .setup_sources import Sources, names_of, read_sources
from .source import hunks

_PYTHON = ".venv/bin/python"
_HEADING = "## Set-up and tests"
_PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy")
_INDEX = "https://pypi.org/simple"
_EXAMPLE = re.compile(r"^\s*>>> ", re.M)
_MOST_SHOWN = 8
# So that no environment is taken for a part of the project; newer versions of venv do it too.
_UNSEEN = "echo '*' > .venv/.gitignore"
_RUNNERS = ["pytest", "pytest-django"]
_PATIENCE = 2.0  # seconds to find out whether the package index can be reached


def plan(root: Path, report: Report) -> int:
    """Report how the project is installed, built and tested, and what is missing; return 0."""
    found, place = _found(root)
    here, project, why = _detected(root)
    needed = [each for each in names_of(found.requirements) if _plain(each) != _plain(found.name)]
    needed += [each for each in _runners(root, project) if each not in map(_plain, needed)]
    steps = _steps(root / place, found, needed, f"./{place}" if place else ".")
    test = _in_environment(project, found)
    commands = [step["command"] for step in steps] + ([test] if test else [])
    section = _section(steps, test)
    text, diff = _written(root, section)
    missing = [name for name in needed if not _is_installed(name)]
    report.whole(
        "plan",
        sources=found.seen,
        steps=steps,
        test=test,
        here=_command(here),
        why=why,
        told=found.told,
        others=found.others,
        missing=missing,
        network=_network() if missing or steps else "unknown",
        venv=(root / ".venv").exists(),
        python=f"{sys.version_info[0]}.{sys.version_info[1]}",
        agents_text=text,
        agents_diff=diff,
        known=bool(found.seen or project or python_files(root)),
        commands=commands,
    )
    report.whole("done", outcome="planned")
    return 0


def _found(root: Path) -> tuple[Sources, str]:
    """Return what the project's files say, and the folder of the one project that lies inside."""
    found, inside = read_sources(root), nested(root)
    if len(inside) == 1 and not (found.installable or found.files or found.words):
        place = inside[0]
        inner = read_sources(root / place)
        inner.seen = [f"{place}/{each}" for each in inner.seen]
        inner.files = [f"{place}/{each}" for each in inner.files]
        inner.told, inner.others = [*found.told, *inner.told], [*inner.others, *found.others]
        return inner, place
    found.others += [
        f"{each}: a Python project of its own; give the order in that folder" for each in inside
    ]
    return found, ""


def _detected(root: Path) -> tuple[Project | None, Project | None, str]:
    """Return how the tests run here, how in an environment that has pytest, or why neither."""
    try:
        project = detect(root)
    except Refused as refusal:
        if refusal.later:
            return None, refusal.later, ""
        known = find_spec("pytest") is not None
        ours = [path for path in python_files(root) if not is_test_path(path)]
        shown = _documented(root, ours)
        if not shown and (known or len(ours) == len(python_files(root))):
            return None, None, refusal.reason
        later = untested(root)
        later.runner = "pytest"
        if len(ours) == len(python_files(root)):
            later.arguments = ["--doctest-modules", *shown]
        return (later if known else None), later, ""
    return project, project, ""


def _documented(root: Path, paths: list[str]) -> list[str]:
    """Return the modules whose examples in docstrings are all the tests there are."""
    shown = [
        path
        for path in paths
        if path not in ("setup.py", "noxfile.py")
        and not path.startswith(("docs/", "examples/", "scripts/"))
        and _EXAMPLE.search((root / path).read_text(encoding="utf-8", errors="replace"))
    ]
    return shown if len(shown) <= _MOST_SHOWN else sorted({path.split("/")[0] for path in shown})


def _steps(root: Path, found: Sources, needed: list[str], place: str) -> list[dict[str, str]]:
    """Return the commands that install and build, each with the file that says so.

    `root` is the folder of the project, `place` how it is named where the commands run; `after` is
    what tidies up behind a command.
    """
    if not found.installable and not needed:
        return []
    pip = f"{_PYTHON} -m pip"
    source = found.installable or (found.seen[0] if found.seen else "")
    steps = [_step("environment", "python3 -m venv .venv", after=_UNSEEN)]
    if found.files:
        words = " ".join(f"-r {shlex.quote(each)}" for each in found.files)
        steps.append(_step("install", f"{pip} install {words}", found.files[0]))
    extra = f"[{','.join(found.extras)}]" if found.extras else ""
    own = ["-e", f"{place}{extra}"] if found.installable else []
    if own or found.words:
        words = shlex.join([*own, *found.words])
        steps.append(_step("install", f"{pip} install {words}", source))
    named = {_plain(each) for each in names_of([*found.requirements, *found.words])}
    runners = [each for each in _RUNNERS if each in needed and each not in named]
    if runners:
        steps.append(_step("install", f"{pip} install {' '.join(runners)}", "the tests"))
    if found.installable:
        build = f'{pip} wheel --no-deps --wheel-dir "${{TMPDIR:-/tmp}}/dist" {place}'
        left = "" if (root / "build").exists() else f"rm -rf {shlex.quote(f'{place}/build')}"
        steps.append(_step("build", build, found.installable, left))
    return steps


def _step(kind: str, command: str, source: str = "", after: str = "") -> dict[str, str]:
    return {"kind": kind, "command": command, "source": source, "after": after}


def _plain(name: str) -> str:
    """Return a name as indexes of packages compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _runners(root: Path, project: Project | None) -> list[str]:
    """Return the packages that run the tests."""
    if project is None or project.runner != "pytest":
        return []
    return _RUNNERS if told_to_pytest(root) else _RUNNERS[:1]


def _in_environment(project: Project | None, found: Sources) -> str:
    """Return the command that runs the tests in the environment, where the project may lie."""
    if project is None:
        return ""
    words = list(project.command)
    python = words.index(project.typed)
    before = [] if found.installable else words[:python]
    return shlex.join([*before, _PYTHON, *words[python + 1 :]])


def _command(project: Project | None) -> str:
    """Return the command that runs the tests without an environment."""
    return shlex.join(project.command) if project else ""


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return find_spec(name.replace("-", "_")) is not None if name.isidentifier() else False
    return True


def _network() -> str:
    """Return proxy, open or off: whether an index of packages can be reached from here."""
    if any(os.environ.get(name) for name in _PROXIES):
        return "proxy"
    index = urlsplit(os.environ.get("PIP_INDEX_URL") or _INDEX)
    port = index.port or (80 if index.scheme == "http" else 443)
    try:
        socket.create_connection((index.hostname or "", port), _PATIENCE).close()
    except OSError:
        return "off"
    return "open"


def _section(steps: list[dict[str, str]], test: str) -> str:
    lines = [step["command"] for step in steps] + ([test] if test else [])
    block = "\n".join(f"    {line}" for line in lines) or "    (nothing to install, no tests found)"
    return f"{_HEADING}\n\nFrom a fresh clone:\n\n{block}\n"


def _written(root: Path, section: str) -> tuple[str, str]:
    """Return AGENTS.md as a new file, or the hunks that put the section into the old one."""
    path = root / "AGENTS.md"
    if not path.exists():
        return f"# For coding agents\n\n{section}", ""
    old = path.read_text(encoding="utf-8", errors="replace")
    there = re.search(rf"^{re.escape(_HEADING)}\n.*?(?=^## |\Z)", old, re.M | re.S)
    if there:
        tail = old[there.end() :]
        new = old[: there.start()] + section + ("\n" if tail else "") + tail
    else:
        new = f"{old.rstrip()}\n\n{section}"
    return "", hunks(old, new) if new != old else ""
