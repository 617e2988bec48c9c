from unittest import mock

from shop import total
from shop.cart import Big, Item, show
from shop.use import both


def test_total():
    assert total([Item(), Big()]) == 9


def test_show():
    with mock.patch("shop.cart.total", lambda items, rate: rate):
        assert show([]) == "total: 2"


def test_both():
    assert both([Item()]) == 16
