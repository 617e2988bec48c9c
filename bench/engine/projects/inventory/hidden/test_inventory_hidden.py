import random

import pytest

from inventory.items import Item, normal_sku
from inventory.reports import by_tag, describe, reorder_list, stock_value, top_sellers
from inventory.store import OutOfStock, Store, UnknownItem

SKUS = ["A-1", "B-2", "C-3"]


def test_skus():
    for given in ("ab-1", "AB_1", " ab - 1 ", "Ab-1"):
        assert normal_sku(given) == "AB-1"
    assert normal_sku("x") == "X"
    for bad in ("", "a-", "-a", "a b", "a--b", "a.b"):
        with pytest.raises(ValueError):
            normal_sku(bad)


def test_random_life():
    rng = random.Random(8)
    for _ in range(150):
        store, model, history = Store(), {}, []
        for i, sku in enumerate(SKUS):
            start = rng.randrange(12)
            item = store.add_item(sku.lower().replace("-", "_"), 10 * (i + 1), start, ["T%d" % (i % 2), "all"])
            assert item is store.item(sku)
            model[sku] = [start, 0]
        for _ in range(30):
            sku, count = rng.choice(SKUS), rng.randrange(1, 8)
            action = rng.choice(["receive", "reserve", "release", "ship"])
            hand, kept = model[sku]
            failing = (action == "reserve" and count > hand - kept) or (
                action == "ship" and count > kept)
            if failing:
                with pytest.raises(OutOfStock) as caught:
                    getattr(store, action)(sku, count)
                have = hand - kept if action == "reserve" else kept
                assert (caught.value.wanted, caught.value.available) == (count, have)
                assert str(caught.value) == f"{sku}: wanted {count}, have {have}"
            else:
                result = getattr(store, action)(sku.lower(), count)
                if action == "receive":
                    model[sku][0] += count
                elif action == "reserve":
                    model[sku][1] += count
                elif action == "release":
                    count = min(count, kept)
                    assert result == count
                    model[sku][1] -= count
                else:
                    model[sku] = [hand - count, kept - count]
                history.append((action, sku, count))
            for s in SKUS:
                item = store.item(s)
                assert [item.on_hand, item.reserved] == model[s]
                assert item.available == item.on_hand - item.reserved
        assert store.history == history
        assert [i.sku for i in store.items()] == SKUS
        assert stock_value(store) == sum(10 * (i + 1) * model[s][0] for i, s in enumerate(SKUS))
        free = {s: model[s][0] - model[s][1] for s in SKUS}
        for target in (20, 9):
            assert reorder_list(store, target) == {s: target - free[s] for s in SKUS if free[s] <= 5}
        assert reorder_list(store) == reorder_list(store, 20)
        sold = {s: sum(c for a, x, c in history if a == "ship" and x == s) for s in SKUS}
        sold = {s: n for s, n in sold.items() if any(a == "ship" and x == s for a, x, _ in history)}
        best = sorted(sorted(sold), key=lambda s: sold[s], reverse=True)
        for n in range(4):
            assert top_sellers(store, n) == best[:n]
        assert top_sellers(store) == best[:3]
        assert by_tag(store) == {"all": SKUS, "t0": ["A-1", "C-3"], "t1": ["B-2"]}
        assert list(by_tag(store)) == ["all", "t0", "t1"]


def test_details():
    store = Store()
    store.add_item("b", 1)
    store.add_item("a", 2, tags=("q",))
    assert [i.sku for i in store.items()] == ["A", "B"]
    with pytest.raises(ValueError):
        store.add_item("B", 1)
    with pytest.raises(UnknownItem):
        store.ship("z", 1)
    for bad in (0, -1):
        with pytest.raises(ValueError):
            store.receive("a", bad)
    assert store.item("b").tags == [] and store.item("a").tags == ["q"]
    assert Item("x", 1).reorder_level == 5
    assert Item("x", 1).tags is not Item("y", 1).tags
    assert describe(Item("x", 1, 9, 2)) == "X: 7 available, 2 reserved"
    assert describe(Item("x", 1, 9)) == "X: 9 available"
    assert Item("x", 1, 5).needs_reorder() and not Item("x", 1, 6).needs_reorder()
