from solution import merge_bookings


def test_overlap():
    assert merge_bookings([(9, 11), (10, 12), (14, 15)]) == [(9, 12), (14, 15)]


def test_touching():
    assert merge_bookings([(3, 5), (1, 3)]) == [(1, 5)]


def test_gap():
    assert merge_bookings([(1, 4), (5, 6)]) == [(1, 4), (5, 6)]


def test_empty():
    assert merge_bookings([]) == []
