import pytest

from pipelines import Running, deltas, moving_average, resample, top


def test_running():
    running = Running()
    for number in (2, 4, 4, 4, 5, 5, 7, 9):
        running.add(number)
    assert running.count == 8
    assert running.mean == pytest.approx(5)
    assert running.variance == pytest.approx(32 / 7)
    assert (running.lowest, running.highest, running.spread) == (2, 9, 7)


def test_running_without_numbers():
    assert Running().variance == 0.0
    assert Running().spread == 0.0
    assert Running().add(3).variance == 0.0


def test_combine():
    left = Running().add(1).add(2)
    right = Running().add(6)
    both = left.combine(right)
    assert (both.count, both.mean) == (3, pytest.approx(3))
    assert both.variance == pytest.approx(7)
    assert (both.lowest, both.highest) == (1, 6)
    assert Running().combine(Running()) == Running()


def test_moving_average():
    assert list(moving_average([1, 3, 5, 10], 2)) == [1, 2, 4, 7.5]
    with pytest.raises(ValueError):
        list(moving_average([1], 0))


def test_deltas():
    assert list(deltas([5, 7, 4])) == [5, 2, -3]
    assert list(deltas([5, 7], start=5)) == [0, 2]


def test_top():
    assert top([5, 1, 9, 7, 3], 3) == [9, 7, 5]
    assert top(["bb", "a", "cc"], 2, key=len) == ["bb", "cc"]
    assert top([1, 2], 5) == [2, 1]
    assert top([1, 2], 0) == []


def test_resample():
    readings = [(0, 1), (4, 3), (12, 10), (31, 5), (39, 7)]
    assert list(resample(readings, 10)) == [(0, 2), (10, 10), (30, 6)]
    assert list(resample([], 10)) == []
