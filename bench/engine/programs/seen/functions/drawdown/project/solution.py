def max_drawdown(prices: list[int]) -> int:
    """
    Return the largest fall of a price: the largest difference between a price
    and a later price that is lower. If the price never falls, the result is 0.

    >>> max_drawdown([10, 8, 9, 5, 12])
    5
    >>> max_drawdown([3, 7, 2, 9, 6])
    5
    >>> max_drawdown([1, 2, 3])
    0
    """
    if not prices:
        return 0
    peak = prices[0]
    worst = 0
    for price in prices[1:]:
        if price > peak:
            peak = price
        elif peak - price > worst:
            worst = peak - price
            peak = price
    return worst
