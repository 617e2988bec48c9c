from solution import max_drawdown


def test_max_drawdown():
    assert max_drawdown([10, 8, 9, 5, 12]) == 5
    assert max_drawdown([3, 7, 2, 9, 6]) == 5
    assert max_drawdown([1, 2, 3]) == 0
    assert max_drawdown([]) == 0
    assert max_drawdown([4]) == 0
    assert max_drawdown([100, 120, 60, 130, 90]) == 60
