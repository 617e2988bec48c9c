from .cart import Item, amount

__all__ = ["Item", "amount"]
