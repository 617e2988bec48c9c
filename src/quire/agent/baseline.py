"""The tests as they were found: run while the model thinks, told before anything changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from quire.agent.loop import Tools
from quire.agent.meanwhile import Acting, Watched
from quire.agent.verify import Verifier
from quire.models.streams import closing
from quire.protocol.events import Event
from quire.protocol.items import Call
from quire.protocol.records import ItemAdded


class Baseline:
    """One run of the tests, begun at once unless it is `known` from an earlier go."""

    def __init__(self, verifier: Verifier, *, known: bool) -> None:
        """Begin the run."""
        self._run = None if known else asyncio.create_task(verifier.verify("before"))

    def is_over(self) -> bool:
        """Tell whether the tests have been run: a mere answer need not wait for them."""
        return self._run is None or self._run.done()

    async def told(self) -> AsyncIterator[Event]:
        """Yield the run of the tests once, when it is over."""
        if self._run is not None:
            result = await self._run
            self._run = None
            yield result

    async def drop(self) -> None:
        """Stop the tests if nobody waited for them."""
        if self._run is not None:
            self._run.cancel()
            await asyncio.wait((self._run,))


@dataclass(frozen=True)
class AfterBaseline:
    """The tools, which touch nothing before the tests were run as they were found."""

    tools: Tools
    baseline: Baseline

    async def run(self, call: Call) -> AsyncIterator[Event]:
        """Carry out a call after the tests."""
        async for event in self.baseline.told():
            yield event
        async with closing(self.tools.run(call)) as events:
            async for event in events:
                yield event

    def refuse(self, call: Call, reason: str) -> ItemAdded:
        """Return the output of a refusal."""
        return self.tools.refuse(call, reason)

    def recover(self, call: Call, records: Sequence[Event]) -> AsyncIterator[Event]:
        """Answer a call that had begun."""
        return self.tools.recover(call, records)


async def opened_after(
    opened: Callable[[], Awaitable[Tools]], baseline: Baseline, acting: Acting
) -> Tools:
    """Open the tools without walls; they wait for the tests, and are watched, like the others."""
    return AfterBaseline(Watched(await opened(), acting), baseline)
