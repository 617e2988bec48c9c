"""Makes every attempt of `attacks` on decoys, and tells what the host saw of each.

A program of its own, so that it can run as another user or inside a container's filter:
`python -m tests.sandbox.escapes.arena WALLS`, where WALLS is "bubblewrap", "landlock",
"container" (any tier, behind a system call filter like Docker's), "control" (a plain process)
or "control-root" (the same, for what has an effect only as root). Prints JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from msgspec.structs import replace

from quire.sandbox import kernel, seccomp, syscalls
from quire.sandbox.clauses import CLAUSES
from quire.sandbox.decoys import LIMITS, Decoys
from quire.sandbox.policy import PROTECTED_NAMES
from quire.sandbox.process import Command, Outcome
from quire.sandbox.runner import Logs, Sandbox
from tests.sandbox.escapes.attacks import ATTACKS
from tests.sandbox.escapes.attempt import Attack

ARENA_LIMITS = replace(LIMITS, seconds=2.0)
PATIENCE = 5.0  # seconds that an attempt without walls has to show: a killed process dies slowly
STANDINGS = {clause.key: clause for clause in CLAUSES}
Protected = dict[str, list[tuple[str, int, str]]]
Before = tuple[list[tuple[str, int, int, str]], Protected]


class Arena(Decoys):
    """Decoys with everything that some attempt wants to reach."""

    def __init__(self) -> None:
        self.mark = ""
        self.elders: set[int] = set()
        self.layout: set[str] = set()
        self.pristine: Before = ([], {})
        self.inside: list[socket.socket] = []
        super().__init__(os.environ["QUIRE_API_KEY"])
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        udp.setblocking(False)
        self.sockets["udp"] = udp
        self.shadow = ""
        if os.access("/etc/shadow", os.R_OK):
            self.shadow = Path("/etc/shadow").read_text().splitlines()[0]

    def tidy(self, now: Before) -> None:
        """Lay everything out as it was at first; what was not touched stays."""
        if now != self.pristine:
            self.reset()
            return
        for entry in self.workspace.iterdir():
            if entry.name not in self.layout:
                _remove(entry)

    def reset(self) -> None:
        """Lay everything out as it was at first."""
        super().reset()
        (self.outside / "empty").mkdir()
        (self.outside / "listing").mkdir()
        (self.outside / "listing" / self.word).touch()
        shutil.copytree(self.workspace / ".git", self.workspace / "nested/.git")
        shutil.copytree(self.workspace / ".git", self.workspace / "bare.git")
        with (self.workspace / ".git/config").open("a") as file:
            file.write("\thooksPath = .githooks\n")
        for name in (".vscode/tasks.json", ".mcp.json", ".githooks/pre-commit"):
            path = self.workspace / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(name)
        for listener in self.inside:
            listener.close()
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(self.workspace / "host.sock"))
        listener.listen()
        listener.setblocking(False)
        self.inside = [listener]
        self.sockets["workspace"] = listener
        self.layout = {entry.name for entry in self.workspace.iterdir()}
        self.pristine = (self.outside_state(), self.protected())

    def survivors(self) -> list[int]:
        """Return what still runs of the attempt: new processes that carry its mark."""
        found = []
        for pid in _processes() - self.elders:
            try:
                stat = Path(f"/proc/{pid}/stat").read_text()
                text = Path(f"/proc/{pid}/environ").read_bytes()
            except OSError:
                continue
            if self.mark.encode() in text and stat.rpartition(")")[2].split()[0] != "Z":
                found.append(pid)
        return found

    def words(self) -> list[bytes]:
        """Return what no command may ever see."""
        return [word.encode() for word in (self.word, self.shadow) if word]

    def variables(self) -> dict[str, str]:
        """Return what an attempt finds in its environment."""
        return {
            "OUT": str(self.outside),
            "SECRET": str(self.outside / "secret"),
            "WS": str(self.workspace),
            "PORT": str(self.sockets["tcp"].getsockname()[1]),
            "UDP": str(self.sockets["udp"].getsockname()[1]),
            "SOCK": str(self.base / "listener"),
            "DGRAM": str(self.base / "datagrams"),
            "ABSTRACT": self.abstract,
            "VICTIM": str(self.victim.pid),
            "VICTIM_NAME": self.victim_name,
            "MARK": self.mark,
        }

    def protected(self) -> Protected:
        """Return the content of every protected thing that is in the workspace now."""
        found: Protected = {}
        for directory, names, files in os.walk(self.workspace):
            here = Path(directory)
            if {"HEAD", "objects", "refs"} <= {*names, *files} and here.name != ".git":
                found[directory] = _content(here)
            for name in [*names, *files]:
                if name in (*PROTECTED_NAMES, ".githooks"):
                    found[str(here / name)] = _content(here / name)
            names[:] = [name for name in names if name not in PROTECTED_NAMES]
        return found


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _content(top: Path) -> list[tuple[str, int, str]]:
    entries = [top, *sorted(top.rglob("*"))] if top.is_dir() and not top.is_symlink() else [top]
    return [
        (str(path.relative_to(top)), path.lstat().st_mode, _digest(path))
        for path in entries
        if path.name != "index"
    ]


def _digest(path: Path) -> str:
    if path.is_symlink():
        return str(path.readlink())
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def effects(arena: Arena, outcome: Outcome, now: Before) -> list[str]:
    """Return everything that the host can see of an attempt."""
    said = outcome.stdout + outcome.stderr
    before = arena.pristine
    seen = {
        "the secret was seen": any(
            word.encode() in said for word in (arena.word, arena.shadow) if word
        ),
        "the secret was taken": _taken(arena),
        "it says so": any(line.startswith(b"BROKEN") for line in said.splitlines()),
        "outside changed": now[0] != before[0],
        "a repository changed": _repository_broken(before[1], now[1], arena),
        "the victim suffered": _suffering(arena.victim.pid),
        "a set-id file": _set_id_files(arena.workspace),
        "left behind": _left_behind(arena.mark),
        "too much output": len(said) > 3 * ARENA_LIMITS.output_bytes,
        "too much time": outcome.seconds > ARENA_LIMITS.seconds + 1.5,
    }
    listeners = [f"reached {name}" for name in arena.reached()]
    survivors = [f"survivor {pid}" for pid in arena.survivors()]
    return [what for what, true in seen.items() if true] + listeners + survivors


def _taken(arena: Arena) -> bool:
    for path in arena.workspace.rglob("*"):
        if path.is_file() and not path.is_symlink() and os.access(path, os.R_OK):
            content = path.read_bytes() if path.stat().st_size < 1 << 20 else b""
            if arena.word.encode() in content or (
                arena.shadow and arena.shadow.encode() in content
            ):
                return True
    return False


def _repository_broken(before: Protected, after: Protected, arena: Arena) -> bool:
    """Say whether some protected thing is new, changed or gone; an unchanged one may move."""
    known = list(before.values())
    main = str(arena.workspace / ".git")
    return (
        any(content not in known for content in after.values())
        or after.get(main) != before[main]
        or any(content not in after.values() for content in known)
    )


def _suffering(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] in "ZTt"


def _processes() -> set[int]:
    return {int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit()}


def _set_id_files(top: Path) -> bool:
    return any(path.lstat().st_mode & 0o6000 for path in top.rglob("*") if not path.is_dir())


def _left_behind(mark: str) -> bool:
    found = [Path(place, mark) for place in ("/tmp", "/var/tmp", "/dev/shm")]
    there = [path for path in found if path.exists()]
    for path in there:
        path.unlink()
    return bool(there)


def argv(attack: Attack) -> tuple[str, ...]:
    """Return the command that makes the attempt."""
    if attack.python:
        return (sys.executable, "-I", "-S", "-c", attack.script)
    return ("sh", "-c", attack.script)


def control_run(attack: Attack, arena: Arena) -> Outcome:
    """Make an attempt as a plain process, with Quire's environment and descriptors."""
    started = time.monotonic()
    process = subprocess.Popen(
        argv(attack),
        cwd=arena.workspace,
        env={**os.environ, **arena.variables()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        close_fds=False,
    )
    limit = ARENA_LIMITS.seconds + 1.6
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
    seconds = time.monotonic() - started
    time.sleep(0.1 if attack.clause == "survivors" else 0)  # what is left comes to light
    return Outcome(process.returncode, False, False, out, err, None, None, seconds)


async def make(attack: Attack, arena: Arena, sandbox: Sandbox | None) -> list[str]:
    """Make one attempt and return its effects, with the decoys as new before and after."""
    arena.mark = f"mark-{secrets.token_hex(8)}"
    arena.elders = _processes()
    if sandbox is None:
        outcome = control_run(attack, arena)
    else:
        variables = tuple(arena.variables().items())
        sandbox.policy = replace(sandbox.policy, environment=variables)
        outcome = await sandbox.run(Command(argv(attack)))
    patience = time.monotonic() + (PATIENCE if sandbox is None else 0)
    while True:
        now = (arena.outside_state(), arena.protected())
        found = effects(arena, outcome, now)
        if found or time.monotonic() >= patience:
            break
        await asyncio.sleep(0.02)
    for pid in arena.survivors() if found else ():
        os.kill(pid, signal.SIGKILL)
    if any("victim" in what for what in found) or attack.clause == "process-tuning":
        arena.replace_victim()
    arena.tidy(now)
    return found


async def raise_none_ahead(sandbox: Sandbox) -> None:
    """Let no walls stand for a next command: they would carry the mark of an attempt that ended.

    Walls that fit no command a few times are raised no more (tests/sandbox/test_spare.py).
    """
    for turn in range(5):
        sandbox.policy = replace(sandbox.policy, environment=(("TURN", str(turn)),))
        await sandbox.run(Command(("true",)))


def claimed(attack: Attack, tier: str) -> bool:
    """Return whether `tier` promises to stop this attempt."""
    if tier == "landlock" and not attack.landlock:
        return False
    return STANDINGS[attack.clause].standing(tier) != "not enforced"


def chosen(attack: Attack, walls: str) -> bool:
    """Return whether an attempt belongs to this run."""
    if walls == "control-root":
        return attack.root
    if walls == "container" and attack.clause.startswith("limit-"):
        return False  # slow, and the same code as outside a container
    return not attack.root or (os.getuid() == 0 and walls != "control")


def behave_like_a_container() -> None:
    """Put this program behind a filter like Docker's default: no namespaces, no mounts."""
    refused = [rule for rule in seccomp.KERNEL_SURFACE if not _about_files(rule)]
    kernel.forbid_new_privileges()
    kernel.install_filter(seccomp.assemble(refused, syscalls.machine()))


def _about_files(rule: seccomp.Rule) -> bool:
    return bool({"chmod", "fchmodat", "open", "openat", "openat2"} & set(rule.calls))


async def main(walls: str) -> list[dict[str, object]]:
    """Make every attempt that has an effect for this user."""
    if walls == "container":
        behave_like_a_container()
    results: list[dict[str, object]] = []
    with contextlib.closing(Arena()) as arena:
        held = os.open(arena.outside / "secret", os.O_RDONLY)
        os.set_inheritable(held, True)
        sandbox = None
        if not walls.startswith("control"):
            only = None if walls == "container" else walls
            policy = replace(arena.policy(), limits=ARENA_LIMITS)
            sandbox = await Sandbox.open(policy, only=only, logs=Logs(arena.base / "log"))
            await raise_none_ahead(sandbox)
        tier = sandbox.tier if sandbox else "control"
        for attack in ATTACKS:
            if not chosen(attack, walls):
                continue
            if sandbox is not None and not claimed(attack, tier):
                continue
            seen = await make(attack, arena, sandbox)
            results.append(
                {"tier": tier, "clause": attack.clause, "name": attack.name, "seen": seen}
            )
        if sandbox is not None:
            await sandbox.close()
    return results


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1]))))
