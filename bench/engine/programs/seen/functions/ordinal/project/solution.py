def ordinal(n: int) -> str:
    """Write a non-negative whole number as an English ordinal.

    The suffix is "st", "nd" or "rd" for numbers ending in 1, 2 or 3,
    except that numbers ending in 11, 12 or 13 take "th" like all the rest.

    >>> ordinal(1)
    '1st'
    >>> ordinal(12)
    '12th'
    >>> ordinal(103)
    '103rd'
    """
    if 11 <= n <= 13:
        return f"{n}th"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"
