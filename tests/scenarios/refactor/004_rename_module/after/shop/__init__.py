from .basket import Item, total

__all__ = ["Item", "total"]
