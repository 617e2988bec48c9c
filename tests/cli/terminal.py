"""A person at a pseudo-terminal: sees what a process writes, and types."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.cli.line import Line

_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


class Person:
    """Watches one process at a terminal of its own."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: int) -> None:
        self.process = process
        self._terminal = terminal
        self.raw = ""

    @property
    def seen(self) -> str:
        """Everything shown so far, without colours."""
        return _ESCAPES.sub("", self.raw).replace("\r\n", "\n")

    def waits_for(self, words: str, *, times: int = 1) -> None:
        """Read until `words` have been shown so often."""
        while self.seen.count(words) < times:
            assert self._read(), f"{words!r} was not shown:\n{self.seen}"

    def types(self, text: str) -> None:
        """Type a line."""
        os.write(self._terminal, f"{text}\n".encode())

    def presses(self, keys: bytes) -> None:
        """Press keys without a line break, such as Control-C."""
        os.write(self._terminal, keys)

    def modes(self) -> list[object]:
        """Return the modes of the terminal, its special characters among them."""
        return [*termios.tcgetattr(self._terminal)]

    def watches_to_the_end(self) -> int:
        """Read until the process ends and return its exit code."""
        while self._read():
            pass
        return self.process.wait()

    def kills(self) -> None:
        """End the process at once."""
        self.process.send_signal(signal.SIGKILL)
        self.watches_to_the_end()

    def hangs_up(self) -> None:
        """Close the terminal; nothing stands in its place."""
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, self._terminal)
        os.close(nothing)

    def _read(self) -> bool:
        try:
            data = os.read(self._terminal, 65_536)
        except OSError:  # nobody has the other end open any more
            return False
        self.raw += data.decode("utf-8", "replace")
        return bool(data)


@contextmanager
def person(line: Line, *arguments: str, program: Sequence[str] = ()) -> Iterator[Person]:
    """Start `quire`, or another program, at a terminal of its own."""
    terminal, theirs = pty.openpty()
    process = subprocess.Popen(
        program or line.argv(*arguments),
        cwd=line.folder,
        env={**line.environment, "TERM": "xterm", "COLUMNS": "160"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Person(process, terminal)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
