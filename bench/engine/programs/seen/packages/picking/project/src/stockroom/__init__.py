from .errors import InsufficientStock, StockError, UnknownReservation
from .lots import Lot, pick_order
from .reports import average_cost, expiring, reorder_list
from .warehouse import Warehouse

__all__ = [
    "InsufficientStock", "Lot", "StockError", "UnknownReservation", "Warehouse",
    "average_cost", "expiring", "pick_order", "reorder_list",
]
