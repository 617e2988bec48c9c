"""Runs a command with a proxy on 127.0.0.1 that leads to a unix socket outside.

Runs inside the walls as `python -I -S relay.py SOCKET PORT COMMAND...`, standing alone: in a
network namespace of its own the port is free, and nothing but the socket leads out.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import threading

_PIECE = 1 << 16


def main() -> int:
    """Serve the port until the command ends; return its exit code in the shell's way."""
    path, port, *argv = sys.argv[1:]
    server = socket.create_server(("127.0.0.1", int(port)), backlog=64)
    child = os.fork()
    if child == 0:
        server.close()
        try:
            os.execvp(argv[0], argv)
        except OSError as error:
            os.write(2, f"quire: cannot run {argv[0]}: {error.strerror}\n".encode())
            os._exit(126 if isinstance(error, PermissionError) else 127)
    for descriptor in (0, 1):
        os.close(descriptor)
    threading.Thread(target=_serve, args=(server, path), daemon=True).start()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code if code >= 0 else 128 - code


def _serve(server: socket.socket, path: str) -> None:
    while True:
        client, _ = server.accept()
        threading.Thread(target=_join, args=(client, path), daemon=True).start()


def _join(client: socket.socket, path: str) -> None:
    """Pass bytes both ways until both sides have ended."""
    with client, socket.socket(socket.AF_UNIX) as outside:
        try:
            outside.connect(path)
            targets = {client: outside, outside: client}
            while targets:
                for source in select.select(list(targets), [], [])[0]:
                    data = source.recv(_PIECE)
                    if data:
                        targets[source].sendall(data)
                    else:
                        targets.pop(source).shutdown(socket.SHUT_WR)
        except OSError:
            return  # one side has gone; the other is closed on the way out


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(main())
