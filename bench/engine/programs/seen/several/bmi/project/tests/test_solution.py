from solution import bmi, category, count_categories


def test_bmi():
    assert bmi(70, 175) == 22.9


def test_bmi_two_metres():
    assert bmi(100, 200) == 25.0


def test_category():
    assert category(22.9) == "normal"
    assert category(31) == "obese"


def test_count():
    people = [(70, 175), (62, 168), (95, 170)]
    assert count_categories(people) == {"normal": 2, "obese": 1}


def test_count_nobody():
    assert count_categories([]) == {}
