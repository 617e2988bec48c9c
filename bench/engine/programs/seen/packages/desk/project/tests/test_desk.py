import pytest

from orderflow import IllegalTransition, Machine, OrderDesk, OutOfStock, Stock


@pytest.fixture
def desk():
    return OrderDesk(Stock({"tea": 10, "cup": 3}), {"tea": 400, "cup": 900})


def test_machine():
    m = Machine("off", final=["broken"])
    m.allow("off", "press", "on").allow("on", "press", "off").allow("*", "drop", "broken")
    assert m.target("off", "press") == "on"
    assert m.actions("on") == ["drop", "press"]
    assert m.actions("broken") == []
    assert m.reachable() == {"off", "on", "broken"}
    with pytest.raises(IllegalTransition):
        m.target("broken", "press")


def test_guard():
    m = Machine("shut")
    m.allow("shut", "push", "open", guard=lambda force: force > 5)
    assert m.target("shut", "push", 6) == "open"
    with pytest.raises(IllegalTransition):
        m.target("shut", "push", 5)
    assert m.actions("shut", 9) == ["push"]
    assert m.actions("shut", 1) == []


def test_whole_way(desk):
    o = desk.create({"tea": 2, "cup": 1})
    assert o.total == 1700
    desk.place(o.id)
    assert desk.stock.free("tea") == 8
    assert desk.pay(o.id, 1000) == 0
    assert o.state == "placed"
    assert desk.pay(o.id, 800) == 100
    desk.ship(o.id)
    assert desk.stock.levels == {"tea": 8, "cup": 2}
    desk.deliver(o.id)
    assert [h[0] for h in o.history] == ["place", "pay", "pay", "ship", "deliver"]
    assert desk.stock.free("tea") == 8


def test_out_of_stock(desk):
    a = desk.create({"cup": 2})
    desk.place(a.id)
    b = desk.create({"cup": 2, "tea": 1})
    with pytest.raises(OutOfStock) as info:
        desk.place(b.id)
    assert info.value.missing == {"cup": 1}
    assert b.state == "draft"
    assert desk.stock.free("tea") == 10
    desk.cancel(a.id)
    desk.place(b.id)
    assert desk.stock.free("cup") == 1


def test_reserve_all(desk):
    o = desk.create({"cup": 3})
    desk.place(o.id)
    assert desk.stock.free("cup") == 0


def test_refunds(desk):
    o = desk.create({"tea": 1})
    desk.place(o.id)
    desk.pay(o.id, 400)
    assert desk.cancel(o.id) == 400
    with pytest.raises(IllegalTransition):
        desk.ship(o.id)


def test_take_back(desk):
    o = desk.create({"tea": 4})
    desk.place(o.id)
    desk.pay(o.id, 1600)
    desk.ship(o.id)
    assert desk.take_back(o.id) == 1600
    assert desk.stock.levels["tea"] == 10
    assert desk.in_state("cancelled") == [o]


def test_price_changes_later(desk):
    o = desk.create({"tea": 1})
    desk.prices["tea"] = 500
    assert o.total == 400
    assert desk.create({"tea": 1}).total == 500


def test_events(desk):
    log = []
    desk.bus.subscribe("order.*", lambda name, order, old: log.append((name, order.id, old)))
    o = desk.create({"tea": 1})
    desk.place(o.id)
    desk.pay(o.id, 100)
    desk.cancel(o.id)
    assert log == [("order.placed", 1, "draft"), ("order.placed", 1, "placed"), ("order.cancelled", 1, "placed")]


def test_refused_payment(desk):
    o = desk.create({"tea": 1})
    with pytest.raises(IllegalTransition):
        desk.pay(o.id, 400)
    assert o.paid == 0
