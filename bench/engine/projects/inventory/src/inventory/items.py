"""What is on the shelves."""

from dataclasses import dataclass, field


def normal_sku(sku):
    """Return a SKU in its one spelling: upper case, no blanks, dashes between parts."""
    parts = sku.upper().replace("_", "-").split("-")
    cleaned = [part.strip() for part in parts]
    if not all(part.isalnum() for part in cleaned):
        raise ValueError("bad SKU: %r" % sku)
    return "-".join(cleaned)


@dataclass
class Item:
    sku: str
    price: int
    on_hand: int = 0
    reserved: int = 0
    reorder_level: int = 5
    tags: list = field(default_factory=list)

    def __post_init__(self):
        self.sku = normal_sku(self.sku)

    @property
    def available(self):
        return self.on_hand - self.reserved

    def needs_reorder(self):
        return self.available <= self.reorder_level
