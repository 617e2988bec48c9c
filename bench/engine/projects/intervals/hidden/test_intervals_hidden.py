import random

import intervals as iv


def points(items):
    return {p for start, end in items for p in range(start, end)}


def runs(covered):
    found = []
    for p in sorted(covered):
        if found and found[-1][1] == p:
            found[-1] = (found[-1][0], p + 1)
        else:
            found.append((p, p + 1))
    return found


def some(rng, empty=True):
    items = []
    for _ in range(rng.randrange(6)):
        start = rng.randrange(-5, 20)
        items.append((start, start + rng.randrange(0 if empty else 1, 7)))
    return items


def test_against_sets():
    rng = random.Random(1)
    for _ in range(600):
        items = some(rng)
        covered = points(items)
        assert iv.merge(items) == runs(covered)
        assert iv.total_length(items) == len(covered)
        day = (rng.randrange(-3, 5), rng.randrange(8, 20))
        free = runs(points([day]) - covered)
        assert list(iv.subtract(day, items)) == free
        length = rng.randrange(1, 5)
        assert iv.free_slots(items, day, length) == [s for s in free if s[1] - s[0] >= length]


def test_pairs():
    rng = random.Random(2)
    for _ in range(600):
        a = (rng.randrange(8), rng.randrange(9, 14))
        b = (rng.randrange(12), rng.randrange(13, 20))
        if rng.random() < 0.5:
            a, b = b, a
        common = runs(points([a]) & points([b]))
        assert iv.overlaps(a, b) is bool(common)
        assert iv.intersect(a, b) == (common[0] if common else None)
    assert iv.intersect((0, 2), (2, 4)) is None
    assert iv.overlaps((2, 4), (0, 2)) is False
    assert [iv.is_valid(i) for i in [(1, 1), (2, 1), (1, 2)]] == [False, False, True]


def test_max_overlap():
    rng = random.Random(3)
    for _ in range(400):
        items = some(rng, empty=False)
        best = max((sum(s <= p < e for s, e in items) for p in points(items)), default=0)
        assert iv.max_overlap(items) == best


def test_inputs_are_not_changed():
    items = [(5, 7), (1, 3)]
    iv.merge(items)
    iv.max_overlap(items)
    assert items == [(5, 7), (1, 3)]
