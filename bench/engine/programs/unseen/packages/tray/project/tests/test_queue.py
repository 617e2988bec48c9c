import pytest

from spooler import DuplicateJob, Job, PrintQueue, Priority, UnknownJob


def make(*ids):
    q = PrintQueue()
    for i in ids:
        q.add(Job(i, "ann", 2))
    return q


def test_sheets():
    assert Job("a", "ann", 5).sheets == 5
    assert Job("a", "ann", 5, copies=2, duplex=True).sheets == 6


def test_priority_then_age():
    q = make("a", "b")
    q.add(Job("c", "bob", 1, priority=Priority.HIGH))
    assert q.waiting() == ["c", "a", "b"]
    assert [q.pop_next().job_id for _ in range(3)] == ["c", "a", "b"]
    assert q.pop_next() is None


def test_duplicate():
    q = make("a")
    with pytest.raises(DuplicateJob):
        q.add(Job("a", "bob", 1))


def test_hold_and_release_keep_the_place():
    q = make("a", "b")
    q.hold("a")
    assert q.waiting() == ["a", "b"]
    assert q.pop_next().job_id == "b"
    assert q.pop_next() is None
    q.release("a")
    assert q.pop_next().job_id == "a"


def test_remove():
    q = make("a", "b")
    assert q.remove("a").job_id == "a"
    assert "a" not in q and q.waiting() == ["b"]
    with pytest.raises(UnknownJob):
        q.remove("a")


def test_same_id_again_after_remove():
    q = make("a", "b")
    q.hold("a")
    q.remove("a")
    q.add(Job("a", "ann", 1))
    assert q.waiting() == ["b", "a"]
    assert q.pop_next().job_id == "b"
    assert q.pop_next() is not None


def test_reprioritize():
    q = make("a", "b", "c")
    q.reprioritize("c", Priority.HIGH)
    q.reprioritize("a", Priority.LOW)
    assert q.waiting() == ["c", "b", "a"]


def test_accepts():
    q = make("a")
    q.add(Job("big", "bob", 50))
    assert q.pop_next(lambda job: job.pages > 10).job_id == "big"
    assert q.waiting() == ["a"]
