from .events import EventBus
from .machine import IllegalTransition, Machine
from .orders import Order, OrderDesk
from .stock import OutOfStock, Stock

__all__ = ["EventBus", "IllegalTransition", "Machine", "Order", "OrderDesk", "OutOfStock", "Stock"]
