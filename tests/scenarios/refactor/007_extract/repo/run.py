def run(items, flag):
    total = 0
    for item in items:
        # what it costs
        price = item * 2  # twice
        if flag:
            price += 1
        total += price
    return total
