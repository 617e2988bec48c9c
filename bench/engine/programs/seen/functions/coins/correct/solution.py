def count_change(amount: int, coins: list[int]) -> int:
    """Count the ways to pay `amount` with any number of the given distinct
    coins.  The order of the coins does not matter; amount 0 can be paid in
    exactly one way.

    >>> count_change(4, [1, 2])
    3
    >>> count_change(10, [2, 5])
    2
    >>> count_change(3, [2])
    0
    >>> count_change(0, [1, 2])
    1
    """
    ways = [1] + [0] * amount
    for coin in coins:
        for value in range(coin, amount + 1):
            ways[value] += ways[value - coin]
    return ways[amount]
