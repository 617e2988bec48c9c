from typing import Dict, Tuple


def bake(recipe: Dict[str, int], stock: Dict[str, int]) -> Tuple[int, Dict[str, int]]:
    """Find how many cakes can be baked from the stock. The recipe gives the amounts
    (at least 1) for one cake and has at least one ingredient. Return the number of
    cakes and a dict of all that is left of the stock after baking them; things
    that are used up do not appear in it.

    >>> bake({"flour": 200, "eggs": 1}, {"flour": 500, "eggs": 9})
    (2, {'flour': 100, 'eggs': 7})
    >>> bake({"eggs": 2}, {"eggs": 4, "milk": 5})
    (2, {'milk': 5})
    >>> bake({"eggs": 2}, {})
    (0, {})
    """
    cakes = min(stock.get(item, 0) // need for item, need in recipe.items())
    left = {}
    for item in recipe:
        amount = stock.get(item, 0) - cakes * recipe.get(item, 0)
        if amount > 0:
            left[item] = amount
    return cakes, left
