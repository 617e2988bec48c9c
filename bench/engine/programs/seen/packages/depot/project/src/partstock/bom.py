"""Bills of materials."""
from __future__ import annotations

from .parts import normal_sku


class BomError(Exception):
    """A bill of materials contains itself."""


class BomTree:
    """Which parts, and how many of each, assemblies are made of."""

    def __init__(self):
        self._lines: dict[str, dict[str, int]] = {}

    def define(self, assembly: str, components: dict[str, int]) -> None:
        """Set the components of one assembly, in place of earlier ones.

        BomError if the assembly would contain itself at any depth; then the
        earlier definition stays.
        """
        key = normal_sku(assembly)
        lines: dict[str, int] = {}
        for sku, quantity in components.items():
            if quantity <= 0:
                raise ValueError("quantity must be positive")
            sku = normal_sku(sku)
            lines[sku] = lines.get(sku, 0) + quantity
        if any(self._contains(sku, key) for sku in lines):
            raise BomError(f"{key} contains itself")
        self._lines[key] = lines

    def _contains(self, root: str, wanted: str) -> bool:
        if root == wanted:
            return True
        return any(self._contains(sku, wanted) for sku in self._lines.get(root, ()))

    def is_assembly(self, sku: str) -> bool:
        return normal_sku(sku) in self._lines

    def explode(self, sku: str, quantity: int = 1) -> dict[str, int]:
        """Total quantity of each basic part (no assembly) in quantity of sku."""
        totals: dict[str, int] = {}
        pending = [(normal_sku(sku), quantity)]
        while pending:
            current, count = pending.pop()
            lines = self._lines.get(current)
            if lines is None:
                totals[current] = totals.get(current, 0) + count
                continue
            for child, per_unit in lines.items():
                pending.append((child, count * per_unit))
        return totals

    def buildable(self, sku: str, stock, location: str = "main") -> int:
        """How many of an assembly the available basic parts suffice for."""
        needs = self.explode(sku)
        return min(stock.available(part, location) // need for part, need in needs.items())

    def depth(self, sku: str) -> int:
        """Levels of assembly: 0 for a basic part."""
        lines = self._lines.get(normal_sku(sku))
        if not lines:
            return 0
        return 1 + max(self.depth(child) for child in lines)
