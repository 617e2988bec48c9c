from solution import matches_abbreviation


def test_matches():
    assert matches_abbreviation("internationalization", "i12iz4n")
    assert matches_abbreviation("apple", "5")
    assert matches_abbreviation("apple", "apple")
    assert matches_abbreviation("apple", "a3e")


def test_does_not_match():
    assert not matches_abbreviation("apple", "a2e")
    assert not matches_abbreviation("apple", "a5")
    assert not matches_abbreviation("apple", "b4")
