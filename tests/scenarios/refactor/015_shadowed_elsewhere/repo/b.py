from a import total


def f(amount):
    return total() + amount
