def price_of(flag, item):
    price = item * 2  # twice
    if flag:
        price += 1
    return price


def run(items, flag):
    total = 0
    for item in items:
        # what it costs
        price = price_of(flag, item)
        total += price
    return total
