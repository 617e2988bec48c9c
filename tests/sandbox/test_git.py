"""Git on the host: works on repositories, and runs nothing that they name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from quire.sandbox.git import git

WHO = (
    ("GIT_AUTHOR_NAME", "a"),
    ("GIT_AUTHOR_EMAIL", "a@b"),
    ("GIT_COMMITTER_NAME", "a"),
    ("GIT_COMMITTER_EMAIL", "a@b"),
)


def call(args: Sequence[str], work_tree: Path, git_dir: Path | None = None) -> bytes:
    outcome = asyncio.run(git(args, work_tree=work_tree, git_dir=git_dir, environment=WHO))
    assert outcome.exit_code == 0, outcome.stderr
    return outcome.stdout


@pytest.fixture
def repository(workspace: Path) -> Path:
    call(["init", "-q", "-b", "main"], workspace)
    (workspace / "a.txt").write_text("one\n")
    call(["add", "a.txt"], workspace)
    call(["commit", "-q", "-m", "first"], workspace)
    return workspace


def test_a_shadow_repository_takes_snapshots(workspace: Path, tmp_path: Path) -> None:
    shadow = tmp_path / "shadow.git"
    call(["init", "-q"], workspace, shadow)
    (workspace / "a.txt").write_text("one\n")
    call(["add", "-A"], workspace, shadow)
    tree = call(["write-tree"], workspace, shadow).strip().decode()
    (workspace / "a.txt").write_text("two\n")
    assert call(["diff", "--stat", tree], workspace, shadow).splitlines()[0] == (b" a.txt | 2 +-")
    assert not (workspace / ".git").exists()


PLANTED = {
    "fsmonitor": ("core.fsmonitor", "{program}", ["status"]),
    "hooks": ("core.hooksPath", "{hooks}", ["commit", "--allow-empty", "-qm", "x"]),
    "external diff": ("diff.external", "{program}", ["diff"]),
    "text conversion": ("diff.evil.textconv", "{program}", ["diff"]),
    "diff driver": ("diff.evil.command", "{program}", ["diff"]),
    "clean filter": ("filter.evil.clean", "{program}", ["add", "a.txt"]),
    "filter process": ("filter.evil.process", "{program}", ["add", "a.txt"]),
    "smudge filter": ("filter.evil.smudge", "{program}", ["checkout", "-f", "--", "a.txt"]),
    "alias": ("alias.st", "!{program}", ["status"]),
    "signing": ("gpg.program", "{program}", ["commit", "--allow-empty", "-qm", "x"]),
    "editor": ("core.editor", "{program}", ["commit", "--allow-empty", "-qm", "x"]),
    "pager": ("core.pager", "{program}", ["log"]),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_a_repository_names_is_not_run(name: str, repository: Path, tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for program in (tmp_path / "program", hooks / "pre-commit"):
        program.write_text(f"#!/bin/sh\ntouch {witness}\ncat\n")
        program.chmod(0o755)
    key, value, command = PLANTED[name]
    setting = value.format(program=tmp_path / "program", hooks=hooks)
    call(["config", key, setting], repository)
    call(["config", "commit.gpgSign", "true"], repository)
    (repository / ".gitattributes").write_text("*.txt diff=evil filter=evil\n")
    (repository / "a.txt").write_text("two\n")
    call(command, repository)
    assert not witness.exists()
