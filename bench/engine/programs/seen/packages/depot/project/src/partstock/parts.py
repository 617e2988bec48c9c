"""Parts master data."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    sku: str
    name: str
    reorder_level: int = 0
    target_level: int = 0
    pack_size: int = 1

    def __post_init__(self):
        if self.pack_size < 1:
            raise ValueError("pack size must be at least 1")
        if self.target_level < self.reorder_level:
            raise ValueError("target level is below reorder level")


def normal_sku(text: str) -> str:
    """SKUs are written without surrounding blanks, in capitals."""
    return text.strip().upper()


class Catalog:
    """All known parts by SKU (case and outer blanks do not matter)."""

    def __init__(self, parts=()):
        self._parts: dict[str, Part] = {}
        for part in parts:
            self.add(part)

    def add(self, part: Part) -> None:
        """Add a part; ValueError if its SKU is taken."""
        key = normal_sku(part.sku)
        if key in self._parts:
            raise ValueError(f"duplicate part {key}")
        self._parts[key] = part

    def __getitem__(self, sku: str) -> Part:
        return self._parts[normal_sku(sku)]

    def __contains__(self, sku: str) -> bool:
        return normal_sku(sku) in self._parts

    def __iter__(self):
        """The parts, ordered by SKU."""
        return iter(sorted(self._parts.values(), key=lambda p: normal_sku(p.sku)))

    def __len__(self):
        return len(self._parts)
