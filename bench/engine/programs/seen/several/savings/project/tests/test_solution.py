import pytest
from solution import years_to_goal, savings_table


def test_years():
    assert years_to_goal(1000, 100, 5, 1500) == 4


def test_years_without_interest():
    assert years_to_goal(0, 50, 0, 200) == 4


def test_never():
    assert years_to_goal(10, 0, 0, 100) == -1


def test_table():
    assert savings_table(100, 0, 10, 2) == pytest.approx([100, 110, 121])


def test_table_no_years():
    assert savings_table(70, 5, 1, 0) == [70]
