"""What goes to the supervisor comes back the same, also for names that are not UTF-8."""

from __future__ import annotations

import os
import socket

from quire.sandbox.orders import (
    Ceilings,
    Order,
    Setup,
    decode_order,
    decode_setup,
    encode,
    received,
)


def test_a_set_up_comes_back() -> None:
    setup = Setup(
        "landlock", "00ff", ("/usr",), ("/work", "/tmp/é"), ("/dev/null",), "/bin/bwrap", ("--x",)
    )
    assert decode_setup(encode(setup)) == setup


def test_an_order_comes_back() -> None:
    order = Order(
        argv=("printf", "a b", os.fsdecode(b"\xff\xfe")),
        cwd=os.fsdecode(b"/work/\xe9"),
        environment=(("A", "1"), ("B", "")),
        ceilings=Ceilings(1, 2, 3, 4, 5, 6.5),
        options=("--bind", "/a", "/a"),
        roots=("/work",),
        verify=("/work/.git",),
    )
    assert decode_order(encode(order)) == order


def test_a_sender_that_is_gone_has_sent_nothing() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.send(b"unread")
    theirs.close()
    assert received(ours, 1) == (b"", [])
    ours.close()
