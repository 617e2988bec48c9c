Pair = tuple[int, int]


def beats(a: Pair, b: Pair) -> bool:
    """Tell if a is at least as good as b in both respects, and not equal to it."""
    return a[0] <= b[0] and a[1] >= b[1] and a != b


def best_choices(products: list[Pair]) -> list[Pair]:
    """Return the (price, quality) pairs that no other pair beats.

    A pair beats a different one if its price is not higher and its quality
    not lower. The order of the pairs is kept, and so are equal pairs.

    >>> best_choices([(10, 5), (12, 4), (8, 3)])
    [(10, 5), (8, 3)]
    >>> best_choices([(10, 5), (10, 7)])
    [(10, 7)]
    >>> best_choices([(1, 1), (1, 1)])
    [(1, 1), (1, 1)]
    """
    return [p for p in products if not any(beats(q, p) for q in products)]
