from datetime import date

from stockroom import Warehouse, average_cost, expiring, reorder_list

D = date(2024, 5, 1)


def stocked():
    w = Warehouse()
    w.receive("bolt", 3, 10, D)
    w.receive("bolt", 1, 13, D)
    w.receive("glue", 8, 250, D, expires=date(2024, 5, 8))
    w.receive("tape", 40, 99, D, expires=date(2024, 5, 9))
    return w


def test_average_cost():
    assert average_cost(stocked(), "bolt", D) == 11
    assert average_cost(stocked(), "nail", D) is None


def test_expiring():
    assert expiring(stocked(), D, within=7) == {}
    assert expiring(stocked(), date(2024, 5, 2)) == {"glue": 8}


def test_reorder_list():
    levels = {"bolt": (10, 50), "glue": (8, 20), "nail": (1, 60), "tape": (30, 100)}
    assert reorder_list(stocked(), levels, D) == [("nail", 60), ("bolt", 46)]


def test_reorder_with_reservations():
    w = stocked()
    w.reserve("tape", 15, D)
    assert reorder_list(w, {"tape": (30, 100)}, D) == [("tape", 75)]
