import fns
from fns import area, both


def test_area():
    assert round(area(1) + fns.area(1), 2) == 6.28


def test_both():
    assert round(both(1), 2) == 4.14
