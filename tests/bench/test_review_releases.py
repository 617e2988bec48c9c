"""The bench of reviews over releases: its pins, how it lays a release out, its figures."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.engine.package_sources import load_listing
from bench.review.releases import Release, earlier_versions, lay_out, summary


def test_every_package_has_an_earlier_version_of_the_same_half() -> None:
    earlier = earlier_versions()
    listed = {package.name: package for package in load_listing().package}
    assert earlier.keys() == listed.keys()
    for name, package in earlier.items():
        assert package.half == listed[name].half
        assert package.version != listed[name].version
        assert len(package.sha256) == 64


def test_a_release_is_laid_out_as_an_uncommitted_change(tmp_path: Path) -> None:
    for side, files in (
        ("old", {"m.py": "A = 1\n", "gone/n.py": ""}),
        ("new", {"m.py": "A = 2\n"}),
    ):
        for name, text in files.items():
            (tmp_path / side / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / side / name).write_text(text)
    lay_out(tmp_path / "old", tmp_path / "new", tmp_path / "work")
    done = subprocess.run(
        ["git", "status", "--short"], cwd=tmp_path / "work", capture_output=True, text=True
    )
    assert done.stdout.splitlines() == [" D gone/n.py", " M m.py"]


def test_the_figures_count_verdicts_and_findings() -> None:
    def release(name: str, correct: bool, *priorities: int) -> Release:
        findings: list[dict[str, object]] = [
            {"check": "c", "priority": each, "path": "m.py", "line": 1, "title": "t"}
            for each in priorities
        ]
        return Release(name, 1_000, correct, findings, {}, 2.0)

    lines = summary([release("one", True, 2, 3), release("two", False, 0, 1), release("n", True)])
    assert lines == [
        "3 releases, 3,000 new lines of Python, median 2.0 s",
        "called incorrect: 1 two",
        "findings: 2 grave, 2 lesser",
        "    4 c",
    ]
    assert summary([])[0].startswith("0 releases")
