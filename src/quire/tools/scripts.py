"""The shell in its function forms: one command a call, which may go on in the background."""

from __future__ import annotations

import asyncio
import shlex
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, aclosing
from pathlib import PurePath

from quire.errors import UsageError
from quire.protocol.items import FunctionCall
from quire.tools import arguments, patching, results
from quire.tools.commands import Finished, Running, Step, merged, watch
from quire.tools.hands import Hands
from quire.tools.replies import Reply, Stream
from quire.tools.settings import Settings

_SHORTEST_WAIT, _LONGEST_WAIT = 0.25, 300.0
"""Bounds of `yield_time_ms`, in seconds (codex-agent, tools: 250 to 300,000)."""

_ECHO_WAIT, _POLL_WAIT = 0.25, 5.0
"""How long `write_stdin` waits with and without `chars` by default, in seconds (the same)."""

_WRITE_SECONDS = 10.0
"""How long a command may take to read what is typed into it."""

_INTERRUPT = "\x03"
_SHELLS = ("bash", "dash", "sh", "zsh")
_SCRIPT_FLAGS = ("-c", "-lc")
_PATCH_PROGRAMS = ("apply_patch", "applypatch")


def command(hands: Hands, call: FunctionCall) -> Stream:
    """Run a script or an argument list (`shell`, `shell_command`).

    One without a time limit of its own goes to the background after `yield_seconds`.
    """
    asked = arguments.parse(call.arguments, arguments.Run)
    words = _words(asked.command)
    patch = _patch(words, asked.workdir)
    if patch is not None:
        return _patched(hands, call.call_id, patch)
    script = _script(words)
    step = Step(
        call_id=call.call_id,
        index=0,
        text=shlex.join(words) if script is None else script,
        argv=merged(words if script is None else hands.script(script)),
        cwd=hands.folder(asked.workdir),
        seconds=_limit(hands, asked.timeout_ms),
        room=results.room_for_tokens(hands.settings, asked.max_output_tokens),
    )
    wait = hands.settings.yield_seconds if asked.timeout_ms is None else None
    return _attended(hands, step, wait, results.command_text)


def execute(hands: Hands, call: FunctionCall) -> Stream:
    """Run a script (`exec_command`) and answer after `yield_time_ms`, ended or not."""
    asked = arguments.parse(call.arguments, arguments.Exec)
    patch = _patch((asked.cmd,), asked.workdir)
    if patch is not None:
        return _patched(hands, call.call_id, patch)
    step = Step(
        call_id=call.call_id,
        index=0,
        text=asked.cmd,
        argv=merged((asked.shell or hands.shell_program, "-c", asked.cmd)),
        cwd=hands.folder(asked.workdir),
        seconds=hands.settings.background_seconds,
        room=results.room_for_tokens(hands.settings, asked.max_output_tokens),
        interactive=asked.tty,
    )
    wait = _wait(asked.yield_time_ms, hands.settings.yield_seconds)
    return _attended(hands, step, wait, results.exited_text)


async def write_stdin(hands: Hands, call: FunctionCall) -> Stream:
    """Type into a command in the background, and answer with what it printed since."""
    asked = arguments.parse(call.arguments, arguments.Write)
    running = hands.background.find(asked.session_id)
    begun = time.monotonic()
    if asked.chars and not running.ended():
        await _type(running, asked.chars)
    wait = _wait(asked.yield_time_ms, _ECHO_WAIT if asked.chars else _POLL_WAIT)
    async with aclosing(watch([running], running.bell, wait)) as outputs:
        async for output in outputs:
            yield output
    seconds = time.monotonic() - begun
    room = results.room_for_tokens(hands.settings, asked.max_output_tokens)
    if not running.ended():
        yield Reply(results.alive_text(asked.session_id, running, seconds, room, hands.settings))
        return
    del hands.background.sessions[asked.session_id]
    finished = await running.finish()
    yield finished.record()
    yield Reply(results.exited_text(finished, hands.settings, room))


async def _attended(
    hands: Hands, step: Step, wait: float | None, told: Callable[[Finished, Settings], str]
) -> Stream:
    """Run a step; after `wait` seconds it goes on in the background.

    Closing the generator before that kills the command.
    """
    yield step.started()
    begun = time.monotonic()
    running = await hands.start(step, asyncio.Event())
    async with AsyncExitStack() as stack:
        stack.push_async_callback(running.end)
        async with aclosing(watch([running], running.bell, wait)) as outputs:
            async for output in outputs:
                yield output
        stack.pop_all()
    if running.ended():
        finished = await running.finish()
        yield finished.record()
        yield Reply(told(finished, hands.settings))
        return
    session = hands.background.keep(running)
    seconds = time.monotonic() - begun
    text = results.alive_text(session, running, seconds, step.room, hands.settings)
    yield Reply(f"{text}\n{results.polling(session)}")


async def _type(running: Running, text: str) -> None:
    """Type into a command; Control-C stops it."""
    if text == _INTERRUPT:
        await running.end()
        return
    if not running.step.interactive:
        raise UsageError(
            "'chars' cannot be typed: the standard input of this command is closed. "
            "Start it again with exec_command and tty=true.",
            param="chars",
        )
    try:
        async with asyncio.timeout(_WRITE_SECONDS):
            await running.process.write(text.encode())
    except (BrokenPipeError, TimeoutError) as error:
        raise UsageError(
            "'chars' cannot be typed: the command does not read its standard input.",
            param="chars",
        ) from error


def _script(words: tuple[str, ...]) -> str | None:
    """Return the script in a call's words: a text by itself, or `bash -lc text`."""
    if len(words) == 1:
        return words[0]
    shell = len(words) == 3 and PurePath(words[0]).name in _SHELLS
    return words[2] if shell and words[1] in _SCRIPT_FLAGS else None


def read_as(asked: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """Return the script that a shell reads, or the argument list that none does."""
    words = _words(asked)
    script = _script(words)
    return words if script is None else script


def inline_patch(call: FunctionCall) -> patching.Inline | None:
    """Return the patch that a call of a shell function gives to `apply_patch`, if that is all."""
    if call.name == "exec_command":
        asked = arguments.parse(call.arguments, arguments.Exec)
        return _patch((asked.cmd,), asked.workdir)
    run = arguments.parse(call.arguments, arguments.Run)
    return _patch(_words(run.command), run.workdir)


def _patch(words: tuple[str, ...], workdir: str | None) -> patching.Inline | None:
    if len(words) == 2 and words[0] in _PATCH_PROGRAMS:
        return patching.Inline(workdir or "", words[1])
    script = _script(words)
    return None if script is None else patching.heredoc(script, workdir or "")


async def _patched(hands: Hands, call_id: str, patch: patching.Inline) -> Stream:
    """Carry out a patch that came as a command, and answer as a command does."""
    async with aclosing(patching.inline(hands, call_id, patch)) as stream:
        async for what in stream:
            yield results.patch_text(what) if isinstance(what, Reply) else what


def _words(asked: str | tuple[str, ...]) -> tuple[str, ...]:
    return (asked,) if isinstance(asked, str) else asked


def _limit(hands: Hands, timeout_ms: float | None) -> float:
    if timeout_ms is None:
        return hands.settings.background_seconds
    return min(timeout_ms / 1000, hands.settings.max_seconds)


def _wait(asked_ms: float | None, default: float) -> float:
    if asked_ms is None:
        return default
    return min(max(asked_ms / 1000, _SHORTEST_WAIT), _LONGEST_WAIT)
