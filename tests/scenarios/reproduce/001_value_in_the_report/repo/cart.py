def low(values, limit):
    return [value for value in values if value < limit]


def high(values, limit):
    return [value for value in values if value > limit]
