"""Run a setup.py with stand-ins for setuptools and distutils, and print what setup() was told.

A program of its own, given to an interpreter as text: nothing but the standard library is there.
"""

from __future__ import annotations

import fnmatch
import json
import os
import runpy
import sys
from collections.abc import Iterable, Iterator
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

_STOOD_IN = ("setuptools", "distutils")
Words = Iterable[str]


class Told(BaseException):
    """What setup() was told; raised to end the run there."""

    def __init__(self, fields: dict[str, object]) -> None:
        super().__init__()
        self.fields = fields


class Packages(list[str]):
    """What find_packages found, with the arguments that it was given."""

    def __init__(self, found: list[str], given: dict[str, object]) -> None:
        super().__init__(found)
        self.given = given


def setup(**fields: object) -> None:
    """Take the place of setuptools.setup; raise Told."""
    raise Told(fields)


def find_packages(
    where: str = ".", exclude: Words = (), include: Words = ("*",), *, namespaces: bool = False
) -> Packages:
    """Take the place of setuptools.find_packages."""
    left = [exclude] if isinstance(exclude, str) else list(exclude)
    kept = [include] if isinstance(include, str) else list(include)
    found: list[str] = []
    for folder, folders, files in os.walk(where):
        inner = os.path.relpath(folder, where)
        package = "" if inner == "." else inner.replace(os.sep, ".")
        if package and not namespaces and "__init__.py" not in files:
            folders[:] = []
            continue
        folders[:] = sorted(each for each in folders if each.isidentifier())
        named = package and any(fnmatch.fnmatchcase(package, each) for each in kept)
        if named and not any(fnmatch.fnmatchcase(package, each) for each in left):
            found.append(package)
    given: dict[str, object] = {} if where == "." else {"where": [where]}
    given.update({"exclude": left} if left else {})
    given.update({} if kept == ["*"] else {"include": kept})
    return Packages(found, {**given, "namespaces": namespaces})


def find_namespace_packages(
    where: str = ".", exclude: Words = (), include: Words = ("*",)
) -> Packages:
    """Take the place of setuptools.find_namespace_packages."""
    return find_packages(where, exclude, include, namespaces=True)


class _StandIn(ModuleType):
    """A module of setuptools: what is asked for and not here is an empty class."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": lambda self, *words, **named: None})


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """Stand in for the modules of setuptools and distutils."""
        found = name.partition(".")[0] in _STOOD_IN
        return ModuleSpec(name, self, is_package=True) if found else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Make the module that stands in."""
        module = _StandIn(spec.name)
        vars(module).update({each.__name__: each for each in (
            setup, find_packages, find_namespace_packages)}, __version__="80.0")  # fmt: skip
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing: the module is whole."""


def plain(value: object) -> object:
    """Give a value as JSON can hold it; what it cannot hold is named by its class."""
    if isinstance(value, Packages):
        return {"find": value.given}
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset, Iterator)):
        rows = [plain(each) for each in value]
        return sorted(rows, key=str) if isinstance(value, (set, frozenset)) else rows
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return {"object": type(value).__name__ if not isinstance(value, type) else value.__name__}


def main() -> None:
    """Run setup.py of the present folder as the version and platform given; print JSON."""
    version, platform = sys.argv[1:3]
    if version:
        vars(sys)["version_info"] = (*map(int, version.split(".")), 0, "final", 0)
    sys.platform = platform or sys.platform
    for name in [each for each in sys.modules if each.partition(".")[0] in _STOOD_IN]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder())
    sys.path.insert(0, str(Path.cwd()))
    sys.argv = ["setup.py", "bdist_wheel"]
    try:
        runpy.run_path("setup.py", run_name="__main__")
    except Told as told:
        sys.stdout.write(f"\n{json.dumps({'told': plain(told.fields)})}\n")


if __name__ == "__main__":
    main()
