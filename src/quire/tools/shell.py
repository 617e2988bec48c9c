"""The shell in the Responses API's own forms: independent commands, answered one by one."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import AsyncGenerator
from contextlib import aclosing

from quire.errors import RefusedError, SandboxUnavailable, UsageError
from quire.protocol.events import Event
from quire.protocol.items import LocalShellCall, ShellCall, ShellResult
from quire.tools import arguments, patching, results
from quire.tools.commands import Finished, Running, Step, merged, watch
from quire.tools.hands import Hands
from quire.tools.replies import Reply, Stream, said, shell_answer


async def shell(hands: Hands, call: ShellCall) -> Stream:
    """Run the commands of a shell call and answer with one result each, in order."""
    answers: dict[int, ShellResult] = {}
    steps = list(_steps(hands, call))
    batches = [steps] if hands.settings.parallel else [[step] for step in steps]
    for batch in batches:
        async with aclosing(_batch(hands, batch, answers)) as events:
            async for event in events:
                yield event
    yield shell_answer(call, tuple(answers[index] for index in sorted(answers)))


async def _batch(
    hands: Hands, batch: list[Step], answers: dict[int, ShellResult]
) -> AsyncGenerator[Event, None]:
    """Run one batch side by side and put the result of each step into `answers`."""
    commands = []
    for step in batch:
        patch = patching.heredoc(step.text)
        if patch is None:
            commands.append(step)
            continue
        async for what in patching.inline(hands, step.call_id, patch):
            if isinstance(what, Reply):
                answers[step.index] = results.patch_result(what)
            else:
                yield what
    try:
        async with aclosing(run(hands, commands)) as happenings:
            async for happening in happenings:
                if isinstance(happening, Finished):
                    answers[happening.step.index] = results.shell_result(happening, hands.settings)
                else:
                    yield happening
    except SandboxUnavailable:
        raise
    except (RefusedError, UsageError) as error:
        for step in commands:
            answers.setdefault(step.index, results.refused_result(said(error)))


async def run(hands: Hands, steps: list[Step]) -> AsyncGenerator[Event | Finished, None]:
    """Run steps side by side to their ends; yield records, live output, and each end.

    Every start is yielded before any step starts, so that it is on record first. Closing the
    generator kills what still runs.
    """
    for step in steps:
        yield step.started()
    bell = asyncio.Event()
    running: list[Running] = []
    try:
        for step in steps:
            running.append(await hands.start(step, bell))
        async with aclosing(watch(running, bell)) as outputs:
            async for output in outputs:
                yield output
        for command in running:
            finished = await command.finish()
            yield finished.record()
            yield finished
    finally:
        for command in running:
            await command.end()


def _steps(hands: Hands, call: ShellCall) -> list[Step]:
    action = call.action
    limit = hands.settings.seconds if action.timeout_ms is None else action.timeout_ms / 1000
    folder = hands.folder(None)
    return [
        Step(
            call_id=call.call_id,
            index=index,
            text=command,
            argv=hands.script(command),
            cwd=folder,
            seconds=min(limit, hands.settings.max_seconds),
            room=results.room(hands.settings, action.max_output_length),
        )
        for index, command in enumerate(action.commands)
    ]


async def local_shell(hands: Hands, call: LocalShellCall) -> Stream:
    """Run the one command of the older shell call; its answer is text."""
    action = arguments.local_action(call.action)
    limit = hands.settings.seconds if action.timeout_ms is None else action.timeout_ms / 1000
    step = Step(
        call_id=call.call_id,
        index=0,
        text=shlex.join(action.command),
        argv=merged(action.command),
        cwd=hands.folder(action.working_directory),
        seconds=min(limit, hands.settings.max_seconds),
        room=hands.settings.room,
    )
    async with aclosing(run(hands, [step])) as happenings:
        async for happening in happenings:
            if isinstance(happening, Finished):
                yield Reply(results.command_text(happening, hands.settings))
            else:
                yield happening
