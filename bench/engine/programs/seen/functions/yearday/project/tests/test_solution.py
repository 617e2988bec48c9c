from solution import day_of_year


def test_january():
    assert day_of_year(2023, 1, 1) == 1
    assert day_of_year(2024, 1, 31) == 31


def test_march():
    assert day_of_year(2023, 3, 1) == 60
    assert day_of_year(2024, 3, 1) == 61


def test_end_of_year():
    assert day_of_year(1900, 12, 31) == 365
    assert day_of_year(2000, 12, 31) == 366
    assert day_of_year(2023, 12, 31) == 365
