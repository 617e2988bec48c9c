"""Attempts to break one clause each, run behind the walls as `python -I -S - KEY FACTS`.

Prints one line: "broken: ..." when the attempt went through, "held: ..." with the kernel's
answer when it did not. Stands alone: the text of this file is fed to an interpreter.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import socket
import stat
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypedDict


class Broken(Exception):
    """The attempt went through."""


class Facts(TypedDict):
    """What the host has laid out as bait, and the limits in force."""

    outside: str
    secret: str
    system_secrets: list[str]
    port: int
    socket: str
    abstract: str
    victim: int
    variables: list[str]
    keyctl: int
    processes: int
    file_bytes: int
    open_files: int


def write_outside(facts: Facts) -> None:
    """Change, make and remove files next to the workspace."""
    _each(
        lambda: Path(facts["outside"], "made").write_text("x"),
        lambda: Path(facts["secret"]).open("a").close(),
        lambda: os.truncate(facts["secret"], 0),
        lambda: Path(facts["secret"]).rename(facts["secret"] + ".moved"),
        lambda: Path(facts["secret"]).unlink(),
        lambda: Path("stolen").hardlink_to(facts["secret"]),
    )


def read_outside(facts: Facts) -> None:
    """Read a file and list a directory outside, also through a link."""
    link = Path("link-to-secret")
    link.symlink_to(facts["secret"])
    _each(
        lambda: Path(facts["secret"]).read_text(),
        link.read_text,
        lambda: list(Path(facts["outside"]).iterdir()),
        lambda: Path("/proc/1/root" + facts["secret"]).read_text(),
    )


def system_secrets(facts: Facts) -> None:
    """Read the password hashes."""
    _each(*(partial(_content, path) for path in facts["system_secrets"]))


def names_outside(facts: Facts) -> None:
    """Ask for the size of a file outside."""
    _each(lambda: Path(facts["secret"]).stat())


def metadata_outside(facts: Facts) -> None:
    """Change mode and times of a file outside."""
    _each(
        lambda: Path(facts["secret"]).chmod(0o600),
        lambda: os.utime(facts["secret"], (1, 1)),
    )


def protected_during(facts: Facts) -> None:
    """Change a repository's configuration and plant a hook."""
    _each(
        lambda: Path(".git/config").write_text("[core]\n\tfsmonitor = /bin/false\n"),
        lambda: Path(".git/commondir").write_text("../elsewhere"),
        lambda: Path(".git/hooks/pre-commit").write_text("#!/bin/sh\n"),
        lambda: Path(".git").rename("gone"),
    )


def protected_after(facts: Facts) -> None:
    """Change a repository as far as the walls let; the host looks afterwards."""
    for change in (
        lambda: Path(".git/config").write_text("[core]\n\tfsmonitor = /bin/false\n"),
        lambda: Path(".git/hooks").mkdir(),
        lambda: Path(".git/HEAD").unlink(),
    ):
        try:
            change()
        except OSError as error:
            sys.stdout.write(f"{error}; ")


def planted(facts: Facts) -> None:
    """Make a nested and a bare repository; the host looks afterwards."""
    for directory in ("nested/.git/hooks", "bare/objects", "bare/refs"):
        Path(directory).mkdir(parents=True)
    Path("bare/HEAD").write_text("ref: refs/heads/main\n")
    Path(".vscode").mkdir()


def network(facts: Facts) -> None:
    """Connect to a listener on the host's loopback, and send a datagram."""
    _each(
        lambda: socket.create_connection(("127.0.0.1", facts["port"]), timeout=2),
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
    )


def host_sockets(facts: Facts) -> None:
    """Connect to a unix socket of the host by path and by abstract name."""
    for address in (facts["socket"], "\0" + facts["abstract"]):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            _each(partial(_connect_unix, address, kind))


def signals(facts: Facts) -> None:
    """Signal a process of the host."""
    _each(lambda: os.kill(facts["victim"], 0), lambda: os.kill(facts["victim"], signal.SIGKILL))


def process_memory(facts: Facts) -> None:
    """Read another process's environment and memory, and attach to it."""
    base = Path("/proc", str(facts["victim"]))
    _each(
        (base / "environ").read_bytes,
        lambda: (base / "mem").open("rb").read(1),
        (base / "fd/0").readlink,
        lambda: _call("ptrace", 16, facts["victim"], 0, 0),
    )


def processes_hidden(facts: Facts) -> None:
    """Read another process's command line."""
    _each(Path("/proc", str(facts["victim"]), "cmdline").read_bytes)


def process_tuning(facts: Facts) -> None:
    """Make a process of the host slower, and lower its limits."""
    _each(
        lambda: os.setpriority(os.PRIO_PROCESS, facts["victim"], 19),
        lambda: resource.prlimit(facts["victim"], resource.RLIMIT_NOFILE, (3, 3)),
    )


def environment(facts: Facts) -> None:
    """Look for a variable of Quire's own environment."""
    expected = {"HOME", "TMPDIR", "PATH", "PWD", "LC_CTYPE", "SHLVL", "_", *facts["variables"]}
    extra = sorted(set(os.environ) - expected)
    if extra:
        raise Broken(", ".join(extra))


def kernel_surface(facts: Facts) -> None:
    """Make namespaces, mount, and call what the filter refuses."""
    _each(
        lambda: _libc("unshare", 0x10000000),
        lambda: _libc("unshare", 0x40000000),
        lambda: _libc("mount", b"none", b"/tmp", b"tmpfs", 0, None),
        lambda: _libc("syscall", 425, 8, ctypes.create_string_buffer(120)),
        lambda: _libc("syscall", facts["keyctl"], 0, -3, 1),
    )


def privileges(facts: Facts) -> None:
    """Look for capabilities and make a set-id file."""
    status = Path("/proc/self/status").read_text()
    held = [line for line in status.splitlines() if line.startswith(("CapEff", "CapPrm"))]
    if any(int(line.split()[1], 16) for line in held) or "NoNewPrivs:\t1" not in status:
        raise Broken("; ".join(held))
    Path("program").write_text("x")
    _each(lambda: _set_id("program"))


def kernel_settings(facts: Facts) -> None:
    """Open kernel settings for writing."""
    _each(
        lambda: Path("/proc/sys/kernel/core_pattern").open("r+").close(),
        lambda: Path("/proc/sys/vm/overcommit_memory").open("r+").close(),
        lambda: Path("/sys/kernel/uevent_helper").open("r+").close(),
        lambda: Path("/proc/sysrq-trigger").open("w").close(),
    )


def descriptors(facts: Facts) -> None:
    """Count inherited descriptors."""
    extra = [
        name for name in sorted(p.name for p in Path("/proc/self/fd").iterdir()) if int(name) > 3
    ]
    if extra:
        raise Broken(f"descriptors {extra}")


def limit_processes(facts: Facts) -> None:
    """Start more processes than the limit; the host sees how it ends."""
    for number in range(facts["processes"] + 20):
        try:
            child = os.fork()
        except OSError as error:
            sys.stdout.write(f"after {number} processes: {error}")
            return
        if child == 0:
            signal.pause()
    signal.sigtimedwait([signal.SIGUSR1], 3)
    raise Broken(f"{facts['processes'] + 20} processes")


def limit_file(facts: Facts) -> None:
    """Write a file beyond its limit."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with Path("large").open("wb") as file:
        _each(lambda: os.pwrite(file.fileno(), b"x", facts["file_bytes"] + 1))


def limit_files(facts: Facts) -> None:
    """Open more files than the limit."""
    _each(lambda: [os.open("/dev/null", os.O_RDONLY) for _ in range(facts["open_files"] + 1)])


def _each(*attempts: Callable[[], object]) -> None:
    """Make every attempt; raise Broken for the first that the kernel lets through."""
    for number, attempt in enumerate(attempts, 1):
        try:
            attempt()
        except (OSError, ValueError) as error:
            sys.stdout.write(f"{error}; ")
            continue
        raise Broken(f"attempt {number} went through")


def _content(path: str) -> None:
    if not Path(path).read_bytes():
        raise OSError("empty")


def _connect_unix(address: str, kind: int) -> None:
    with socket.socket(socket.AF_UNIX, kind) as client:
        client.settimeout(2)
        client.connect(address)


def _set_id(path: str) -> None:
    Path(path).chmod(0o4755)
    if not Path(path).stat().st_mode & stat.S_ISUID:
        raise OSError("the bit was dropped")


def _libc(name: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _call(name: str, *arguments: int) -> None:
    _libc(name, *(ctypes.c_long(argument) for argument in arguments))


PROBES: dict[str, Callable[[Facts], None]] = {
    probe.__name__: probe
    for probe in (
        write_outside, read_outside, system_secrets, names_outside, metadata_outside,
        protected_during, protected_after, planted, network, host_sockets, signals,
        process_memory, processes_hidden, process_tuning, environment, kernel_surface,
        privileges, kernel_settings, descriptors, limit_processes, limit_file, limit_files,
    )
}  # fmt: skip


def main() -> None:
    """Make the attempt named on the command line."""
    facts: Facts = json.loads(sys.argv[2])
    try:
        PROBES[sys.argv[1]](facts)
    except Broken as breach:
        sys.stdout.write(f"\nbroken: {breach}\n")
    else:
        sys.stdout.write("\nheld\n")


if __name__ == "__main__":
    main()
