import asyncio
import random

import pytest

from spooler import (
    Dispatcher, DuplicateJob, Job, Printer, PrinterError, PrintQueue, Priority,
    QuotaExceeded, QuotaLedger, State, UnknownJob,
)


def run(coro):
    return asyncio.run(coro)


def driver(*outcomes):
    left = list(outcomes)
    seen = []

    async def drive(job):
        seen.append(job.job_id)
        await asyncio.sleep(0)
        out = left.pop(0) if left else True
        if out is None:
            raise PrinterError("jam")
        return out

    drive.seen = seen
    return drive


def probe(*answers):
    left = list(answers)

    async def ask():
        await asyncio.sleep(0)
        return left.pop(0) if len(left) > 1 else left[0]

    return ask


@pytest.mark.parametrize("pages,copies,duplex,want", [
    (1, 1, True, 1), (1, 3, True, 3), (2, 3, True, 3), (3, 2, True, 4), (7, 1, True, 4), (7, 2, False, 14)])
def test_sheets(pages, copies, duplex, want):
    assert Job("a", "o", pages, copies=copies, duplex=duplex).sheets == want


def test_queue_random():
    for seed in range(300):
        rng = random.Random(seed)
        q = PrintQueue()
        line = []   # [id, prio, age, held]
        age = 0
        for _ in range(40):
            op = rng.choice(["add", "add", "remove", "hold", "release", "prio", "pop", "back"])
            name = rng.choice("abcdef")
            mine = next((e for e in line if e[0] == name), None)
            if op == "add":
                if mine:
                    with pytest.raises(DuplicateJob):
                        q.add(Job(name, "o", 1))
                else:
                    p = rng.choice(list(Priority))
                    age += 1
                    q.add(Job(name, "o", 1, priority=p))
                    line.append([name, p, age, False])
            elif op in ("pop", "back"):
                ok = set(rng.sample("abcdef", 4))
                line.sort(key=lambda e: (-e[1], e[2]))
                want = next((e for e in line if not e[3] and e[0] in ok), None)
                got = q.pop_next(lambda j: j.job_id in ok)
                assert (got and got.job_id) == (want and want[0])
                if want:
                    if op == "back":
                        q.put_back(got)
                    else:
                        line.remove(want)
            elif mine is None:
                with pytest.raises(UnknownJob):
                    if op == "prio":
                        q.reprioritize(name, Priority.LOW)
                    else:
                        getattr(q, op)(name)
            elif op == "remove":
                assert q.remove(name).job_id == name
                line.remove(mine)
            elif op == "hold":
                q.hold(name)
                mine[3] = True
            elif op == "release":
                q.release(name)
                mine[3] = False
            else:
                p = rng.choice(list(Priority))
                q.reprioritize(name, p)
                mine[1] = p
            line.sort(key=lambda e: (-e[1], e[2]))
            assert q.waiting() == [e[0] for e in line]
            assert all(e[0] in q for e in line)


def test_ledger():
    lim = {"bob": 0}
    led = QuotaLedger(10, lim)
    assert led.available("x") == 10 and led.available("bob") == 0
    led.reserve("x", 10)
    with pytest.raises(QuotaExceeded):
        led.reserve("x", 1)
    led.release("x", 3)
    led.commit("x", 5)
    assert (led.used("x"), led.reserved("x"), led.available("x")) == (5, 2, 3)
    with pytest.raises(ValueError):
        led.commit("x", 3)
    with pytest.raises(ValueError):
        led.release("x", 3)
    assert (led.used("x"), led.reserved("x"), led.available("x")) == (5, 2, 3)


def test_submit_failures_change_nothing():
    d = Dispatcher([Printer("p", driver())], QuotaLedger(10))
    d.submit(Job("a", "o", 6))
    with pytest.raises(QuotaExceeded):
        d.submit(Job("b", "o", 5))
    with pytest.raises(DuplicateJob):
        d.submit(Job("a", "o", 1))
    assert d.queue.waiting() == ["a"] and "b" not in d.queue
    assert d.ledger.reserved("o") == 6
    d.submit(Job("b", "o", 4))
    assert run(d.drain()) == ["a", "b"]
    assert d.ledger.used("o") == 10 and d.ledger.reserved("o") == 0


def test_resubmit_after_held_cancel():
    d = Dispatcher([Printer("p", driver())], QuotaLedger(10))
    d.submit(Job("a", "o", 6))
    d.queue.hold("a")
    assert run(d.drain()) == []
    job = d.cancel("a")
    d.submit(job)
    assert job.state is State.QUEUED
    assert run(d.drain()) == ["a"]


def test_cancel_unknown():
    d = Dispatcher([], QuotaLedger(10))
    with pytest.raises(UnknownJob):
        d.cancel("zz")


def test_ready_is_respected():
    drv = driver()
    d = Dispatcher([Printer("p", drv, probe=probe(False, True))], QuotaLedger(10))
    d.submit(Job("a", "o", 1))
    assert run(d.run_once()) == 0
    assert drv.seen == [] and d.queue.waiting() == ["a"] and d.log == []
    assert run(d.run_once()) == 1
    assert drv.seen == ["a"]
    assert run(d.run_once()) == 0


def test_all_offline():
    d = Dispatcher([Printer("p", driver(), probe=probe(False)), Printer("q", driver(), probe=probe(0))],
                   QuotaLedger(10))
    d.submit(Job("a", "o", 1))
    assert run(d.drain()) == []
    assert d.ledger.reserved("o") == 1


@pytest.mark.parametrize("bad", [False, None])
def test_retry_keeps_place(bad):
    drv = driver(bad, bad, True)
    d = Dispatcher([Printer("p", drv)], QuotaLedger(10))
    a = Job("a", "o", 3)
    d.submit(a)
    d.submit(Job("b", "o", 3))
    assert run(d.drain()) == ["a", "b"]
    assert drv.seen == ["a", "a", "a", "b"]
    assert a.attempts == 3 and a.state is State.DONE
    assert [s for _, _, s in d.log] == [State.QUEUED, State.QUEUED, State.DONE, State.DONE]
    assert d.ledger.used("o") == 6 and d.ledger.available("o") == 4


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_give_up(limit):
    drv = driver(*[None] * limit)
    d = Dispatcher([Printer("p", drv)], QuotaLedger(10), max_attempts=limit)
    a = Job("a", "o", 3)
    d.submit(a)
    d.submit(Job("b", "o", 4))
    assert run(d.drain()) == ["b"]
    assert drv.seen == ["a"] * limit + ["b"]
    assert a.state is State.FAILED
    assert (d.ledger.used("o"), d.ledger.reserved("o"), d.ledger.available("o")) == (4, 0, 6)


def test_accepts():
    p = Printer("p", driver(), duplex=False, max_sheets=5)
    assert p.accepts(Job("a", "o", 5)) and not p.accepts(Job("a", "o", 6))
    assert not p.accepts(Job("a", "o", 2, duplex=True))
    assert Printer("p", driver(), max_sheets=5).accepts(Job("a", "o", 10, duplex=True))


def test_parallel_printing():
    gate = []

    async def slow(job):
        gate.append("in")
        for _ in range(3):
            await asyncio.sleep(0)
        gate.append("out")
        return True

    d = Dispatcher([Printer("p", slow), Printer("q", slow)], QuotaLedger(10))
    d.submit(Job("a", "o", 1))
    d.submit(Job("b", "o", 1))
    assert run(d.run_once()) == 2
    assert gate == ["in", "in", "out", "out"]
    assert d.log == [("p", "a", State.DONE), ("q", "b", State.DONE)]


def test_books_balance_random():
    for seed in range(60):
        rng = random.Random(seed)
        drv = driver(*[rng.choice([True, False, None]) for _ in range(30)])
        d = Dispatcher([Printer("p", drv), Printer("q", drv)], QuotaLedger(30), max_attempts=2)
        jobs = []
        for i in range(12):
            j = Job(f"j{i}", rng.choice("xy"), rng.randint(1, 9), duplex=rng.random() < .5)
            try:
                d.submit(j)
                jobs.append(j)
            except QuotaExceeded:
                assert j.job_id not in d.queue
            if rng.random() < .3:
                run(d.run_once())
            for o in "xy":
                own = [k for k in jobs if k.owner == o]
                assert d.ledger.used(o) == sum(k.sheets for k in own if k.state is State.DONE)
                assert d.ledger.reserved(o) == sum(k.sheets for k in own if k.state is State.QUEUED)
        run(d.drain())
        assert all(d.ledger.reserved(o) == 0 for o in "xy")
