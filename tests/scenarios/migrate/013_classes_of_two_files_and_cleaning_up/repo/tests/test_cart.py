import os

from tests.base import FolderCase


class CartTest(FolderCase):
    def setUp(self):
        super().setUp()
        os.environ["CART"] = "1"
        self.addCleanup(os.environ.pop, "CART")

    def test_empty(self):
        self.assertNames()

    def test_two(self):
        self.names += ["b", "a"]
        self.assertNames("a", "b")
