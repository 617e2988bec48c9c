from solution import ordinal


def expected(n):
    s = str(n)
    if s[-2:] in ("11", "12", "13"):
        return s + "th"
    if s[-1] == "1":
        return s + "st"
    if s[-1] == "2":
        return s + "nd"
    if s[-1] == "3":
        return s + "rd"
    return s + "th"


def test_all_to_3000():
    for n in range(3001):
        assert ordinal(n) == expected(n)


def test_some():
    assert ordinal(0) == "0th"
    assert ordinal(1011) == "1011th"
    assert ordinal(1021) == "1021st"
    assert ordinal(1000013) == "1000013th"
