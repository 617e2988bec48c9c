import use


def test_go():
    assert use.go(3) == 10


def test_seven():
    assert use.seven() == 7
