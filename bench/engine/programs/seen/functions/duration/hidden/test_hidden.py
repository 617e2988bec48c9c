import random
from datetime import timedelta
import pytest
from solution import parse_duration

NAMES = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def test_each_unit():
    for unit, word in NAMES.items():
        for n in (0, 1, 2, 7, 100):
            assert parse_duration(f"{n}{unit}") == timedelta(**{word: n}).total_seconds()


def test_random():
    rng = random.Random(3)
    for _ in range(300):
        total, parts = timedelta(), []
        for _ in range(rng.randint(1, 6)):
            n, unit = rng.randint(0, 150), rng.choice("wdhms")
            total += timedelta(**{NAMES[unit]: n})
            parts.append(f"{n}{unit}")
        text = rng.choice(["", " ", "  "]).join(parts)
        assert parse_duration(text) == total.total_seconds()


@pytest.mark.parametrize("bad", ["", " ", "5", "h", "5x", "1h30", "-5s", "1.5h", "h1", "1h,2m"])
def test_bad(bad):
    with pytest.raises(ValueError):
        parse_duration(bad)
