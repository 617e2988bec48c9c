import pytest

from partstock import Catalog, Part, Shortage, Stock


@pytest.fixture
def stock():
    return Stock(Catalog([Part("BOLT", "Bolt M8"), Part("NUT", "Nut M8")]))


def test_catalog():
    catalog = Catalog([Part("Z1", "z"), Part("a1", "a")])
    assert " z1 " in catalog
    assert catalog["A1"].name == "a"
    assert [p.sku for p in catalog] == ["a1", "Z1"]
    with pytest.raises(ValueError):
        catalog.add(Part("z1", "other"))


def test_receive_and_count(stock):
    stock.receive("bolt", 10, 5)
    stock.receive("BOLT", 4, 6, "shop")
    assert stock.on_hand("BOLT", "main") == 10
    assert stock.on_hand("bolt") == 14
    assert stock.value("bolt") == 50


def test_unknown_part(stock):
    with pytest.raises(KeyError):
        stock.receive("SCREW", 1, 1)


def test_issue_first_in_first_out(stock):
    stock.receive("BOLT", 10, 5)
    stock.receive("BOLT", 10, 7)
    assert stock.issue("BOLT", 4) == 20
    assert stock.issue("BOLT", 8) == 6 * 5 + 2 * 7
    assert stock.on_hand("BOLT") == 8
    assert stock.value("BOLT") == 56


def test_issue_everything(stock):
    stock.receive("NUT", 3, 2)
    assert stock.issue("NUT", 3) == 6
    assert stock.on_hand("NUT") == 0


def test_shortage(stock):
    stock.receive("NUT", 3, 2)
    with pytest.raises(Shortage) as info:
        stock.issue("NUT", 4)
    assert (info.value.wanted, info.value.available) == (4, 3)
    assert stock.on_hand("NUT") == 3


def test_reserve_and_release(stock):
    stock.receive("BOLT", 10, 5)
    stock.reserve("BOLT", 4, "order-1")
    stock.reserve("BOLT", 2, "order-1")
    stock.reserve("BOLT", 1, "order-2")
    assert stock.available("BOLT") == 3
    with pytest.raises(Shortage):
        stock.issue("BOLT", 4)
    assert stock.release("order-1") == 6
    assert stock.available("BOLT") == 9
    assert stock.release("order-1") == 0


def test_issue_reserved(stock):
    stock.receive("BOLT", 10, 5)
    stock.receive("NUT", 10, 2)
    stock.reserve("BOLT", 3, "order-1")
    stock.reserve("NUT", 2, "order-1")
    assert stock.issue_reserved("order-1") == 19
    assert stock.on_hand("BOLT") == 7
    assert stock.available("NUT") == 8


def test_transfer_keeps_costs(stock):
    stock.receive("BOLT", 2, 5)
    stock.receive("BOLT", 5, 7)
    stock.transfer("BOLT", 4, "main", "shop")
    assert stock.on_hand("BOLT", "main") == 3
    assert stock.value("BOLT", "shop") == 24
    assert stock.issue("BOLT", 3, "shop") == 17
