"""The list of sessions in the terminal UI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quire.cli.receipts import verdict_in_words
from quire.cli.tui_lines import plain
from quire.store.listing import Summary


class Pick(ModalScreen[str]):
    """The sessions of a folder; gives the id of the chosen one, nothing at Esc."""

    CSS = """
    Pick { align: center middle; }
    Pick Static { height: 1; width: 1fr; background: ansi_default; }
    OptionList { height: auto; max-height: 80%; background: ansi_default; border: heavy; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave")]

    def __init__(self, rows: Sequence[Summary]) -> None:
        """List `rows`."""
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        yield Static(Content("Sessions of this folder: Enter takes one up, Esc goes back"))
        yield OptionList(*(Option(Content(_line(row)), id=row.id) for row in self._rows))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the chosen session."""
        self.dismiss(event.option.id or "")

    def action_leave(self) -> None:
        """Choose none."""
        self.dismiss("")


def _line(row: Summary) -> str:
    words = plain(row.prompt).split("\n", 1)[0]
    verdict = verdict_in_words(row.verdict)
    return f"{row.last[5:16].replace('T', ' ')}  {verdict:<16}  {words}"
