def area(w, h, *, deep=False):
    """Area."""
    return w * h if deep else 0


def go():
    return (
        area(1, (2), deep=True)
        + area(w=1, h=2)  # kept
        + area(3, h=4)
    )
