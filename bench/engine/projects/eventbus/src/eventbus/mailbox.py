"""A queue with an end: messages wait in it until somebody takes them."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any


class Closed(Exception):
    """The mailbox is closed and nothing is left in it."""


class Mailbox:
    """Keeps at most `limit` messages; when it is full the oldest one is lost."""

    def __init__(self, limit: int = 100) -> None:
        if limit < 1:
            raise ValueError("limit must be at least 1")
        self.limit = limit
        self.lost = 0
        self.closed = False
        self._messages: deque[Any] = deque()
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._messages)

    def put(self, message: Any) -> None:
        """Add a message; Closed if the mailbox is closed."""
        if self.closed:
            raise Closed
        if len(self._messages) >= self.limit:
            self._messages.popleft()
            self.lost += 1
        self._messages.append(message)
        self._changed.set()

    async def get(self) -> Any:
        """Take the oldest message, wait for one if there is none."""
        while not self._messages:
            if self.closed:
                raise Closed
            self._changed.clear()
            await self._changed.wait()
        return self._messages.popleft()

    def close(self) -> None:
        """Let nothing in any more; what is inside can still be taken out."""
        self.closed = True
        self._changed.set()

    def __aiter__(self) -> Mailbox:
        return self

    async def __anext__(self) -> Any:
        try:
            return await self.get()
        except Closed:
            raise StopAsyncIteration from None
