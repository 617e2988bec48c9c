"""What the engine says of setting a project up."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from quire.engine.proofs import Proof
from quire.engine.setup_report import Plan
from quire.engine.talk import MODEL

_LAST_LINES = 6
_MOST_NAMES = 8
_MOST_TOLD = 8
_NONE = "Not set up to its end: no test passes."
NETWORK = "-c sandbox.network=proxy"
# What the walls add to the output of a command that asked for another host.
_REFUSED = "[sandbox: network refused: "
# Lines that say why, in the words of pip, pytest and unittest; others only stand around them.
_WHY = re.compile(
    r"(?:ERROR\b|E  |Could not|\[sandbox: |fatal:)|.*(?:\w(?:Error|Exception|NotFound)\b|error: )"
)
_ABOUT = re.compile(r"error: subprocess-exited-with-error|This error originates|\(most recent")
_CERTIFICATE = re.compile(r"CERTIFICATE_VERIFY_FAILED|confirming the ssl certificate")
_LONGEST = 240
_PASSING = re.compile(r"\b[1-9]\d* passed\b|^Ran (\d+) tests?", re.MULTILINE)
_BROKEN = re.compile(r"(?:failures|errors)=(\d+)")
_OURS = (
    "Its certificate is not known in the walls: put the names of your variables (PIP_CERT, "
    "PIP_INDEX_URL) into sandbox.environment. "
)
_HOSTS = (
    "The walls refused a host that it asked for: put it into sandbox.hosts, and the network of an "
    "inner one into sandbox.networks. "
)


class Tried(Struct, frozen=True):
    """The commands that were run to the end."""

    commands: tuple[str, ...] = ()


def unknown(others: Iterable[str]) -> str:
    """Tell that there is nothing of Python to set up."""
    listed = "".join(f"\n- {each}" for each in others)
    named = f" I name what I see and run none of it:{listed}" if listed else ""
    beyond = f"\n\nOther languages are beyond me; {MODEL}." if listed else ""
    return f"Not set up. I find no Python project here.{named}{beyond}"


def commands_of(plan: Plan) -> str:
    """Return the commands of a fresh clone as a block."""
    lines = [step.command for step in plan.steps] + ([plan.test] if plan.test else [])
    return "\n".join(f"    {line}" for line in lines) or "    (nothing is to be installed)"


def plain_plan(plan: Plan, proof: Proof | None) -> str:
    """Answer how the project is installed, built and tested."""
    parts = [f"From a fresh clone:\n\n{commands_of(plan)}", _read_from(plan)]
    if proof is not None:
        parts.append(
            f"The tests run with what is installed here: {proof.told} (`{proof.command}`)."
        )
    elif plan.missing:
        parts.append(
            f'Not tried: {_names(plan.missing)} not installed here. "set up this project" does it.'
        )
    parts += [_no_tests(plan), _also(plan)]
    return "\n\n".join(part for part in parts if part)


def passing(text: str) -> bool:
    """Tell whether at least one test passed, as pytest and unittest count."""
    found = _PASSING.search(text)
    if found is None or found[1] is None:
        return found is not None
    return int(found[1]) > sum(map(int, _BROKEN.findall(text)))


def tested(plan: Plan, tried: Tried, proof: Proof | None, text: str = "") -> str:
    """Tell what was set up, and what the tests said; `text` is what they printed."""
    how = (
        "Set up: every command ran to its end."
        if tried.commands
        else "Nothing had to be installed: what it needs is here."
    )
    if proof is not None and not proof.holds:
        none = "" if passing(text) else f"{_NONE} "
        how = f"{none}The commands that install ran to their end." if tried.commands else none
    parts = [how.strip(), f"From a fresh clone:\n\n{commands_of(plan)}", _read_from(plan)]
    if proof is not None:
        verdict = "The tests pass" if proof.holds else "The tests do not all pass"
        why = "" if proof.holds else f"\n\n{_block(text)}"
        parts.append(f"{verdict}: {proof.told} (`{proof.command}`).{why}")
    if not tried.commands and plan.steps:
        parts.append("The network is off, so the commands that install were not tried.")
    parts += [_no_tests(plan), _also(plan)]
    return "\n\n".join(part for part in parts if part)


def offline(plan: Plan, order: str) -> str:
    """Tell what to pass where the network is off and something is missing."""
    words = " ".join(order.split()).replace('"', "'")
    return (
        f"Not set up. {_names(plan.missing)} not installed, and the network is off in these walls. "
        f'Let the package index through:\n\n    quire exec {NETWORK} "{words}"\n\n'
        f"Not tried, from a fresh clone:\n\n{commands_of(plan)}\n\n{_read_from(plan)}"
    )


def failed_step(plan: Plan, command: str, text: str) -> str:
    """Tell which command failed, in its own last words, and what was not done then."""
    walls = _HOSTS if _REFUSED in text else _OURS if _CERTIFICATE.search(text) else ""
    away = "" if plan.venv else "I took away the environment that I had begun. "
    return (
        f"Not set up. This command failed:\n\n    {command}\n\nIts last words:\n\n{_block(text)}"
        f"\n\n{walls}{away}{_read_from(plan)}"
    )


def _block(text: str) -> str:
    """Return the last lines that say why something failed, each once; else the last ones."""
    lines = list(dict.fromkeys(line.rstrip() for line in text.splitlines() if line.strip()))
    telling = [line for line in lines if _WHY.match(line.strip()) and not _ABOUT.search(line)]
    chosen = (telling or lines)[-_LAST_LINES:]
    return "\n".join(f"    {line[:_LONGEST]}" for line in chosen)


def _names(missing: tuple[str, ...]) -> str:
    shown = ", ".join(missing[:_MOST_NAMES])
    more = f" and {len(missing) - _MOST_NAMES} more" if len(missing) > _MOST_NAMES else ""
    return f"{shown}{more} {'is' if len(missing) == 1 else 'are'}"


def _read_from(plan: Plan) -> str:
    return f"Read from: {', '.join(plan.sources)}." if plan.sources else "No file says how."


def _no_tests(plan: Plan) -> str:
    return "" if plan.test else f"Tests: {plan.why or 'none were found'}."


def _also(plan: Plan) -> str:
    parts = []
    if plan.told:
        listed = "".join(f"\n- {each}" for each in plan.told[:_MOST_TOLD])
        parts.append(f"Its own scripts run, too:{listed}")
    if plan.others:
        listed = "".join(f"\n- {each}" for each in plan.others)
        parts.append(f"Other parts, named and not run:{listed}")
    return "\n\n".join(parts)
