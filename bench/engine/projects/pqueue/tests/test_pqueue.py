import pytest

from pqueue import PriorityQueue, merge_sorted, smallest


def drain(queue):
    return [queue.pop() for _ in range(len(queue))]


def test_order():
    queue = PriorityQueue([("c", 3), ("a", 1), ("d", 4), ("b", 2)])
    assert list(queue) == ["a", "b", "c", "d"]
    assert drain(queue) == ["a", "b", "c", "d"]


def test_ties_in_order_of_arrival():
    queue = PriorityQueue([("x", 1), ("y", 1), ("w", 0), ("z", 1)])
    assert drain(queue) == ["w", "x", "y", "z"]


def test_empty():
    queue = PriorityQueue()
    with pytest.raises(IndexError):
        queue.peek()
    with pytest.raises(IndexError):
        queue.pop()


def test_contains_and_len():
    queue = PriorityQueue([("a", 1)])
    assert "a" in queue and len(queue) == 1
    queue.remove("a")
    assert "a" not in queue and len(queue) == 0
    with pytest.raises(KeyError):
        queue.remove("a")


def test_update():
    queue = PriorityQueue((letter, number) for number, letter in enumerate("abcdefg"))
    queue.update("g", -1)
    queue.push("a", 10)
    assert queue.priority("a") == 10
    assert len(queue) == 7
    assert drain(queue) == ["g", "b", "c", "d", "e", "f", "a"]


def test_remove_from_the_middle():
    items = [("r", 1), ("s", 10), ("t", 2), ("u", 11), ("v", 12), ("w", 3), ("x", 4)]
    queue = PriorityQueue(items)
    queue.remove("u")
    queue.remove("r")
    assert drain(queue) == ["t", "w", "x", "s", "v"]


def test_merge_sorted():
    assert list(merge_sorted([1, 4, 9], [], [2, 3, 10, 11], [4])) == [1, 2, 3, 4, 4, 9, 10, 11]
    assert list(merge_sorted()) == []


def test_smallest():
    assert smallest([5, 1, 4, 1, 3], 3) == [1, 1, 3]
    assert smallest([2], 5) == [2]
