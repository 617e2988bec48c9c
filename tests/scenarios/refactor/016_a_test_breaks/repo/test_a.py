import a


def test_total():
    assert getattr(a, "to" + "tal")() == 1
