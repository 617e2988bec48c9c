"""Mounts of a command that starts while another runs: held until they are found in place."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from quire.sandbox.mounts import misplaced
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Command, Outcome, Sandbox

BASE = """\
1 0 0:50 / / ro,nosuid - tmpfs tmpfs rw
2 1 254:0 /home/a/ws /home/a/ws rw,nosuid - ext4 /dev/vda rw
"""
GOOD = "3 2 254:0 /home/a/ws/.git /home/a/ws/.git ro,nosuid - ext4 /dev/vda rw\n"
CASES = {
    "in place": (GOOD, []),
    "a space": (
        GOOD + "4 2 254:0 /home/a/ws/x\\040y/.git /home/a/ws/x\\040y/.git ro - ext4 /dev/vda rw\n",
        [],
    ),
    "missing": ("", ["/home/a/ws/.git"]),
    "of another directory": (GOOD.replace("/home/a/ws/.git ", "/root/.ssh ", 1), None),
    "of another file system": (GOOD.replace("254:0", "254:1"), None),
    "writable": (GOOD.replace(" ro,", " rw,"), None),
    "elsewhere": (GOOD.replace("/home/a/ws/.git ro", "/home/a/ws/other ro"), None),
    "covered later": (GOOD + GOOD.replace("/home/a/ws/.git ", "/tmp/evil ", 1), None),
}


@pytest.mark.parametrize("name", CASES)
def test_misplaced(name: str) -> None:
    lines, expected = CASES[name]
    paths = ("/home/a/ws/.git", *(["/home/a/ws/x y/.git"] if name == "a space" else []))
    wrong = ["/home/a/ws/.git"] if expected is None else expected
    assert misplaced(BASE + lines, paths, ("/home/a/ws",)) == wrong


def repository(path: Path) -> Path:
    for part in ("objects", "refs"):
        (path / ".git" / part).mkdir(parents=True)
    (path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (path / ".git/config").write_text("[core]\n")
    return path


SWAP = """
import ctypes, os, time
end = time.time() + 2.5
libc = ctypes.CDLL(None)
os.mkdir("decoy")
while time.time() < end:
    for place in ("decoy", "nested"):
        try:
            os.symlink({outside!r}, place + "/.git")
        except OSError:
            pass
    libc.renameat2(-100, b"nested", -100, b"decoy", 2)
"""


@pytest.mark.xfail(strict=False, reason="a known hole: see the note of clause protected-during")
def test_a_race_against_the_mounts_of_the_next_command(workspace: Path, tmp_path: Path) -> None:
    """One command exchanges a repository's parent for a trap while others are started."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("a secret word")
    repository(workspace / "nested")
    repository(workspace)

    async def race() -> list[Outcome]:
        async with await Sandbox.open(Policy(workspace), only="bubblewrap") as sandbox:
            script = SWAP.format(outside=str(outside))
            swapper = await sandbox.start(Command(("/usr/bin/python3", "-c", script)))
            await asyncio.sleep(0.2)
            tries = []
            attempt = "cat nested/.git/secret; echo evil >> nested/.git/config; true"
            while not swapper.done():
                tries.append(await sandbox.run(Command(("sh", "-c", attempt))))
            return tries

    outcomes = asyncio.run(race())
    assert len(outcomes) > 3
    assert b"secret word" not in b"".join(outcome.stdout for outcome in outcomes)
    assert "evil" not in (workspace / ".git/config").read_text()
    assert list(outside.iterdir()) == [outside / "secret"]
    configurations = [path for path in workspace.rglob("config") if path.is_file()]
    assert {path.read_text() for path in configurations} == {"[core]\n"}


def test_commands_that_overlap_in_peace_both_run(workspace: Path) -> None:
    repository(workspace)

    async def both() -> list[bytes]:
        async with await Sandbox.open(Policy(workspace), only="bubblewrap") as sandbox:
            commands = [
                Command(("sh", "-c", f"sleep 0.3; echo {n} $#", "x", "y")) for n in range(4)
            ]
            commands.append(
                Command(("sh", "-c", "echo x >> .git/config; ls /proc/self/fd | wc -l"))
            )
            return [outcome.stdout for outcome in await asyncio.gather(*map(sandbox.run, commands))]

    assert asyncio.run(both()) == [b"0 1\n", b"1 1\n", b"2 1\n", b"3 1\n", b"4\n"]
    assert (workspace / ".git/config").read_text() == "[core]\n"
