"""What a person reads while Quire works: plan, suspects, commands, diff, verdict."""

from __future__ import annotations

import functools
import shutil
import sys
import textwrap
from collections import deque
from typing import TextIO

import click
import msgspec

from quire.agent.budget import in_words
from quire.cli.jsonl import (
    ACHIEVED,
    compaction_in_words,
    hook_in_words,
    search_of,
)
from quire.cli.receipts import name_of_task, receipt_lines, tokens_of, took, verdict_in_words
from quire.protocol import records
from quire.protocol.events import Event, OutputItemDone
from quire.protocol.items import Message, Reasoning, text_of
from quire.sandbox.display import visible

# Lines of a command's output that are shown; what lies between them is counted. Verdicts of test
# runners and errors stand at the end.
SHOWN_FIRST, SHOWN_LAST = 3, 4
COLOURS = {
    "fixed": "green",
    "done": "green",
    "answered": "green",
    "unverified": "yellow",
    "refused": "red",
    "not_fixed": "red",
    "failed": "red",
    "stopped": "yellow",
}

DIFF_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
HEADERS = ("+++", "---")


class Progress(msgspec.Struct, frozen=True):
    """A line in which a search tells how far it is (the workbench's progress lines)."""

    type: str = ""
    phase: str = ""
    tried: int = 0
    per_second: float = 0
    detail: str = ""


class Screen:
    """Shows events as they happen; rewrites one live line where the output is a terminal."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._live = self._out.isatty()
        self._width = min(shutil.get_terminal_size().columns, 100) if self._live else 100
        self._pending = ""
        self._lines = 0
        self._last: deque[str] = deque(maxlen=SHOWN_LAST)
        self._phase = ""
        self._said = ""
        self._spent = 0.0
        self._attempts: dict[str, str] = {}

    def show(self, event: Event) -> None:
        """Write what `event` means to a person; most events of a stream mean nothing."""
        self._tell(event)

    def failed(self, message: str) -> None:
        """Say that the task ended with an error."""
        self._say(message, fg="red")

    @functools.singledispatchmethod
    def _tell(self, event: Event) -> None:
        """Unknown and streaming events say nothing here."""

    @_tell.register
    def _(self, event: records.SessionStarted) -> None:
        self._say(f"quire {event.version} · {event.model} · {event.workspace}", bold=True)
        if event.unsafe:
            self._say("No walls: commands run with all your rights.", fg="red")
        self._say(f"session {event.id}", dim=True)

    @_tell.register
    def _(self, event: records.TurnStarted) -> None:
        self._spent = 0.0
        self._say("")
        self._say(f"> {event.prompt}", bold=True)

    @_tell.register
    def _(self, event: records.Steered) -> None:
        if isinstance(event.item, Message):
            self._say("")
            self._say(f"> {text_of(event.item.content)}", bold=True)

    @_tell.register
    def _(self, event: OutputItemDone) -> None:
        match event.item:
            case Reasoning(summary=summary) if summary:
                for part in summary:
                    self._block(text_of((part,)), dim=True)
            case Message(role="assistant", content=content):
                self._said = text_of(content)
                self._block(self._said)
            case item if (action := search_of(item)) is not None:
                what = action.get("query") or action.get("url") or ""
                self._say(f"  web: {action.get('type', 'search')} {what}".rstrip(), fg="cyan")

    @_tell.register
    def _(self, event: records.TestsRun) -> None:
        if event.when in ("before", "after"):
            self._say("")
        name = {"before": "tests before", "after": "tests after", "repeat": "once more",
                "unfixed": "without the change"}  # fmt: skip
        if event.problem:
            self._say(f"  {name[event.when]}: not run: {event.problem}.", fg="yellow")
            return
        colour = "red" if event.failed else "green"
        counts = f"{len(event.passed)} passed, {len(event.failed)} failed"
        self._say(f"  {name[event.when]}: {counts} ({event.seconds:.1f} s)", fg=colour)
        for test in event.failed[:5]:
            self._say(f"    ✗ {test}", fg="red")
        if len(event.failed) > 5:
            self._say(f"    … and {len(event.failed) - 5} more", fg="red")

    @_tell.register
    def _(self, event: records.CommandStarted) -> None:
        self._lines = 0
        self._last.clear()
        self._pending = ""
        self._phase = ""
        self._say("")
        self._say(f"  $ {title_of(event.command, self._width - 4)}", fg="cyan")

    @_tell.register
    def _(self, event: records.CommandOutput) -> None:
        *whole, self._pending = (self._pending + event.text).split("\n")
        for line in whole:
            self._output_line(line)

    @_tell.register
    def _(self, event: records.CommandEnded) -> None:
        if self._pending:
            self._output_line(self._pending)
            self._pending = ""
        self._wipe()
        if hidden := max(0, self._lines - SHOWN_FIRST - SHOWN_LAST):
            self._say(f"    … {hidden} more lines", dim=True)
        for line in self._last:
            self._say(f"    {line[: self._width - 4]}", dim=True)
        if event.exit_code != 0:
            end = "stopped by its time limit" if event.timed_out else f"exit {event.exit_code}"
            self._say(f"    {end}", fg="red")
        for finding in event.findings:
            self._say(f"    {finding}", fg="yellow")

    @_tell.register
    def _(self, event: records.ToolStarted) -> None:
        given = msgspec.json.encode(event.arguments).decode()
        self._say("")
        self._say(f"  {event.server}: {event.tool} {given}"[: self._width], fg="cyan")

    @_tell.register
    def _(self, event: records.ToolEnded) -> None:
        if event.status == "failed":
            self._say("    no result", fg="red")

    @_tell.register
    def _(self, event: records.TaskStarted) -> None:
        self._say("")
        self._say(f"  {name_of_task(event.session)}: {event.task}"[: self._width], fg="cyan")

    @_tell.register
    def _(self, event: records.TaskStep) -> None:
        first = event.text.strip().partition("\n")[0]
        name = self._attempts.get(event.session) or name_of_task(event.session)
        self._say(f"    {name}: {first}"[: self._width], dim=True)

    @_tell.register
    def _(self, event: records.TaskAnswered) -> None:
        self._spent += event.usage.cost or 0.0

    @_tell.register
    def _(self, event: records.TaskEnded) -> None:
        said = f"{name_of_task(event.session)}: {verdict_in_words(event.verdict)}, {took(event)}"
        self._say(f"  {said}", dim=True)

    @_tell.register
    def _(self, event: records.AttemptStarted) -> None:
        self._attempts[event.session] = f"attempt {event.number}"
        self._say(f"  attempt {event.number}: {event.model} is asked, in a copy.", fg="cyan")

    @_tell.register
    def _(self, event: records.AttemptEnded) -> None:
        said = f"attempt {event.number}: {verdict_in_words(event.verdict)}. {event.summary}"
        self._say(f"  {said}", dim=True)

    @_tell.register
    def _(self, event: records.AttemptTaken) -> None:
        self._say(f"  Attempt {event.number} is taken.", bold=True)

    @_tell.register
    def _(self, event: records.PatchEnded) -> None:
        self._say("")
        if event.status == "failed":
            self._say("  patch refused", fg="red")
            self._block(event.message)
            return
        for line in event.diff.splitlines():
            self._say(f"  {line}", fg=DIFF_COLOURS.get(line[:1]), bold=line[:3] in HEADERS)

    @_tell.register
    def _(self, event: records.Decided) -> None:
        if not event.allowed:
            self._say(f"  refused: {event.reason}", fg="red")
        elif event.updated is not None:
            self._say(f"  {event.reason}", fg="yellow")
        elif event.outside:
            self._say(f"  outside the walls, allowed: {event.by}", fg="yellow")

    @_tell.register
    def _(self, event: records.HookRan) -> None:
        if words := hook_in_words(event):
            self._say(f"  {words}", fg="yellow")

    @_tell.register
    def _(self, event: records.Retrying) -> None:
        words = f"{event.message.removesuffix('.')}. Asking again in {event.wait:.1f} s"
        self._say(f"  {words} ({event.attempt} of {event.limit}).", fg="yellow")

    @_tell.register
    def _(self, event: records.Notice) -> None:
        self._say(f"  {event.text}", fg="yellow" if event.level == "warning" else None)

    @_tell.register
    def _(self, event: records.Answered) -> None:
        if event.usage.cost:
            self._spent += event.usage.cost
            cost = f"{event.usage.cost:.4f} USD, task so far {self._spent:.4f} USD"
            self._say(f"  {cost} · {tokens_of(event.usage)}", dim=True)

    @_tell.register
    def _(self, event: records.EffortChosen) -> None:
        self._say(f"  effort {event.effort}: {event.reason}", dim=True)

    @_tell.register
    def _(self, event: records.Compacted) -> None:
        if event.reason != "climbed":
            self._say(f"  {compaction_in_words(event)}", dim=True)

    @_tell.register
    def _(self, event: records.RungStarted) -> None:
        self._say(f"  {event.model} is asked.", bold=True)

    @_tell.register
    def _(self, event: records.RungEnded) -> None:
        said = f"{event.model} did not achieve it. {self._unsaid(event.summary)}".rstrip()
        self._say(f"  {said}", fg="yellow")

    @_tell.register
    def _(self, event: records.Repaired) -> None:
        size = event.dropped_bytes
        self._say(f"  The log's last line was torn; {size} bytes were cut off.", fg="yellow")

    @_tell.register
    def _(self, event: records.Exhausted) -> None:
        self._say(f"  {in_words(event)}", fg="yellow")

    @_tell.register
    def _(self, event: records.Receipt) -> None:
        colour = COLOURS[event.verdict]
        word = "" if event.verdict == "answered" else verdict_in_words(event.verdict).upper()
        self._say("")
        self._say(f"{word}  {self._unsaid(event.summary)}".strip(), fg=colour, bold=True)
        for line in receipt_lines(event):
            self._say(f"  {line}", dim=True)

    def _unsaid(self, summary: str) -> str:
        """Return what a summary says beyond the last answer, which stands above it."""
        said = " ".join(self._said.split())
        plain = " ".join(summary.split())
        return plain.removesuffix(said).rstrip() if said else summary

    def _output_line(self, line: str) -> None:
        progress = progress_of(line)
        if progress is not None:
            self._progress(progress)
            return
        if line.startswith('{"type":'):
            return  # findings of a search: its model tells them in words
        self._lines += 1
        if self._lines <= SHOWN_FIRST:
            self._say(f"    {line[: self._width - 4]}", dim=True)
        else:
            self._last.append(line)

    def _progress(self, progress: Progress) -> None:
        words = f"    {progress.phase}: {progress.detail}"
        if progress.tried:
            words += f" · {progress.tried:,} candidates tried, {progress.per_second:,.0f} a second"
        if self._live:
            self._wipe()
            click.secho(visible(words)[: self._width], nl=False, dim=True, file=self._out)
            self._out.flush()
        elif progress.phase != self._phase:
            self._say(words, dim=True)
        self._phase = progress.phase

    def _wipe(self) -> None:
        if self._live and self._phase:
            self._out.write("\r\x1b[K")

    def _block(self, text: str, *, dim: bool | None = None) -> None:
        self._say("")
        for line in text.strip().splitlines():
            for part in self._wrapped(line):
                self._say(f"  {part}", dim=dim)

    def _wrapped(self, line: str) -> list[str]:
        """Return a line of prose in pieces that fit the terminal; what fits stays as it is."""
        if not self._live or len(line) <= self._width - 2:
            return [line]
        indent = line[: len(line) - len(line.lstrip("- "))].replace("-", " ")
        return textwrap.wrap(
            line,
            self._width - 2,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _say(
        self, text: str, *, fg: str | None = None, bold: bool | None = None, dim: bool | None = None
    ) -> None:
        self._wipe()
        self._phase = ""
        click.secho(visible(text), file=self._out, fg=fg, bold=bold, dim=dim)


def achieved(receipt: records.Receipt) -> bool:
    """Tell whether a receipt's task counts as done (exit code 0)."""
    return receipt.verdict in ACHIEVED


def progress_of(line: str) -> Progress | None:
    """Return the progress that a line of output tells, None for any other line."""
    if not line.startswith("{"):
        return None
    try:
        progress = msgspec.json.decode(line, type=Progress)
    except msgspec.MsgspecError:
        return None
    return progress if progress.type == "progress" else None


def title_of(command: str, width: int) -> str:
    """Return the line that stands for a command: its first comment, else its first line."""
    first = command.strip().split("\n", 1)[0]
    if first.startswith("# "):
        return first[2:]
    return first if len(first) <= width and first == command.strip() else f"{first[:width]}…"
