def serve(machine, orders):
    """machine is a dictionary: product -> [price in cents, pieces].
    orders is a list of (product, money in cents). For each order there is
    one message:
      'unknown'        the machine does not know the product
      'sold out'       no piece is left
      'missing N'      the money is not enough, N cents are missing
      'change N'       the product is sold, N cents come back
    (the first one that holds). The pieces in the machine go down with each sale.
    Returns (list of messages, cents that the machine has earned)."""
    messages = []
    earned = 0
    for order in orders:
        product = order[0]
        money = order[1]
        if product not in machine:
            messages.append("unknown")
        else:
            price = machine[product][0]
            pieces = machine[product][1]
            if pieces == 0:
                messages.append("sold out")
            elif money < price:
                messages.append("missing " + str(price - money))
            else:
                change = money - price
                machine[product][1] = pieces - 1
                earned += price
                messages.append("change " + str(change))
    return messages, earned
