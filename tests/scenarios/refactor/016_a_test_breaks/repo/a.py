def total():
    """Give the total."""
    return 1
