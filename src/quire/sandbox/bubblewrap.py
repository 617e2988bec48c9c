"""Tier A: the command line of bubblewrap for one policy."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from quire.sandbox import places
from quire.sandbox.policy import Policy

CANDIDATES = ("/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap")
"""The system's own first: AppArmor may allow user namespaces to that path only."""

OLDEST = (0, 6)
_DISABLES_NAMESPACES = (0, 8)
_SMALL = 16 << 20
_NOT_STARTED = re.compile(rb"bwrap: execvp .+: ([A-Z][a-z ]+)\n", re.DOTALL)
_CODES = {b"No such file or directory": 127, b"Not a directory": 127, b"Permission denied": 126}
HOME = "/home/quire"
GATE = "/run/quire"
"""Where the proxy's socket and its relay are seen from inside."""


def find(configured: Path | None) -> tuple[Path, tuple[int, ...]] | None:
    """Return the bubblewrap to use and its version, None when there is none new enough."""
    for candidate in (configured,) if configured else map(Path, CANDIDATES):
        if not candidate.is_file():
            continue
        said = subprocess.run(
            [candidate, "--version"], capture_output=True, env={}, timeout=10, check=False
        )
        numbers = tuple(int(part) for part in re.findall(r"\d+", said.stdout.decode())[:3])
        if numbers >= OLDEST:
            return candidate, numbers
    return None


def exit_code(said: bytes) -> int:
    """Return what a shell would end with where bubblewrap ends with 1 and says `said`."""
    match = _NOT_STARTED.fullmatch(said)
    return _CODES.get(match[1], 1) if match else 1


def fixed_options(version: tuple[int, ...], policy: Policy, private: Path) -> tuple[str, ...]:
    """Return the options that every command of one sandbox shares.

    `private` holds the directories `home` and `tmp` of this sandbox. The word @filter
    stands for a descriptor that only the keeper knows.
    """
    return (
        *_namespaces(version),
        *_system(),
        *_bind("--bind", private / "tmp", "/tmp"),
        *_bind("--bind", private / "home", HOME),
        *_roots(policy),
        *(_bind("--ro-bind", private / "gate", GATE) if policy.network == "proxy" else ()),
    )


def options(
    covered: tuple[Iterable[Path], Iterable[Path]],
    cwd: str,
    environment: Iterable[tuple[str, str]],
) -> tuple[str, ...]:
    """Return the options of one command, which follow the fixed ones.

    `covered` are the paths to make read-only and the sockets of host programs to hide. The
    variables travel as options, so that none of them touches bubblewrap itself. The file
    systems in memory that nobody sizes, / and /dev, end up read-only.
    """
    protected, sockets = covered
    binds = [word for path in protected for word in _bind("--ro-bind", path, str(path))]
    binds += [word for path in sockets for word in _masked(path)]
    variables = (word for pair in environment for word in ("--setenv", *pair))
    closed = ("--remount-ro", "/dev", "--remount-ro", "/")
    return (*binds, *closed, "--clearenv", *variables, "--chdir", cwd)


def twin_options(policy: Policy, twin: Path) -> tuple[str, ...]:
    """Return the options that lay a twin over what the fixed ones show; they come next."""
    return (
        *_bind("--bind", twin / "tmp", "/tmp"),
        *_bind("--bind", twin / "home", HOME),
        *_roots(policy, twin / "workspace"),
    )


def _namespaces(version: tuple[int, ...]) -> tuple[str, ...]:
    words = ["--unshare-user", "--unshare-all", "--new-session", "--die-with-parent"]
    if version >= _DISABLES_NAMESPACES:
        words.append("--disable-userns")
    words += ["--cap-drop", "ALL", "--hostname", "quire"]
    words += ["--seccomp", "@filter"]
    return tuple(words)


def _system() -> list[str]:
    words: list[str] = []
    for place in map(Path, places.SYSTEM):
        if place.is_symlink():
            words += ["--symlink", str(place.readlink()), str(place)]
        elif place.is_dir():
            words += _bind("--ro-bind", place, str(place))
    words += _bind("--ro-bind", Path("/etc"), "/etc")
    for secret in places.present(places.SECRETS):
        if os.access(secret, os.R_OK):
            words += _masked(secret)
    words += ["--proc", "/proc"]
    if os.getuid() == 0:  # settings of the kernel ask who the user is, not what he may
        words += _bind("--ro-bind", Path("/proc/sys"), "/proc/sys")
    words += ["--dev", "/dev", "--size", str(256 << 20), "--tmpfs", "/dev/shm"]
    for mount in ("/var", "/run"):
        words += ["--size", str(_SMALL), "--tmpfs", mount]
    return [*words, "--dir", "/var/tmp"]


def _masked(path: Path) -> list[str]:
    if path.is_dir():
        return ["--size", "4096", "--perms", "0555", "--tmpfs", str(path)]
    return ["--ro-bind", "/dev/null", str(path)]


def _bind(word: str, source: Path, target: str) -> list[str]:
    return [word, str(source), target]


def _roots(policy: Policy, workspace: Path | None = None) -> list[str]:
    """Return the binds of the policy's roots, parents before what lies inside them.

    With `workspace` that folder is seen in the place of the policy's own.
    """
    writable = policy.writable_roots
    binds = [(root, "--bind") for root in writable]
    if policy.workspace not in writable:
        binds.append((policy.workspace, "--ro-bind"))
    owned = [path for path, _ in binds]
    for root in policy.readable:
        for path in {root, root.resolve()}:
            if not any(path.is_relative_to(owner) for owner in owned):
                binds.append((path, "--ro-bind"))
    binds.sort(key=lambda bind: (len(bind[0].parts), str(bind[0])))
    shown = {policy.workspace: workspace or policy.workspace}
    return [word for path, kind in binds for word in _bind(kind, shown.get(path, path), str(path))]
