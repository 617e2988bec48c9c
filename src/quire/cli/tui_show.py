"""How the events of a task become entries of the conversation."""

from __future__ import annotations

import functools

from textual.widget import Widget

from quire.cli.screen import title_of
from quire.cli.tui_lines import Line, diff, plan
from quire.cli.tui_said import Said, output_line, plan_of
from quire.cli.tui_views import Run, Speech, Transcript
from quire.protocol import items, records
from quire.protocol.events import Event, OutputItemDone, TextDelta
from quire.protocol.items import Message

_TITLE = 200


class Showing:
    """Shows events in a transcript; what comes in pieces is drawn at the next `tick`."""

    def __init__(self, transcript: Transcript) -> None:
        """Begin with nothing shown."""
        self._transcript = transcript
        self._said = Said()
        self._runs: dict[tuple[str, int], Run] = {}
        self._speech: Speech | None = None
        self._changed: set[Widget] = set()
        self.plan: tuple[tuple[str, str], ...] = ()

    def show(self, event: Event) -> None:
        """Show one event."""
        self._show(event)

    def tick(self) -> None:
        """Draw what has grown since the last time."""
        for widget in self._changed:
            widget.refresh(layout=True)
        self._changed.clear()

    def end(self) -> None:
        """Close what a stopped turn has left open."""
        for run in self._runs.values():
            run.end(())
        self._runs.clear()
        self._speech = None
        self.tick()

    @functools.singledispatchmethod
    def _show(self, event: Event) -> None:
        self._transcript.say(self._said.told(event))

    @_show.register
    def _(self, event: TextDelta) -> None:
        if self._speech is None:
            self._speech = Speech()
            self._transcript.add(self._speech)
        self._speech.feed(event.delta)
        self._changed.add(self._speech)

    @_show.register
    def _(self, event: OutputItemDone) -> None:
        lines = self._said.told(event)
        steps = plan_of(event)
        if steps is not None:
            self.plan = steps
            self._transcript.say([Line(""), Line("  plan", "bold"), *plan(steps)])
        elif isinstance(event.item, Message) and self._speech is not None:
            self._speech.whole(items.text_of(event.item.content))
            self._speech = None
        else:
            self._transcript.say(lines)

    @_show.register
    def _(self, event: records.Answered) -> None:
        """Say nothing: the line at the bottom tells tokens and cost."""

    @_show.register
    def _(self, event: records.Retrying) -> None:
        if self._speech is not None:  # the answer comes once more, from its beginning
            self._speech.remove()
            self._speech = None
        self._transcript.say(self._said.told(event))

    @_show.register
    def _(self, event: records.CommandStarted) -> None:
        run = Run(title_of(event.command, _TITLE), output_line)
        self._runs[event.call_id, event.index] = run
        self._transcript.add(run)

    @_show.register
    def _(self, event: records.CommandOutput) -> None:
        run = self._runs.get((event.call_id, event.index))
        if run is not None:
            run.feed(event.text)
            self._changed.add(run)

    @_show.register
    def _(self, event: records.CommandEnded) -> None:
        run = self._runs.pop((event.call_id, event.index), None)
        lines = self._said.told(event)
        if run is None:
            self._transcript.say(lines)
        else:
            run.end(lines)

    @_show.register
    def _(self, event: records.PatchEnded) -> None:
        if event.status == "failed":
            self._transcript.say(self._said.told(event))
        else:
            self._transcript.say_diff(diff(event.diff))
