import random

import pytest

from partstock import (BomError, BomTree, Catalog, Part, Shortage, Stock, Suggestion,
                       suggest)

SKUS = ["BOLT", "NUT", "RIM"]
PLACES = ["main", "shop"]


class Model:
    """Every single part is an entry in a list."""

    def __init__(self):
        self.items = {(s, p): [] for s in SKUS for p in PLACES}
        self.res = {}

    def reserved(self, s, p):
        return sum(q for (s2, p2, _), q in self.res.items() if (s2, p2) == (s, p))

    def free(self, s, p):
        return len(self.items[s, p]) - self.reserved(s, p)

    def take(self, s, p, q):
        out = self.items[s, p][:q]
        del self.items[s, p][:q]
        return out


def compare(stock, model):
    for s in SKUS:
        for p in PLACES:
            assert stock.on_hand(s, p) == len(model.items[s, p])
            assert stock.value(s, p) == sum(model.items[s, p])
            assert stock.reserved(s, p) == model.reserved(s, p)
            assert stock.available(s, p) == model.free(s, p)
        assert stock.on_hand(s) == sum(len(model.items[s, p]) for p in PLACES)


@pytest.mark.parametrize("seed", range(25))
def test_random_stock(seed):
    rng = random.Random(seed)
    stock = Stock(Catalog([Part(s, s) for s in SKUS]))
    model = Model()
    for _ in range(70):
        s, p, q = rng.choice(SKUS), rng.choice(PLACES), rng.randint(1, 8)
        spelled = rng.choice([s, s.lower(), " " + s])
        order = rng.choice("xyz")
        action = rng.choice(["receive", "receive", "issue", "transfer", "transfer", "reserve",
                             "reserve", "release", "take"])
        if action == "receive":
            cost = rng.randint(1, 99)
            stock.receive(spelled, q, cost, p)
            model.items[s, p] += [cost] * q
        elif action == "release":
            want = sum(v for k, v in model.res.items() if k[2] == order)
            model.res = {k: v for k, v in model.res.items() if k[2] != order}
            assert stock.release(order) == want
        elif action == "take":
            want = 0
            for k in [k for k in model.res if k[2] == order]:
                want += sum(model.take(k[0], k[1], model.res.pop(k)))
            assert stock.issue_reserved(order) == want
        else:
            other = rng.choice(PLACES)
            call = {"issue": lambda: stock.issue(spelled, q, p),
                    "transfer": lambda: stock.transfer(spelled, q, p, other),
                    "reserve": lambda: stock.reserve(spelled, q, order, p)}[action]
            free = model.free(s, p)
            if q > free:
                with pytest.raises(Shortage) as info:
                    call()
                assert (info.value.sku, info.value.wanted, info.value.available) == (s, q, free)
            else:
                got = call()
                if action == "issue":
                    assert got == sum(model.take(s, p, q))
                elif action == "transfer":
                    if other != p:
                        model.items[s, other] += model.take(s, p, q)
                else:
                    key = (s, p, order)
                    model.res[key] = model.res.get(key, 0) + q
        compare(stock, model)


def test_errors():
    stock = Stock(Catalog([Part("BOLT", "b")]))
    stock.receive("BOLT", 5, 1)
    for q in (0, -1):
        for call in (lambda: stock.receive("BOLT", q, 1), lambda: stock.issue("BOLT", q),
                     lambda: stock.transfer("BOLT", q, "main", "shop"),
                     lambda: stock.reserve("BOLT", q, "o")):
            with pytest.raises(ValueError):
                call()
    for call in (lambda: stock.receive("X", 1, 1), lambda: stock.issue("X", 1),
                 lambda: stock.transfer("X", 1, "main", "shop"),
                 lambda: stock.reserve("X", 1, "o"), lambda: stock.on_hand("X", "main")):
        with pytest.raises(KeyError):
            call()
    assert stock.on_hand("BOLT") == 5 and stock.available("BOLT") == 5


def test_catalog():
    catalog = Catalog(Part(s, s) for s in ["b", "C", " a"])
    assert len(catalog) == 3
    assert [p.sku for p in catalog] == [" a", "b", "C"]
    assert catalog["c"].sku == "C" and "A" in catalog and "d" not in catalog
    with pytest.raises(ValueError):
        catalog.add(Part("A ", "x"))
    with pytest.raises(KeyError):
        catalog["d"]
    assert len(Catalog()) == 0


def test_part_check():
    Part("a", "a", 5, 5, 1)
    for args in [(0, 0, 0), (3, 2, 1), (0, 5, -2)]:
        with pytest.raises(ValueError):
            Part("a", "a", *args)


def test_random_bom():
    rng = random.Random(3)
    for _ in range(150):
        n = rng.randint(1, 7)
        lines = {}
        bom = BomTree()
        for i in range(n):
            if i >= 2 and rng.random() < 0.7:
                kids = rng.sample(range(i), rng.randint(1, min(3, i)))
                lines[i] = {k: rng.randint(1, 4) for k in kids}
                bom.define("p%d" % i, {"P%d" % k: q for k, q in lines[i].items()})

        def explode(i, q):
            if i not in lines:
                return [("P%d" % i, q)]
            return [x for k, m in lines[i].items() for x in explode(k, q * m)]

        def depth(i):
            return 1 + max(map(depth, lines[i])) if i in lines else 0

        for i in range(n):
            q = rng.randint(1, 5)
            want = {}
            for name, c in explode(i, q):
                want[name] = want.get(name, 0) + c
            assert bom.explode("p%d" % i, q) == want
            assert bom.depth("p%d" % i) == depth(i)
            assert bom.is_assembly("P%d" % i) == (i in lines)
            have = {p: rng.randint(0, 60) for p in want}
            stock = Stock(Catalog([Part(p, p) for p in want]))
            for p, c in have.items():
                if c:
                    stock.receive(p, c, 1, "shop")
            one = {p: c // q for p, c in want.items()}
            assert bom.buildable("P%d" % i, stock, "shop") == min(have[p] // one[p] for p in one)
            assert bom.buildable("P%d" % i, stock) == 0


def test_bom_define():
    bom = BomTree()
    bom.define("a", {"b": 1, "B ": 2})
    assert bom.explode("A") == {"B": 3}
    bom.define("b", {"c": 2})
    bom.define("d", {"a": 1, "b": 1})
    assert bom.explode("D") == {"C": 8}
    for name, parts in [("c", {"a": 1}), ("b", {"x": 1, "d": 1}), ("a", {"A": 1}),
                        ("c", {"c": 1})]:
        with pytest.raises(BomError):
            bom.define(name, parts)
    assert bom.explode("D", 2) == {"C": 16}
    for q in (0, -1):
        with pytest.raises(ValueError):
            bom.define("a", {"b": q})
    assert bom.explode("a") == {"C": 6}
    bom.define("a", {"x": 1})
    assert bom.explode("a") == {"X": 1}


def test_random_suggest():
    rng = random.Random(8)
    for _ in range(300):
        parts = []
        for s in ["A", "B", "C", "D", "E"]:
            low = rng.randint(0, 8)
            parts.append(Part(s, s, low, low + rng.choice([0, 0, 2, 4, 12]), rng.randint(1, 6)))
        rng.shuffle(parts)
        catalog = Catalog(parts)
        stock = Stock(catalog)
        orders, want = {}, []
        for part in sorted(parts, key=lambda p: p.sku):
            have, res, o = rng.randint(0, 12), 0, rng.randint(0, 4)
            if have:
                stock.receive(part.sku, have, 1, "z")
                res = rng.randint(0, have)
                if res:
                    stock.reserve(part.sku, res, "o", "z")
            if o:
                orders[part.sku] = o
            x = have - res + o
            if x <= part.reorder_level and x < part.target_level:
                packs = 0
                while x + packs * part.pack_size < part.target_level:
                    packs += 1
                want.append(Suggestion(part.sku, packs, packs * part.pack_size,
                                       part.target_level - x))
        want.sort(key=lambda s: s.missing, reverse=True)
        assert suggest(catalog, stock, orders, "z") == want
    assert suggest(Catalog(), Stock(Catalog())) == []
