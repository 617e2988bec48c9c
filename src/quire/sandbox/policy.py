"""What a command may touch: the policy value that every tier enforces or disclaims."""

from __future__ import annotations

import pwd
from os import X_OK, access, getuid
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from quire.errors import RefusedError

Mode = Literal["read-only", "workspace-write", "danger-full-access"]
Network = Literal["off", "proxy"]

REPOSITORY_NAMES = (".git",)

PROTECTED_NAMES = (
    *REPOSITORY_NAMES,
    ".quire",
    ".quireignore",
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


_Count = Annotated[int, Meta(ge=1)]


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """How much one command may use; sizes in bytes, time in seconds of wall clock."""

    processes: _Count = 512
    memory_bytes: _Count = 4 << 30
    file_bytes: _Count = 1 << 30
    disk_bytes: _Count = 8 << 30
    open_files: _Count = 4096
    output_bytes: _Count = 64 << 20
    seconds: Annotated[float, Meta(gt=0)] = 600.0


class Policy(Struct, frozen=True):
    """What a command may touch.

    `writable` and `readable` are further roots; `environment` is exactly what the command
    sees besides HOME, TMPDIR and a default PATH, which the tier sets. With network "proxy" only
    `hosts` are reached, and inner addresses only where `networks` names their network. `hidden`
    are lines of a `.quireignore`: what they match in the workspace cannot be read in tier A.
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
    hidden: tuple[str, ...] = ()
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
    workspace = _root(policy.workspace, "workspace")
    writable = tuple(_root(path, "writable") for path in policy.writable)
    open_roots = writable if policy.mode == "read-only" else (workspace, *writable)
    readable = (path.absolute() for path in policy.readable if path.exists())
    return replace(
        policy,
        workspace=workspace,
        writable=tuple(path for path in writable if not _inside(path, open_roots)),
        readable=tuple(path for path in readable if not _inside(path, open_roots)),
    )


def _inside(path: Path, roots: tuple[Path, ...]) -> bool:
    """Return whether `path` lies below a root that commands change.

    Such a path is open already, and must not be opened by name: a command could put a link there.
    """
    return any(path != root and path.is_relative_to(root) for root in roots)


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

    Follows symbolic links, virtual environments (`home` in pyvenv.cfg) and pyenv shims, but only
    to programs: a project brings its own links and files, and must not open a directory of
    secrets by pointing there.
    """
    roots: list[Path] = []
    pending = [executable.absolute(), executable.resolve()]
    seen: set[Path] = set()
    while pending:
        program = pending.pop(0)
        prefix = _prefix(program)
        if prefix in seen or not _is_program(program):
            continue
        seen.add(prefix)
        if not _is_broad(prefix):
            roots.append(prefix)
        pending += _homes(prefix)
    return tuple(sorted(roots))


def _is_program(path: Path) -> bool:
    return path.is_file() and access(path, X_OK)


def _is_broad(root: Path) -> bool:
    """Return whether a root is part of the system anyway, or holds more than one tool."""
    system = any(root.is_relative_to(place) for place in SYSTEM_PLACES)
    home = account_home()
    return system or str(root) in BROAD_PLACES or (home is not None and home.is_relative_to(root))


def _prefix(program: Path) -> Path:
    directory = program.parent
    above = directory.parent
    if directory.name == "shims" and (above / "versions").is_dir():
        return above
    private = above.name in {".local", ".cargo"} or _is_broad(above)
    if directory.name in {"bin", "Scripts"} and not private:
        return above
    return directory


def _homes(prefix: Path) -> list[Path]:
    """Return the interpreters that a virtual environment's configuration points to."""
    configuration = prefix / "pyvenv.cfg"
    if not configuration.is_file():
        return []
    for line in configuration.read_text("utf-8", "replace").splitlines():
        name, _, value = line.partition("=")
        if name.strip().lower() == "home" and value.strip():
            home = Path(value.strip())
            return [home / "python3", (home / "python3").resolve()]
    return []
