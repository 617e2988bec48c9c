"""The HTTP server that the application runs in."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from types import FrameType

import uvicorn
from uvicorn.supervisors import Multiprocess

from quire.errors import UsageError


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address (port 0: any free one). Raises UsageError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family=family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
        raise UsageError(
            f"{host}:{port} cannot be listened at: {error.strerror}.",
            hint="Another server may be there: choose one with --port."
            if taken
            else "Name an address of this machine with --host, for example 127.0.0.1 or 0.0.0.0.",
            param="port" if taken else "host",
        ) from error
    listening.set_inheritable(True)
    return listening


def serve(
    make: Callable[[], object],
    listening: socket.socket,
    workers: int,
    announce: Callable[[], None],
) -> None:
    """Serve until interrupted; `make` gives the application, once in each worker process.

    `announce` is called when an interrupt is heard and ends the server in order.
    """
    config = uvicorn.Config(
        make,
        factory=True,
        workers=workers,
        http="quire.gateway.straight:Straight",
        ws="websockets-sansio",
        interface="asgi3",
        lifespan="on",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=10,
        ws_max_size=128 * 1024 * 1024,
    )
    with suppress(KeyboardInterrupt):  # that is how a person stops it, after all is left in order
        if workers > 1:
            supervisor = Multiprocess(config, sockets=[listening])
            announce()
            supervisor.run()
        else:
            _Announcing(config, announce).run(sockets=[listening])


class _Announcing(uvicorn.Server):
    """A server that says when it has started, and sleeps while nobody asks."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce
        self._interrupted: Callable[[], object] = bool

    async def main_loop(self) -> None:
        """Wait for an interrupt; uvicorn's own loop looks for one ten times a second."""
        stopped, loop = asyncio.Event(), asyncio.get_running_loop()
        self._interrupted = partial(loop.call_soon_threadsafe, stopped.set)
        if not await self.on_tick(0):
            await stopped.wait()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Hear an interrupt."""
        super().handle_exit(sig, frame)
        self._interrupted()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so unless it failed."""
        await super().startup(sockets)
        if self.started:
            self._announce()


def leaving_with(parent: int) -> Callable[[], Awaitable[None]]:
    """Return a look that stops this worker once its supervisor, the process `parent`, is gone."""

    async def look() -> None:
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)

    return look
