from solution import rejoin


def test_rejoin():
    assert rejoin("") == ""
    assert rejoin("some\nwords") == "some words"
    assert rejoin("an exam-\nple here") == "an example here"
    assert rejoin("  one\n\n two ") == "one two"
    assert rejoin("a well-\nknown fact-") == "a wellknown fact-"
    assert rejoin("x-ray") == "x-ray"
