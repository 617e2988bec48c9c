from solution import score


def test_four_digits():
    assert score("1807", "7810") == "1A3B"


def test_repeated():
    assert score("1123", "0111") == "1A1B"


def test_swapped():
    assert score("12", "21") == "0A2B"


def test_nothing():
    assert score("55", "66") == "0A0B"
