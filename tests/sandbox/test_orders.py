"""What goes to the supervisor comes back the same, also for names that are not UTF-8."""

from __future__ import annotations

import os

from quire.sandbox.orders import Ceilings, Order, Setup, decode_order, decode_setup, encode


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
