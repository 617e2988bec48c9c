import random
import pytest
from solution import chunk


@pytest.mark.parametrize("fill", [None, 0, "", False, "x", 7, 0.0])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 9])
def test_all(fill, size):
    for n in range(12):
        values = list(range(n))
        got = chunk(values, size, fill)
        flat = [x for part in got for x in part]
        count = -(-n // size)
        assert len(got) == count
        assert all(isinstance(part, list) for part in got)
        if fill is None:
            assert flat == values
            assert all(len(p) == size for p in got[:-1])
        else:
            assert all(len(p) == size for p in got)
            assert flat[:n] == values
            assert all(x == fill and type(x) is type(fill) for x in flat[n:])


def test_default():
    assert chunk([1, 2, 3], 2) == [[1, 2], [3]]
    assert chunk([], 2) == []
