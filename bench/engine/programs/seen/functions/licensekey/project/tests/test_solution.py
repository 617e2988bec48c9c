from solution import format_key


def test_plain():
    assert format_key("5F3Zx2e9w", 4) == "5-F3ZX-2E9W"
    assert format_key("abcd", 2) == "AB-CD"


def test_dashes():
    assert format_key("2-5g-3-J", 2) == "2-5G-3J"
    assert format_key("---", 3) == ""
    assert format_key("-a1b-", 3) == "A1B"
