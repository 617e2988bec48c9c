import random

from solution import stride_sort


def oracle(values, step, offset):
    idx = [i for i in range(len(values)) if i >= offset and (i - offset) % step == 0]
    picked = sorted(values[i] for i in idx)
    out = list(values)
    for i, v in zip(idx, picked):
        out[i] = v
    return out


def test_offset_past_end():
    assert stride_sort([3, 2, 1], 2, 5) == [3, 2, 1]


def test_input_kept():
    data = [3, 2, 1]
    assert stride_sort(data, 1) == [1, 2, 3]
    assert data == [3, 2, 1]


def test_random():
    rng = random.Random(4)
    for _ in range(400):
        v = [rng.randint(-9, 9) for _ in range(rng.randint(0, 12))]
        step, off = rng.randint(1, 4), rng.randint(0, 5)
        assert stride_sort(list(v), step, off) == oracle(v, step, off)
