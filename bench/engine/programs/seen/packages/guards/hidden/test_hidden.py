import random

import pytest

from orderflow import EventBus, IllegalTransition, Machine, Order, OrderDesk, OutOfStock, Stock


def test_bus_random():
    rng = random.Random(1)
    topics = ["*", "a.*", "a.b.*", "a.b", "a.c", "b", "a"]
    names = ["a.b", "a.c", "a.b.d", "b", "ab", "a", "b.x"]
    for _ in range(150):
        bus = EventBus()
        log = []
        ref = []
        n = 0
        for _ in range(30):
            op = rng.choice("sspppu")
            if op == "s":
                t, p, o = rng.choice(topics), rng.randint(-1, 1), rng.random() < .3
                n += 1
                i = bus.subscribe(t, lambda name, n=n, **d: log.append((n, name, d)), p, o)
                ref.append((n, t, p, o, i))
            elif op == "u":
                if ref:
                    e = rng.choice(ref)
                    ref.remove(e)
                    assert bus.unsubscribe(e[4])
                    assert not bus.unsubscribe(e[4])
            else:
                name = rng.choice(names)
                fit = [e for e in ref if (e[1] == name if "*" not in e[1] else name[:len(e[1]) - 1] == e[1][:-1])]
                fit.sort(key=lambda e: (-e[2], e[0]))
                log.clear()
                assert bus.publish(name, k=n) == len(fit)
                assert log == [(e[0], name, {"k": n}) for e in fit]
                ref = [e for e in ref if not (e in fit and e[3])]


def test_bus_reentrant():
    bus = EventBus()
    log = []

    def late(name):
        log.append("late")

    def first(name):
        log.append("first")
        bus.subscribe("e", late)

    bus.subscribe("e", first, once=True)
    assert bus.publish("e") == 1
    assert log == ["first"]
    assert bus.publish("e") == 1
    assert log == ["first", "late"]


def test_once_removed_before_call():
    bus = EventBus()
    log = []

    def h(name):
        log.append(name)
        if len(log) < 3:
            bus.publish("e")

    bus.subscribe("e", h, once=True)
    bus.publish("e")
    assert log == ["e"]


def test_once_removed_on_error():
    bus = EventBus()

    def h(name):
        raise KeyError

    bus.subscribe("e", h, once=True)
    with pytest.raises(KeyError):
        bus.publish("e")
    assert bus.publish("e") == 0


def test_machine_random():
    rng = random.Random(2)
    states = "ABCDE"
    for _ in range(300):
        final = set(rng.sample(states, rng.randint(0, 2)))
        m = Machine("A", final)
        tab = []
        for _ in range(rng.randint(0, 7)):
            src = rng.choice(["*", rng.choice(states), tuple(rng.sample(states, 2)), ("*",)])
            g = rng.choice([None, None, 3, 6])
            row = (src, rng.choice("xyz"), rng.choice(states), g)
            tab.append(row)
            assert m.allow(row[0], row[1], row[2], None if g is None else (lambda s, g=g: s > g)) is m

        def cov(src, st):
            return st in src or ("*" in src and st not in final)
        for st in states:
            for subj in (2, 5, 8):
                acts = set()
                for a in "xyz":
                    t = next((r[2] for r in tab if r[1] == a and cov(r[0], st) and (r[3] is None or subj > r[3])), None)
                    if t is None:
                        with pytest.raises(IllegalTransition) as e:
                            m.target(st, a, subj)
                        assert (e.value.state, e.value.action) == (st, a)
                    else:
                        acts.add(a)
                        assert m.target(st, a, subj) == t
                assert m.actions(st, subj) == sorted(acts)
            reach = {st}
            for _ in range(6):
                reach |= {r[2] for r in tab for s in list(reach) if cov(r[0], s)}
            assert m.reachable(st) == reach
            if st == "A":
                assert m.reachable() == reach


def test_stock():
    lv = {"a": 5}
    s = Stock(lv)
    s.receive("b", 2)
    assert lv == {"a": 5}
    assert s.free("zz") == 0
    s.reserve(1, {"a": 2})
    s.reserve(1, {"a": 1, "b": 1})
    assert s.reserved[1] == {"a": 3, "b": 1}
    assert (s.free("a"), s.free("b")) == (2, 1)
    with pytest.raises(OutOfStock) as e:
        s.reserve(2, {"a": 3, "b": 1, "c": 4})
    assert e.value.missing == {"a": 1, "c": 4}
    assert s.free("b") == 1
    s.reserve(2, {"a": 2})
    s.ship(1)
    assert s.levels == {"a": 2, "b": 1}
    assert s.free("a") == 0
    s.ship(1)
    assert s.levels == {"a": 2, "b": 1}
    s.release(2)
    s.release(2)
    assert s.free("a") == 2
    for n in (0, -1):
        with pytest.raises(ValueError):
            s.receive("a", n)
    assert Stock().levels == {}
    t = Stock()
    t.receive("q", 1)
    assert Stock().levels == {}


def test_reserved_items_not_shared():
    s = Stock({"a": 9})
    items = {"a": 1}
    s.reserve(1, items)
    s.reserve(1, {"a": 2})
    assert items == {"a": 1}


MOVES = {
    ("draft", "place"): "placed", ("paid", "ship"): "shipped", ("shipped", "deliver"): "delivered",
    ("shipped", "take_back"): "cancelled", ("draft", "cancel"): "cancelled", ("placed", "cancel"): "cancelled",
    ("paid", "cancel"): "cancelled",
}


def test_desk_random():
    rng = random.Random(3)
    for _ in range(150):
        prices = {"a": 100, "b": 250}
        levels = {"a": 6, "b": 4}
        desk = OrderDesk(Stock(dict(levels)), prices)
        log = []
        desk.bus.subscribe("*", lambda name, order, old: log.append((name, order.id, old)))
        exp_log = []
        ref = {}
        for _ in range(40):
            op = rng.choice(["create", "place", "pay", "pay", "ship", "deliver", "cancel", "take_back", "price"])
            if op == "create":
                items = {k: rng.randint(1, 3) for k in rng.sample("ab", rng.randint(0, 2))}
                o = desk.create(items)
                ref[o.id] = dict(items=dict(items), total=sum(n * prices[k] for k, n in items.items()), state="draft", paid=0, hist=[], held={})
                assert o.id == len(ref)
            elif op == "price":
                prices[rng.choice("ab")] += 50
            elif ref:
                i = rng.choice(sorted(ref))
                r = ref[i]
                st = r["state"]
                if op == "pay":
                    amt = rng.choice([100, 250, 600])
                    if st != "placed":
                        with pytest.raises(IllegalTransition):
                            desk.pay(i, amt)
                        new = None
                    else:
                        r["paid"] += amt
                        new = "paid" if r["paid"] >= r["total"] else "placed"
                        assert desk.pay(i, amt) == max(0, r["paid"] - r["total"])
                else:
                    new = MOVES.get((st, op))
                    if op == "place" and not r["items"]:
                        new = None
                    if new is None:
                        with pytest.raises(IllegalTransition):
                            getattr(desk, op)(i)
                    elif op == "place":
                        free = {k: levels[k] - sum(q["held"].get(k, 0) for q in ref.values()) for k in levels}
                        miss = {k: n - free[k] for k, n in r["items"].items() if n > free[k]}
                        if miss:
                            with pytest.raises(OutOfStock) as e:
                                desk.place(i)
                            assert e.value.missing == miss
                            new = None
                        else:
                            desk.place(i)
                            r["held"] = r["items"]
                    else:
                        res = getattr(desk, op)(i)
                        if op in ("cancel", "take_back"):
                            assert res == r["paid"]
                            r["paid"] = 0
                        if op == "take_back":
                            for k, n in r["items"].items():
                                levels[k] += n
                        if op == "ship":
                            for k, n in r["held"].items():
                                levels[k] -= n
                        if op in ("ship", "cancel"):
                            r["held"] = {}
                if new:
                    r["hist"].append(("return" if op == "take_back" else op, st, new))
                    r["state"] = new
                    exp_log.append(("order." + new, i, st))
            assert desk.stock.levels == levels
            for k in levels:
                assert desk.stock.free(k) == levels[k] - sum(q["held"].get(k, 0) for q in ref.values())
            for i, r in ref.items():
                o = desk.orders[i]
                assert (o.state, o.paid, o.total, o.history) == (r["state"], r["paid"], r["total"], r["hist"])
            assert log == exp_log
            for group in (("draft",), ("placed", "paid"), ()):
                assert [o.id for o in desk.in_state(*group)] == [i for i, r in ref.items() if r["state"] in group]


def test_create_errors():
    d = OrderDesk(Stock(), {"a": 1})
    with pytest.raises(KeyError):
        d.create({"q": 1})
    for n in (0, -2):
        with pytest.raises(ValueError):
            d.create({"a": n})
    o = d.create({"a": 1})
    assert o.id == 1
    for n in (0, -2):
        with pytest.raises(ValueError):
            d.pay(1, n)
    with pytest.raises(KeyError):
        d.place(7)
    items = {"a": 1}
    p = d.create(items)
    items["a"] = 5
    assert p.items == {"a": 1}
    assert o.history is not p.history


def test_given_bus_used():
    bus = EventBus()
    d = OrderDesk(Stock({"a": 1}), {"a": 1}, bus)
    assert d.bus is bus
    assert OrderDesk(Stock(), {}).bus is not OrderDesk(Stock(), {}).bus


def test_state_seen_by_handlers():
    d = OrderDesk(Stock({"a": 1}), {"a": 1})
    seen = []
    d.bus.subscribe("order.*", lambda name, order, old: seen.append((order.state, order.history[-1])))
    o = d.create({"a": 1})
    d.place(o.id)
    assert seen == [("placed", ("place", "draft", "placed"))]
