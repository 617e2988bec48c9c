"""Reports on a warehouse."""

from datetime import timedelta


def average_cost(warehouse, sku, today):
    """Mean cost of a usable piece, in cents, halves rounded up; None if there are none."""
    lots = warehouse.lots(sku, today)
    pieces = sum(lot.quantity for lot in lots)
    if pieces == 0:
        return None
    value = sum(lot.quantity * lot.unit_cost for lot in lots)
    return (2 * value + pieces) // (2 * pieces)


def expiring(warehouse, today, within=7):
    """sku -> pieces that are usable today but not after `within` more days."""
    limit = today + timedelta(days=within)
    soon = {}
    for sku in warehouse.skus():
        pieces = sum(lot.quantity for lot in warehouse.lots(sku, today) if not lot.usable(limit))
        if pieces:
            soon[sku] = pieces
    return soon


def reorder_list(warehouse, levels, today):
    """What to order: pairs (sku, pieces), the largest order first, then by sku.

    `levels` maps sku -> (minimum, target). An article is ordered when fewer
    pieces than the minimum are available (not counting reserved ones), and
    then as many as bring it to the target.
    """
    orders = []
    for sku, (minimum, target) in levels.items():
        present = warehouse.available(sku, today)
        if present < minimum:
            orders.append((sku, target - present))
    return sorted(orders, key=lambda order: (-order[1], order[0]))
