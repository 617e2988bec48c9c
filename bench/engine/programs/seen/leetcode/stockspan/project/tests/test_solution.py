from solution import StockSpanner


def spans(prices):
    s = StockSpanner()
    return [s.next(p) for p in prices]


def test_example():
    assert spans([100, 80, 60, 70, 60, 75, 85]) == [1, 1, 1, 2, 1, 4, 6]


def test_falling():
    assert spans([9, 7, 4, 2]) == [1, 1, 1, 1]


def test_single():
    assert spans([31]) == [1]


def test_rising():
    assert spans([10, 20, 30]) == [1, 2, 3]
