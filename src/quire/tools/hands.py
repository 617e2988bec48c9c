"""What every tool works with: the walls, the workspace, the outputs, the commands under way."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath

from quire.errors import PatchError, RefusedError, UsageError
from quire.sandbox.files import Root
from quire.sandbox.policy import working_directory
from quire.sandbox.process import Command
from quire.sandbox.runner import Sandbox
from quire.tools.commands import Running, Step
from quire.tools.outputs import Outputs
from quire.tools.settings import Settings

_LONGEST_WORD = 131_071
"""Bytes that Linux takes as one argument of a program (MAX_ARG_STRLEN less its NUL)."""

_READ_AND_RUN = 'quire_script=$(cat); exec </dev/null; eval "$quire_script"'


@dataclass
class Background:
    """Commands that went on after their result was sent, by session id."""

    sessions: dict[int, Running] = field(default_factory=dict)
    _last: int = 0

    def keep(self, running: Running) -> int:
        """Keep a command under a new session id and return the id."""
        self._last += 1
        self.sessions[self._last] = running
        return self._last

    def find(self, session: int) -> Running:
        """Return the command of a session; raise UsageError when it has ended."""
        if session in self.sessions:
            return self.sessions[session]
        known = ", ".join(map(str, self.sessions)) or "none"
        raise UsageError(
            f"'session_id' is {session}; no command runs under it (running: {known}). "
            "Start the command again if you still need it.",
            param="session_id",
        )


@dataclass
class Hands:
    """The means of the tools; `root` is the workspace as files."""

    sandbox: Sandbox
    root: Root
    workspace: Path
    outputs: Outputs
    settings: Settings
    background: Background = field(default_factory=Background)

    @cached_property
    def shell_program(self) -> str:
        """The shell that runs scripts: bash where there is one, else sh."""
        return shutil.which("bash") or "/bin/sh"

    async def start(self, step: Step, bell: asyncio.Event) -> Running:
        """Start a command whose start is on record.

        Raises RefusedError when the walls say no, UsageError for a command no kernel can take.
        """
        if any("\0" in word for word in step.argv):
            raise UsageError("The command holds a NUL character; send it without one.")
        argv, stdin = _spelled(step.argv)
        command = Command(
            argv=argv,
            cwd=step.cwd,
            seconds=step.seconds,
            stdin=stdin,
            interactive=step.interactive,
        )
        logs = self.outputs.logs(step.call_id, step.index, step.room)
        return Running(step, await self.sandbox.start(command), logs, bell)

    def folder(self, asked: str | None) -> Path:
        """Return the folder a command runs in; raise RefusedError for one outside the walls."""
        return working_directory(self.sandbox.policy, Path(asked) if asked else None)

    def script(self, text: str) -> tuple[str, ...]:
        """Return the argument list that runs a shell script, without a login."""
        return (self.shell_program, "-c", text)

    def check_writable(self) -> None:
        """Raise RefusedError when the policy lets nobody change the workspace."""
        if any(self.workspace.is_relative_to(root) for root in self.sandbox.policy.writable_roots):
            return
        raise RefusedError(
            f"The workspace is read-only (mode {self.sandbox.policy.mode}).",
            hint="Say what you would change instead.",
            param="mode",
        )

    def relative(self, path: str, folder: str = "") -> str:
        """Return `path`, meant from `folder`, as a path below the workspace.

        One that lies elsewhere comes back absolute, or with its `..`, to be refused.
        """
        if ".." in PurePath(path).parts or not path:
            return path
        whole = self.workspace / folder / path
        inside = whole.is_relative_to(self.workspace)
        return str(whole.relative_to(self.workspace)) if inside else str(whole)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file of the workspace, None when there is none.

        Raises RefusedError for a path outside or protected, PatchError for one that is no file.
        """
        try:
            return self.root.read(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PatchError(
                f"{path} cannot be read: {error.strerror}.",
                hint="Name a file, through folders that are no links.",
                param="path",
            ) from error

    async def end_commands(self) -> None:
        """End the commands that are in the background."""
        for running in self.background.sessions.values():
            await running.end()
        self.background.sessions.clear()

    async def close(self) -> None:
        """End the commands that are in the background, and let go of the workspace."""
        await self.end_commands()
        self.root.close()


def _spelled(argv: tuple[str, ...]) -> tuple[tuple[str, ...], bytes]:
    """Return the argument list to run and its standard input; a very long script goes in there.

    Raises UsageError for another word that is longer than the kernel takes.
    """
    *before, last = argv
    script = last.encode()
    if len(script) > _LONGEST_WORD and before[-1:] == ["-c"]:
        return (*before, _READ_AND_RUN), script
    if any(len(word.encode()) > _LONGEST_WORD for word in argv):
        raise UsageError(
            f"The command holds an argument of more than {_LONGEST_WORD:,} bytes. "
            "Write it to a file first."
        )
    return argv, b""
