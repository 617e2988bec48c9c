"""Bait on the host for attempts to break out: files, sockets, a process, a repository."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from quire.sandbox import places, probes, syscalls
from quire.sandbox.policy import Limits, Policy, toolchain_roots

LIMITS = Limits(
    processes=24,
    memory_bytes=256 << 20,
    file_bytes=8 << 20,
    disk_bytes=64 << 20,
    open_files=64,
    output_bytes=1 << 20,
    seconds=10.0,
)
"""Small limits, so that trying them costs little."""

_CONFIGURATION = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"


class Decoys:
    """A workspace with a repository, and around it what a command must not reach."""

    def __init__(self, word: str = "") -> None:
        """Lay everything out; `word` is the secret, a random one by default."""
        self.base = Path(tempfile.mkdtemp(prefix="quire-decoys-")).resolve()
        self.base.chmod(0o755)
        self.outside = self.base / "outside"
        self.workspace = self.base / "workspace"
        self.word = word or f"bait-{secrets.token_hex(8)}"
        self.abstract = f"quire-{secrets.token_hex(8)}"
        self.sockets = self._listen()
        self.victim_name = f"quire-victim-{secrets.token_hex(8)}"
        self.victim = self._start_victim()
        self.reset()

    def close(self) -> None:
        """End the victim, close the sockets and remove everything."""
        self.victim.kill()
        self.victim.wait()
        for listener in self.sockets.values():
            listener.close()
        shutil.rmtree(self.base)

    def reset(self) -> None:
        """Lay everything out as it was at first."""
        for directory in (self.outside, self.workspace):
            directory.mkdir(exist_ok=True)
            for entry in directory.iterdir():
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry)
                else:
                    entry.unlink()
        (self.outside / "secret").write_text(self.word)
        for part in ("objects", "refs/heads"):
            (self.workspace / ".git" / part).mkdir(parents=True)
        (self.workspace / ".git/HEAD").write_text("ref: refs/heads/main\n")
        (self.workspace / ".git/config").write_text(_CONFIGURATION)

    def policy(self) -> Policy:
        """Return the policy of attempts: this interpreter in reach, small limits."""
        return Policy(self.workspace, readable=toolchain_roots(Path(sys.executable)), limits=LIMITS)

    def facts(self) -> probes.Facts:
        """Return what an attempt is told."""
        return {
            "outside": str(self.outside),
            "secret": str(self.outside / "secret"),
            "system_secrets": [
                str(path) for path in places.present(places.SECRETS) if path.is_file()
            ],
            "port": self.sockets["tcp"].getsockname()[1],
            "socket": str(self.base / "listener"),
            "abstract": self.abstract,
            "victim": self.victim.pid,
            "variables": [],
            "keyctl": syscalls.number("keyctl"),
            "processes": LIMITS.processes,
            "file_bytes": LIMITS.file_bytes,
            "open_files": LIMITS.open_files,
        }

    def outside_state(self) -> list[tuple[str, int, int, str]]:
        """Return name, mode, time and content of all that lies outside."""
        return _state(self.outside)

    def repository_state(self) -> list[tuple[str, int, int, str]]:
        """Return name, mode and content of the repository, and every other one there is."""
        found = [path for path in self.workspace.rglob("*") if path.name in (".git", ".vscode")]
        bare = [path for path in self.workspace.rglob("HEAD") if path.parent.name != ".git"]
        entries = _state(self.workspace / ".git")
        named = [(str(path), 0, 0, "") for path in sorted(found + bare)]
        return [(name, mode, 0, content) for name, mode, _, content in entries] + named

    def reached(self) -> list[str]:
        """Return which listeners something has talked to since they were opened."""
        return [name for name, listener in self.sockets.items() if _talked_to(listener)]

    def replace_victim(self) -> None:
        """Start another victim in place of one that something has happened to."""
        self.victim.kill()
        self.victim.wait()
        self.victim = self._start_victim()

    def _start_victim(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [self.victim_name, "600"],
            executable="/bin/sleep",
            stdin=subprocess.DEVNULL,
            env={"BAIT": self.word},
            start_new_session=True,
        )

    def _listen(self) -> dict[str, socket.socket]:
        tcp = socket.create_server(("127.0.0.1", 0))
        sockets = {"tcp": tcp}
        for name, address in (
            ("path", str(self.base / "listener")),
            ("abstract", "\0" + self.abstract),
        ):
            stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            stream.bind(address)
            stream.listen()
            sockets[name] = stream
        datagram = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        datagram.bind(str(self.base / "datagrams"))
        sockets["datagrams"] = datagram
        for listener in sockets.values():
            listener.setblocking(False)
        return sockets


def _state(top: Path) -> list[tuple[str, int, int, str]]:
    found: list[tuple[str, int, int, str]] = []
    for directory, names, files in os.walk(top):
        for name in sorted([*names, *files]):
            path = Path(directory, name)
            state = path.lstat()
            content = ""
            if path.is_file() and not path.is_symlink():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
            changed = 0 if path.is_dir() else state.st_mtime_ns
            found.append((str(path), state.st_mode, changed, content))
    return sorted(found)


def _talked_to(listener: socket.socket) -> bool:
    try:
        if listener.type == socket.SOCK_DGRAM:
            return bool(listener.recv(64))
        connection, _ = listener.accept()
    except BlockingIOError:
        return False
    connection.close()
    return True
