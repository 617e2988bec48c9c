"""One running command as seen from Quire: its output as it comes, its input, its end."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Literal

from msgspec import Struct

from quire.sandbox.capture import Capture
from quire.sandbox.orders import GO, HELD, HOLD, KILL, MOUNTED, UNRULY, Report
from quire.sandbox.pipes import Ends

Stream = Literal["stdout", "stderr"]
_PIECE = 1 << 16
_WAITING_BYTES = 1 << 20
"""How much output may wait for a slow reader before the command has to wait as well."""


class Command(Struct, frozen=True):
    """What to run: no shell is involved; `seconds` may only lower the policy's limit.

    `interactive` keeps standard input open for `Process.write`. The output of an `endless` one is
    handed on without limit, as of a server. With `twin`, the folder that `Sandbox.twin` gives, it
    runs there and takes it for the workspace. After the `last` one none is expected for a while:
    no walls go up ahead.
    """

    argv: tuple[str, ...]
    cwd: Path | None = None
    seconds: float | None = None
    stdin: bytes = b""
    interactive: bool = False
    endless: bool = False
    twin: Path | None = None
    last: bool = False

    @property
    def is_told_nothing(self) -> bool:
        """Whether its standard input is empty."""
        return not (self.stdin or self.interactive)


class Chunk(Struct, frozen=True):
    """A piece of output, raw."""

    stream: Stream
    data: bytes


class Outcome(Struct, frozen=True):
    """How a command ended.

    `exit_code` follows the shell (128 + signal) and is None when the walls killed it;
    `findings` say which limit was broken, what was quarantined and what was restored.
    """

    exit_code: int | None
    timed_out: bool
    cancelled: bool
    stdout: bytes
    stderr: bytes
    stdout_path: Path | None
    stderr_path: Path | None
    seconds: float
    findings: tuple[str, ...] = ()


Inspection = Callable[["Process"], Awaitable[tuple[str, ...]]]
"""What looks at the workspace once the command has ended, and returns its findings."""

Reading = Callable[[int | None, bytes], int | None]
"""What makes the shell's exit code of a tier's own, knowing what was said on standard error."""


class Process:
    """A command behind the walls; iterate it for output, await `wait()` for its end."""

    def __init__(
        self,
        ends: Ends,
        captures: tuple[Capture, Capture],
        output_limit: int,
        inspect: Inspection,
        told: Reading,
    ) -> None:
        self._told = told
        self._ends = ends
        self._captures: dict[Stream, Capture] = {"stdout": captures[0], "stderr": captures[1]}
        self._descriptors: dict[Stream, int] = {"stdout": ends.stdout, "stderr": ends.stderr}
        self._open: set[Stream] = {"stdout", "stderr"}
        self._room = output_limit
        self._waiting: deque[Chunk] = deque()
        self._waiting_bytes = 0
        self._readers = 0
        self._discarding = False
        self._paused = True
        self._news = asyncio.Event()
        self._started = time.monotonic()
        self._loop = asyncio.get_running_loop()
        self._report: asyncio.Future[Report] = self._loop.create_future()
        self._drained: asyncio.Future[None] = self._loop.create_future()
        self._answers: asyncio.Queue[bytes] = asyncio.Queue()
        self._loop.add_reader(ends.channel, self._on_report)
        self._resume()
        self._end = self._loop.create_task(self._finish(inspect))

    def done(self) -> bool:
        """Return whether the command has ended and its outcome is known."""
        return self._end.done()

    async def wait(self) -> Outcome:
        """Return how the command ended; output that nobody iterates is still captured."""
        if not self._readers:
            self._discarding = True
            self._waiting.clear()
            self._waiting_bytes = 0
            self._resume()
        return await asyncio.shield(self._end)

    async def terminate(self) -> None:
        """Kill the command with everything it started, and wait until nothing is left."""
        self._tell(KILL)
        await self.wait()

    async def mounted(self) -> None:
        """Wait until the walls have been looked at and stand, or the command has ended."""
        await self._heard(MOUNTED)

    async def hold(self) -> bool:
        """Stop the command with all it started; return False when something cannot be stopped.

        A command that has ended stands still.
        """
        self._tell(HOLD)
        return await self._heard(HELD, UNRULY) != UNRULY

    def go_on(self) -> None:
        """Let a command that was held go on."""
        self._tell(GO)

    def _tell(self, wish: bytes) -> None:
        if self._report.done():
            return
        try:
            self._ends.channel.send(wish)
        except OSError as error:  # the keeper has just ended: its report is on the way
            if not isinstance(error, (BrokenPipeError, ConnectionError)):
                raise

    async def _heard(self, *awaited: bytes) -> bytes:
        """Return the keeper's answer, nothing when it has reported the end instead."""
        while not self._report.done():
            said = await self._answers.get()
            if said in awaited:
                return said
        return b""

    async def write(self, data: bytes) -> None:
        """Write `data` to standard input; raises BrokenPipeError once the command closed it."""
        view = memoryview(data)
        while view:
            if self._ends.stdin is None:
                raise BrokenPipeError("standard input is closed")
            try:
                view = view[os.write(self._ends.stdin, view) :]
            except BlockingIOError:
                await self._writable(self._ends.stdin)

    def close_stdin(self) -> None:
        """Close standard input: the command reads its end."""
        if self._ends.stdin is not None:
            self._loop.remove_writer(self._ends.stdin)
            os.close(self._ends.stdin)
            self._ends.stdin = None

    async def __aiter__(self) -> AsyncGenerator[Chunk, None]:
        """Yield output as it comes, up to the policy's output limit."""
        self._readers += 1
        try:
            while True:
                while self._waiting:
                    chunk = self._waiting.popleft()
                    self._waiting_bytes -= len(chunk.data)
                    self._resume()
                    yield chunk
                if self._drained.done():
                    return
                self._news.clear()
                await self._news.wait()
        finally:
            self._readers -= 1

    async def _writable(self, descriptor: int) -> None:
        ready: asyncio.Future[None] = self._loop.create_future()
        self._loop.add_writer(descriptor, _settle, ready)
        try:
            await ready
        finally:
            self._loop.remove_writer(descriptor)

    def _resume(self) -> None:
        if not self._paused or self._waiting_bytes > _WAITING_BYTES // 2:
            return
        self._paused = False
        for name in self._open:
            self._loop.add_reader(self._descriptors[name], partial(self._on_output, name))

    def _on_output(self, name: Stream) -> None:
        try:
            data = os.read(self._descriptors[name], _PIECE)
        except BlockingIOError:
            return
        if data:
            self._captures[name].add(data)
            self._hand_on(Chunk(name, data[: self._room]))
            return
        self._loop.remove_reader(self._descriptors[name])
        os.close(self._descriptors[name])
        self._open.discard(name)
        self._news.set()
        if not self._open:
            self._drained.set_result(None)

    def _hand_on(self, chunk: Chunk) -> None:
        self._room -= len(chunk.data)
        if not chunk.data or (self._discarding and not self._readers):
            return
        self._waiting.append(chunk)
        self._waiting_bytes += len(chunk.data)
        self._news.set()
        if self._waiting_bytes > _WAITING_BYTES:
            self._paused = True
            for name in self._open:
                self._loop.remove_reader(self._descriptors[name])

    def _on_report(self) -> None:
        try:
            data = self._ends.channel.recv(4096)
        except ConnectionResetError:
            return  # it went before it read that it should end; its report can be read next
        if data in (MOUNTED, HELD, UNRULY):
            self._answers.put_nowait(data)
            return
        self._loop.remove_reader(self._ends.channel)
        lost: Report = {"exit_code": None, "reason": "supervisor lost"}
        self._report.set_result(json.loads(data) if data else lost)
        self._answers.put_nowait(b"")

    async def _finish(self, inspect: Inspection) -> Outcome:
        report = await self._report
        await self._drained
        seconds = time.monotonic() - self._started
        self.close_stdin()
        self._ends.channel.close()
        for capture in self._captures.values():
            capture.close()
        findings = await inspect(self)
        reason = report["reason"]
        broken = () if reason in ("", "timeout", "cancelled") else (f"killed: {reason}",)
        out, err = self._captures["stdout"], self._captures["stderr"]
        return Outcome(
            exit_code=self._told(report["exit_code"], err.value()),
            timed_out=reason == "timeout",
            cancelled=reason == "cancelled",
            stdout=out.value(),
            stderr=err.value(),
            stdout_path=out.path,
            stderr_path=err.path,
            seconds=seconds,
            findings=(*broken, *findings),
        )


def _settle(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)
