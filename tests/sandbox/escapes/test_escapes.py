"""Two hundred attempts to break out: all without effect behind walls, all with one without."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import sysconfig
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypedDict

import pytest

from quire.sandbox.clauses import CLAUSES, ENFORCED
from tests.sandbox.escapes.attacks import ATTACKS

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ORDINARY = 54321
"""A user id that nobody has."""

ELSEWHERE = {"display", "ignored-files"}
"""Clauses that other tests try to break: test_display and test_hidden."""


class Result(TypedDict):
    """What the host saw of one attempt."""

    tier: str
    clause: str
    name: str
    seen: list[str]


class Identity(TypedDict, total=False):
    """The user that a run is made as."""

    user: int
    group: int
    extra_groups: list[int]


def ordinary_interpreter() -> str | None:
    """Return a Python that the ordinary user can run, with this one's packages."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        probe = (
            subprocess.run(
                [candidate, "-c", "import sys, msgspec; print(sys.version_info >= (3, 11))"],
                env=environment(),
                user=ORDINARY,
                group=ORDINARY,
                extra_groups=[],
                capture_output=True,
                check=False,
                cwd="/",
            )
            if may_run(candidate)
            else None
        )
        if probe is not None and probe.stdout.strip() == b"True":
            return candidate
    return None


def may_run(program: str) -> bool:
    """Return whether every directory on the way to `program` is open to everyone."""
    real = Path(program).resolve()
    return real.exists() and all(parent.stat().st_mode & 0o001 for parent in real.parents)


def environment() -> dict[str, str]:
    packages = sysconfig.get_paths()["platlib"]
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}:{packages}",
        "QUIRE_API_KEY": f"word-{secrets.token_hex(8)}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def arena(walls: str, user: str) -> list[Result]:
    """Run the attempts in a process of their own and return what the host saw."""
    command = [sys.executable, "-m", "tests.sandbox.escapes.arena", walls]
    identity: Identity = {}
    if user == "ordinary" and os.getuid() == 0:
        interpreter = ordinary_interpreter()
        if interpreter is None:
            return []
        command[0] = interpreter
        identity = {"user": ORDINARY, "group": ORDINARY, "extra_groups": []}
    done = subprocess.run(
        command, env=environment(), capture_output=True, check=False, cwd="/", **identity
    )
    assert done.returncode == 0, done.stderr.decode()
    results: list[Result] = json.loads(done.stdout)
    return results


AS_ROOT = [("bubblewrap", "root"), ("landlock", "root"), ("control-root", "root")]
AS_ANYONE = [("bubblewrap", "ordinary"), ("landlock", "ordinary"), ("control", "ordinary")]
CONTAINER = [("container", "root" if os.getuid() == 0 else "ordinary")]
RUNS = [*(AS_ROOT if os.getuid() == 0 else []), *AS_ANYONE, *CONTAINER]


@pytest.fixture(scope="module")
def results() -> dict[tuple[str, str], list[Result]]:
    """Make all runs, four at a time: most of their time is waiting."""
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(RUNS, pool.map(lambda run: arena(*run), RUNS), strict=True))


def of(results: dict[tuple[str, str], list[Result]], run: tuple[str, str]) -> list[Result]:
    if not results[run]:
        warnings.warn("NOT TRIED as an ordinary user: no interpreter it may run", stacklevel=2)
        pytest.skip("no interpreter that an ordinary user may run")
    return results[run]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("run", RUNS, ids="-".join)
def test_attempts(run: tuple[str, str], results: dict[tuple[str, str], list[Result]]) -> None:
    made = of(results, run)
    if run[0].startswith("control"):
        assert [result for result in made if not result["seen"]] == []
        return
    assert [result for result in made if result["seen"]] == []
    tier = "landlock" if run[0] == "container" else run[0]
    assert {result["tier"] for result in made} == {tier}
    assert len(made) > (200 if run[1] == "root" else 160)


@pytest.mark.parametrize("tier", ["bubblewrap", "landlock"])
def test_no_clause_is_promised_that_nothing_tries_to_break(
    tier: str, results: dict[tuple[str, str], list[Result]]
) -> None:
    made = [result for run in results.values() for result in run if result["tier"] == tier]
    promised = {clause.key for clause in CLAUSES if clause.standing(tier) == ENFORCED}
    tried = {result["clause"] for result in made}
    assert promised - tried == ELSEWHERE
    assert tried <= {clause.key for clause in CLAUSES}
    names = {(attack.clause, attack.name) for attack in ATTACKS}
    assert {(result["clause"], result["name"]) for run in results.values() for result in run} == (
        names if os.getuid() == 0 else names - {(a.clause, a.name) for a in ATTACKS if a.root}
    )
