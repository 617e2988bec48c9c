from solution import is_leap, days_in_years


def test_leap():
    assert is_leap(2024)
    assert is_leap(2000)


def test_not_leap():
    assert not is_leap(2023)
    assert not is_leap(1900)


def test_one_year():
    assert days_in_years(2024, 2024) == 366


def test_years():
    assert days_in_years(2021, 2024) == 1461


def test_years_backwards():
    assert days_in_years(2003, 2001) == 1095
