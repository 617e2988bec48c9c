from solution import reveal, play


def test_reveal():
    assert reveal("apple", ["p", "e"]) == "_ p p _ e"


def test_won():
    assert play("tea", ["t", "x", "e", "a"], 5) == ("won", 4, "t e a")


def test_lost():
    assert play("tea", ["x", "y", "t"], 2) == ("lost", 0, "_ _ _")


def test_capitals():
    assert play("sun", ["S", "U"], 3) == ("playing", 3, "s u _")


def test_repeated():
    assert play("moon", ["o", "o", "z", "z", "m"], 4) == ("playing", 3, "m o o _")
