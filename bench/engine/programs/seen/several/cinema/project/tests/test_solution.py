from solution import find_seats, book


def test_find_last_row():
    assert find_seats(["....", "x..x"], 2) == (2, 2)


def test_find_first_row():
    assert find_seats(["x...", "x.x."], 3) == (1, 2)


def test_find_middle():
    assert find_seats(["....", "..xx", "xx.."], 3) == (1, 1)


def test_none():
    assert find_seats(["x.x", ".x."], 2) is None


def test_book():
    assert book(["...", "....."], 2) == ["...", "xx..."]
