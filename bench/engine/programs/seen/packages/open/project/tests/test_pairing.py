from itertools import combinations

import pytest

from openchess.pairing import PairingError, round_robin, swiss_round
from openchess.table import Table


@pytest.mark.parametrize("names", ["ab", "abcd", "abcde", "abcdefgh"])
def test_everybody_meets_everybody(names):
    rounds = round_robin(names)
    assert len(rounds) == (len(names) if len(names) % 2 else len(names) - 1)
    met = [frozenset(game) for games in rounds for game in games]
    assert len(met) == len(set(met))
    assert set(met) == {frozenset(pair) for pair in combinations(names, 2)}
    for games in rounds:
        busy = [name for game in games for name in game]
        assert len(busy) == len(set(busy))


def test_colours_are_balanced():
    rounds = round_robin("abcdef")
    for name in "abcdef":
        white = sum(1 for games in rounds for w, _ in games if w == name)
        assert white in (2, 3)


def test_double_round_robin():
    assert round_robin("ab", double=True) == [[("a", "b")], [("b", "a")]]


def test_swiss_first_round():
    assert swiss_round(Table("abcd")) == ([("a", "b"), ("c", "d")], None)


def test_swiss_does_not_repeat():
    t = Table("abcd")
    t.record("a", "b", "1-0")
    t.record("c", "d", "1-0")
    games, free = swiss_round(t)
    assert games == [("a", "c"), ("b", "d")]
    assert free is None


def test_swiss_colours():
    t = Table("abcd")
    t.record("a", "b", "1-0")
    t.record("d", "c", "0-1")
    games, _ = swiss_round(t)
    assert games == [("c", "a"), ("b", "d")]


def test_swiss_bye():
    t = Table("abc")
    assert swiss_round(t) == ([("a", "b")], "c")
    t.record("a", "b", "0-1")
    t.bye("c")
    assert swiss_round(t)[1] == "a"


def test_swiss_absent_and_impossible():
    t = Table("abc")
    t.record("a", "b", "1-0")
    assert swiss_round(t, absent=["b"]) == ([("c", "a")], None)
    with pytest.raises(PairingError):
        swiss_round(t, absent=["c"])
