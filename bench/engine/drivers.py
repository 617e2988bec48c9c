"""Two ways to have a project repaired: the whole command, or the search program alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Protocol

import msgspec

from bench.engine import judge
from bench.engine.tasks import REPOSITORY
from quire.protocol.patches import apply_diff

EXIT_REFUSED = 3
ENOUGH = 1_000  # candidates from which on a rate means something
ORDER = "make the tests pass"
MAIN = "import sys\nfrom quire_workbench.main import main\nsys.exit(main())\n"


class Attempt(msgspec.Struct, frozen=True):
    """What came of one attempt: seconds of wall time, the claim, the end of the output.

    `rate` are candidates a second, 0 where too few were tried to tell.
    """

    seconds: float
    claim: str
    output: str
    rate: int = 0


class _Edit(msgspec.Struct, frozen=True):
    path: str
    diff: str


class Driver(Protocol):
    """Something that tries to repair the project in a folder."""

    def __call__(self, folder: Path) -> Attempt:
        """Repair in place and say how it went."""


class Product(msgspec.Struct, frozen=True):
    """The whole command in a fresh process with a fresh home, as a user runs it.

    `python` is the interpreter of the projects, first on the PATH as in an activated environment.
    `cache` keeps the packed search program for all tasks: only the first run of a version packs it.
    `order` is what the user asks for.
    """

    model: str
    limit: float
    python: Path
    cache: Path
    order: str = ORDER

    def __call__(self, folder: Path) -> Attempt:
        """Run `quire exec`; exit code 0 is the claim that the job is done."""
        home = folder.parent / "home"
        home.mkdir(exist_ok=True)
        words = [sys.executable, "-m", "quire", "exec", self.order, "-C", str(folder)]
        begin = time.perf_counter()
        outcome = judge.run([*words, "-m", self.model], folder, self.limit, self._environment(home))
        seconds = time.perf_counter() - begin
        claims = {0: "fixed", 1: "not fixed", EXIT_REFUSED: "refused", None: "time-out"}
        claim = claims.get(outcome.code, f"error {outcome.code}")
        return Attempt(seconds, claim, outcome.output[-3000:])

    def _environment(self, home: Path) -> dict[str, str]:
        kept = {name: text for name, text in os.environ.items() if not name.startswith("XDG_")}
        own = {
            "HOME": str(home),
            "XDG_CACHE_HOME": str(self.cache),
            "PYTHONPATH": str(REPOSITORY / "src"),
            "PATH": os.pathsep.join((str(self.python.parent), kept.get("PATH", os.defpath))),
        }
        return {**kept, **own}


def projects_python() -> Path:
    """Return the interpreter of an environment with pytest and nothing else, made if missing.

    What else a machine's pytest loads (plug-ins of other work) is no part of these projects.
    """
    folder = REPOSITORY / ".venv-bench"
    python = folder / "bin" / "python"
    if not (folder / "bin" / "pytest").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "pytest"], check=True)
    return python


class Workbench(msgspec.Struct, frozen=True):
    """The search program alone, without walls, agent or session."""

    program: Path
    seconds: float

    def __call__(self, folder: Path) -> Attempt:
        """Run `repair` and apply the fix that it prints."""
        words = ["repair", "--root", str(folder), "--seconds", f"{self.seconds:g}"]
        begin = time.perf_counter()
        outcome = judge.run(
            [sys.executable, "-I", str(self.program), *words], folder, self.seconds + 60
        )
        seconds = time.perf_counter() - begin
        findings = list(_findings(outcome.output))
        fixes = [finding for finding in findings if finding["type"] == "fix"]
        for fix in fixes[-1:]:
            _apply(folder, msgspec.convert(fix["files"], list[_Edit]))
        refused = any("refused" in (f["type"], f.get("outcome")) for f in findings)
        claim = "fixed" if fixes else "refused" if refused else "not fixed"
        rates = [_whole(fix, "per_second") for fix in fixes if _whole(fix, "tried") >= ENOUGH]
        return Attempt(seconds, claim, outcome.output[-3000:], *rates[-1:])


def _whole(finding: dict[str, object], name: str) -> int:
    number = finding.get(name, 0)
    return number if isinstance(number, int) else 0


def _findings(output: str) -> list[dict[str, object]]:
    lines = [line for line in output.splitlines() if line.startswith('{"type":')]
    return [json.loads(line) for line in lines]


def _apply(folder: Path, edits: list[_Edit]) -> None:
    for edit in edits:
        path = folder / edit.path
        path.write_bytes(apply_diff(path.read_bytes().decode(), edit.diff).encode())


def pack_workbench(target: Path) -> Path:
    """Zip the search program's modules with an entry point; return the archive."""
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("__main__.py", MAIN)
        for module in sorted((REPOSITORY / "src/quire/workbench").glob("*.py")):
            archive.write(module, f"quire_workbench/{module.name}")
    return target
