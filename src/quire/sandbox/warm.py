"""Quire's end of the warm supervisor: start it, send it orders, let it go."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess

from quire.errors import SandboxUnavailable
from quire.sandbox import early, orders
from quire.sandbox.pipes import memory_file

_PATIENCE = 20.0


class Supervisor:
    """The process that starts every command of one sandbox."""

    def __init__(self, control: socket.socket, process: subprocess.Popen[bytes]) -> None:
        self._control = control
        self._process = process

    @classmethod
    async def start(cls, setup: orders.Setup) -> Supervisor:
        """Start a supervisor; raises SandboxUnavailable when it does not come up."""
        ours, process = early.take()
        supervisor = cls(ours, process)
        description = memory_file(orders.encode(setup))
        try:
            socket.send_fds(ours, [b"setup"], [description])
        finally:
            os.close(description)
        if await supervisor._hear() != b"ready":
            await supervisor.close()
            raise SandboxUnavailable(
                f"The supervisor of the {setup.tier} walls did not start.",
                hint="Run `quire sandbox status` to see what this machine allows.",
            )
        return supervisor

    def send(self, order: orders.Order, descriptors: tuple[int, int, int, int]) -> None:
        """Hand over one command with its stdin, stdout, stderr and channel.

        Raises SandboxUnavailable when the supervisor has gone.
        """
        description = memory_file(orders.encode(order))
        try:
            socket.send_fds(self._control, [b"order"], [description, *descriptors])
        except OSError as error:
            raise SandboxUnavailable(
                f"The supervisor of the walls has gone ({error.strerror}).",
                hint="Open the walls again; nothing runs without them.",
            ) from error
        finally:
            os.close(description)

    async def close(self) -> None:
        """Let the supervisor end everything it started, and wait until it has gone."""
        try:
            self._control.shutdown(socket.SHUT_WR)
            await self._hear()
        except OSError as error:
            if not isinstance(error, ConnectionError):
                raise
        self._control.close()
        await asyncio.to_thread(self._process.wait, _PATIENCE)

    async def _hear(self) -> bytes:
        loop = asyncio.get_running_loop()
        return await asyncio.wait_for(loop.sock_recv(self._control, 64), _PATIENCE)
