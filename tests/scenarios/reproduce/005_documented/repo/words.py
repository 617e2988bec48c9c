def initial(name):
    """Return the first letter.

    Raises IndexError for an empty name.
    """
    return name[0]
