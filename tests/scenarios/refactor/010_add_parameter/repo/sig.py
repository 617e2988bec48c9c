def area(w, h, unit="m", *, deep=False):
    """Area."""
    return w * h if deep else 0


def go():
    return (
        area(1, (2), "cm", deep=True)
        + area(w=1, h=2, unit=[1, 2])  # kept
        + area(3, h=4)
    )
