"""Questions at a terminal: shown so that nothing in them can pretend, answered with a line."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import sys
import termios
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

import click

from quire.agent.approvals import Answer, Question
from quire.cli.escape import ESCAPE, MOMENT, heard_at_once, in_front, rest_of_line, without_keys

_SAYS = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "s": "stop", "stop": "stop"}
_REMEMBERS = ("r", "remember")
_ALL = ("a", "all")


@dataclass(frozen=True)
class Terminal:
    """A person at a terminal: `keys` is what they type into, `out` where they read."""

    keys: int
    out: TextIO
    listeners: list[Callable[[str], None]] = field(default_factory=list)
    begun: bytearray = field(default_factory=bytearray)

    async def ask(self, question: Question) -> Answer:
        """Show a question and wait for its answer; the end of the input is a wish to stop."""
        termios.tcflush(self.keys, termios.TCIFLUSH)  # what was typed before is no answer
        self._show(question)
        while True:
            line = await self.line("  > ")
            if line is None:
                return Answer("stop")
            word, _, words = line.strip().partition(" ")
            if word in _REMEMBERS and question.remember:
                return Answer("remember")
            if word in _ALL and question.session:
                return Answer("session")
            match _SAYS.get(word.lower()):
                case "yes":
                    return Answer("yes")
                case "stop":
                    return Answer("stop")
                case "no":
                    return Answer("no", words.strip())
                case _:
                    self._say("  Please answer with one of the letters.")

    async def line(self, prompt: str) -> str | None:
        """Return the next line that is typed, None at the end of the input."""
        click.echo(prompt, file=self.out, nl=False)
        loop = asyncio.get_running_loop()
        typed: asyncio.Future[bytes] = loop.create_future()

        def ready() -> None:
            data = os.read(self.keys, 4096)
            if data.endswith(ESCAPE):  # a key that is no letter answers nothing
                termios.tcflush(self.keys, termios.TCIFLUSH)
                return
            loop.remove_reader(self.keys)
            if not typed.done():
                typed.set_result(data)

        loop.add_reader(self.keys, ready)
        try:
            data = await typed
        finally:
            loop.remove_reader(self.keys)
            self._listen()
        return data.decode("utf-8", "replace") if data else None

    @contextmanager
    def listening(self, heard: Callable[[str], None]) -> Iterator[None]:
        """Give `heard` each line that is typed while no question is open, and Escape at once."""
        self.listeners.append(heard)
        with heard_at_once(self.keys):
            self._listen()
            try:
                yield
            finally:
                self.listeners.remove(heard)
                asyncio.get_running_loop().remove_reader(self.keys)

    def _listen(self) -> None:
        if self.listeners:
            asyncio.get_running_loop().add_reader(self.keys, self._typed)

    def _typed(self) -> None:
        """Pass typed lines on; in the background, and at the end of the input, stop listening."""
        loop = asyncio.get_running_loop()
        data = os.read(self.keys, 4096) if in_front(self.keys) else b""
        if not data:
            loop.remove_reader(self.keys)
        elif data.endswith(ESCAPE):
            loop.remove_reader(self.keys)
            loop.call_later(MOMENT, self._escaped, data)
        else:
            self._take(data)

    def _escaped(self, typed: bytes) -> None:
        """Pass Escape on if nothing came after it; else it began another key of the line."""
        if not self.listeners:
            return
        rest = rest_of_line(self.keys)
        if rest.strip(b"\r\n"):
            self._take(without_keys(typed + rest))
        else:
            self.begun.clear()
            self.listeners[-1](ESCAPE.decode())
        self._listen()

    def _take(self, data: bytes) -> None:
        """Pass whole lines on, and keep what has no end yet."""
        *lines, rest = (bytes(self.begun) + data).split(b"\n")
        self.begun[:] = rest
        for line in lines:
            if words := line.decode("utf-8", "replace").strip():
                self.listeners[-1](words)

    def _show(self, question: Question) -> None:
        wish = question.wish
        what = {"patch": "change files", "typing": "type into a command"}.get(wish.kind, "run this")
        where = " OUTSIDE THE WALLS" if wish.outside else ""
        self._say("")
        self._say(f"  The model wants to {what}{where}:", bold=True, fg="yellow")
        for line in framed(wish.text, self._width()):
            self._say(f"  │ {line}")
        self._say(f"  in       {exact(question.folder)}")
        self._say(f"  why      {exact(question.why)}")
        self._say(f"  a yes    {exact(question.allows)}")
        self._say("  [y] yes, this once")
        if question.remember:
            self._say("  [r] yes, and from now on in this project every command that begins with")
            for prefix in question.remember:
                self._say(f"        {exact(shlex.join(prefix))}")
        if question.session:
            self._say("  [a] yes, and to every further change of files in this session")
        self._say("  [n] no; words after it go to the model: n use the local index")
        self._say("  [s] stop here; the session is kept")

    def _say(self, text: str, *, bold: bool | None = None, fg: str | None = None) -> None:
        click.secho(text, file=self.out, bold=bold, fg=fg)

    def _width(self) -> int:
        return max(20, shutil.get_terminal_size().columns - 4)


def terminal() -> Terminal | None:
    """Return the person at the terminal, None where there is none to type and to read."""
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    out = next((file for file in (sys.stderr, sys.stdout) if file.isatty()), None)
    return None if out is None else Terminal(sys.stdin.fileno(), out)


def confirmed(question: Sequence[str]) -> bool:
    """Ask a person yes or no, before any task runs; anything but a yes is a no."""
    person = terminal()
    if person is None:
        return False
    termios.tcflush(person.keys, termios.TCIFLUSH)
    for line in question:
        click.echo(f"  {exact(line)}", file=person.out)
    answer = asyncio.run(person.line("  [y/N] > "))
    return (answer or "").strip().lower() in ("y", "yes")


def exact(text: str) -> str:
    """Return `text` with every character that is not plainly visible written as an escape."""
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def framed(text: str, width: int) -> list[str]:
    """Return the lines of a text, exact, none longer than `width`, none left out."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines += textwrap.wrap(
            exact(line), width, drop_whitespace=False, replace_whitespace=False,
            break_on_hyphens=False, expand_tabs=False,
        ) or [""]  # fmt: skip
    return lines


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
