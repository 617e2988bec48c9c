"""Changes to files under one root by directory handles: no link is ever followed."""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from quire.errors import RefusedError
from quire.sandbox import kernel, syscalls
from quire.sandbox.hidden import Hidden
from quire.sandbox.policy import PROTECTED_NAMES

_OPENAT2: Final = syscalls.number("openat2")
_RESOLVE: Final = 0x02 | 0x04 | 0x08  # NO_MAGICLINKS, NO_SYMLINKS, BENEATH (linux/openat2.h)
_DIRECTORY: Final = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LONGEST_NAME: Final = 255


class _How(ctypes.Structure):
    _fields_ = (
        ("flags", ctypes.c_uint64),
        ("mode", ctypes.c_uint64),
        ("resolve", ctypes.c_uint64),
    )


class Root:
    """A directory whose files are read and changed by relative names only.

    Every method raises RefusedError for a name that leaves the root, passes through a link or
    touches a protected or hidden name, and OSError for what the file system itself refuses.
    `hidden` are lines of a `.quireignore`.
    """

    def __init__(
        self,
        path: Path,
        protected: tuple[str, ...] = PROTECTED_NAMES,
        hidden: tuple[str, ...] = (),
    ) -> None:
        self.path = path
        self._hidden = Hidden(path, hidden)
        self._protected = frozenset(name.casefold() for name in protected)
        self._handle = os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)

    def __enter__(self) -> Root:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the root's handle."""
        os.close(self._handle)

    def exists(self, name: str) -> bool:
        """Return whether a regular file of this name is there; a link is refused."""
        try:
            with self._parent(name) as (parent, last):
                return self._regular(parent, last, name) is not None
        except (FileNotFoundError, NotADirectoryError):
            return False

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; raises FileNotFoundError when it is missing."""
        with self._parent(name) as (parent, last):
            if self._regular(parent, last, name) is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            try:
                descriptor = os.open(last, flags, dir_fd=parent)
            except OSError as error:
                raise _refused_link(error, name) from error
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise _refusal(name, "is not a regular file")
                return file.read()

    def mode(self, name: str) -> int:
        """Return the permission bits of a file; raises FileNotFoundError when it is missing."""
        with self._parent(name) as (parent, last):
            bits = self._regular(parent, last, name)
        if bits is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return bits

    def write(self, name: str, data: bytes, mode: int | None = None) -> None:
        """Put `data` into a file, atomically, making missing directories.

        Permission bits are those of the file that was there, else `mode`, else 0o666 less the
        umask; set-id bits are never kept.
        """
        with self._parent(name, make=True) as (parent, last):
            there = self._regular(parent, last, name)
            wanted = there if there is not None and mode is None else mode
            temporary = f".quire-{secrets.token_hex(8)}"
            descriptor = os.open(temporary, _NEW, 0o666, dir_fd=parent)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                    if wanted is not None:
                        os.fchmod(descriptor, wanted & 0o777)
                os.rename(temporary, last, src_dir_fd=parent, dst_dir_fd=parent)
            except BaseException:
                os.unlink(temporary, dir_fd=parent)
                raise

    def delete(self, name: str) -> None:
        """Remove a file; raises FileNotFoundError when it is missing."""
        with self._parent(name) as (parent, last):
            self._regular(parent, last, name)
            os.unlink(last, dir_fd=parent)

    def rename(self, source: str, target: str) -> None:
        """Move a file to another name under the same root, replacing what is there."""
        with self._parent(source) as (old, old_last), self._parent(target, make=True) as new:
            if self._regular(old, old_last, source) is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), source)
            self._regular(new[0], new[1], target)
            os.rename(old_last, new[1], src_dir_fd=old, dst_dir_fd=new[0])

    @contextmanager
    def directory(self, name: str) -> Iterator[int]:
        """Open the directory `name` ("" is the root) and yield its handle."""
        descriptor = self._open(self.parts(name) if name else [], name, make=False)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def parts(self, name: str) -> list[str]:
        """Return the components of a relative name; raises RefusedError for a hostile one."""
        components = name.split("/")
        for part in components:
            if part in ("", ".", "..") or "\0" in part or "\\" in part:
                raise _refusal(name, "is not a plain relative path")
            if len(os.fsencode(part)) > _LONGEST_NAME:
                raise _refusal(name, "has a component that is too long")
            if part.casefold() in self._protected:
                raise _refusal(name, f"lies in {part}, which is protected")
        if self._hidden.covers(name):
            raise _refusal(name, "is hidden by .quireignore")
        return components

    @contextmanager
    def _parent(self, name: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        *above, last = self.parts(name)
        descriptor = self._open(above, name, make=make)
        try:
            yield descriptor, last
        finally:
            os.close(descriptor)

    def _open(self, parts: list[str], name: str, *, make: bool) -> int:
        if not parts:
            return os.dup(self._handle)
        if not make:
            try:
                return _open_beneath(self._handle, "/".join(parts))
            except OSError as error:
                if error.errno not in (errno.ENOSYS, errno.EPERM, errno.EAGAIN):
                    raise _refused_link(error, name) from error
        return self._walk(parts, name, make=make)

    def _walk(self, parts: list[str], name: str, *, make: bool) -> int:
        """Open a directory one component at a time, making what is missing if asked."""
        current = os.dup(self._handle)
        try:
            for part in parts:
                below = _step(current, part, make=make)
                os.close(current)
                current = below
        except OSError as error:
            os.close(current)
            raise _refused_link(error, name) from error
        return current

    def _regular(self, parent: int, last: str, name: str) -> int | None:
        """Return the permission bits of a regular file, None when nothing is there."""
        try:
            mode = os.lstat(last, dir_fd=parent).st_mode
        except FileNotFoundError:
            return None
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        if not stat.S_ISREG(mode):
            raise _refusal(name, "is a link or a special file")
        return stat.S_IMODE(mode)


def _open_beneath(handle: int, relative: str) -> int:
    how = _How(_DIRECTORY & ~os.O_NOFOLLOW, 0, _RESOLVE)  # a link at the end is an error too
    path = ctypes.create_string_buffer(os.fsencode(relative))
    return kernel.system_call(
        _OPENAT2, handle, ctypes.addressof(path), ctypes.addressof(how), ctypes.sizeof(how)
    )


def _step(parent: int, part: str, *, make: bool) -> int:
    """Open one directory below another; raises OSError with ELOOP for a link."""
    try:
        return os.open(part, _DIRECTORY, dir_fd=parent)
    except FileNotFoundError:
        if not make:
            raise
    except NotADirectoryError as error:
        if stat.S_ISLNK(os.lstat(part, dir_fd=parent).st_mode):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), part) from error
        raise
    with suppress(FileExistsError):  # somebody else was quicker
        os.mkdir(part, dir_fd=parent)
    return os.open(part, _DIRECTORY, dir_fd=parent)


def _refused_link(error: OSError, name: str) -> OSError | RefusedError:
    """Return a refusal for the errors that mean a link or an escape, else `error` itself."""
    if error.errno in (errno.ELOOP, errno.EXDEV):
        return _refusal(name, "passes through a link")
    if error.errno == errno.ENOTDIR:
        return NotADirectoryError(errno.ENOTDIR, "a part of the path is not a directory", name)
    return error


def _refusal(name: str, why: str) -> RefusedError:
    return RefusedError(
        f"path: {name!r} {why}",
        hint="Name a file inside the workspace by its plain relative path.",
        param="path",
    )
