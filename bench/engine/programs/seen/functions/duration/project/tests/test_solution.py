import pytest
from solution import parse_duration


def test_hours_and_minutes():
    assert parse_duration("1h30m") == 5400
    assert parse_duration("90s") == 90
    assert parse_duration("10m 10m") == 1200


def test_longer():
    assert parse_duration("2d 5s") == 172805
    assert parse_duration("1w") == 604800


def test_bad():
    with pytest.raises(ValueError):
        parse_duration("ten minutes")
