from words import initial


def test_initial():
    assert initial("Ada") == "A"
