import fns
import rounds
from fns import both
from rounds import area


def test_area():
    assert round(area(1) + rounds.area(1), 2) == 6.28


def test_both():
    assert round(both(1), 2) == 4.14
