from solution import same_text, typed_text


def test_typed_text():
    assert typed_text("ab#c") == "ac"
    assert typed_text("a##b") == "b"
    assert typed_text("") == ""


def test_same_text():
    assert same_text("ab#c", "ad#c")
    assert not same_text("a#c", "b")
    assert same_text("ab##", "c#d#")
