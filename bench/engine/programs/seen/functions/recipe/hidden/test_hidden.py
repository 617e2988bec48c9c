import random
from solution import bake


def oracle(recipe, stock):
    stock = dict(stock)
    n = 0
    while all(stock.get(k, 0) >= v for k, v in recipe.items()):
        for k, v in recipe.items():
            stock[k] -= v
        n += 1
    return n, {k: v for k, v in stock.items() if v}


def test_random():
    rnd = random.Random(18)
    for _ in range(500):
        items = "abcdef"
        recipe = {k: rnd.randint(1, 4) for k in rnd.sample(items, rnd.randint(1, 3))}
        stock = {k: rnd.randint(0, 15) for k in items if rnd.random() < 0.8}
        r, s = dict(recipe), dict(stock)
        assert tuple(bake(recipe, stock)) == oracle(r, s), (r, s)


def test_fixed():
    assert bake({"a": 1}, {"b": 3}) == (0, {"b": 3})
    assert bake({"a": 1}, {"a": 3, "b": 0}) == (3, {})
