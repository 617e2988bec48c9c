"""What a command may touch: the policy value that every tier enforces or disclaims."""

from __future__ import annotations

import pwd
from os import getuid
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from quire.errors import RefusedError

Mode = Literal["read-only", "workspace-write", "danger-full-access"]
Network = Literal["off", "proxy"]

REPOSITORY_NAMES = (".git",)

PROTECTED_NAMES = (
    *REPOSITORY_NAMES,
    ".quire",
    ".agents",
    ".aider.conf.yml",
    ".claude",
    ".codex",
    ".continue",
    ".cursor",
    ".devcontainer",
    ".dir-locals.el",
    ".envrc",
    ".exrc",
    ".gemini",
    ".idea",
    ".mcp.json",
    ".nvim.lua",
    ".nvimrc",
    ".vimrc",
    ".vscode",
    ".windsurf",
    ".zed",
)
"""Names that start programs outside the walls: repositories, editors, coding agents."""

SYSTEM_PLACES = ("/bin", "/boot", "/dev", "/etc", "/lib", "/proc", "/run", "/sbin", "/sys", "/usr")
"""Places that can never be a workspace or a writable root, nor anything below them."""

BROAD_PLACES = ("/", "/home", "/opt", "/srv", "/tmp", "/var", "/var/tmp")
"""Places that are too broad to be a workspace or a writable root themselves."""


class Limits(Struct, frozen=True):
    """How much one command may use; sizes in bytes, time in seconds of wall clock."""

    processes: int = 512
    memory_bytes: int = 4 << 30
    file_bytes: int = 1 << 30
    disk_bytes: int = 8 << 30
    open_files: int = 4096
    output_bytes: int = 64 << 20
    seconds: float = 600.0


class Policy(Struct, frozen=True):
    """What a command may touch.

    `writable` and `readable` are further roots; `environment` is exactly what the command
    sees besides HOME, TMPDIR and a default PATH, which the tier sets. With network "proxy" only
    `hosts` are reached, and inner addresses only where `networks` names their network.
    """

    workspace: Path
    mode: Mode = "workspace-write"
    writable: tuple[Path, ...] = ()
    readable: tuple[Path, ...] = ()
    network: Network = "off"
    hosts: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    ports: tuple[int, ...] = (80, 443)
    limits: Limits = Limits()
    protected: tuple[str, ...] = PROTECTED_NAMES
    environment: tuple[tuple[str, str], ...] = ()

    @property
    def writable_roots(self) -> tuple[Path, ...]:
        """Return every root that a command may change under this mode."""
        own = () if self.mode == "read-only" else (self.workspace,)
        return (*own, *self.writable)


def resolved(policy: Policy) -> Policy:
    """Return `policy` with real absolute paths.

    Raises RefusedError for a root that does not exist or that would open the machine.
    """
    return replace(
        policy,
        workspace=_root(policy.workspace, "workspace"),
        writable=tuple(_root(path, "writable") for path in policy.writable),
        readable=tuple(path.absolute() for path in policy.readable if path.exists()),
    )


def _root(path: Path, field: str) -> Path:
    try:
        real = path.resolve(strict=True)
    except OSError as error:
        raise RefusedError(
            f"{field}: {path} cannot be opened ({error.strerror})",
            hint="Name a directory that exists.",
            param=field,
        ) from error
    if not real.is_dir():
        raise RefusedError(
            f"{field}: {path} is not a directory", hint="Name a directory.", param=field
        )
    system = any(real.is_relative_to(place) for place in SYSTEM_PLACES)
    if system or str(real) in BROAD_PLACES or real == account_home():
        raise RefusedError(
            f"{field}: {real} is too broad for a command to change",
            hint="Name the project's own directory.",
            param=field,
        )
    return real


def account_home() -> Path | None:
    """Return the home directory that the account database names, if any."""
    try:
        return Path(pwd.getpwuid(getuid()).pw_dir)
    except KeyError:
        return None


def working_directory(policy: Policy, asked: Path | None) -> Path:
    """Return the real directory for a command.

    Raises RefusedError when `asked` leads out of the policy's roots: the directory comes
    from a model and must never widen what can be reached.
    """
    target = policy.workspace if asked is None else policy.workspace / asked
    try:
        real = target.resolve(strict=True)
    except OSError as error:
        raise RefusedError(
            f"cwd: {target} cannot be opened ({error.strerror})",
            hint="Name a directory inside the workspace.",
            param="cwd",
        ) from error
    roots = (policy.workspace, *policy.writable, *policy.readable)
    if policy.mode != "danger-full-access" and not any(real.is_relative_to(r) for r in roots):
        raise RefusedError(
            f"cwd: {real} lies outside the workspace {policy.workspace}",
            hint="Name a directory inside the workspace, or add its root to the policy.",
            param="cwd",
        )
    return real


def toolchain_roots(executable: Path) -> tuple[Path, ...]:
    """Return the read-only roots that an interpreter or tool outside /usr needs to run.

    Follows symbolic links, virtual environments (`home` in pyvenv.cfg) and pyenv shims.
    """
    roots: list[Path] = []
    pending = [executable.absolute(), executable.resolve()]
    while pending:
        program = pending.pop(0)
        prefix = _prefix(program)
        if prefix in roots:
            continue
        if not any(prefix.is_relative_to(place) for place in SYSTEM_PLACES):
            roots.append(prefix)
        pending += _homes(prefix)
    return tuple(sorted(root for root in roots if root.is_dir()))


def _prefix(program: Path) -> Path:
    directory = program.parent
    if directory.name == "shims":
        return directory.parent
    above = directory.parent
    private = above.name in {".local", ".cargo"} or above in {account_home(), Path("/")}
    if directory.name in {"bin", "Scripts"} and not private:
        return above
    return directory


def _homes(prefix: Path) -> list[Path]:
    """Return the interpreter that a virtual environment's configuration points to."""
    configuration = prefix / "pyvenv.cfg"
    if not configuration.is_file():
        return []
    for line in configuration.read_text("utf-8", "replace").splitlines():
        name, _, value = line.partition("=")
        if name.strip().lower() == "home" and value.strip():
            home = Path(value.strip())
            return [home / "python", (home / "python3").resolve()]
    return []
