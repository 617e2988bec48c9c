"""How the end of a command is told to a model, in the forms that its family knows.

Forms of Codex: codex-agent, tool results. Form of the Responses API: responses-api, items.
"""

from __future__ import annotations

import secrets

from quire.protocol.items import Exit, ShellResult, Timeout, text_of
from quire.tools.commands import Finished, Running
from quire.tools.replies import Reply
from quire.tools.settings import Settings
from quire.tools.truncation import Ends, clip, shortened

TIMED_OUT = 124
"""The exit code that timeout(1) gives a command that it stopped."""

STOPPED = 137
"""The exit code of a command that was killed: 128 + SIGKILL."""

_BYTES_PER_TOKEN = 4


def room(settings: Settings, asked: float | None) -> int:
    """Return how many bytes a result may cost: the default, or what was asked up to the cap."""
    if asked is None or asked <= 0:
        return settings.room
    return min(int(asked), settings.output_ceiling)


def room_for_tokens(settings: Settings, asked: float | None) -> int:
    """Return how many bytes a result may cost when its length was asked for in tokens."""
    return room(settings, None if asked is None else asked * _BYTES_PER_TOKEN)


def shell_result(finished: Finished, settings: Settings) -> ShellResult:
    """Return one result of a shell call; both streams share the room of the step."""
    out, err = finished.stdout, finished.stderr
    limit = finished.step.room
    for_err = max(limit // 2, limit - out.total)
    for_out = limit - min(err.total, for_err)
    return ShellResult(
        stdout=clip(out, for_out, settings.page_bytes),
        stderr=clip(err, for_err, settings.page_bytes) + _notes(finished),
        outcome=Timeout() if finished.outcome.timed_out else Exit(exit_code_of(finished)),
    )


def exit_code_of(finished: Finished) -> int:
    """Return the exit code as a shell would give it."""
    if finished.outcome.timed_out:
        return TIMED_OUT
    code = finished.outcome.exit_code
    return STOPPED if code is None else code


def command_text(finished: Finished, settings: Settings) -> str:
    """Return the result of `shell` and `shell_command`."""
    ends, limit = finished.stdout, finished.step.room
    lines = [
        f"Exit code: {exit_code_of(finished)}",
        f"Wall time: {finished.outcome.seconds:.1f} seconds",
    ]
    if shortened(ends, limit):
        lines.append(f"Total output lines: {ends.lines}")
    lines.append("Output:")
    if finished.outcome.timed_out:
        lines.append(f"command timed out after {finished.step.seconds * 1000:.0f} milliseconds")
    return "\n".join([*lines, clip(ends, limit, settings.page_bytes) + _notes(finished)])


def exited_text(finished: Finished, settings: Settings, limit: int | None = None) -> str:
    """Return the result of `exec_command` and `write_stdin` when the command has ended.

    It costs at most `limit` bytes, by default what the command itself was asked to.
    """
    limit = finished.step.room if limit is None else limit
    state = f"Process exited with code {exit_code_of(finished)}"
    output = clip(finished.stdout, limit, settings.page_bytes) + _notes(finished)
    return _exec_text(state, finished.outcome.seconds, finished.stdout, output)


def alive_text(
    session: int, running: Running, seconds: float, limit: int, settings: Settings
) -> str:
    """Return the result of a command that goes on in the background, with its new output."""
    ends = running.stdout.take()
    state = f"Process running with session ID {session}"
    return _exec_text(state, seconds, ends, clip(ends, limit, settings.page_bytes))


def _exec_text(state: str, seconds: float, ends: Ends, output: str) -> str:
    return "\n".join(
        [
            f"Chunk ID: {secrets.token_hex(3)}",
            f"Wall time: {seconds:.4f} seconds",
            state,
            f"Original token count: {-(-ends.total // _BYTES_PER_TOKEN)}",
            "Output:",
            output,
        ]
    )


def polling(session: int) -> str:
    """Return the line that says how to follow a command which went to the background."""
    return (
        "[The command goes on in the background. Follow it with write_stdin("
        f'session_id={session}, chars="", yield_time_ms=5000); stop it with chars="\\u0003".]'
    )


def refused_result(why: str) -> ShellResult:
    """Return the result of a command that was not run."""
    return ShellResult(stdout="", stderr=why, outcome=Exit(1))


def patch_result(reply: Reply) -> ShellResult:
    """Return the result of a patch that was given to the shell, in the native form."""
    text = text_of(reply.content)
    return ShellResult(
        stdout="" if reply.failed else text,
        stderr=text if reply.failed else "",
        outcome=Exit(int(reply.failed)),
    )


def patch_text(reply: Reply) -> Reply:
    """Return the result of a patch that was given to the shell, in the form of a command."""
    head = f"Exit code: {int(reply.failed)}\nWall time: 0.0 seconds\nOutput:\n"
    return Reply(head + text_of(reply.content), failed=reply.failed)


def _notes(finished: Finished) -> str:
    return "".join(f"\n[sandbox: {finding}]" for finding in finished.outcome.findings)
