from solution import ordinal


def test_small():
    assert ordinal(1) == "1st"
    assert ordinal(2) == "2nd"
    assert ordinal(3) == "3rd"
    assert ordinal(4) == "4th"


def test_teens():
    assert ordinal(11) == "11th"
    assert ordinal(12) == "12th"


def test_large():
    assert ordinal(103) == "103rd"
    assert ordinal(112) == "112th"
