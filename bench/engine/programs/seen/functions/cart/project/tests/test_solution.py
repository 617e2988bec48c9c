from solution import cart_total

PRICES = {"pen": 100, "book": 2500, "lamp": 6000}


def test_no_offers():
    assert cart_total({}, PRICES, set()) == 0
    assert cart_total({"pen": 2}, PRICES, set()) == 690
    assert cart_total({"book": 2}, PRICES, set()) == 5000


def test_offers():
    assert cart_total({"lamp": 3}, PRICES, {"lamp"}) == 12000
    assert cart_total({"pen": 7}, PRICES, {"pen"}) == 990
    assert cart_total({"pen": 2, "book": 3}, PRICES, {"book"}) == 5200
    assert cart_total({"pen": 3, "lamp": 1}, PRICES, {"lamp"}) == 6300
