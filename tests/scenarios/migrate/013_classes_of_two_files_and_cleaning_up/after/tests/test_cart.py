import os

from tests.base import FolderCase


class TestCart(FolderCase):
    def setup_method(self):
        super().setup_method()
        os.environ["CART"] = "1"
        self.cleanups.callback(os.environ.pop, "CART")

    def test_empty(self):
        self.assertNames()

    def test_two(self):
        self.names += ["b", "a"]
        self.assertNames("a", "b")
