"""Questions in the terminal UI: what would run, exact, and the keys that answer."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quire.agent.approvals import Answer, Question
from quire.cli.asking import exact
from quire.cli.tui_hunks import pieces, rejection, without
from quire.cli.tui_lines import Line
from quire.cli.tui_views import Entry, content

_LOOKS = {"+": "ansi_green", "-": "ansi_red", "@": "ansi_cyan"}
_SEEN = 14
"""Rows of what is asked about that are seen at once, as the style sheet says."""
_WHAT = {"patch": "change files", "typing": "type into a command"}


class Part(Entry):
    """One piece of what is asked about; a hunk of a patch can be rejected alone."""

    def __init__(self, head: str, lines: Iterable[str]) -> None:
        """Show `lines` exactly, below `head` where it is not empty."""
        self._head = head
        self._text = [Line(f"  | {exact(line)}", _LOOKS.get(line[:1], "")) for line in lines]
        self.rejected = False
        super().__init__(())

    def is_foldable(self) -> bool:
        """Tell that nothing that is asked about is ever hidden."""
        return False

    def shown(self) -> list[Line]:
        """Return head and lines."""
        if not self._head:
            return self._text
        mark = "[ ] REJECTED" if self.rejected else "[x] accepted"
        return [Line(f"{mark}  {self._head}", "bold"), *self._text]


class Ask(ModalScreen[Answer]):
    """A question; while it is not armed, Tab has to be pressed before a key answers."""

    CSS = """
    Ask { align: center bottom; }
    #ask { height: auto; max-height: 100%; border: heavy ansi_yellow; background: ansi_default; }
    #what { height: auto; max-height: 14; border: none; }
    #words { display: none; height: 1; border: none; padding: 0; }
    Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes"),
        Binding("r", "remember"),
        Binding("a", "session"),
        Binding("n", "no"),
        Binding("s,escape", "stop"),
        Binding("space", "turn"),
        Binding("down,j", "go(1)", priority=True),
        Binding("up,k", "go(-1)", priority=True),
        Binding("tab", "arm", priority=True),
    ]

    def __init__(self, question: Question, *, armed: bool) -> None:
        """Ask `question`; what is a patch is asked about hunk by hunk."""
        super().__init__()
        self._question = question
        self._armed = armed
        wish = question.wish
        if wish.kind == "patch":
            self._pieces = pieces(wish.text)
            count = len(self._pieces)
            self._parts = [
                Part(f"hunk {place} of {count}  {exact(piece.path)}", piece.lines)
                for place, piece in enumerate(self._pieces, 1)
            ]
        else:
            self._pieces = ()
            self._parts = [Part("", wish.text.split("\n"))]
        self._at = 0

    def compose(self) -> ComposeResult:
        """Lay the question out: what is wanted, its text, why, and the keys."""
        question = self._question
        outside = " OUTSIDE THE WALLS" if question.wish.outside else ""
        what = _WHAT.get(question.wish.kind, "run this")
        with VerticalScroll(id="ask"):
            yield Static(Content.styled(f"The model wants to {what}{outside}:", "bold"))
            with VerticalScroll(id="what"):
                yield from self._parts
            yield Static(content([Line(line) for line in self._facts()]))
            yield Static("", id="keys")
            yield Input(placeholder="words for the model; Enter sends the no", id="words")

    def on_mount(self) -> None:
        """Mark the first hunk and say which keys answer."""
        self.query_one("#what").can_focus = False
        self.query_one("#ask").can_focus = False
        self._mark()

    def _facts(self) -> list[str]:
        question = self._question
        lines = [
            f"in     {exact(question.folder)}",
            f"why    {exact(question.why)}",
            f"a yes  {exact(question.allows)}",
        ]
        if question.session:
            lines.append("[a] also every further change of files in this session")
        if question.remember:
            begins = ", ".join(exact(shlex.join(words)) for words in question.remember)
            lines.append(f"[r] also from now on, for every command that begins with: {begins}")
        return lines

    def _rejected(self) -> list[int]:
        return [place for place, part in enumerate(self._parts) if part.rejected]

    def _mark(self) -> None:
        for place, part in enumerate(self._parts):
            part.styles.text_style = "reverse" if place == self._at and self._pieces else "none"
            part.refresh(layout=True)
        self.query_one("#keys", Static).update(self._keys())

    def _keys(self) -> Content:
        if not self._armed:
            return Content.styled("You were typing. Press Tab, then answer.", "bold")
        rejected = self._rejected()
        question = self._question
        yes = f"[y] all but {len(rejected)} rejected" if rejected else "[y] yes"
        if rejected and len(rejected) == len(self._pieces):
            yes = "[y] reject all of it"
        more = (
            *(["[r] remember"] if question.remember else []),
            *(["[a] yes to all"] if question.session and not rejected else []),
        )
        keys = [yes, *more, "[n] no", "[s] stop"]
        if self._pieces:
            keys.append("Space rejects the marked hunk, Up/Down")
        elif len(self._parts[0].shown()) > _SEEN:
            keys.append(f"Up/Down: {len(self._parts[0].shown())} lines in all")
        return Content.styled("  ".join(keys), "bold")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let no key answer before the question is armed, nor while words are typed."""
        if action == "arm":
            return not self._armed
        typing = self.query_one("#words", Input).has_focus
        if action in ("yes", "remember", "session", "no", "stop", "turn", "go"):
            return self._armed and not (typing and action != "stop")
        return True

    def action_arm(self) -> None:
        """Let keys answer from now on."""
        self._armed = True
        self._mark()

    def action_go(self, step: int) -> None:
        """Mark another hunk, or scroll where there is one part alone."""
        if len(self._parts) == 1:
            self.query_one("#what").scroll_relative(y=step, animate=False)
            return
        self._at = min(max(self._at + step, 0), len(self._parts) - 1)
        self._mark()
        self._parts[self._at].scroll_visible(animate=False)

    def action_turn(self) -> None:
        """Reject the marked hunk, or accept it again."""
        if self._pieces:
            self._parts[self._at].rejected = not self._parts[self._at].rejected
            self._mark()

    def action_yes(self) -> None:
        """Allow it, or what is left of it without the hunks that are rejected."""
        rejected = self._rejected()
        if not rejected:
            self.dismiss(Answer("yes"))
            return
        left = without(self._pieces, rejected)
        if left is None:
            self.dismiss(Answer("no", "Every hunk of it is rejected."))
        else:
            self.dismiss(Answer("yes", rejection(self._pieces, rejected), left))

    def action_remember(self) -> None:
        """Allow it and its like from now on."""
        if self._question.remember:
            self.dismiss(Answer("remember"))

    def action_session(self) -> None:
        """Allow it, and every change of files until the session is left."""
        if self._question.session and not self._rejected():
            self.dismiss(Answer("session"))

    def action_no(self) -> None:
        """Ask for words that go to the model."""
        words = self.query_one("#words", Input)
        words.styles.display = "block"
        words.focus()

    def action_stop(self) -> None:
        """Stop the turn; the call stays open."""
        self.dismiss(Answer("stop"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Say no, with the words."""
        self.dismiss(Answer("no", event.value.strip()))
