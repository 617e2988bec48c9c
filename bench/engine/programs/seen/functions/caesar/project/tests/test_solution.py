from solution import caesar


def test_caesar():
    assert caesar("abc", 2) == "cde"
    assert caesar("Hello, World", 1) == "Ifmmp, Xpsme"
    assert caesar("", 7) == ""


def test_cyclic():
    assert caesar("Xyz!", 3) == "Abc!"
    assert caesar("Dog", -3) == "Ald"
