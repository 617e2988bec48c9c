SHIPPING = 490
FREE_SHIPPING_FROM = 5000


def cart_total(cart: dict[str, int], prices: dict[str, int], offers: set[str]) -> int:
    """
    Return what a shopping cart costs, in cents. The cart maps each product to
    the number of units (at least 1), prices maps products to their price (at
    least 1 cent).

    Of a product on offer every third unit is free: out of 3 units one pays for
    2, out of 7 units for 5. If the goods cost less than 5000 cents, 490 cents
    of shipping are added; an empty cart costs nothing.

    >>> cart_total({"pen": 2}, {"pen": 100}, set())
    690
    >>> cart_total({"pen": 7}, {"pen": 1000}, {"pen"})
    5000
    >>> cart_total({}, {"pen": 100}, set())
    0
    """
    total = 0
    for product, units in cart.items():
        paid = units
        if product in offers and units > 3:
            paid -= units // 3
        total += paid * prices[product]
    if 0 < total < FREE_SHIPPING_FROM:
        total += SHIPPING
    return total
