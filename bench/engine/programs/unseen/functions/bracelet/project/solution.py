def bracelet_form(beads: tuple[int, ...]) -> tuple[int, ...]:
    """Return the standard form of a bracelet of coloured beads.

    A bracelet can be turned and it can be flipped over, so that the same
    bracelet can be written down in several ways. The standard form is the
    smallest (in the order of tuples) of all of these.

    >>> bracelet_form((3, 1, 2))
    (1, 2, 3)
    >>> bracelet_form((1, 3, 2))
    (1, 2, 3)
    >>> bracelet_form((2, 1, 2, 1))
    (1, 2, 1, 2)
    >>> bracelet_form(())
    ()
    """
    best = beads
    for start in range(len(beads)):
        turned = beads[start:] + beads[:start]
        if turned < best:
            best = turned
    return best
