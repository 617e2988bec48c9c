from solution import bracelet_form


def test_small():
    assert bracelet_form(()) == ()
    assert bracelet_form((4,)) == (4,)
    assert bracelet_form((2, 1)) == (1, 2)


def test_three():
    assert bracelet_form((3, 1, 2)) == (1, 2, 3)
    assert bracelet_form((1, 3, 2)) == (1, 2, 3)


def test_four():
    assert bracelet_form((2, 1, 2, 1)) == (1, 2, 1, 2)
    assert bracelet_form((5, 5, 5, 0)) == (0, 5, 5, 5)
