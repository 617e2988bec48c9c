from solution import resolve


def test_no_alias():
    assert resolve({}, "vim") == "vim"
    assert resolve({"a": "b"}, "b") == "b"


def test_alias():
    assert resolve({"ll": "ls -l"}, "ll") == "ls -l"
    assert resolve({"a": "b", "b": "c"}, "a") == "c"


def test_loop():
    assert resolve({"a": "b", "b": "a"}, "a") is None
