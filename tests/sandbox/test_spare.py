"""Walls that stand before their command is known are those that it would have got, or not used."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from quire.sandbox.policy import Policy
from quire.sandbox.processes import descendants
from quire.sandbox.runner import Command, Outcome, Sandbox
from quire.sandbox.standing import WAITING

PROGRAM = Path(__file__).with_name("holder_of_a_spare.py")
SOURCE = str(Path(__file__).parents[2] / "src")


def shell(script: str, cwd: Path | None = None) -> Command:
    return Command(("sh", "-c", script), cwd=cwd)


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def waiting(root: int) -> list[int]:
    """Return the processes below `root` that wait inside walls for a command."""
    words = ("/bin/sh", "-c", WAITING, "sh")
    told = b"".join(word.encode() + b"\0" for word in words)
    return [pid for pid in descendants(root) if command_line(pid) == told]


async def spare(before: tuple[int, ...] = ()) -> int:
    """Wait until a spare stands that is none of `before`; return the process inside it."""
    while True:
        found = [pid for pid in waiting(os.getpid()) if pid not in before]
        if found and Path(f"/proc/{found[0]}/wchan").exists():
            return found[0]
        await asyncio.sleep(0.01)


async def gone(pids: list[int]) -> None:
    while any(command_line(pid) for pid in pids):
        await asyncio.sleep(0.01)


@asynccontextmanager
async def with_a_spare(policy: Policy) -> AsyncIterator[tuple[Sandbox, int]]:
    async with await Sandbox.open(policy, only="bubblewrap") as sandbox:
        yield sandbox, await spare()


def test_a_command_steps_into_the_spare_and_the_next_one_gets_another(policy: Policy) -> None:
    async def both() -> None:
        async with with_a_spare(policy) as (sandbox, first):
            for _ in range(2):
                process = await sandbox.start(Command(("sleep", "31.5151")))
                while not command_line(first).startswith(b"sleep\x0031.5151"):
                    await asyncio.sleep(0.01)
                await process.terminate()
                first = await spare((first,))

    asyncio.run(both())


def test_no_walls_go_up_after_the_last_command(policy: Policy) -> None:
    async def scene() -> None:
        async with with_a_spare(policy) as (sandbox, _):
            await sandbox.run(Command(("true",), last=True))
            for _ in range(20):
                assert waiting(os.getpid()) == []
                await asyncio.sleep(0.01)
            assert (await sandbox.run(shell("echo on"))).stdout == b"on\n"
            await spare()

    asyncio.run(scene())


WORDS = ("'", "a b", "$HOME `id` \\", "", "\n", '"', "é", os.fsdecode(b"\xff"), "-n", "&;|<>*?#~!")


def test_every_word_and_every_variable_arrives_as_it_was_sent(policy: Policy) -> None:
    async def said(variables: tuple[tuple[str, str], ...]) -> list[bytes]:
        given = replace(policy, environment=variables)
        async with await Sandbox.open(given, only="bubblewrap") as sandbox:
            words = await sandbox.run(Command(("printf", r"%s\0", *WORDS)))
            program = "import os; print(sorted(os.environ.items()))"
            names = await sandbox.run(Command((sys.executable, "-I", "-c", program)))
            return [words.stdout, *(text.encode() for text in (name_lines(names)))]

    def name_lines(outcome: Outcome) -> list[str]:
        pairs = outcome.stdout.decode().split("), (")
        return [pair.strip("[]()\n") for pair in pairs if "'A'" in pair or "IFS" in pair]

    told = b"".join(os.fsencode(word) + b"\0" for word in WORDS)
    assert asyncio.run(said((("A", "'$x\n"),))) == [told, rb"""'A', "'$x\n" """.strip()]
    assert asyncio.run(said((("A", "1"), ("IFS", "x")))) == [told, b"'A', '1'", b"'IFS', 'x'"]


def repository(path: Path) -> None:
    for part in ("objects", "refs"):
        (path / ".git" / part).mkdir(parents=True)
    (path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (path / ".git/config").write_text("[core]\n")


def laid_out(workspace: Path) -> None:
    repository(workspace)
    repository(workspace / "inner")
    (workspace / ".env").write_text("secret word")


def made(workspace: Path) -> None:
    repository(workspace / "late")
    (workspace / "late/.env").write_text("secret word")


def made_again(workspace: Path) -> None:
    shutil.rmtree(workspace / ".git")
    repository(workspace)
    (workspace / ".env").unlink()
    (workspace / ".env").write_text("secret word")


def replaced(workspace: Path) -> None:
    (workspace / "new").mkdir()
    repository(workspace / "new")
    shutil.rmtree(workspace / ".git")
    (workspace / "new/.git").rename(workspace / ".git")
    (workspace / "new.env").write_text("secret word")
    (workspace / "new.env").rename(workspace / ".env")


def moved(workspace: Path) -> None:
    (workspace / "inner").rename(workspace / "outer")
    repository(workspace / "inner")


def moved_there_and_back(workspace: Path) -> None:
    (workspace / ".git").rename(workspace / "git")
    repository(workspace)
    shutil.rmtree(workspace / ".git")
    (workspace / "git").rename(workspace / ".git")


def swapped(workspace: Path) -> None:
    workspace.rename(workspace.with_name("old"))
    workspace.mkdir()
    laid_out(workspace)
    (workspace / "here").touch()


CHANGES: tuple[Callable[[Path], None], ...] = (
    made, made_again, replaced, moved, moved_there_and_back, swapped,
)  # fmt: skip
ATTEMPT = """
for folder in . inner outer late; do
    cat $folder/.env
    echo evil >> $folder/.git/config
    echo evil > $folder/.git/commondir
done 2>/dev/null
ls
"""


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_after_the_spare_was_raised_is_protected(
    policy: Policy, change: Callable[[Path], None]
) -> None:
    workspace = policy.workspace
    laid_out(workspace)

    async def attempted() -> Outcome:
        async with with_a_spare(replace(policy, hidden=(".env",))) as (sandbox, _):
            change(workspace)
            return await sandbox.run(shell(ATTEMPT))

    outcome = asyncio.run(attempted())
    listed = sorted(path.name for path in workspace.iterdir() if path.name[0] != ".")
    assert (outcome.stdout.decode().splitlines(), outcome.findings) == (listed, ())
    configurations = [path.read_text() for path in workspace.rglob(".git/config")]
    assert configurations == ["[core]\n"] * len(configurations) != []
    assert list(workspace.rglob("commondir")) == []


def test_another_folder_and_another_policy_have_walls_of_their_own(policy: Policy) -> None:
    (policy.workspace / "sub").mkdir()

    async def several() -> list[bytes]:
        closed = replace(policy, mode="read-only")
        async with with_a_spare(policy) as (open_, _), with_a_spare(closed) as (shut, _):
            folders = (None, Path("sub"), Path("sub"), None)
            said = [
                (await open_.run(shell("pwd; touch made", folder))).stdout for folder in folders
            ]
            said.append((await shut.run(shell("touch other || echo shut"))).stdout)
            return said

    top = f"{policy.workspace}\n".encode()
    sub = f"{policy.workspace}/sub\n".encode()
    assert asyncio.run(several()) == [top, sub, sub, top, b"shut\n"]
    assert not (policy.workspace / "other").exists()


@pytest.mark.parametrize("nested", [False, True])
def test_commands_side_by_side_each_have_their_own(policy: Policy, nested: bool) -> None:
    repository(policy.workspace / "inner" if nested else policy.workspace)

    async def several() -> list[bytes]:
        async with with_a_spare(policy) as (sandbox, _):
            script = "echo {0} > /dev/shm/x; sleep 0.2; cat /dev/shm/x"
            scripts = [shell(script.format(number)) for number in range(3)]
            done = await asyncio.gather(*map(sandbox.run, scripts))
            await spare()
            again = await asyncio.gather(*map(sandbox.run, scripts))
            return [outcome.stdout for outcome in (*done, *again)]

    assert asyncio.run(several()) == [b"0\n", b"1\n", b"2\n"] * 2


def test_a_spare_that_was_killed_is_missed_by_nobody(policy: Policy) -> None:
    async def killed() -> Outcome:
        async with with_a_spare(policy) as (sandbox, inside):
            os.kill(inside, signal.SIGKILL)
            await gone([inside])
            return await sandbox.run(shell("echo there"))

    assert asyncio.run(killed()).stdout == b"there\n"


def test_a_spare_that_nobody_used_goes_with_the_walls(policy: Policy) -> None:
    async def unused() -> list[int]:
        async with with_a_spare(policy):
            return descendants(os.getpid())

    async def ended() -> None:
        await gone(await unused())

    asyncio.run(ended())


def test_a_spare_ends_with_a_quire_that_is_killed(policy: Policy) -> None:
    quire = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(policy.workspace)],
        env={"PYTHONPATH": SOURCE + ":" + ":".join(sys.path), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
    )
    assert quire.stdout is not None
    assert quire.stdout.readline() == b"ran\n"

    async def killed() -> None:
        while not waiting(quire.pid):
            await asyncio.sleep(0.01)
        started = descendants(quire.pid)
        quire.kill()
        quire.wait()
        await gone(started)

    asyncio.run(killed())
    quire.stdout.close()
