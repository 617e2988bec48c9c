"""What a person has decided about a project: whether it is trusted, and what is allowed in it.

One JSON file in the data folder, for the person alone (mode 0600), keyed by the project's real
path. A project never holds it: a file that lies within the project is not read.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from quire.errors import StoreError

FILE = "choices.json"
FOLDER = ".quire"
NAMED = ("config.toml", "hooks.json")
"""The files of a project's folder that can start programs or change how Quire works."""

SKILLS = (".agents/skills", f"{FOLDER}/skills")
"""Folders of a project whose SKILL.md files a model is told of once the project is trusted."""

Where = Literal["inside", "outside"]


class Allowed(Struct, frozen=True, kw_only=True):
    """The first words of the commands that may run: inside the walls, or outside of them too."""

    prefix: tuple[str, ...]
    where: Where = "inside"


class Trust(Struct, frozen=True, kw_only=True):
    """Whether a project's own settings have effect; `digest` is what they were at that time."""

    trusted: bool
    digest: str


class Project(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The choices about one project."""

    trust: Trust | None = None
    allowed: tuple[Allowed, ...] = ()


class _Choices(Struct, frozen=True, kw_only=True):
    projects: dict[str, Project] = {}


class Choices:
    """The file of choices below a data folder."""

    def __init__(self, data: Path) -> None:
        """Name the file; it need not exist."""
        self.path = data / FILE

    def about(self, project: Path) -> Project:
        """Return what was decided about a project; nothing where the file lies within it.

        Raises StoreError for a file that others can write, or that cannot be read.
        """
        real = project.resolve()
        if self.path.resolve().is_relative_to(real):
            return Project()
        return self._read().projects.get(str(real), Project())

    def projects(self) -> dict[str, Project]:
        """Return every project about which something was decided."""
        return self._read().projects

    def trust(self, project: Path, *, trusted: bool) -> None:
        """Keep whether a project's own settings, as they are now, have effect."""
        entry = Trust(trusted=trusted, digest=digest(project))
        with self._changing(project) as change:
            change.append(msgspec.structs.replace(change[0], trust=entry))

    def allow(self, project: Path, entries: tuple[Allowed, ...]) -> None:
        """Keep what may run in a project from now on."""
        with self._changing(project) as change:
            known = change[0].allowed
            fresh = tuple(entry for entry in entries if entry not in known)
            change.append(msgspec.structs.replace(change[0], allowed=(*known, *fresh)))

    def forget(self, project: Path, *, places: tuple[int, ...] | None = None) -> None:
        """Forget what may run in a project: the entries at `places`, or all."""
        with self._changing(project) as change:
            kept = () if places is None else tuple(
                entry for place, entry in enumerate(change[0].allowed) if place not in places
            )  # fmt: skip
            change.append(msgspec.structs.replace(change[0], allowed=kept))

    def forget_trust(self, project: Path) -> None:
        """Forget whether a project is trusted: it will be asked again."""
        with self._changing(project) as change:
            change.append(msgspec.structs.replace(change[0], trust=None))

    @contextmanager
    def _changing(self, project: Path) -> Iterator[list[Project]]:
        """Give the project's choices in a list, and keep the last value in it."""
        key = str(project.resolve())
        if self.path.resolve().is_relative_to(Path(key)):
            raise StoreError(
                f"{self.path} lies within the project, so nothing about it is kept there.",
                hint="Keep Quire's data elsewhere (QUIRE_HOME), or work in a smaller folder.",
            )
        with self._locked():
            every = dict(self._read().projects)
            change = [every.pop(key, Project())]
            yield change
            if change[-1] != Project():
                every[key] = change[-1]
            self._write(_Choices(projects=dict(sorted(every.items()))))

    def _read(self) -> _Choices:
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return _Choices()
        except OSError as error:
            raise _unusable(self.path, error.strerror or str(error)) from error
        with os.fdopen(descriptor, "rb") as file:
            facts = os.fstat(file.fileno())
            if facts.st_mode & 0o022 or facts.st_uid != os.getuid():
                raise _unusable(self.path, "others can write it")
            try:
                return msgspec.json.decode(file.read(), type=_Choices)
            except msgspec.MsgspecError as error:
                raise _unusable(self.path, str(error)) from error

    def _write(self, choices: _Choices) -> None:
        data = msgspec.json.format(msgspec.json.encode(choices), indent=2)
        try:
            with tempfile.NamedTemporaryFile(dir=self.path.parent, delete=False) as fresh:
                fresh.write(data)
            Path(fresh.name).replace(self.path)  # mkstemp made it for the person alone (0600)
        except OSError as error:
            raise _unusable(self.path, error.strerror or str(error)) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes from changing the file meanwhile."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise _unusable(self.path, error.strerror or str(error)) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def speaking(project: Path) -> tuple[Path, ...]:
    """Return the files in which a project says something about itself."""
    named = [project / FOLDER / name for name in NAMED]
    skills = [path for folder in SKILLS for path in sorted((project / folder).glob("*/SKILL.md"))]
    return tuple(path for path in (*named, *skills) if path.is_file())


def digest(project: Path) -> str:
    """Return a digest of what a project says about itself, empty where it says nothing."""
    present = speaking(project)
    if not present:
        return ""
    total = hashlib.sha256()
    for path in present:
        named = path.name if path.name in NAMED else path.relative_to(project).as_posix()
        try:
            total.update(named.encode() + b"\0" + path.read_bytes() + b"\0")
        except OSError as error:
            raise _unusable(path, error.strerror or str(error)) from error
    return total.hexdigest()


def holds(trust: Trust | None, project: Path) -> bool | None:
    """Tell what was decided about a project as it is now, None where that is open.

    A yes to other contents is no answer; a no to other contents is none either.
    """
    if trust is None or trust.digest != digest(project):
        return None
    return trust.trusted


def _unusable(path: Path, why: str) -> StoreError:
    return StoreError(
        f"{path} cannot be used: {why}.",
        hint="Correct its rights (chmod 600) or move it away; `quire approvals` writes it anew.",
    )
