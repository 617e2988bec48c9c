import asyncio

import pytest

from spooler import (
    Dispatcher, DuplicateJob, Job, Printer, PrinterError, QuotaExceeded, QuotaLedger, State,
)


async def good(job):
    await asyncio.sleep(0)
    return True


async def jammed(job):
    raise PrinterError("jam")


async def offline():
    return False


def test_ledger():
    ledger = QuotaLedger(10, {"bob": 3})
    ledger.reserve("ann", 4)
    assert ledger.available("ann") == 6
    with pytest.raises(QuotaExceeded):
        ledger.reserve("bob", 4)


def test_submit_reserves():
    d = Dispatcher([Printer("p", good)], QuotaLedger(10))
    d.submit(Job("a", "ann", 4))
    assert d.ledger.reserved("ann") == 4
    with pytest.raises(DuplicateJob):
        d.submit(Job("a", "ann", 1))
    assert d.ledger.reserved("ann") == 4


def test_submit_over_quota():
    d = Dispatcher([Printer("p", good)], QuotaLedger(10))
    d.submit(Job("a", "ann", 4))
    with pytest.raises(QuotaExceeded):
        d.submit(Job("b", "ann", 7))
    assert d.queue.waiting() == ["a"]


def test_cancel():
    d = Dispatcher([Printer("p", good)], QuotaLedger(10))
    d.submit(Job("a", "ann", 10))
    assert d.cancel("a").state is State.CANCELLED
    assert d.ledger.available("ann") == 10


def test_drain():
    d = Dispatcher([Printer("p", good), Printer("q", good)], QuotaLedger(10))
    for name in "abc":
        d.submit(Job(name, "ann", 2))
    assert asyncio.run(d.drain()) == ["a", "b", "c"]
    assert d.ledger.used("ann") == 6
    assert d.ledger.available("ann") == 4


def test_printer_that_cannot_do_it():
    d = Dispatcher([Printer("p", good, duplex=False)], QuotaLedger(10))
    d.submit(Job("a", "ann", 2, duplex=True))
    d.submit(Job("b", "ann", 2))
    assert asyncio.run(d.drain()) == ["b"]
    assert d.queue.waiting() == ["a"]


def test_offline_printer_gets_nothing():
    d = Dispatcher([Printer("p", good, probe=offline), Printer("q", good)], QuotaLedger(10))
    d.submit(Job("a", "ann", 2))
    assert asyncio.run(d.run_once()) == 1
    assert d.log == [("q", "a", State.DONE)]


def test_giving_up():
    d = Dispatcher([Printer("p", jammed)], QuotaLedger(10), max_attempts=2)
    job = Job("a", "ann", 3)
    d.submit(job)
    assert asyncio.run(d.drain()) == []
    assert job.state is State.FAILED and job.attempts == 2
    assert d.ledger.available("ann") == 10
