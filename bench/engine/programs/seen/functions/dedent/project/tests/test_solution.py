from solution import dedent


def test_block():
    assert dedent("  if x:\n      y()\n") == "if x:\n    y()\n"


def test_blank_line():
    assert dedent("    a\n\n  b") == "  a\n\nb"


def test_nothing_in_common():
    assert dedent("a\n  b") == "a\n  b"
    assert dedent("") == ""
