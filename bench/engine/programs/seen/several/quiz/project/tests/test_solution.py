from solution import points, passed

KEY = "ABCAD"


def test_all_right():
    assert points("ABCAD", KEY) == 15


def test_mixed():
    assert points("CB-AB", KEY) == 4


def test_not_negative():
    assert points("BA---", KEY) == 0


def test_passed():
    students = {"Tom": "ABCBB", "Ina": "ABCA-", "Max": "-----", "Eva": "ABC--"}
    assert passed(students, KEY) == ["Eva", "Ina"]
