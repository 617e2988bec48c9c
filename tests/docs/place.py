"""A place to run examples: a small buggy project, a home of its own, a scripted upstream."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.docs.pages import ROOT

ADDRESS = "http://127.0.0.1:8000/v1"  # of the upstream on the pages
SESSION = "01a1fc38"  # the session on the pages
CODE = """\
def initials(names):
    return "".join(name[1] for name in names)
"""
TESTS = """\
import unittest

from words import initials


class Words(unittest.TestCase):
    def test_initials(self):
        self.assertEqual(initials(["Ada", "Lovelace"]), "AL")

    def test_nobody(self):
        self.assertEqual(initials([]), "")
"""


class Place(NamedTuple):
    """Runs lines in `project`, as a person would."""

    project: Path
    home: Path
    upstream: str

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line in bash, with this place's upstream and newest session for the page's."""
        own = line.replace(ADDRESS, self.upstream).replace(SESSION, self.newest())
        return subprocess.run(
            ["bash", "-c", own],
            cwd=self.project,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def newest(self) -> str:
        """Return the id of the newest session, empty before the first one."""
        return max((path.name for path in self.home.glob("sessions/*")), default="")

    def _environment(self) -> dict[str, str]:
        programs = (str(self.home / "bin"), str(Path(sys.executable).parent), os.environ["PATH"])
        return {
            "PATH": os.pathsep.join(programs),
            "HOME": str(self.home),
            "QUIRE_HOME": str(self.home),
            "PYTHONPATH": str(ROOT / "src"),
            "OPENAI_BASE_URL": self.upstream,
            "OPENAI_API_KEY": "any",
        }


@contextmanager
def laid_out(folder: Path, script: str) -> Iterator[Place]:
    """Give a place whose upstream answers from a script in TOML."""
    project, home = folder / "project", folder / "home"
    (home / "bin").mkdir(parents=True)
    project.mkdir()
    (project / "words.py").write_text(CODE, encoding="utf-8")
    (project / "test_words.py").write_text(TESTS, encoding="utf-8")
    for words in (
        "init -q -b main",
        "add .",
        "-c user.name=a -c user.email=a@b.c commit -qm Words",
    ):
        subprocess.run(["git", *words.split()], cwd=project, check=True)
    program = home / "bin" / "quire"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quire "$@"\n')
    program.chmod(0o755)
    (folder / "script.toml").write_text(script, encoding="utf-8")
    command = ["-m", "quire.models.scripted_server", "--script", str(folder / "script.toml")]
    with subprocess.Popen(
        [sys.executable, *command],
        env={"PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        yield Place(project, home, server.stdout.readline().strip())
        server.terminate()


def events(path: Path) -> list[dict[str, object]]:
    """Return the JSON lines of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
