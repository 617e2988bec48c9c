"""Mounts of a command that starts while another runs: held until they are found in place."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from quire.sandbox.mounts import misplaced
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Command, Logs, Outcome, Sandbox

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
import ctypes, os, signal, sys, time
end = time.time() + 50
outside, kind = {outside!r}, {kind!r}
libc = ctypes.CDLL(None)
os.mkdir("decoy")
if kind == "many":
    os.fork()
    os.fork()
while time.time() < end and not os.path.exists("stop"):
    for place in ("decoy", "nested"):
        try:
            if kind == "repository":
                os.makedirs(place + "/.git/refs")
                os.makedirs(place + "/.git/objects")
                open(place + "/.git/HEAD", "w").close()
            else:
                os.symlink(outside, place + "/.git")
        except OSError:
            pass
    libc.renameat2(-100, b"nested", -100, b"decoy", 2)
"""
ATTEMPT = """
for place in nested decoy; do
    cat $place/.git/secret
    echo evil >> $place/.git/config
    echo evil > $place/.git/commondir
    test -S $place/host.sock && echo reached
done
true
"""


TRIES = 24


async def raced(workspace: Path, tier: str, kind: str, outside: Path) -> list[Outcome]:
    """Run one command that exchanges directories, and others meanwhile."""
    async with await Sandbox.open(
        Policy(workspace), only=tier, logs=Logs(outside.parent / "log")
    ) as sandbox:
        script = SWAP.format(outside=str(outside), kind=kind)
        swapper = await sandbox.start(Command(("/usr/bin/python3", "-c", script)))
        tries: list[Outcome] = []
        while not (workspace / "decoy").exists():
            await asyncio.sleep(0.01)
        for _ in range(TRIES):
            tries.append(await sandbox.run(Command(("sh", "-c", ATTEMPT))))
        (workspace / "stop").touch()
        assert (await swapper.wait()).exit_code == 0
        return tries


@pytest.mark.parametrize("kind", ["link", "repository", "many"])
def test_a_race_against_the_mounts_of_the_next_command(
    workspace: Path, tmp_path: Path, tier: str, kind: str
) -> None:
    """One command exchanges a repository's parent for a trap while others are started."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("a secret word")
    genuine = repository(workspace / "nested")
    repository(workspace)
    identity = (genuine / ".git/config").stat().st_ino
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(genuine / "host.sock"))
        outcomes = asyncio.run(raced(workspace, tier, kind, outside))
    said = b"".join(outcome.stdout for outcome in outcomes)
    assert b"secret word" not in said
    assert [outcome.exit_code for outcome in outcomes] == [0] * TRIES
    assert list(outside.iterdir()) == [outside / "secret"]
    configurations = [path for path in workspace.rglob("config") if path.is_file()]
    assert [path.read_text() for path in configurations] == ["[core]\n"] * 2
    assert not list(workspace.rglob("commondir"))
    if tier == "bubblewrap":  # it was never changed: neither replaced nor put back
        assert identity in [path.stat().st_ino for path in configurations]
        assert b"reached" not in said


@pytest.mark.parametrize("deep", [False, True])
def test_commands_that_overlap_in_peace_both_run(workspace: Path, deep: bool) -> None:
    repository(workspace)
    if deep:
        repository(workspace / "nested")

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
