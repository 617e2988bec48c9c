"""Two hundred attempts to break out: all without effect behind walls, all with one without."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import sysconfig
import warnings
from pathlib import Path

import pytest

from quire.sandbox.clauses import CLAUSES, ENFORCED

HERE = Path(__file__).parent
SOURCE = HERE.parents[2] / "src"
ORDINARY = 54321
"""A user id that nobody has."""

BY_HAND = {"display", "root", "kernel-bugs", "limit-time"}
"""Clauses that test_display and the runs as root try, or that promise nothing."""


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
        "PYTHONPATH": f"{SOURCE}:{packages}",
        "QUIRE_API_KEY": f"word-{secrets.token_hex(8)}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def arena(walls: str, user: str) -> list[dict[str, object]]:
    """Run every attempt in a process of its own and return what the host saw."""
    command = [sys.executable, str(HERE / "arena.py"), walls]
    if user == "ordinary" and os.getuid() == 0:
        interpreter = ordinary_interpreter()
        if interpreter is None:
            warnings.warn("no interpreter for an ordinary user: this run is missing", stacklevel=2)
            pytest.skip("no interpreter that an ordinary user may run")
        command[0] = interpreter
        done = subprocess.run(
            command, env=environment(), user=ORDINARY, group=ORDINARY, extra_groups=[],
            capture_output=True, check=False, cwd="/",
        )  # fmt: skip
    else:
        done = subprocess.run(command, env=environment(), capture_output=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr.decode()
    results: list[dict[str, object]] = json.loads(done.stdout)
    return results


USERS = [
    pytest.param(
        "root", marks=pytest.mark.skipif(os.getuid() != 0, reason="needs root to try as root")
    ),
    "ordinary",
]


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("walls", ["bubblewrap", "landlock"])
def test_no_attempt_has_an_effect(walls: str, user: str) -> None:
    results = arena(walls, user)
    assert [result for result in results if result["seen"]] == []
    assert {result["tier"] for result in results} == {walls}
    assert len(results) > (200 if user == "root" else 160)


@pytest.mark.parametrize("user", USERS)
def test_inside_a_container_the_second_tier_holds(user: str) -> None:
    results = arena("container", user)
    assert [result for result in results if result["seen"]] == []
    assert {result["tier"] for result in results} == {"landlock"}


@pytest.mark.parametrize("user", USERS)
def test_without_walls_every_attempt_has_an_effect(user: str) -> None:
    results = arena("control", user)
    assert [result["name"] for result in results if not result["seen"]] == []


def test_no_clause_is_promised_that_nothing_tries_to_break() -> None:
    sys.path.insert(0, str(HERE))
    from attacks import ATTACKS

    tried = {attack.clause for attack in ATTACKS}
    promised = {c.key for c in CLAUSES if ENFORCED in (c.bubblewrap, c.landlock)}
    assert promised - tried <= BY_HAND
    assert tried <= {clause.key for clause in CLAUSES}
