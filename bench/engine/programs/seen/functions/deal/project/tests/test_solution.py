from solution import interleave


def test_equal_length():
    assert interleave([1, 2], [10, 20]) == [1, 10, 2, 20]


def test_second_runs_out():
    assert interleave([1, 2, 3], [10]) == [1, 10, 2, 3]


def test_empty_queue_first():
    assert interleave([], [5, 6], [7]) == [5, 7, 6]


def test_no_queues():
    assert interleave() == []
