class StockError(Exception):
    """Base of the errors of this package."""


class InsufficientStock(StockError):
    def __init__(self, sku, wanted, present):
        super().__init__(f"{sku}: {wanted} wanted, {present} present")
        self.sku = sku
        self.wanted = wanted
        self.present = present


class UnknownReservation(StockError):
    pass
