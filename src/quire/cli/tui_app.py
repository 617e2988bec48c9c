"""The terminal UI: a conversation, a line to type in, and the state of the work below it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from quire import __version__
from quire.cli.options import Order
from quire.cli.tui_lines import Line, gauge, money, plain, plan_in_short, texts
from quire.cli.tui_views import Prompt, Transcript, content
from quire.errors import QuireError

if TYPE_CHECKING:
    from quire.agent.approvals import Answer, Question
    from quire.cli.tui_show import Showing
    from quire.cli.tui_work import Desk
    from quire.protocol.events import Event
    from quire.protocol.items import Item

_TICK = 0.1  # seconds
_REPLAYED = 300
"""Events of a resumed session that are shown."""


class Terminal(App[None]):
    """Quire at a terminal. `desk` is there once the rooms are loaded, after the first picture."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: ansi_default; color: ansi_default; }
    Transcript { height: 1fr; scrollbar-size-vertical: 1; background: ansi_default; }
    #head, #plan, #queue, #state { height: 1; width: 1fr; text-wrap: nowrap; }
    #head { text-style: reverse; }
    #plan, #queue { display: none; }
    Prompt, Prompt:focus {
        height: auto; max-height: 8; border: none; border-top: solid ansi_default;
        background: ansi_default; color: ansi_default; padding: 0;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", priority=True),
        Binding("escape", "stop"),
        Binding("ctrl+o", "unfold", priority=True),
        Binding("pageup", "page(-1)", priority=True),
        Binding("pagedown", "page(1)", priority=True),
    ]

    def __init__(self, order: Order) -> None:
        """Open with the flags of the command line."""
        super().__init__()
        self.order = order
        self.desk: Desk | None = None
        self.working = False
        self.queue: list[str] = []
        self._showing: Showing | None = None
        self._given = ""
        self._since = 0.0
        self._warned = False
        self._leaving = False
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Static(Content(plain(f"quire {__version__} · {self.order.directory}")), id="head")
        yield Transcript()
        yield Static(id="plan")
        yield Static(id="queue")
        yield Prompt()
        yield Static(id="state")

    def on_mount(self) -> None:
        """Use the terminal's own colours, and load the rooms once the first picture is there."""
        self.theme = "ansi-dark"
        self.transcript = self.query_one(Transcript)
        self.prompt = self.query_one(Prompt)
        self.prompt.focus()
        self._ticking = self.set_interval(_TICK, self._tick, pause=True)
        self._tell_state()
        self.call_after_refresh(self._load)

    async def _load(self) -> None:
        await asyncio.to_thread(__import__, "quire.cli.tui_orders")
        from quire.cli.tui_show import Showing
        from quire.cli.tui_work import Desk

        self._showing = Showing(self.transcript)
        desk = Desk(self.order, self)
        try:
            desk.meter()
        except QuireError as error:
            self._fail(error)
        self.desk = desk
        self._tell_state()
        self._next()

    # Work

    def on_prompt_given(self, event: Prompt.Given) -> None:
        """Carry out what was typed; a message waits until the model hears it or the turn ends."""
        self._warned = False
        self.transcript.anchor()  # whoever sends wants to see what comes of it
        self.queue.append(event.text)
        if not self.working or self._is_quick(event.text):
            self._next()
        elif self.desk is not None and self._may_steer(event.text):
            self.desk.steer(event.text)
        self._tell_state()

    def _may_steer(self, text: str) -> bool:
        """Tell whether a message may reach the model at once: images need a turn of their own."""
        return not text.startswith("/") and not self.prompt.shown_in(text)

    def _is_quick(self, text: str) -> bool:
        from quire.cli.tui_orders import WHILE_WORKING

        return text.startswith("/") and text[1:].partition(" ")[0] in WHILE_WORKING

    def _next(self) -> None:
        """Take up what waits: a command at once, a message when nothing else is worked on."""
        if self.desk is None or not self.queue:
            return
        from quire.cli.tui_orders import parsed

        text = self.queue.pop(-1 if self.working else 0)
        try:
            command = parsed(text)
        except QuireError as error:
            self._fail(error)
            self._next()
            return
        if command is None:
            self._begin(text)
        elif command[0] == "quit":
            self._leave()
        else:
            self.run_worker(self._command(*command), exit_on_error=True)

    async def _command(self, name: str, words: str) -> None:
        if self.desk is None:
            return
        from quire.cli.tui_orders import told

        self._say([Line(""), Line(plain(f"/{name} {words}".strip()), "bold")])
        try:
            match name:
                case "resume":
                    self._pick()
                case "new":
                    self.desk.forget()
                    self._say([Line("  The next message begins a session.")])
                case "review":
                    self._begin(words, review=True)
                case "continue":
                    self._go_on()
                case _:
                    lines = await told(self.desk, name, words)
                    self.transcript.say([Line(f"  {line.text}", line.look) for line in lines])
        except QuireError as error:
            self._fail(error)
        self._tell_state()
        if not self.working:
            self._next()

    def _go_on(self) -> None:
        if self.desk is not None and self.desk.is_open():
            self._begin("")
        else:
            self._say([Line("  Nothing is open: type the next message.")])

    def _begin(self, text: str, *, review: bool = False) -> None:
        self.working, self._given, self._since = True, text, time.monotonic()
        if self._ticking is not None:
            self._ticking.resume()
        self.run_worker(self._work(text, review), exit_on_error=True)
        self._tell_state()

    async def _work(self, text: str, review: bool) -> None:
        from quire.cli.tui_show import Showing
        from quire.protocol.records import Steered, TurnStarted

        desk, showing = self.desk, self._showing or Showing(self.transcript)
        if desk is None:
            return
        begun: list[Event] = []
        failed = False

        def show(event: Event) -> None:
            if isinstance(event, TurnStarted):
                begun.append(event)
            elif isinstance(event, Steered):
                self._heard(event.item)
            showing.show(event)

        try:
            if review:
                found = await desk.review(text, show)
                self._say([Line(""), *texts(found, "", "  ")])
            else:
                await desk.carry_out(text, show, images=self.prompt.shown_in(text))
        except QuireError as error:
            failed = True
            self._fail(error)
        showing.end()
        self._ended(given_back=[text] if failed and not begun and not review else [])
        if failed or desk.stop.is_set():
            self._give_back()
        self._next()

    def _heard(self, item: Item) -> None:
        from quire.protocol.items import Message, text_of

        words = text_of(item.content) if isinstance(item, Message) else ""
        if words in self.queue:
            self.queue.remove(words)

    def _ended(self, given_back: list[str]) -> None:
        self.working = False
        if self._ticking is not None:
            self._ticking.pause()
        if given_back:
            self.prompt.give_back(given_back)
        self._tell_state()
        if self._leaving:
            self.exit()

    def _give_back(self) -> None:
        """Put what waits back where it can be changed: it was written for another state."""
        if self.queue:
            self.prompt.give_back(self.queue)
            self.queue.clear()
            self._tell_state()

    async def ask(self, question: Question) -> Answer:
        """Show a question and wait for its answer; keys answer only where nobody is typing."""
        from quire.cli.tui_ask import Ask

        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        screen = Ask(question, armed=not self.prompt.text)

        def take(answer: Answer | None) -> None:
            if answer is not None and not answered.done():
                answered.set_result(answer)

        await self.push_screen(screen, take)
        self.bell()
        try:
            return await answered
        finally:
            if self.screen is screen:
                self.pop_screen()

    def _pick(self) -> None:
        if self.desk is None:
            return
        from quire.cli.tui_pick import Pick

        rows = self.desk.sessions()
        if not rows:
            self._say([Line("  There is no session of this folder yet.")])
            return
        self.push_screen(Pick(rows), self._resume)

    def _resume(self, session_id: str | None) -> None:
        if not session_id or self.desk is None or self._showing is None:
            return
        try:
            events = list(self.desk.load(session_id))
        except QuireError as error:
            self._fail(error)
            return
        if len(events) > _REPLAYED:
            self._say([Line(f"  … {len(events) - _REPLAYED} earlier events", "dim")])
        for event in events[-_REPLAYED:]:
            self._showing.show(event)
        self._showing.end()
        open_words = "/continue goes on with its last message." if self.desk.is_open() else ""
        self._say([Line(f"  Session {session_id} is taken up. {open_words}".rstrip(), "bold")])
        self._tell_state()

    # Keys

    def action_stop(self) -> None:
        """Stop the turn."""
        if self.working and self.desk is not None:
            self.desk.stop.set()

    def action_interrupt(self) -> None:
        """Stop the turn at the first Ctrl-C, leave at the second."""
        if self._warned:
            self._leave()
            return
        self._warned = True
        self.action_stop()
        self._tell_state()

    async def action_quit(self) -> None:
        """Leave, in order."""
        self._leave()

    def action_unfold(self) -> None:
        """Unfold or fold the last output."""
        self.transcript.toggle_last()

    def action_page(self, pages: int) -> None:
        """Scroll the conversation."""
        height = max(self.transcript.size.height - 2, 1)
        self.transcript.release_anchor()
        self.transcript.scroll_relative(y=pages * height, animate=False)

    def _leave(self) -> None:
        """Leave when the turn has its receipt."""
        self._leaving = True
        if self.working:
            self.action_stop()
        else:
            self.exit()

    # What is seen

    def _say(self, lines: list[Line]) -> None:
        self.transcript.say(lines)

    def _fail(self, error: QuireError) -> None:
        hint = texts(error.hint, "", "    ") if error.hint else []
        self._say([Line(""), *texts(error.message, "ansi_red"), *hint])

    def _tick(self) -> None:
        if self._showing is not None:
            self._showing.tick()
        self._tell_state()

    def _tell_state(self) -> None:
        plan = plan_in_short(self._showing.plan) if self._showing else ""
        waits = " | ".join(plain(text).replace("\n", " ") for text in self.queue)
        for name, text in (("plan", plan), ("queue", f"waits: {waits}" if waits else "")):
            row = self.query_one(f"#{name}", Static)
            row.styles.display = "block" if text else "none"
            row.update(content([Line(text)]))
        self.query_one("#state", Static).update(content([Line(self._state(), "dim")]))

    def _state(self) -> str:
        if self._warned:
            return "Ctrl-C again leaves; the session is kept"
        doing = "ready"
        if self.working:
            doing = f"working {time.monotonic() - self._since:.0f} s, Esc stops"
        if self.desk is None:
            return "loading"
        try:
            meter = self.desk.meter()
        except QuireError:
            return doing
        effort = f" {meter.effort}" if meter.effort else ""
        asked = f"{plain(meter.model)}{effort}"
        return f"{asked} · {gauge(meter.used, meter.window)} · {money(meter.cost)} · {doing}"
