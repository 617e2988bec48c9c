def elimination_order(n: int, k: int) -> list[int]:
    """n players numbered 1..n stand in a circle.  Starting to count with
    player 1, every k-th player leaves the circle until nobody is left.
    Return the players in the order in which they leave.  n >= 0, k >= 1.

    >>> elimination_order(5, 2)
    [2, 4, 1, 5, 3]
    >>> elimination_order(4, 1)
    [1, 2, 3, 4]
    >>> elimination_order(3, 5)
    [2, 3, 1]
    """
    circle = list(range(1, n + 1))
    order = []
    pos = 1
    while circle:
        pos = (pos + k - 1) % len(circle)
        order.append(circle.pop(pos))
    return order
