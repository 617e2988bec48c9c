from words import last


def test_last():
    assert last("a b") == "b"
