"""What the terminal UI says of an event: the words of the plain screen, as lines with looks."""

from __future__ import annotations

from io import StringIO

from quire.cli.screen import Screen, progress_of
from quire.cli.tui_lines import Line, look, plain
from quire.errors import UsageError
from quire.protocol.events import Event, OutputItemDone
from quire.protocol.items import FunctionCall
from quire.tools import arguments
from quire.tools.plans import PlanUpdate

_HIDDEN = '{"type":'


class Said(Screen):
    """Gathers what the plain screen would write."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        super().__init__(StringIO())
        self._lines_said: list[Line] = []

    def told(self, event: Event) -> list[Line]:
        """Return what an event means in words, no lines where it means nothing to a person."""
        self._lines_said = []
        self.show(event)
        return self._lines_said

    def _say(
        self, text: str, *, fg: str | None = None, bold: bool | None = None, dim: bool | None = None
    ) -> None:
        style = look(fg, bold, dim)
        self._lines_said += [Line(line, style) for line in plain(text).split("\n")]


def plan_of(event: Event) -> tuple[tuple[str, str], ...] | None:
    """Return the plan that an event brings, as words and status, None where it brings none."""
    if not isinstance(event, OutputItemDone):
        return None
    item = event.item
    if not isinstance(item, FunctionCall) or item.name != "update_plan":
        return None
    try:
        update = arguments.parse(item.arguments, PlanUpdate)
    except UsageError:
        return None  # the model is told so by its tool
    return tuple((step.step, step.status) for step in update.plan)


def output_line(line: str) -> tuple[str, bool]:
    """Return what is shown of a line of output, and whether the next one takes its place.

    Findings of a search are for its model and give nothing.
    """
    progress = progress_of(line)
    if progress is not None:
        tried = f" · {progress.tried:,} tried" if progress.tried else ""
        return plain(f"{progress.phase}: {progress.detail}{tried}"), True
    return ("" if line.startswith(_HIDDEN) else plain(line)), line.startswith(_HIDDEN)
