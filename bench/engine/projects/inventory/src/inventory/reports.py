"""Questions about the stock."""


def stock_value(store):
    """Return the value of everything on hand."""
    return sum(item.price * item.on_hand for item in store.items())


def reorder_list(store, target=20):
    """Return {sku: count} to bring every short item back to the target."""
    return {
        item.sku: target - item.available for item in store.items() if item.needs_reorder()
    }


def by_tag(store):
    """Return {tag: [sku, ...]}, both in alphabetical order."""
    result = {}
    for item in store.items():
        for tag in item.tags:
            result.setdefault(tag.lower(), []).append(item.sku)
    return dict(sorted(result.items()))


def top_sellers(store, count=3):
    """Return the SKUs that were shipped most, best first; ties by SKU."""
    shipped = {}
    for action, sku, number in store.history:
        if action == "ship":
            shipped[sku] = shipped.get(sku, 0) + number
    ranked = sorted(shipped, key=lambda sku: (-shipped[sku], sku))
    return ranked[:count]


def describe(item):
    """Return one line of text about an item."""
    text = f"{item.sku}: {item.available} available"
    if item.reserved:
        text += f", {item.reserved} reserved"
    return text
