"""Orders and the desk that moves them along."""
from dataclasses import dataclass, field

from .events import EventBus
from .machine import Machine


@dataclass
class Order:
    id: int
    items: dict
    prices: dict
    state: str = "draft"
    paid: int = 0
    history: list = field(default_factory=list)

    @property
    def total(self):
        return sum(n * self.prices[sku] for sku, n in self.items.items())


def order_machine():
    m = Machine("draft", final=("delivered", "cancelled"))
    m.allow("draft", "place", "placed", guard=lambda o: bool(o.items))
    m.allow("placed", "pay", "paid", guard=lambda o: o.paid >= o.total)
    m.allow("placed", "pay", "placed")
    m.allow("paid", "ship", "shipped")
    m.allow("shipped", "deliver", "delivered")
    m.allow(("shipped",), "return", "cancelled")
    m.allow(("draft", "placed", "paid"), "cancel", "cancelled")
    return m


class OrderDesk:
    """Keeps orders, moves them, and tells the bus.

    Every move publishes "order.<new state>" with order=, old= and adds
    (action, old, new) to the order's history, also if the state stays.
    """

    def __init__(self, stock, prices, bus=None):
        self.stock = stock
        self.prices = prices
        self.bus = bus or EventBus()
        self.machine = order_machine()
        self.orders = {}

    def create(self, items):
        """A draft of {sku: count}; the prices of now are kept for it."""
        for sku, n in items.items():
            if sku not in self.prices:
                raise KeyError(sku)
            if n < 1:
                raise ValueError("counts start at 1")
        order = Order(len(self.orders) + 1, dict(items), dict(self.prices))
        self.orders[order.id] = order
        return order

    def place(self, order_id):
        """Set the goods aside and place the order; OutOfStock leaves a draft."""
        order = self.orders[order_id]
        self.machine.target(order.state, "place", order)
        self.stock.reserve(order.id, order.items)
        self._move(order, "place")

    def pay(self, order_id, amount):
        """Take a payment; returns what was paid too much so far (or 0)."""
        if amount <= 0:
            raise ValueError("amount must be positive")
        order = self.orders[order_id]
        if order.state == "placed":
            order.paid += amount
        self._move(order, "pay")
        return max(0, order.paid - order.total)

    def ship(self, order_id):
        order = self.orders[order_id]
        self._move(order, "ship")
        self.stock.ship(order.id)

    def deliver(self, order_id):
        self._move(self.orders[order_id], "deliver")

    def cancel(self, order_id):
        """Cancel; the goods are free again. Returns the amount to pay back."""
        order = self.orders[order_id]
        self._move(order, "cancel")
        self.stock.release(order.id)
        refund, order.paid = order.paid, 0
        return refund

    def take_back(self, order_id):
        """A shipped order comes back: goods to the shelf, money returned."""
        order = self.orders[order_id]
        self._move(order, "return")
        for sku, n in order.items.items():
            self.stock.receive(sku, n)
        refund, order.paid = order.paid, 0
        return refund

    def in_state(self, *states):
        return [o for o in self.orders.values() if o.state in states]

    def _move(self, order, action):
        old = order.state
        order.state = self.machine.target(old, action, order)
        order.history.append((action, old, order.state))
        self.bus.publish("order." + order.state, order=order, old=old)
