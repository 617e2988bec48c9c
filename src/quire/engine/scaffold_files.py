"""The files of a skeleton, rendered from the templates for one folder."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from quire.engine.scaffold_orders import Wish, sanitized

_FIELD = re.compile(r"\{\{(\w+)\}\}")
_PROJECT = ("pyproject.toml", "setup.py", "setup.cfg")
_KINDS = {"package": "Python package", "cli": "command line tool", "web": "web service"}


class Facts(Struct, frozen=True, kw_only=True, tag="facts", tag_field="type"):
    """What lies in the folder and what its interpreter has."""

    root: str = ""
    files: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    installed: tuple[str, ...] = ()
    stdlib: tuple[str, ...] = ()
    python: str = ""


class Template(Struct, frozen=True, kw_only=True):
    """A file of a template; `runner` limits it to projects tested by that one."""

    path: str
    text: str
    optional: bool = False
    runner: str = ""


class NewFile(Struct, frozen=True):
    """A file to be made."""

    path: str
    text: str


class Skeleton(Struct, frozen=True, kw_only=True):
    """What is made: files, names, and sentences about what was chosen and why.

    `taken` are the files that are there already and would be in the way.
    """

    files: tuple[NewFile, ...]
    package: str = ""
    distribution: str = ""
    notes: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


@cache
def template(name: str) -> tuple[Template, ...]:
    """Return the files of a template."""
    text = (files("quire.engine") / "templates" / f"{name}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["file"], tuple[Template, ...])


def names() -> tuple[str, ...]:
    """Return the names of all templates."""
    folder = files("quire.engine") / "templates"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir()))


def skeleton(wish: Wish, facts: Facts) -> Skeleton:
    """Return the files that a wish comes to in a folder."""
    runner = "pytest" if "pytest" in facts.installed else "unittest"
    if wish.kind == "suite":
        return _suite(facts, runner)
    distribution, package = sanitized(wish.name or facts.root, frozenset(facts.stdlib))
    new = not any(path in facts.files for path in _PROJECT)
    layout = "src/" if new or any(each.startswith("src/") for each in facts.files) else ""
    name, notes = _chosen(wish, facts, runner)
    fields = {
        "distribution": distribution,
        "package": package,
        "description": f"The {_KINDS[wish.kind]} {distribution}.",
        "source": layout,
        "tests": _tests_folder(facts),
        "dependencies": {"cli_click": '"click"', "web_starlette": '"starlette"'}.get(name, ""),
        "scripts": _scripts(wish, distribution, package),
        "runner": "pytest" if runner == "pytest" else "",
        "test_command": "pytest" if runner == "pytest" else "unittest discover -s tests",
    }
    project = template("project") if new else ()
    made = _rendered((*project, *template(name)), fields, runner)
    if not new:
        notes += _old_project(wish, distribution, package)
    if wish.name and package != wish.name:
        notes += (f"The name became {package}, which Python can import.",)
    return _without_taken(made, facts, distribution, package, notes)


def _chosen(wish: Wish, facts: Facts, runner: str) -> tuple[str, tuple[str, ...]]:
    """Return the template for a wish, and what must be said of the choice."""
    if wish.kind == "package":
        return "package", ()
    library = {"cli": "click", "web": "starlette"}[wish.kind]
    plain = {"cli": "argparse", "web": "wsgiref"}[wish.kind]
    names = {"click": "cli_click", "starlette": "web_starlette", "argparse": "cli_argparse",
             "wsgiref": "web_wsgi"}  # fmt: skip
    asked = wish.framework
    if asked == library and library in facts.installed and runner == "pytest":
        return names[library], ()
    if asked == library:
        missing = library if library not in facts.installed else "pytest"
        return names[plain], (
            f"{missing} is not installed here, where tests with {library} need it: I took {plain}.",
        )
    if asked not in ("", plain):
        return names[plain], (f"I have no template for {asked}: I took {plain}.",)
    return names[plain], ()


def _tests_folder(facts: Facts) -> str:
    folders = [path.rpartition("/")[0] for path in facts.tests]
    return max(sorted(set(folders)), key=folders.count) if folders and all(folders) else "tests"


def _scripts(wish: Wish, distribution: str, package: str) -> str:
    if wish.kind != "cli":
        return ""
    return f'\n[project.scripts]\n{distribution} = "{package}.cli:main"\n'


def _old_project(wish: Wish, distribution: str, package: str) -> tuple[str, ...]:
    told = "There is a project already: I left its settings as they are."
    if wish.kind == "cli":
        told += (
            f' To install the command, add {distribution} = "{package}.cli:main" to its scripts.'
        )
    return (told,)


def _suite(facts: Facts, runner: str) -> Skeleton:
    roots = " ".join(dict.fromkeys(facts.roots))
    modules = "".join(f'\n    "{each}",' for each in facts.modules)
    fields = {"roots": roots or ".", "modules": f"{modules}\n" if modules else ""}
    made = _rendered(template("suite"), fields, runner)
    settings = [path for path in ("pyproject.toml", "setup.cfg", "tox.ini") if path in facts.files]
    notes = (f"{settings[0]} stays as it is.",) if settings else ()
    return _without_taken(made, facts, "", "", notes)


def _rendered(
    templates: Iterable[Template], fields: dict[str, str], runner: str
) -> tuple[tuple[NewFile, bool], ...]:
    def filled(text: str) -> str:
        return _FIELD.sub(lambda found: fields[found[1]], text)

    return tuple(
        (NewFile(filled(each.path), filled(each.text).lstrip("\n")), each.optional)
        for each in templates
        if each.runner in ("", runner)
    )


def _without_taken(
    made: tuple[tuple[NewFile, bool], ...], facts: Facts, distribution: str, package: str,
    notes: tuple[str, ...],
) -> Skeleton:  # fmt: skip
    """Leave out optional files that are there; what else is there stands in the way."""
    there = {path.lower() for path in facts.files}
    inside = {
        f"{path.partition(f'{package}/')[0]}{package}/" for path in there if f"{package}/" in path
    }
    taken = [
        file.path
        for file, optional in made
        if not optional and (file.path.lower() in there or any(
            package and file.path.lower().startswith(folder) and folder.strip("/")
            for folder in inside))
    ]  # fmt: skip
    return Skeleton(
        files=tuple(file for file, _ in made if file.path.lower() not in there),
        package=package,
        distribution=distribution,
        notes=notes,
        taken=tuple(taken),
    )
