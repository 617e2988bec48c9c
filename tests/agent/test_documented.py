"""Which tests stand in the documentation of the code that they test."""

from __future__ import annotations

import pytest

from quire.agent.documented import is_documented


@pytest.mark.parametrize(
    ("test", "path", "documented"),
    [
        ("src/shop/cart.py::shop.cart.total", "src/shop/cart.py", True),
        ("src/shop/cart.py::test_total", "src/shop/cart.py", False),
        ("shop.cart.total", "src/shop/cart.py", True),
        ("shop.cart.Cart.total", "shop/cart.py", True),
        ("shop.cart", "shop/cart.py", True),
        ("shop", "src/shop/__init__.py", True),
        ("shop.carts.total", "shop/cart.py", False),
        ("checks.cart.CartTest.test_total", "checks/cart.py", False),
        ("tests.test_cart.CartTest.test_total", "tests/test_cart.py", False),
        ("tests.test_cart.total", "tests/test_cart.py", False),
    ],
)
def test_examples_are_told_from_tests_by_their_names(
    test: str, path: str, documented: bool
) -> None:
    assert is_documented(test, path) == documented
