from shop.inner.cart import Item, total

__all__ = ["Item", "total"]
