"""What the terminal UI is made of: the conversation's entries and the line to type in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from quire.cli.tui_images import image_of
from quire.cli.tui_lines import DIFF_SHOWN, FIRST, LAST, Line, folded, plain, wrapped

MOST_ENTRIES = 400
"""Entries that are kept on the screen; older ones are in the session's log."""
_MOST_LINES = 5000
_LIVE = 4
_NEW_LINE = ("ctrl+j", "shift+enter", "alt+enter")


def content(lines: Sequence[Line]) -> Content:
    """Return lines as Textual shows them."""
    return Content("\n").join(Content.styled(line.text, line.look) for line in lines)


class Entry(Widget):
    """One entry of the conversation, unfolded by Enter where something is folded."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "unfold", "Unfold")]
    DEFAULT_CSS = """
    Entry { height: auto; width: 1fr; }
    Entry:focus { text-style: reverse; }
    """

    def __init__(self, lines: Sequence[Line], *, most: int = 0) -> None:
        """Show `lines`; more than `most` are folded, where it is not 0."""
        super().__init__()
        self._lines = list(lines)
        self._most = most
        self.opened = False
        self.can_focus = self.is_foldable()

    def is_foldable(self) -> bool:
        """Tell whether something can be folded."""
        return bool(self._most) and len(self._lines) > self._most

    def shown(self) -> list[Line]:
        """Return the lines as they are to be seen now."""
        if self.opened or not self.is_foldable():
            return self._lines
        return folded(self._lines, self._most - LAST, LAST)

    def render(self) -> RenderResult:
        """Return what is seen."""
        return content(wrapped(self.shown(), max(self.app.size.width - 1, 20)))

    def action_unfold(self) -> None:
        """Unfold, or fold again."""
        self.opened = not self.opened
        self.refresh(layout=True)


class Run(Entry):
    """A command with its live output, folded when it has ended."""

    def __init__(self, title: str, read: Callable[[str], tuple[str, bool]]) -> None:
        """Begin with no output; `read` says what is shown of a line of it."""
        super().__init__(())
        self._title = plain(title).replace("\n", " ")
        self._read = read
        self._output: deque[Line] = deque(maxlen=_MOST_LINES)
        self._count = 0
        self._pending = ""
        self._passing = ""
        self._end: list[Line] | None = None
        self.can_focus = True

    def is_foldable(self) -> bool:
        """Tell that an output can always be folded."""
        return True

    def feed(self, text: str) -> None:
        """Take in a piece of output; it is seen at the next refresh."""
        *whole, self._pending = (self._pending + text).split("\n")
        for line in whole:
            self._take(line)

    def end(self, lines: Sequence[Line]) -> None:
        """Say how the command ended."""
        if self._pending:
            self._take(self._pending)
        self._pending, self._passing = "", ""
        self._end = list(lines)
        self.refresh(layout=True)

    def _take(self, line: str) -> None:
        text, passes = self._read(line)
        if passes:
            self._passing = text or self._passing
            return
        self._output.append(Line(f"    {text}", "dim"))
        self._count += 1

    def shown(self) -> list[Line]:
        """Return title, output and end: the last lines while it runs, folded after."""
        title = Line(f"  $ {self._title}", "ansi_cyan")
        output = list(self._output)
        if lost := self._count - len(output):
            output = [
                Line(f"    … {lost} earlier lines are in the session's files", "dim"),
                *output,
            ]
        if self._end is None:
            live = output if self.opened else output[-_LIVE:]
            passing = [Line(f"    {self._passing}", "dim")] if self._passing else []
            return [Line(""), title, *live, *passing, Line("    … running", "dim")]
        return [
            Line(""), title, *(output if self.opened else folded(output, FIRST, LAST)), *self._end
        ]  # fmt: skip


class Speech(Entry):
    """The model's words while they come; the whole of them when they are there."""

    def __init__(self) -> None:
        """Begin with no words."""
        super().__init__(())
        self._text = ""

    def feed(self, text: str) -> None:
        """Take in a piece; it is seen at the next refresh."""
        self._text += text

    def whole(self, text: str) -> None:
        """Take the whole of the words in the place of their pieces."""
        self._text = text
        self.refresh(layout=True)

    def shown(self) -> list[Line]:
        """Return the words."""
        return [Line(""), *(Line(f"  {line}") for line in plain(self._text).strip().split("\n"))]


class Transcript(VerticalScroll, can_focus=False):
    """The conversation, the newest at the end, where it stays unless one scrolls up."""

    def add(self, entry: Entry) -> Entry:
        """Put an entry at the end and let the oldest go where there are too many."""
        follows = self.max_scroll_y - self.scroll_y <= 1
        self.mount(entry)
        if len(self.children) > MOST_ENTRIES:
            self.children[0].remove()
        if follows:
            self.anchor()
        return entry

    def say(self, lines: Sequence[Line], *, most: int = 0) -> None:
        """Add lines, folded where there are more than `most`."""
        if lines:
            self.add(Entry(lines, most=most))

    def say_diff(self, lines: Sequence[Line]) -> None:
        """Add a diff, folded where it is long."""
        self.say([Line(""), *lines], most=DIFF_SHOWN)

    def toggle_last(self) -> None:
        """Unfold or fold the last entry that can be."""
        entries = (e for e in reversed(self.children) if isinstance(e, Entry) and e.is_foldable())
        last = next(entries, None)
        if last is not None:
            last.action_unfold()


class Prompt(TextArea):
    """Where a person types: Enter sends, Ctrl-J begins a line.

    `images` are those that were pasted, by the words that stand for them.
    """

    class Given(Message):
        """A message or a command was typed."""

        def __init__(self, text: str) -> None:
            """Carry its text."""
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        """Be empty."""
        super().__init__(
            compact=True, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False,
            placeholder="What is to be done? /help lists the commands.",
        )  # fmt: skip
        self.cursor_blink = False
        self.images: dict[str, Path] = {}

    def on_paste(self, event: Paste) -> None:
        """Let words stand for an image whose path is pasted."""
        path = image_of(event.text)
        if path is not None:
            event.stop()
            event.prevent_default()
            words = f"[image {len(self.images) + 1}: {plain(path.name)}]"
            self.images[words] = path
            self.insert(f"{words} ")

    def shown_in(self, text: str) -> tuple[Path, ...]:
        """Return the images whose words are in a text."""
        return tuple(path for words, path in self.images.items() if words in text)

    def on_key(self, event: Key) -> None:
        """Send at Enter, in the order in which the keys came; begin a line at Ctrl-J."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self._give()
        elif event.key in _NEW_LINE:
            event.stop()
            event.prevent_default()
            self.insert("\n")

    def _give(self) -> None:
        text = self.text.strip()
        if text:
            self.clear()
            self.post_message(self.Given(text))

    def give_back(self, texts: Sequence[str]) -> None:
        """Put texts before what is being typed, so that nothing is lost."""
        whole = [*texts, *([self.text] if self.text.strip() else [])]
        self.text = "\n".join(whole)
        self.move_cursor(self.document.end)
