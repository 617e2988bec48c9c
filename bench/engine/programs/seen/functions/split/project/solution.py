def split_bill(total_cents: int, people: int, tip_percent: int = 0) -> list[int]:
    """Split a bill (plus tip) into whole-cent shares.

    The tip is computed on the bill and rounded down to a whole cent.
    Shares differ by at most one cent; the larger shares come first, and
    together they add up exactly to bill plus tip.  `people` is at least 1.

    >>> split_bill(1000, 3)
    [334, 333, 333]
    >>> split_bill(1000, 4, 10)
    [275, 275, 275, 275]
    >>> split_bill(999, 2, 20)
    [599, 599]
    >>> split_bill(1001, 4, 10)
    [276, 275, 275, 275]
    """
    tip = total_cents * tip_percent // 100
    amount = total_cents + tip
    base = amount // people
    extra = total_cents % people
    return [base + 1] * extra + [base] * (people - extra)
