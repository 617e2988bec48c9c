from solution import expand


def test_groups():
    assert expand("3[a]2[bc]") == "aaabcbc"


def test_nested():
    assert expand("2[x3[y]]z") == "xyyyxyyyz"


def test_plain():
    assert expand("plain") == "plain"


def test_two_digits():
    assert expand("12[k]") == "k" * 12
