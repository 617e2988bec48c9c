from solution import padovan


def test_start():
    assert padovan(0) == 1
    assert padovan(1) == 1
    assert padovan(2) == 1


def test_small():
    assert padovan(3) == 2
    assert padovan(5) == 3


def test_larger():
    assert padovan(10) == 12
    assert padovan(15) == 49
