"""What a call does besides its result: the lines it runs, the outside world, chance and clocks."""

from __future__ import annotations

import os
import random
import sys
from types import CodeType, FrameType
from typing import Any, Callable

Arc = tuple[int, int, int]  # file, line before (negative: the entry), line after (0: the end)
_ON_PATHS = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.listdir", "os.scandir",
             "os.truncate", "os.utime", "shutil.copyfile", "shutil.move")  # fmt: skip
_READING = ("r", "rb", None, "rt")
_OUTSIDE = (
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
    "os.forkpty", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "os.chdir", "os.kill", "os.killpg", "os.putenv",
    "os.unsetenv", "os.utime", "os.listdir", "os.scandir", "socket.connect", "socket.bind",
    "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "shutil.rmtree",
    "shutil.copyfile", "shutil.move", "tempfile.mkstemp", "tempfile.mkdtemp", "sqlite3.connect",
    "urllib.Request", "builtins.input", "time.sleep", "signal.pthread_kill", "ftplib.connect",
    "smtplib.connect", "webbrowser.open", "ctypes.dlopen", "fcntl.flock", "syslog.syslog",
)  # fmt: skip
_CLOCKS = frozenset(
    ("time", "time_ns", "monotonic", "perf_counter", "now", "today", "utcnow", "getpid", "urandom",
     "getcwd", "getlogin")
)  # fmt: skip
_CHANCE = ("/random.py", "/uuid.py", "/secrets.py")


class Outside(BaseException):
    """Code under test reached for a file, a process, a network or a person."""


class Guard:
    """Refuses every reach for the outside while it is up; `tripped` says what was wanted."""

    def __init__(self) -> None:
        self.up = False
        self.tripped = ""
        self.own = ""  # a folder in which all is allowed
        self._home = (os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix),
                      *(os.path.realpath(p) for p in sys.path if "site-packages" in p))  # fmt: skip
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.up:
            return
        if self.own and self._is_own(event, arguments):
            return
        if event == "open":
            refused = not self._may_open(arguments)
        else:
            refused = event in _OUTSIDE or event.startswith(("os.exec", "os.spawn"))
        if refused:
            self.tripped = self.tripped or event
            raise Outside(event)

    def _is_own(self, event: str, arguments: tuple[object, ...]) -> bool:
        """Say whether all paths of an event are in the folder where all is allowed."""
        if event != "open" and not event.startswith(_ON_PATHS):
            return False
        count = 2 if event in ("os.rename", "os.link") or event.startswith("shutil.") else 1
        paths = [each for each in arguments[:count] if isinstance(each, (str, bytes, os.PathLike))]
        real = [os.path.realpath(os.fsdecode(path)) for path in paths]
        return len(paths) == count and all(f"{each}/".startswith(self.own) for each in real)

    def _may_open(self, arguments: tuple[Any, ...]) -> bool:
        path, mode = arguments[0], arguments[1]
        if mode not in _READING or not isinstance(path, (str, bytes)):
            return False
        return os.path.realpath(os.fsdecode(path)).startswith(self._home)


class Watch:
    """Records the arcs between lines that calls run in some files."""

    def __init__(self, root: str, paths: list[str]) -> None:
        self.root = root
        self.numbers = {path: number for number, path in enumerate(paths)}
        real = ((os.path.realpath(os.path.join(root, path)), path) for path in paths)  # noqa: PTH118
        self.files = {path: self.numbers[short] for path, short in real}
        self.arcs: set[Arc] = set()
        self._known: dict[CodeType, int | None] = {}

    def run(self, action: Callable[[], Any]) -> Any:
        """Run an action under the tracer; `arcs` holds what it ran."""
        self.arcs = set()
        sys.settrace(self._enter)
        try:
            return action()
        finally:
            sys.settrace(None)

    def _enter(self, frame: FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        if code not in self._known:
            self._known[code] = self.files.get(os.path.realpath(code.co_filename))
        number = self._known[code]
        if number is None or event != "call":
            return None
        arcs = self.arcs
        line = -frame.f_lineno

        def inside(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal line
            if event == "line":
                arcs.add((number, line, frame.f_lineno))
                line = frame.f_lineno
            elif event == "return":
                arcs.add((number, line, 0))
            return inside

        return inside


def chance_used(root: str, action: Callable[[], Any]) -> str:
    """Run an action and name the clock or the source of chance that the project asked in it."""
    found: list[str] = []

    def hear(frame: FrameType, event: str, value: Any) -> None:
        if event == "c_call":
            own = frame.f_code.co_filename.startswith(root)
            if own and value.__name__ in _CLOCKS:
                found.append(value.__name__)
            elif own and getattr(value, "__self__", None) is _shared_chance():
                found.append("random")
        elif event == "call" and frame.f_code.co_filename.endswith(_CHANCE):
            back = frame.f_back
            mine = back is not None and back.f_code.co_filename.startswith(root)
            if mine and frame.f_locals.get("self") in (None, _shared_chance()):
                found.append("random")

    sys.setprofile(hear)
    try:
        action()
    finally:
        sys.setprofile(None)
    return found[0] if found else ""


def _shared_chance() -> Any:
    return getattr(random, "_inst", None)
