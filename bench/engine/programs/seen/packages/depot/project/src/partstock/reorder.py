"""What to order."""
from __future__ import annotations

from dataclasses import dataclass

from .parts import Catalog
from .stock import Stock


@dataclass(frozen=True)
class Suggestion:
    sku: str
    packs: int
    quantity: int
    missing: int


def suggest(catalog: Catalog, stock: Stock, on_order: dict[str, int] | None = None,
            location: str = "main") -> list[Suggestion]:
    """Parts to order for a location.

    A part is due when what is available there, together with what is on
    order, is at or below its reorder level, and is below its target level.
    Whole packs are ordered, as few as reach the target level.  ``missing`` is
    how many are missing to the target level now.  The most missing come
    first, equals in order of SKU.
    """
    on_order = on_order or {}
    result = []
    for part in catalog:
        expected = stock.on_hand(part.sku, location) + on_order.get(part.sku, 0)
        if expected > part.reorder_level or expected >= part.target_level:
            continue
        missing = part.target_level - expected
        packs = -(-missing // part.pack_size)
        result.append(Suggestion(part.sku, packs, packs * part.pack_size, missing))
    result.sort(key=lambda s: (-s.missing, s.sku))
    return result
