"""A relay before a server on loopback: it counts connections, and cuts those that it is told to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Relay:
    """Passes bytes on; `cuts` are the bytes of answers after which each connection ends.

    `asked` holds the first line of what came on each connection.
    """

    target: str
    cuts: Sequence[int] = ()
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(client,), daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        parts = urlsplit(self.target)
        with client, socket.create_connection((parts.hostname or "", parts.port or 0)) as server:
            first = client.recv(65_536)
            place = len(self.asked)
            self.asked.append(first.partition(b"\r\n")[0].decode())
            server.sendall(first)
            up = threading.Thread(target=_copy, args=(client, server, None), daemon=True)
            up.start()
            _copy(server, client, self.cuts[place] if place < len(self.cuts) else None)
            up.join()


def _copy(source: socket.socket, sink: socket.socket, most: int | None) -> None:
    """Copy until one side ends, or as many bytes have come; then end both."""
    left = most
    try:
        while data := source.recv(65_536 if left is None else min(left, 65_536)):
            sink.sendall(data)
            if left is not None:
                left -= len(data)
                if not left:
                    break
    except OSError:
        pass  # one of them has left
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue


@contextmanager
def relayed(target: str, cuts: Sequence[int] = ()) -> Iterator[Relay]:
    """Run a relay before `target`, a base URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    relay = Relay(target, cuts)
    relay.address = f"http://127.0.0.1:{listener.getsockname()[1]}{urlsplit(target).path}"
    serving = threading.Thread(target=relay.serve, args=(listener,), daemon=True)
    serving.start()
    try:
        yield relay
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        serving.join()
