import pytest

from partstock import BomError, BomTree, Catalog, Part, Stock, Suggestion, suggest


@pytest.fixture
def bike():
    bom = BomTree()
    bom.define("WHEEL", {"RIM": 1, "SPOKE": 32, "BOLT": 2})
    bom.define("BIKE", {"WHEEL": 2, "FRAME": 1, "BOLT": 5})
    return bom


def test_explode(bike):
    assert bike.explode("wheel") == {"RIM": 1, "SPOKE": 32, "BOLT": 2}
    assert bike.explode("BIKE", 3) == {"RIM": 6, "SPOKE": 192, "FRAME": 3, "BOLT": 27}


def test_explode_basic_part(bike):
    assert bike.explode("RIM", 4) == {"RIM": 4}


def test_depth(bike):
    assert [bike.depth(s) for s in ("RIM", "WHEEL", "BIKE")] == [0, 1, 2]
    assert bike.is_assembly("bike") and not bike.is_assembly("frame")


def test_no_cycles(bike):
    with pytest.raises(BomError):
        bike.define("SPOKE", {"BIKE": 1})
    with pytest.raises(BomError):
        bike.define("FRAME", {"FRAME": 1})
    assert not bike.is_assembly("SPOKE")


def test_buildable(bike):
    stock = Stock(Catalog([Part(s, s) for s in ("RIM", "SPOKE", "BOLT", "FRAME")]))
    stock.receive("RIM", 9, 100)
    stock.receive("SPOKE", 200, 1)
    stock.receive("BOLT", 100, 1)
    assert bike.buildable("BIKE", stock) == 0
    stock.receive("FRAME", 5, 900)
    assert bike.buildable("BIKE", stock) == 3


def test_suggest():
    catalog = Catalog([
        Part("BOLT", "bolt", reorder_level=10, target_level=50, pack_size=20),
        Part("NUT", "nut", reorder_level=10, target_level=50, pack_size=20),
        Part("RIM", "rim", reorder_level=2, target_level=4),
    ])
    stock = Stock(catalog)
    stock.receive("BOLT", 10, 1)
    stock.receive("NUT", 11, 1)
    assert suggest(catalog, stock) == [
        Suggestion("BOLT", 2, 40, 40),
        Suggestion("RIM", 4, 4, 4),
    ]


def test_suggest_counts_orders_and_reservations():
    catalog = Catalog([Part("BOLT", "bolt", 10, 30, 25), Part("NUT", "nut", 10, 30, 25)])
    stock = Stock(catalog)
    stock.receive("BOLT", 20, 1)
    stock.receive("NUT", 5, 1)
    assert suggest(catalog, stock, {"NUT": 8}) == []
    stock.reserve("BOLT", 18, "x")
    assert suggest(catalog, stock, {"NUT": 8}) == [Suggestion("BOLT", 2, 50, 28)]


def test_part_is_checked():
    with pytest.raises(ValueError):
        Part("A", "a", pack_size=0)
    with pytest.raises(ValueError):
        Part("A", "a", reorder_level=5, target_level=4)
