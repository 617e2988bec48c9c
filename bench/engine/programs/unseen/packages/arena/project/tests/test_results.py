from fractions import Fraction

from judging import Mark, Panel, ScoreSheet, Standing, medals, standings, team_results
from judging.report import open_marks, points, result_lines


def make(**values):
    sheet = ScoreSheet(Panel(["J"], ["form", "art"], trim=0))
    for name, (form, art) in values.items():
        sheet.enter(Mark("J", name, "form", form))
        sheet.enter(Mark("J", name, "art", art))
    return sheet


def places(table):
    return [(s.place, s.competitor) for s in table]


def test_standings():
    sheet = make(Ann=(50, 60), Bob=(70, 80), Cid=(10, 20))
    assert places(standings(sheet)) == [(1, "Bob"), (2, "Ann"), (3, "Cid")]


def test_shared_place():
    sheet = make(Ann=(50, 60), Bob=(60, 50), Cid=(90, 20), Dan=(5, 5))
    assert places(standings(sheet)) == [(1, "Ann"), (1, "Bob"), (1, "Cid"), (4, "Dan")]


def test_tie_break_criterion():
    sheet = make(Ann=(50, 60), Bob=(60, 50))
    assert places(standings(sheet, "form")) == [(1, "Bob"), (2, "Ann")]
    assert places(standings(sheet, "art")) == [(1, "Ann"), (2, "Bob")]


def test_tie_and_penalty():
    sheet = make(Ann=(50, 60), Bob=(50, 50))
    sheet.penalise("Ann", 10, "late")
    assert places(standings(sheet)) == [(1, "Bob"), (2, "Ann")]


def test_medals():
    table = [Standing(1, "A", Fraction(9)), Standing(1, "B", Fraction(9)),
             Standing(3, "C", Fraction(7)), Standing(4, "D", Fraction(2))]
    assert medals(table) == {"gold": ["A", "B"], "bronze": ["C"]}


def test_team_results():
    table = standings(make(Ann=(50, 60), Bob=(70, 80), Cid=(10, 20), Dan=(40, 40)))
    teams = {"red": ["Ann", "Cid", "Dan"], "blue": ["Bob", "Cid", "Eve"], "green": ["Dan"]}
    assert team_results(table, teams, 2) == [("red", 190), ("blue", 180)]


def test_points():
    assert points(Fraction(853, 10)) == "8.53"
    assert points(70) == "7.00"


def test_result_lines():
    sheet = make(Ann=(50, 60), Robert=(60, 50), Cid=(20, 20))
    assert result_lines(standings(sheet)) == [
        "  1= Ann      11.00",
        "  1= Robert   11.00",
        "  3  Cid       4.00",
    ]


def test_open_marks():
    sheet = make(Ann=(50, 60))
    sheet.enter(Mark("J", "Bob", "art", 50))
    assert open_marks(sheet) == {"Bob": 1}
