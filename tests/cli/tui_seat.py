"""A person at the terminal UI, without a terminal: presses keys and reads the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from textual.pilot import Pilot

from quire.cli.options import Order
from quire.cli.tui_app import Terminal
from tests.cli.line import Line

COLUMNS, ROWS = 80, 24
_PATIENCE = 60.0


class Seat:
    """Watches one UI and types into it."""

    def __init__(self, app: Terminal, pilot: Pilot[Any]) -> None:
        self.app = app
        self._pilot = pilot

    def screen(self) -> list[str]:
        """Return the rows of the screen as text, blanks at their ends left out."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def sees(self, words: str) -> bool:
        return words in "\n".join(self.screen())

    async def waits_for(self, words: str) -> None:
        """Wait until words are on the screen."""
        await self.waits_until(lambda: self.sees(words), words)

    async def waits_until(self, holds: Callable[[], bool], what: str = "") -> None:
        end = asyncio.get_running_loop().time() + _PATIENCE
        while not holds():
            rows = "\n".join(self.screen())
            assert asyncio.get_running_loop().time() < end, f"{what!r} never came:\n{rows}"
            await self._pilot.pause(0.02)

    async def presses(self, *keys: str) -> None:
        await self._pilot.press(*keys)

    async def types(self, text: str) -> None:
        """Put a text where one types, as a paste does."""
        self.app.prompt.insert(text)
        await self._pilot.pause()

    async def gives(self, text: str) -> None:
        """Type a message and send it."""
        await self.types(text)
        await self.presses("enter")

    async def asks(self, text: str, words: str) -> None:
        """Send a message; wait until words are on the screen and nothing is worked on."""
        await self.gives(text)
        await self.waits_for(words)
        await self.waits_for_the_end()

    async def waits_for_the_end(self) -> None:
        """Wait until nothing is worked on."""
        await self.waits_until(lambda: not self.app.working and not self.app.queue, "the end")
        await self._pilot.pause(0.1)


@asynccontextmanager
async def seat(line: Line, **flags: object) -> AsyncIterator[Seat]:
    """Open the UI in the line's folder; the environment has to be the line's own."""
    order = msgspec.convert({"prompt": "", "directory": line.folder.resolve(), **flags}, Order)
    app = Terminal(order)
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        one = Seat(app, pilot)
        await one.waits_for("ready")
        yield one
        if app.working and app.desk is not None:
            app.desk.stop.set()
            await one.waits_for_the_end()
    if app.desk is not None:
        app.desk.close()
