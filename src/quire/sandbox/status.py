"""Which walls stand on this machine, clause by clause, found out by trying to break them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct

from quire.errors import SandboxUnavailable
from quire.sandbox import landlock, probes
from quire.sandbox.clauses import CLAUSES, ENFORCED, NOT, WORKS, Clause
from quire.sandbox.decoys import Decoys
from quire.sandbox.runner import Command, Outcome, Sandbox
from quire.sandbox.tiers import UNVERIFIED


class Finding(Struct, frozen=True):
    """One clause on this machine.

    `standing` is "enforced", "partly", "not enforced" or "broken" (promised, and an attempt
    went through); `tried` says what was attempted and `answer` what came back.
    """

    key: str
    promise: str
    standing: str
    note: str
    tried: str
    answer: str


class Work(Struct, frozen=True):
    """One kind of ordinary work, and whether the tier lets it."""

    what: str
    works: bool


class Status(Struct, frozen=True):
    """The tier in force and all its clauses.

    Without walls of Quire's own `tier` is "external" where an operator says that something else
    isolates it, else "unavailable"; then no clause is promised.
    """

    tier: str
    user: str
    unavailable: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    works: tuple[Work, ...]

    @property
    def holds(self) -> bool:
        """Return whether walls stand and nothing that they promise is broken."""
        broken = any(finding.standing == "broken" for finding in self.findings)
        return self.tier not in ("external", "unavailable") and not broken


def probe(only: str | None = None, *, external: bool = False) -> Status:
    """Try every clause on this machine and return what holds; takes a second or two.

    `external` says that an operator promises other isolation.
    """
    status = asyncio.run(examine(only))
    if external and status.tier == "unavailable":
        findings = tuple(
            Finding(clause.key, clause.promise, NOT, UNVERIFIED, "not tried", "not here")
            for clause in CLAUSES
        )
        return msgspec.structs.replace(status, tier="external", findings=findings)
    return status


async def examine(only: str | None = None) -> Status:
    """Try every clause of the best tier, or of the tier `only`, and return what holds."""
    with closing(Decoys()) as decoys:
        refused: list[tuple[str, str]] = []
        for tier in ("bubblewrap", "landlock"):
            if only not in (None, tier):
                continue
            try:
                sandbox = await Sandbox.open(decoys.policy(), only=tier)
            except SandboxUnavailable as error:
                refused.append((tier, error.message))
                continue
            async with sandbox:
                findings = [await _try(clause, sandbox, decoys) for clause in CLAUSES]
            return Status(tier, _user(), tuple(refused), tuple(findings), works(tier))
    return Status("unavailable", _user(), tuple(refused), (), ())


def works(tier: str) -> tuple[Work, ...]:
    """Return what ordinary work may expect of `tier`."""
    column = 1 if tier == "bubblewrap" else 2
    return tuple(Work(row[0], bool(row[column])) for row in WORKS)


def render(status: Status) -> str:
    """Return the status as text for a person."""
    label = UNVERIFIED if status.tier == "external" else status.tier
    lines = [f"walls: {label} ({status.user})"]
    lines += [f"  not {tier}: {why}" for tier, why in status.unavailable]
    for standing in ("broken", ENFORCED, "partly", NOT):
        chosen = [finding for finding in status.findings if finding.standing == standing]
        if chosen:
            lines += ["", standing.upper()]
        for finding in chosen:
            lines.append(f"  {finding.key}: {finding.promise}")
            lines += [f"      {finding.note}"] if finding.note else []
            lines.append(f"      tried: {finding.tried}; {finding.answer}")
    if status.works:
        lines += ["", "ORDINARY WORK"]
        lines += [f"  {'yes' if work.works else 'no '}  {work.what}" for work in status.works]
    return "\n".join(lines) + "\n"


async def _try(clause: Clause, sandbox: Sandbox, decoys: Decoys) -> Finding:
    standing = clause.standing(sandbox.tier)
    if clause.key == "signals" and sandbox.tier == "landlock" and landlock.version() < 6:
        standing = NOT
    note = clause.remark(sandbox.tier)
    if not clause.probe:
        return Finding(clause.key, clause.promise, standing, note, "by the test suite", "not here")
    before = (decoys.outside_state(), decoys.repository_state())
    outcome = await sandbox.run(_attempt(clause.probe, decoys))
    held, answer = _verdict(clause, outcome, decoys, before)
    if before != (decoys.outside_state(), decoys.repository_state()):
        decoys.reset()
    if standing == ENFORCED and not held:
        standing = "broken"
    tried = (probes.PROBES[clause.probe].__doc__ or "").rstrip(".").lower()
    return Finding(clause.key, clause.promise, standing, note, tried, answer)


def _attempt(name: str, decoys: Decoys) -> Command:
    source = Path(probes.__file__).read_bytes()
    argv = (sys.executable, "-I", "-S", "-", name, json.dumps(decoys.facts()))
    return Command(argv, stdin=source)


def _verdict(
    clause: Clause, outcome: Outcome, decoys: Decoys, before: tuple[object, object]
) -> tuple[bool, str]:
    """Return whether the walls held, from what the attempt said and from what the host sees."""
    said = outcome.stdout.decode("utf-8", "replace").strip().splitlines()
    answer = "; ".join((said[-1] if said else _end(outcome), *outcome.findings))
    if clause.key == "limit-processes" and "killed: processes" in outcome.findings:
        return True, answer
    changed = before[0] != decoys.outside_state()
    if clause.key in ("protected-after", "planted"):
        changed = before[1] != decoys.repository_state()
    reached = decoys.reached()
    if changed or reached or decoys.victim.poll() is not None:
        return False, f"{answer}; the host sees a change {reached}"
    return bool(said) and said[-1] == "held", answer


def _end(outcome: Outcome) -> str:
    """Return how an attempt ended that said nothing of what it found."""
    lines = outcome.stderr.decode("utf-8", "replace").strip().splitlines()
    how = "ended from outside" if outcome.exit_code is None else f"ended with {outcome.exit_code}"
    return ": ".join((how, *lines[-1:]))


def _user() -> str:
    return "root: reduced" if os.getuid() == 0 else "ordinary user"
