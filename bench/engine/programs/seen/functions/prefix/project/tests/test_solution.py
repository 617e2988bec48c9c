from solution import common_prefix


def test_three():
    assert common_prefix(["flower", "flow", "flight"]) == "fl"


def test_nothing_common():
    assert common_prefix(["dog", "racecar"]) == ""


def test_one_word():
    assert common_prefix(["alone"]) == "alone"


def test_no_words():
    assert common_prefix([]) == ""
