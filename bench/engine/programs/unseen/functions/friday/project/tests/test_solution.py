from solution import unlucky_months


def test_one_year():
    assert unlucky_months(2026, 2026) == [(2026, 2), (2026, 3), (2026, 11)]
    assert unlucky_months(2023, 2023) == [(2023, 1), (2023, 10)]


def test_two_years():
    assert unlucky_months(2024, 2025) == [(2024, 9), (2024, 12), (2025, 6)]


def test_no_years():
    assert unlucky_months(2025, 2024) == []
