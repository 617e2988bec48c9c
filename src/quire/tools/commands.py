"""Commands under way: what each prints, live, and how it ended."""

from __future__ import annotations

import asyncio
import codecs
from collections import deque
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from quire.protocol.records import CommandEnded, CommandOutput, CommandStarted
from quire.sandbox.display import visible
from quire.sandbox.process import Chunk, Outcome, Process
from quire.tools.outputs import Log
from quire.tools.truncation import Ends

LIVE_BYTES = 1_048_576
"""How much live output one command shows; the rest is in its log only."""


@dataclass(frozen=True)
class Step:
    """One command of a call, ready to run; `text` is how it is shown.

    `seconds` is its time limit, `room` how many bytes of either end of its output to hold.
    """

    call_id: str
    index: int
    text: str
    argv: tuple[str, ...]
    cwd: Path
    seconds: float
    room: int
    interactive: bool = False

    def started(self) -> CommandStarted:
        """Return the record that must be written before the command starts."""
        return CommandStarted(call_id=self.call_id, index=self.index, command=self.text)


def merged(argv: tuple[str, ...]) -> tuple[str, ...]:
    """Return an argument list that runs `argv` with both streams on standard output, in order."""
    return ("/bin/sh", "-c", 'exec "$@" 2>&1', "sh", *argv)


_COMPARED = 1_024
"""How many last bytes tell whether all output came through."""


class Running:
    """A command that was started; its output is taken in whether or not anyone watches.

    `bell` rings when there is output to see or an end to take note of.
    """

    def __init__(
        self, step: Step, process: Process, logs: tuple[Log, Log], bell: asyncio.Event
    ) -> None:
        self.step = step
        self.process = process
        self.stdout, self.stderr = logs
        self._live: deque[CommandOutput] = deque()
        self._room = LIVE_BYTES
        self.bell = bell
        self._decoders = {name: _decoder() for name in ("stdout", "stderr")}
        self._pump = asyncio.create_task(self._take_in())

    def live(self) -> Iterator[CommandOutput]:
        """Yield the output that nobody has seen yet."""
        while self._live:
            yield self._live.popleft()

    def ended(self) -> bool:
        """Tell whether the command has ended and all its output is taken in."""
        return self._pump.done()

    async def finish(self) -> Finished:
        """Wait for the end of the command and return it, with the output not yet taken."""
        outcome = await self._pump
        log = self.stdout.name or self.stderr.name
        out, err = self.stdout.take(), self.stderr.take()
        whole = _complete(out, outcome.stdout), _complete(err, outcome.stderr)
        if whole != (out, err):
            findings = (*outcome.findings, "the middle of this very long output was not kept")
            outcome = msgspec.structs.replace(outcome, findings=findings)
        return Finished(self.step, outcome, *whole, log)

    async def end(self) -> None:
        """Stop the command if it still runs."""
        if not self._pump.done():
            await self.process.terminate()
            await self._pump

    async def _take_in(self) -> Outcome:
        try:
            async for chunk in self.process:
                self._add(chunk)
            return await self.process.wait()
        finally:
            self.bell.set()

    def _add(self, chunk: Chunk) -> None:
        log = self.stdout if chunk.stream == "stdout" else self.stderr
        log.add(chunk.data)
        if self._room <= 0:
            return
        self._room -= len(chunk.data)
        text = visible(self._decoders[chunk.stream].decode(chunk.data))
        step = self.step
        if text:
            self._live.append(
                CommandOutput(
                    call_id=step.call_id, index=step.index, stream=chunk.stream, text=text
                )
            )
            self.bell.set()


def _complete(seen: Ends, captured: bytes) -> Ends:
    """Return an output's ends, the last from the walls' own capture where those cut it off."""
    last = (seen.tail or seen.head)[-_COMPARED:]
    if captured.endswith(last):
        return seen
    return replace(seen, tail=captured[-max(len(seen.head), _COMPARED) :])


def _decoder() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8")(errors="replace")


@dataclass(frozen=True)
class Finished:
    """How a step ended, and the ends of what it printed; `log` is the id of the whole."""

    step: Step
    outcome: Outcome
    stdout: Ends
    stderr: Ends
    log: str

    def record(self) -> CommandEnded:
        """Return the record of the command's end."""
        return CommandEnded(
            call_id=self.step.call_id,
            index=self.step.index,
            command=self.step.text,
            exit_code=self.outcome.exit_code,
            timed_out=self.outcome.timed_out,
            seconds=round(self.outcome.seconds, 4),
            log=self.log or None,
            findings=self.outcome.findings,
        )


async def watch(
    running: Sequence[Running], bell: asyncio.Event, seconds: float | None = None
) -> AsyncGenerator[CommandOutput, None]:
    """Yield what the commands print, as it comes, until all have ended or `seconds` are over."""
    loop = asyncio.get_running_loop()
    until = None if seconds is None else loop.time() + seconds
    while True:
        bell.clear()
        over = all(command.ended() for command in running)
        for command in running:
            for output in command.live():
                yield output
        if over:
            return
        try:
            async with asyncio.timeout_at(until):
                await bell.wait()
        except TimeoutError:
            return
