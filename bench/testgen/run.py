"""Measure generated tests: mutants killed by Quire, by Pynguin and by Hypothesis' ghostwriter."""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from bench.testgen.mutate import mutants

HERE = Path(__file__).parent
SOURCES = str(HERE.parents[1] / "src")
WORKBENCH = "import sys; from quire.workbench.main import main; sys.exit(main(sys.argv[1:]))"
PACKAGES = ("pynguin", "hypothesis[ghostwriter]", "pytest")
SEED = 1


class Run(msgspec.Struct, frozen=True):
    """What one tool did on one module."""

    tool: str
    killed: frozenset[int] = frozenset()
    tests: int = 0
    failing: int = 0
    seconds: float = 0.0
    problem: str = ""


class Place(msgspec.Struct, frozen=True):
    """Where one module is measured: its folder, its name, the interpreters, the time."""

    folder: Path
    name: str
    venv: Path
    seconds: float


def called(command: list[str], place: Place, environment: dict[str, str]) -> tuple[int, str, str]:
    """Run a tool within twice its time and a margin; give exit code, output and errors."""
    try:
        done = subprocess.run(
            command, cwd=place.folder, env={**os.environ, **environment}, capture_output=True,
            text=True, check=False, stdin=subprocess.DEVNULL, timeout=2 * place.seconds + 120,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return -1, "", "no end"
    return done.returncode, done.stdout, done.stderr


def quire(place: Place) -> str:
    """Write tests with the workbench; return what went wrong."""
    command = [sys.executable, "-c", WORKBENCH, "generate", f"--target={place.name}.py",
               "--seconds", str(place.seconds), "--seed", str(SEED)]  # fmt: skip
    _, out, errors = called(command, place, {"PYTHONPATH": SOURCES})
    for line in map(json.loads, out.splitlines()):
        if line["type"] == "file":
            (place.folder / "test_quire.py").write_text(line["text"], encoding="utf-8")
            return ""
    return (out + errors)[-300:]


def pynguin(place: Place) -> str:
    """Write tests with Pynguin."""
    command = [str(place.venv / "bin" / "pynguin"), "--project-path", ".", "--output-path", "out",
               "--module-name", place.name, "--maximum-search-time", str(int(place.seconds)),
               "--seed", str(SEED)]  # fmt: skip
    _, out, errors = called(command, place, {"PYNGUIN_DANGER_AWARE": "1"})
    found = sorted((place.folder / "out").glob("test_*.py"))
    found = [path for path in found if "failing" not in path.name]
    if not found:
        return (out + errors)[-300:]
    shutil.copy(found[0], place.folder / "test_pynguin.py")
    return ""


def ghostwriter(place: Place) -> str:
    """Write tests with Hypothesis' ghostwriter."""
    command = [str(place.venv / "bin" / "hypothesis"), "write", "--style", "pytest", place.name]
    code, out, errors = called(command, place, {"PYTHONPATH": "."})
    if code:
        return errors[-300:]
    (place.folder / "test_ghostwriter.py").write_text(out, encoding="utf-8")
    return ""


TOOLS: dict[str, Callable[[Place], str]] = {
    "quire": quire,
    "pynguin": pynguin,
    "ghostwriter": ghostwriter,
}


def measured(place: Place, tool: str, texts: list[str]) -> Run:
    """Let a tool write tests for a module and judge them by the mutants they kill."""
    begin = time.monotonic()
    problem = TOOLS[tool](place)
    seconds = time.monotonic() - begin
    if problem:
        return Run(tool, problem=" ".join(problem.split()), seconds=seconds)
    listed = place.folder / "mutants.json"
    listed.write_text(json.dumps(texts), encoding="utf-8")
    command = [str(place.venv / "bin" / "python"), str(HERE / "judge.py"), str(place.folder),
               place.name, str(listed), f"test_{tool}.py"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return Run(tool, problem=done.stderr[-300:], seconds=seconds)
    found = json.loads(done.stdout.splitlines()[-1])
    return Run(tool, frozenset(found["killed"]), found["tests"], found["failing"], seconds)


def prepared(folder: Path, name: str) -> None:
    """Lay a module out as a project of its own."""
    folder.mkdir(parents=True)
    shutil.copy(HERE / "modules" / f"{name}.py", folder / f"{name}.py")
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = .\n", encoding="utf-8")


def sampled(name: str, most: int) -> list[str]:
    """Return the texts of a module's mutants, the same ones for every tool."""
    source = (HERE / "modules" / f"{name}.py").read_text(encoding="utf-8")
    found = [text for _, _, text in mutants(source)]
    chance = random.Random(name)
    return found if len(found) <= most else sorted(chance.sample(found, most))


def environment(given: str, folder: Path) -> Path:
    """Return an environment with the other tools, made anew unless one is given."""
    if given:
        return Path(given)
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    subprocess.run([str(venv / "bin" / "pip"), "install", "-q", *PACKAGES], check=True)
    return venv


def row(name: str, total: int, runs: list[Run]) -> str:
    """Return one module's figures as a line."""
    cells = [
        f"{run.tool} {len(run.killed)} ({run.tests} tests, {run.seconds:.0f} s"
        f"{f', {run.failing} failing left out' if run.failing else ''})"
        if not run.problem
        else f"{run.tool} failed: {run.problem[-80:]}"
        for run in runs
    ]
    return f"{name:12} {total:4} mutants · {' · '.join(cells)}"


def main() -> int:
    """Run the benchmark; exit code 1 if the ratio is below the aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0, help="for each tool and module")
    parser.add_argument("--mutants", type=int, default=80, help="at most, for each module")
    parser.add_argument("--only", default="", help="names of modules that begin with this")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--venv", default="", help="an environment that has the other tools")
    parser.add_argument("--aim", type=float, default=0.7)
    chosen = parser.parse_args()
    names = [path.stem for path in sorted((HERE / "modules").glob("*.py"))]
    names = [name for name in names if name.startswith(chosen.only)]
    own = others = total = 0
    with tempfile.TemporaryDirectory(prefix="quire-bench-") as temporary:
        venv = environment(chosen.venv, Path(temporary))
        for name in names:
            texts = sampled(name, chosen.mutants)
            runs: list[Run] = []
            for tool in chosen.tools.split(","):
                folder = Path(temporary) / name / tool
                prepared(folder, name)
                runs.append(measured(Place(folder, name, venv, chosen.seconds), tool, texts))
            print(row(name, len(texts), runs), flush=True)
            union = frozenset().union(*(run.killed for run in runs if run.tool != "quire"))
            mine = frozenset().union(*(run.killed for run in runs if run.tool == "quire"))
            own, others, total = own + len(mine), others + len(union), total + len(texts)
    ratio = own / others if others else 0.0
    print(f"quire kills {own} of {total}; the others together {others}: ratio {ratio:.2f}")
    return 0 if ratio >= chosen.aim else 1


if __name__ == "__main__":
    sys.exit(main())
