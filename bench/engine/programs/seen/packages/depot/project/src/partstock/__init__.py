from .parts import Catalog, Part
from .stock import Shortage, Stock
from .bom import BomError, BomTree
from .reorder import Suggestion, suggest

__all__ = ["Catalog", "Part", "Shortage", "Stock", "BomError", "BomTree",
           "Suggestion", "suggest"]
