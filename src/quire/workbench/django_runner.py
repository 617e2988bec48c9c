"""The adapter to Django's own test command: settings and databases are made ready by it."""

from __future__ import annotations

import os
import runpy
import sys
import unittest
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Callable

from .managed import settings_module
from .outcome import Collection
from .unittest_runner import collected


def collect(root: Path, words: list[str], use: Callable[[Collection], None]) -> int:
    """Start `manage.py test` and hand the tests to `use` where it would run them.

    `words` are the path of manage.py and the arguments after it. Return the exit code of the
    command, 5 where it found no tests.
    """
    runner = import_module("django.test.runner")
    seen: list[Collection] = []

    def run_suite(_: object, suite: unittest.TestSuite, **__: object) -> unittest.TestResult:
        seen.append(collected(root, suite))
        use(seen[0])
        return unittest.TestResult()

    runner.DiscoverRunner.run_suite = run_suite
    sys.argv = list(words)
    try:
        runpy.run_path(str(root / words[0]), run_name="__main__")
    except SystemExit as end:
        if end.code:
            return end.code if isinstance(end.code, int) else 1
    return 0 if seen and seen[0].tests else 5


def make_ready(root: Path) -> None:
    """Set Django up, if the project is one, for modules that are called without their tests.

    The databases of the settings, which hold what nobody wants to be changed, cannot be reached:
    in their place are empty ones.
    """
    name = settings_module(root)
    if not name or find_spec("django") is None:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", name)
    settings = import_module("django.conf").settings
    empty = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    settings.DATABASES = {name: dict(empty) for name in settings.DATABASES or ("default",)}
    import_module("django").setup()
