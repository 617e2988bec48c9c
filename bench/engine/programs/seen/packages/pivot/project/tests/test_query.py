import pytest

from salesrep.query import Query
from salesrep.stats import mean, median, moving_average, percentile, shares


@pytest.fixture
def q():
    rows = [
        {"shop": "north", "item": "tea", "n": "3", "price": "4"},
        {"shop": "south", "item": "tea", "n": "5", "price": "4"},
        {"shop": "north", "item": "cup", "n": "1", "price": ""},
        {"shop": "north", "item": "tea", "n": "2", "price": "6"},
    ]
    return Query(rows).convert(n=int, price=int)


def test_stats():
    assert mean([1, 2, 6]) == 3
    assert median([5, 1, 3, 2]) == 2.5
    assert percentile([15, 20, 35, 40, 50], 40) == 20
    assert percentile([3, 1, 2], 100) == 3
    assert moving_average([1, 2, 3, 6], 2) == [1.5, 2.5, 4.5]
    assert shares([1, 1, 2]) == [25.0, 25.0, 50.0]
    assert shares([0, 0]) == [0.0, 0.0]


def test_where(q):
    assert len(q.where(shop="north")) == 3
    assert len(q.where(shop="north", n=lambda n: n > 1)) == 2


def test_group(q):
    got = list(q.group_by("shop", sold="sum:n", best="max:price", priced="count:price"))
    assert got == [
        {"shop": "north", "sold": 6, "best": 6, "priced": 2},
        {"shop": "south", "sold": 5, "best": 4, "priced": 1},
    ]


def test_group_by_two(q):
    got = [tuple(r.values()) for r in q.group_by("shop", "item", avg="mean:n")]
    assert got == [("north", "tea", 2.5), ("south", "tea", 5), ("north", "cup", 1)]


def test_order(q):
    got = [(r["shop"], r["n"]) for r in q.order_by("shop", "-n")]
    assert got == [("north", 3), ("north", 2), ("north", 1), ("south", 5)]
    assert [r["n"] for r in q] == [3, 5, 1, 2]


def test_derive_and_top(q):
    d = q.where(item="tea").derive("turnover", lambda r: r["n"] * r["price"])
    assert [r["turnover"] for r in d.top(2, "turnover")] == [20, 12]


def test_join(q):
    shops = [{"shop": "north", "n": 10}, {"shop": "west", "n": 2}]
    got = list(q.where(item="cup").join(shops, "shop", prefix="shop_"))
    assert got == [{"shop": "north", "item": "cup", "n": 1, "price": None, "shop_n": 10}]
