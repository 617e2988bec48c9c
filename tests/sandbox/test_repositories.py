"""Linked worktrees work and stay closed; a hostile `.git` file opens nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from quire.errors import RefusedError
from quire.sandbox.git import git
from quire.sandbox.policy import Policy
from quire.sandbox.repositories import linked
from quire.sandbox.runner import Command, Outcome, Sandbox

WHO = tuple(
    (f"GIT_{who}_{what}", "a@b") for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
)


def call(args: Sequence[str], work_tree: Path) -> None:
    outcome = asyncio.run(git(args, work_tree=work_tree, environment=WHO))
    assert outcome.exit_code == 0, outcome.stderr


@pytest.fixture
def worktree(tmp_path: Path) -> Path:
    main = tmp_path / "main"
    main.mkdir()
    call(["init", "-q", "-b", "main"], main)
    (main / "a.txt").write_text("one\n")
    call(["add", "a.txt"], main)
    call(["commit", "-q", "-m", "first"], main)
    call(["worktree", "add", "-q", str(tmp_path / "linked")], main)
    return tmp_path / "linked"


def run(workspace: Path, tier: str, script: str) -> Outcome:
    async def once() -> Outcome:
        async with await Sandbox.open(Policy(workspace), only=tier) as sandbox:
            return await sandbox.run(Command(("sh", "-c", script)))

    return asyncio.run(once())


def test_a_linked_worktree_shows_its_state(worktree: Path, tier: str) -> None:
    (worktree / "a.txt").write_text("two\n")
    outcome = run(worktree, tier, "git status --short && git log --oneline | wc -l")
    assert outcome.stdout.split() == [b"M", b"a.txt", b"1"], outcome


def test_its_common_directory_stays_closed(worktree: Path, tier: str) -> None:
    config = worktree.parent / "main/.git/config"
    before = config.read_text()
    script = f"echo evil >> {config}; git config core.fsmonitor /x; echo gitdir: /x > .git"
    outcome = run(worktree, tier, script)
    assert config.read_text() == before
    assert (worktree / ".git").read_text() == f"gitdir: {config.parent}/worktrees/linked\n"
    assert outcome.exit_code == 0 or tier == "bubblewrap"


def test_a_hostile_git_file_opens_nothing(workspace: Path, worktree: Path, tier: str) -> None:
    secret = workspace.parent / "private"
    secret.mkdir()
    (secret / "key").write_text("word")
    (secret / "HEAD").touch()
    for name in ("objects", "refs"):
        (secret / name).mkdir()
    (secret / "commondir").write_text(".")
    for target in (secret, worktree.parent / "main/.git/worktrees/linked"):
        (workspace / ".git").write_text(f"gitdir: {target}\n")
        assert linked(workspace) == ()
    (workspace / ".git").write_text(f"gitdir: {secret}\n")
    assert b"word" not in run(workspace, tier, f"cat {secret}/key").stdout


def test_a_link_in_place_of_a_protected_name_is_refused(workspace: Path, tier: str) -> None:
    (workspace / ".git").symlink_to(workspace.parent)
    with pytest.raises(RefusedError, match=r"\.git is a symbolic link"):
        run(workspace, tier, "true")
