def total():
    return 1


def amount():
    return 2
