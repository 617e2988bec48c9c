import pytest

from workers import Job, ResultOf, RetryPolicy
from workers.jobs import ReadyQueue


def nothing():
    pass


def test_after():
    job = Job("c", nothing).after("a", "b").after("a")
    assert job.depends_on == ["a", "b"]


def test_result_argument_is_a_dependency():
    assert Job("b", nothing, args=(1, ResultOf("a"))).depends_on == ["a"]


def test_new_job_waits_for_nothing():
    assert Job("x", nothing).depends_on == []


def test_queue_by_priority():
    queue = ReadyQueue()
    for name, priority in [("low", 1), ("high", 5), ("mid", 3)]:
        queue.push(Job(name, nothing, priority=priority))
    assert [queue.pop().name for _ in range(3)] == ["high", "mid", "low"]


def test_pauses():
    assert list(RetryPolicy(attempts=4, base=1, factor=3, cap=5).pauses) == [1, 3, 5]


def test_policy_needs_an_attempt():
    with pytest.raises(ValueError):
        RetryPolicy(attempts=0)
