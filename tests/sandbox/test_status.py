"""Status: every clause tried on this machine, and none broken."""

from __future__ import annotations

from quire.sandbox import probes
from quire.sandbox.clauses import CLAUSES, NOT
from quire.sandbox.status import probe, render


def test_nothing_promised_is_broken(tier: str) -> None:
    status = probe(only=tier)
    assert status.tier == tier, status.unavailable
    assert [finding for finding in status.findings if finding.standing == "broken"] == []
    assert [finding.key for finding in status.findings] == [clause.key for clause in CLAUSES]
    assert [finding.key for finding in status.findings if "None" in finding.answer] == []
    assert status.holds


def test_what_is_not_enforced_is_really_open() -> None:
    findings = {finding.key: finding for finding in probe(only="landlock").findings}
    open_clauses = [clause.key for clause in CLAUSES if clause.landlock == NOT and clause.probe]
    answers = {key: findings[key].answer.partition(":")[0] for key in open_clauses}
    assert answers == dict.fromkeys(open_clauses, "broken")


def test_an_unknown_tier_is_unavailable() -> None:
    status = probe(only="no-such-tier")
    assert (status.tier, status.holds) == ("unavailable", False)
    assert render(status).startswith("walls: unavailable")


def test_every_probe_belongs_to_a_clause() -> None:
    assert {clause.probe for clause in CLAUSES if clause.probe} == set(probes.PROBES)
