"""The bus: handlers subscribe to patterns, messages are published to topics."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from .mailbox import Mailbox
from .topics import check_pattern, check_topic, matches

Handler = Callable[[str, Any], Awaitable[Any]]


@dataclass
class Subscription:
    """One handler and the pattern it listens to."""

    pattern: str
    handler: Handler
    priority: int = 0
    once: bool = False
    calls: int = field(default=0, init=False)


class Bus:
    """Delivers messages to handlers, the highest priority first."""

    def __init__(self, keep: int = 0) -> None:
        self.keep = keep
        self.history: list[tuple[str, Any]] = []
        self.unheard: list[tuple[str, Any]] = []
        self.errors: list[tuple[str, Exception]] = []
        self._subscriptions: dict[int, Subscription] = {}
        self._numbers = itertools.count(1)

    def subscribe(
        self, pattern: str, handler: Handler, priority: int = 0, once: bool = False
    ) -> int:
        """Add a handler and return the number to unsubscribe it with."""
        number = next(self._numbers)
        self._subscriptions[number] = Subscription(
            check_pattern(pattern), handler, priority, once
        )
        return number

    def unsubscribe(self, number: int) -> bool:
        """Remove a handler; tell whether there was one."""
        return self._subscriptions.pop(number, None) is not None

    def listeners(self, topic: str) -> list[Subscription]:
        """Return the subscriptions for a topic in the order of delivery."""
        return [self._subscriptions[number] for number in self._numbers_for(topic)]

    def _numbers_for(self, topic: str) -> list[int]:
        found = [
            number
            for number, subscription in self._subscriptions.items()
            if matches(subscription.pattern, topic)
        ]
        found.sort(key=lambda number: (-self._subscriptions[number].priority, number))
        return found

    async def publish(self, topic: str, message: Any = None) -> list[Any]:
        """Call the handlers one after the other and return what they returned.

        A handler that raises is noted in `errors` and has no result; the others go on.
        """
        topic = check_topic(topic)
        self._remember(topic, message)
        numbers = self._numbers_for(topic)
        if not numbers:
            self.unheard.append((topic, message))
        results = []
        for number in numbers:
            subscription = self._subscriptions.get(number)
            if subscription is None:
                continue
            if subscription.once:
                self.unsubscribe(number)
            subscription.calls += 1
            try:
                results.append(await subscription.handler(topic, message))
            except Exception as error:
                self.errors.append((topic, error))
        return results

    def _remember(self, topic: str, message: Any) -> None:
        self.history.append((topic, message))
        while len(self.history) > self.keep:
            self.history.pop(0)

    async def replay(self, pattern: str, handler: Handler) -> int:
        """Give the remembered messages that match to a handler, oldest first; return how many."""
        pattern = check_pattern(pattern)
        count = 0
        for topic, message in list(self.history):
            if matches(pattern, topic):
                await handler(topic, message)
                count += 1
        return count

    async def wait_for(self, pattern: str, timeout: float | None = None) -> tuple[str, Any]:
        """Wait for the next message that matches; TimeoutError if it comes too late."""
        future = asyncio.get_running_loop().create_future()

        async def catch(topic: str, message: Any) -> None:
            if not future.done():
                future.set_result((topic, message))

        number = self.subscribe(pattern, catch, once=True)
        try:
            return await asyncio.wait_for(future, timeout)
        finally:
            self.unsubscribe(number)

    def mailbox(self, pattern: str, limit: int = 100) -> tuple[int, Mailbox]:
        """Collect matching messages in a mailbox; return its subscription and the mailbox."""
        box = Mailbox(limit)

        async def collect(topic: str, message: Any) -> None:
            box.put((topic, message))

        return self.subscribe(pattern, collect), box
