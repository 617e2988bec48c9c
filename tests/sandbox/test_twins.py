"""A command in a twin sees what was there when it was made, and touches nothing else."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from quire.sandbox import twins
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Command, Sandbox


def shell(script: str, twin: Path | None = None) -> Command:
    return Command(("sh", "-c", script), twin=twin)


def played(policy: Policy, scene: Callable[[Sandbox], Awaitable[None]], tier: str) -> None:
    async def run() -> None:
        async with await Sandbox.open(policy, only=tier, unsafe=tier == "none") as sandbox:
            await scene(sandbox)

    asyncio.run(run())


async def said(sandbox: Sandbox, script: str, twin: Path | None = None) -> str:
    outcome = await sandbox.run(shell(script, twin))
    return (outcome.stdout + outcome.stderr).decode()


@pytest.fixture
def filled(workspace: Path) -> Path:
    """Return the workspace with a file, a program, a link, a folder and a repository."""
    (workspace / "a.txt").write_text("found\n")
    (workspace / "run.sh").write_text("#!/bin/sh\necho ran\n")
    (workspace / "run.sh").chmod(0o755)
    (workspace / "link").symlink_to(workspace / "a.txt")
    (workspace / "sub").mkdir()
    (workspace / "sub" / "b.txt").write_text("below\n")
    (workspace / ".git").mkdir()
    (workspace / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    os.utime(workspace / "a.txt", ns=(1, 1_000_000_007))
    return workspace


_LOOK = "pwd; ls -1A . ~ /tmp; cat link sub/b.txt .git/HEAD ~/h; ./run.sh; stat -c %y a.txt"


def test_it_holds_all_that_commands_can_write(policy: Policy, filled: Path) -> None:
    async def scene(sandbox: Sandbox) -> None:
        await said(sandbox, "echo home > ~/h; echo tmp > /tmp/t")
        async with sandbox.twin() as twin:
            assert twin is not None
            assert await said(sandbox, _LOOK, twin) == await said(sandbox, _LOOK)

    played(policy, scene, "bubblewrap")


def test_what_is_written_in_it_is_gone_with_it(policy: Policy, filled: Path) -> None:
    async def scene(sandbox: Sandbox) -> None:
        before = sandbox.traces()
        async with sandbox.twin() as twin:
            assert twin is not None
            write = "echo x | tee a.txt sub/new ~/new /tmp/new; rm link; chmod 0 sub"
            told = await said(sandbox, f"{write}; echo y > .git/HEAD; cat a.txt", twin)
            assert ("x\nx\n" in told, "Read-only" in told) == (True, True)
            assert await said(sandbox, "ls ~/new /tmp/new 2>/dev/null; cat a.txt") == "found\n"
        assert not twin.exists()
        assert sandbox.traces() == before

    played(policy, scene, "bubblewrap")


def test_two_commands_in_two_places_do_not_meet(policy: Policy, filled: Path) -> None:
    async def scene(sandbox: Sandbox) -> None:
        meet = "echo $$ > a.txt; touch /tmp/here; sleep 0.2; cat a.txt; echo $$"
        async with sandbox.twin() as twin:
            assert twin is not None
            both = await asyncio.gather(said(sandbox, meet), said(sandbox, meet, twin))
        assert [len(set(told.split())) for told in both] == [1, 1]

    played(policy, scene, "bubblewrap")


@pytest.mark.parametrize(
    "script",
    [
        "echo x > a.txt", "touch a.txt", "chmod 600 a.txt", "mv a.txt b; mv b a.txt",
        "touch n; rm n", "touch sub/n; rm sub/n", "touch ~/n; rm ~/n", "touch /tmp/n",
    ],
)  # fmt: skip
def test_whatever_was_written_shows(policy: Policy, filled: Path, script: str) -> None:
    async def scene(sandbox: Sandbox) -> None:
        before = sandbox.traces()
        await said(sandbox, "cat a.txt; mktemp -d | xargs rmdir")
        assert sandbox.traces() == before != ""
        await said(sandbox, script)
        assert sandbox.traces() != before

    played(policy, scene, "bubblewrap")


def _second_name(workspace: Path) -> None:
    (workspace / "hard").hardlink_to(workspace / "a.txt")


def _pipe(workspace: Path) -> None:
    os.mkfifo(workspace / "pipe")


def _nested(workspace: Path) -> None:
    (workspace / "sub" / ".git").mkdir()


def _large(workspace: Path) -> None:
    with (workspace / "large").open("wb") as file:
        file.truncate(twins.MOST_BYTES + 1)


def _many(workspace: Path) -> None:
    for number in range(twins.MOST_ENTRIES):
        (workspace / f"{number}").touch()


@pytest.mark.parametrize("spoil", [_second_name, _pipe, _nested, _large, _many])
def test_there_is_none_where_it_would_not_be_the_same(
    policy: Policy, filled: Path, spoil: Callable[[Path], None]
) -> None:
    async def scene(sandbox: Sandbox) -> None:
        spoil(filled)
        assert sandbox.traces() == ""
        async with sandbox.twin() as twin:
            assert twin is None

    played(policy, scene, "bubblewrap")


@pytest.mark.parametrize("tier", ["landlock", "none"])
def test_there_is_none_in_tiers_that_cannot_show_it(
    policy: Policy, filled: Path, tier: str
) -> None:
    async def scene(sandbox: Sandbox) -> None:
        assert sandbox.traces() == ""
        async with sandbox.twin() as twin:
            assert twin is None

    played(replace(policy, mode="workspace-write"), scene, tier)


def test_there_is_none_while_a_command_runs_that_could_move_what_is_copied(
    policy: Policy, filled: Path
) -> None:
    async def scene(sandbox: Sandbox) -> None:
        process = await sandbox.start(shell("sleep 60"))
        async with sandbox.twin() as twin:
            assert twin is None
        await process.terminate()

    played(policy, scene, "bubblewrap")


def test_there_is_none_beside_other_folders_or_secrets(
    policy: Policy, filled: Path, tmp_path: Path
) -> None:
    async def scene(sandbox: Sandbox) -> None:
        assert sandbox.traces() == ""

    other = tmp_path / "other"
    other.mkdir()
    for changed in (
        replace(policy, writable=(other,)),
        replace(policy, mode="read-only"),
        replace(policy, hidden=("b.txt",)),
    ):
        played(changed, scene, "bubblewrap")
