import itertools
import math
import random
import statistics

import pytest

from pipelines import (
    Running,
    chunks,
    dedupe,
    deltas,
    interleave,
    merge_sorted,
    moving_average,
    pages,
    resample,
    split_when,
    top,
    windows,
    zip_by_key,
)


def test_chunks():
    for length in range(12):
        for size in range(1, 6):
            items = list(range(length))
            expected = [items[i : i + size] for i in range(0, length, size)]
            assert list(chunks(iter(items), size)) == expected
    found = list(chunks("abcdef", 2))
    assert len({id(chunk) for chunk in found}) == 3
    for size in (0, -1):
        with pytest.raises(ValueError):
            list(chunks([], size))


def test_windows():
    for length in range(12):
        for size in range(1, 5):
            items = list(range(length))
            plain = [tuple(items[i : i + size]) for i in range(length - size + 1)]
            assert list(windows(iter(items), size)) == plain
            for step in range(1, 6):
                assert list(windows(items, size, step)) == plain[::step]


def test_split_when():
    rng = random.Random(1)
    for _ in range(50):
        items = [rng.randint(0, 5) for _ in range(rng.randint(0, 10))]
        groups = list(split_when(items, lambda a, b: abs(a - b) > 1))
        assert [item for group in groups for item in group] == items
        assert all(groups)
        for group in groups:
            assert all(abs(a - b) <= 1 for a, b in zip(group, group[1:]))
        for one, two in zip(groups, groups[1:]):
            assert abs(one[-1] - two[0]) > 1
    assert list(split_when([1, 2, 3], lambda a, b: True)) == [[1], [2], [3]]
    assert list(split_when([1, 2, 3], lambda a, b: False)) == [[1, 2, 3]]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_pages(size):
    data = list(range(10))

    def fetch(number):
        asked.append(number)
        return data[(number - 1) * size : number * size]

    total = -(-10 // size)
    for first in (1, 2):
        rest = data[(first - 1) * size :]
        asked = []
        assert list(pages(fetch, first)) == rest
        assert asked == list(range(first, total + 2))
        for limit in range(12):
            asked = []
            assert list(pages(fetch, first, limit)) == rest[:limit]
            needed = -(-limit // size) if limit <= len(rest) else total - first + 2
            assert asked == list(range(first, first + needed))


def test_pages_are_lazy():
    asked = []

    def fetch(number):
        asked.append(number)
        return [number]

    assert list(itertools.islice(pages(fetch, 5), 3)) == [5, 6, 7]
    assert asked == [5, 6, 7]


def test_merge_sorted():
    rng = random.Random(2)
    for _ in range(60):
        streams = [
            sorted(
                ((rng.randint(0, 6), n, i) for i in range(rng.randint(0, 6))), key=lambda t: t[0]
            )
            for n in range(rng.randint(0, 4))
        ]
        merged = list(merge_sorted(*streams, key=lambda item: item[0]))
        flat = [item for stream in streams for item in stream]
        assert merged == sorted(flat, key=lambda item: item[0])
        plain = [sorted(stream) for stream in streams]
        assert list(merge_sorted(*plain)) == sorted(flat)
    endless = merge_sorted(itertools.count(0, 2), itertools.count(1, 2))
    assert list(itertools.islice(endless, 6)) == [0, 1, 2, 3, 4, 5]


def test_merge_by_falling_key():
    assert list(merge_sorted([9, 4], [7, 5, 1], key=lambda n: -n)) == [9, 7, 5, 4, 1]


def slow_dedupe(items, memory):
    seen, result = [], []
    for item in items:
        if item not in seen:
            result.append(item)
            seen.append(item)
            if memory is not None:
                seen = seen[len(seen) - memory :] if len(seen) > memory else seen
    return result


def test_dedupe():
    rng = random.Random(3)
    for _ in range(60):
        items = [rng.randint(0, 6) for _ in range(20)]
        for memory in (None, 1, 2, 3, 10):
            assert list(dedupe(iter(items), memory=memory)) == slow_dedupe(items, memory)
        kept = list(dedupe(items, key=lambda n: n % 3))
        assert [n % 3 for n in kept] == list(dict.fromkeys(n % 3 for n in items))
        assert kept == [next(i for i in items if i % 3 == n % 3) for n in kept]
    assert list(itertools.islice(dedupe(itertools.cycle("aab"), memory=1), 4)) == list("abab")
    assert list(dedupe([None, 0, None, "", 0])) == [None, 0, ""]


def test_interleave():
    rng = random.Random(4)
    for _ in range(40):
        streams = [[(n, i) for i in range(rng.randint(0, 5))] for n in range(rng.randint(0, 4))]
        expected = sorted((i, n) for stream in streams for n, i in stream)
        assert [(i, n) for n, i in interleave(*streams)] == expected
    assert list(itertools.islice(interleave(itertools.repeat(1), "ab"), 6)) == [
        1,
        "a",
        1,
        "b",
        1,
        1,
    ]


def test_zip_by_key():
    rng = random.Random(5)
    for _ in range(80):
        left = {k: f"l{k}" for k in rng.sample(range(8), rng.randint(0, 6))}
        right = {k: f"r{k}" for k in rng.sample(range(8), rng.randint(0, 6))}
        found = list(zip_by_key(sorted(left.items()), sorted(right.items()), missing="?"))
        keys = sorted(left.keys() | right.keys())
        assert found == [(k, left.get(k, "?"), right.get(k, "?")) for k in keys]
    assert list(zip_by_key([(1, 0)], [(2, "")])) == [(1, 0, None), (2, None, "")]


def numbers(seed, length=None):
    rng = random.Random(seed)
    length = rng.randint(2, 20) if length is None else length
    return [rng.uniform(-50, 50) for _ in range(length)]


def measured(values):
    running = Running()
    for value in values:
        assert running.add(value) is running
    return running


def test_running():
    for seed in range(40):
        values = numbers(seed)
        running = measured(values)
        assert running.count == len(values)
        assert running.mean == pytest.approx(statistics.fmean(values))
        assert running.variance == pytest.approx(statistics.variance(values))
        assert (running.lowest, running.highest) == (min(values), max(values))
        assert running.spread == max(values) - min(values)
    assert measured([-4]).spread == measured([-4]).variance == 0
    assert (measured([-4]).lowest, measured([-4]).highest) == (-4, -4)
    assert (Running().lowest, Running().highest) == (math.inf, -math.inf)


def test_combine():
    for seed in range(40):
        values = numbers(seed)
        for cut in (0, 1, len(values) // 2, len(values)):
            left, right = measured(values[:cut]), measured(values[cut:])
            before = (left.count, left.mean)
            both, whole = left.combine(right), measured(values)
            assert (left.count, left.mean) == before
            assert both.count == whole.count
            assert both.mean == pytest.approx(whole.mean)
            assert both.variance == pytest.approx(whole.variance)
            assert (both.lowest, both.highest) == (whole.lowest, whole.highest)


def test_moving_average():
    for seed in range(30):
        values = numbers(seed)
        for size in (1, 2, 3, 7, 50):
            found = list(moving_average(iter(values), size))
            assert len(found) == len(values)
            for i, average in enumerate(found):
                assert average == pytest.approx(
                    statistics.fmean(values[max(0, i + 1 - size) : i + 1])
                )
    assert list(moving_average([], 3)) == []
    for size in (0, -2):
        with pytest.raises(ValueError):
            list(moving_average([1], size))


def test_deltas():
    for start in (0, 5, -2):
        values = [3, 3, 10, -4, 0]
        found = list(deltas(values, start))
        assert list(itertools.accumulate(found, initial=start))[1:] == values
    assert list(deltas([4])) == [4]
    assert list(deltas([])) == []


def test_top():
    rng = random.Random(6)
    for _ in range(60):
        values = [rng.randint(0, 9) for _ in range(rng.randint(0, 12))]
        for count in range(6):
            assert top(iter(values), count) == sorted(values, reverse=True)[:count]
            tagged = list(enumerate(values))
            expected = sorted(tagged, key=lambda pair: -pair[1])[:count]
            assert top(tagged, count, key=lambda pair: pair[1]) == expected


def test_resample():
    rng = random.Random(7)
    for _ in range(40):
        times = sorted(rng.randint(-30, 60) for _ in range(rng.randint(0, 15)))
        readings = [(time, rng.randint(0, 9)) for time in times]
        for interval in (1, 7, 10):
            groups = {}
            for time, value in readings:
                groups.setdefault(math.floor(time / interval) * interval, []).append(value)
            found = list(resample(iter(readings), interval))
            assert [start for start, _ in found] == sorted(groups)
            for start, average in found:
                assert average == pytest.approx(statistics.fmean(groups[start]))
