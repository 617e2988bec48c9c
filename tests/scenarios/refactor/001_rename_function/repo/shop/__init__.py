from .cart import Item, total

__all__ = ["Item", "total"]
