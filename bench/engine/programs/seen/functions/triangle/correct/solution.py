def triangle_type(a: int, b: int, c: int) -> str:
    """Classify the triangle with the given side lengths by its largest angle:
    "acute", "right" or "obtuse". Return "none" when the lengths do not make a
    triangle of positive area. The sides may come in any order.

    >>> triangle_type(3, 4, 5)
    'right'
    >>> triangle_type(6, 5, 5)
    'acute'
    >>> triangle_type(1, 2, 3)
    'none'
    """
    short, middle, longest = sorted((a, b, c))
    if short <= 0 or short + middle <= longest:
        return "none"
    squares = short ** 2 + middle ** 2
    if squares == longest ** 2:
        return "right"
    return "acute" if squares > longest ** 2 else "obtuse"
