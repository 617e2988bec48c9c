import pytest

from intervals import free_slots, intersect, max_overlap, merge, overlaps, subtract, total_length


@pytest.mark.parametrize(
    "a, b, expected",
    [((0, 5), (4, 9), True), ((4, 9), (0, 5), True), ((0, 5), (5, 9), False), ((0, 9), (3, 4), True)],
)
def test_overlaps(a, b, expected):
    assert overlaps(a, b) is expected


@pytest.mark.parametrize(
    "a, b, expected",
    [((0, 5), (3, 9), (3, 5)), ((0, 5), (5, 9), None), ((2, 4), (0, 10), (2, 4)), ((0, 1), (4, 5), None)],
)
def test_intersect(a, b, expected):
    assert intersect(a, b) == expected


@pytest.mark.parametrize(
    "given, expected",
    [
        ([], []),
        ([(1, 3), (2, 6), (8, 10)], [(1, 6), (8, 10)]),
        ([(8, 10), (1, 3), (3, 8)], [(1, 10)]),
        ([(1, 9), (2, 3)], [(1, 9)]),
        ([(4, 4), (1, 2)], [(1, 2)]),
    ],
)
def test_merge(given, expected):
    assert merge(given) == expected


def test_total_length():
    assert total_length([(0, 3), (2, 5), (10, 11)]) == 6


def test_subtract():
    assert list(subtract((0, 10), [(2, 3), (5, 7)])) == [(0, 2), (3, 5), (7, 10)]
    assert list(subtract((0, 10), [(-5, 2), (8, 20)])) == [(2, 8)]
    assert list(subtract((0, 10), [(-1, 11)])) == []
    assert list(subtract((5, 10), [(0, 2), (12, 15)])) == [(5, 10)]


def test_free_slots():
    assert free_slots([(9, 10), (11, 15)], (8, 18), 2) == [(15, 18)]
    assert free_slots([(9, 10), (12, 15)], (8, 17), 2) == [(10, 12), (15, 17)]


def test_max_overlap():
    assert max_overlap([(0, 4), (1, 3), (2, 6)]) == 3
    assert max_overlap([(0, 2), (2, 4)]) == 1
    assert max_overlap([]) == 0
