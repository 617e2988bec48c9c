import pytest

from openchess.standings import Row, berger, buchholz, club_totals, standings
from openchess.table import ResultError, Table


@pytest.fixture
def table():
    t = Table(["Ada", "Ben", "Cleo", "Dan"])
    t.record("Ada", "Ben", "1-0")
    t.record("Cleo", "Dan", "1/2")
    t.record("Cleo", "Ada", "1-0")
    t.record("Ben", "Dan", "0-1")
    return t


def test_points(table):
    assert [table.points(n) for n in table.names] == [1, 0, 1.5, 1.5]


def test_bye_counts_a_point(table):
    table.bye("Ben")
    assert table.points("Ben") == 1
    assert table.byes("Ben") == 1 and table.byes("Ada") == 0


def test_games_of(table):
    assert table.games_of("Ada") == [("Ben", 1, "w"), ("Cleo", 0, "b")]
    assert table.opponents("Cleo") == {"Dan", "Ada"}
    assert table.colour_balance("Cleo") == 2


def test_bad_results(table):
    for args in [("Ada", "Zoe", "1-0"), ("Ada", "Ada", "1-0"), ("Ada", "Dan", "2-0")]:
        with pytest.raises(ResultError):
            table.record(*args)
    with pytest.raises(ValueError):
        Table(["Ada", "Ada"])
    assert len(table.games) == 4


def test_unbeaten():
    t = Table("ab")
    for result in ["1-0", "1/2", "0-1", "1-0"]:
        t.record("a", "b", result)
    assert t.unbeaten("a") == 2
    assert t.unbeaten("b") == 2


def test_tie_breaks(table):
    assert buchholz(table, "Ada") == 1.5
    assert buchholz(table, "Dan") == 1.5
    assert berger(table, "Dan") == 0.75
    assert berger(table, "Cleo") == 1.75


def test_standings(table):
    assert standings(table) == [
        Row(1, "Cleo", 1.5, 2.5, 1.75, 1),
        Row(2, "Dan", 1.5, 1.5, 0.75, 1),
        Row(3, "Ada", 1, 1.5, 0, 1),
        Row(4, "Ben", 0, 2.5, 0, 0),
    ]


def test_standings_shared_ranks():
    t = Table(["Dan", "Cleo", "Ada", "Ben"])
    t.record("Ada", "Ben", "1-0")
    t.record("Dan", "Cleo", "0-1")
    assert [(r.rank, r.name) for r in standings(t)] == [
        (1, "Ada"), (1, "Cleo"), (3, "Ben"), (3, "Dan")]


def test_club_totals(table):
    clubs = {"Ada": "Rook", "Ben": "Rook", "Cleo": "Rook", "Dan": "Knight"}
    assert club_totals(table, clubs) == [("Rook", 2.5), ("Knight", 1.5)]
    assert club_totals(table, clubs, best=1) == [("Knight", 1.5), ("Rook", 1.5)]
