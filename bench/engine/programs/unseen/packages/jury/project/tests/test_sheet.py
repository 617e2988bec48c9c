from fractions import Fraction

import pytest

from judging import InvalidMark, Mark, Panel, ScoreSheet, trimmed_mean


@pytest.fixture
def sheet():
    s = ScoreSheet(Panel(["J1", "J2", "J3"], ["form", "art"], {"art": 2}))
    for judge, value in (("J1", 70), ("J2", 80), ("J3", 84)):
        s.enter(Mark(judge, "Ann", "form", value))
    return s


def test_trimmed_mean():
    assert trimmed_mean([90, 70, 80, 10], 1) == 75
    assert trimmed_mean([70, 80], 1) == 75
    assert trimmed_mean([], 1) == 0


def test_enter_checks(sheet):
    for mark in (Mark("J9", "Ann", "form", 50), Mark("J1", "Ann", "jump", 50),
                 Mark("J1", "Ann", "art", 101), Mark("J1", "Ann", "form", 50)):
        with pytest.raises(InvalidMark):
            sheet.enter(mark)


def test_amend(sheet):
    assert sheet.amend(Mark("J2", "Ann", "form", 75)) == 80
    assert sheet.criterion_score("Ann", "form") == 75
    with pytest.raises(InvalidMark):
        sheet.amend(Mark("J2", "Ann", "art", 75))


def test_total(sheet):
    sheet.enter(Mark("J1", "Ann", "art", 60))
    sheet.enter(Mark("J2", "Ann", "art", 61))
    assert sheet.total("Ann") == 80 + 121
    sheet.penalise("Ann", 5, "late")
    assert sheet.total("Ann") == Fraction(196)
    assert sheet.reasons("Ann") == ["late"]


def test_penalise_unknown(sheet):
    with pytest.raises(KeyError):
        sheet.penalise("Zoe", 5, "late")


def test_missing(sheet):
    sheet.enter(Mark("J2", "Ann", "art", 50))
    assert sheet.missing("Ann") == [("art", "J1"), ("art", "J3")]


def test_withdraw(sheet):
    sheet.penalise("Ann", 5, "late")
    sheet.withdraw("Ann")
    sheet.register("Ann")
    assert sheet.total("Ann") == 0 and sheet.penalty("Ann") == 0


def test_snapshot(sheet):
    state = sheet.snapshot()
    sheet.enter(Mark("J1", "Bob", "form", 50))
    sheet.amend(Mark("J2", "Ann", "form", 10))
    sheet.restore(state)
    assert sheet.competitors() == ["Ann"]
    assert sheet.criterion_score("Ann", "form") == 80
