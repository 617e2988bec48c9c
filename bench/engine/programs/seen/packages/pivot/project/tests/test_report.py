from salesrep.report import pivot, pivot_lines, ranking

ROWS = [
    {"shop": "a", "item": "x", "n": 2},
    {"shop": "b", "item": "y", "n": 3},
    {"shop": "a", "item": "x", "n": 5},
]


def test_pivot():
    assert pivot(ROWS, "shop", "item", "n") == {"a": {"x": 7, "y": 0}, "b": {"x": 0, "y": 3}}


def test_pivot_from_generator():
    assert pivot((r for r in ROWS if r["n"] > 2), "item", "shop", "n") == {"y": {"b": 3, "a": 0}, "x": {"b": 0, "a": 5}}


def test_pivot_lines():
    assert pivot_lines(ROWS, "shop", "item", "n") == ["shop;x;y;total", "a;7;0;7", "b;0;3;3", "total;7;3;10"]


def test_ranking():
    rows = [{"k": "a", "v": 20}, {"k": "b", "v": 50}, {"k": "c", "v": 20}, {"k": "d", "v": 10}]
    assert ranking(rows, "k", "v") == ["1. b 50 (50.0%)", "2. a 20 (20.0%)", "2. c 20 (20.0%)", "4. d 10 (10.0%)"]
