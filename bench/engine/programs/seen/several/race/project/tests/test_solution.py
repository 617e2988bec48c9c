from solution import fastest, before

RESULTS = ["Anna 61", "Ben 9", "Cleo 120", "Dan 15"]


def test_fastest():
    assert fastest(RESULTS) == "Ben"


def test_fastest_close():
    assert fastest(["Eve 31", "Fred 30", "Gus 30"]) == "Fred"


def test_fastest_long_race():
    assert fastest(["Ida 1004", "Jo 998"]) == "Jo"


def test_before():
    assert before(RESULTS, "Anna") == ["Ben", "Dan"]


def test_before_first():
    assert before(RESULTS, "Ben") == []


def test_before_unknown():
    assert before(RESULTS, "Zoe") == []
