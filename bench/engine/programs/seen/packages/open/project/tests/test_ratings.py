import pytest

from openchess.ratings import expected, factor, new_ratings


def test_expected():
    assert expected(1500, 1500) == 0.5
    assert expected(1900, 1500) == pytest.approx(10 / 11)
    assert expected(1500, 1900) == pytest.approx(1 / 11)


def test_factor():
    assert factor(1500, 9) == 40
    assert factor(1500, 10) == 20
    assert factor(2400, 50) == 10


def test_one_game():
    assert new_ratings({"a": 1500, "b": 1500}, [("a", "b", "1-0")], {"b": 30}) == {
        "a": 1520, "b": 1490}


def test_tournament():
    before = {"a": 1500, "b": 1500, "c": 1900}
    games = [("a", "b", "1-0"), ("c", "a", "1/2"), ("b", "c", "0-1")]
    after = new_ratings(before, games)
    assert after == {"a": 1536.4, "b": 1476.4, "c": 1887.3}
    assert before == {"a": 1500, "b": 1500, "c": 1900}
