import random

from solution import cart_total


def oracle(cart, prices, offers):
    goods = 0
    for p in cart:
        for unit in range(1, cart[p] + 1):
            if p in offers and unit % 3 == 0:
                continue
            goods += prices[p]
    if not goods:
        return 0
    return goods if goods >= 5000 else goods + 490


def test_units():
    expected = {1: 10000, 2: 20000, 3: 20000, 4: 30000, 5: 40000, 6: 40000, 7: 50000, 9: 60000}
    for units, total in expected.items():
        assert cart_total({"a": units}, {"a": 10000}, {"a"}) == total
        assert cart_total({"a": units}, {"a": 10000}, {"b"}) == units * 10000


def test_shipping():
    assert cart_total({}, {}, set()) == 0
    assert cart_total({"a": 1}, {"a": 4999}, set()) == 5489
    assert cart_total({"a": 1}, {"a": 5000}, set()) == 5000
    assert cart_total({"a": 1}, {"a": 1}, set()) == 491
    assert cart_total({"a": 3}, {"a": 2000}, {"a"}) == 4490


def test_random():
    rng = random.Random(15)
    for _ in range(400):
        prices = {p: rng.choice([1, 99, 250, 500, 1000, 2500]) for p in "abcd"}
        cart = {p: rng.randint(1, 8) for p in rng.sample("abcd", rng.randint(0, 4))}
        offers = set(rng.sample("abcd", rng.randint(0, 3)))
        assert cart_total(cart, prices, offers) == oracle(cart, prices, offers)
