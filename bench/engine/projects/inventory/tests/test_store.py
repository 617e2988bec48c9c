import unittest

from inventory.items import Item, normal_sku
from inventory.reports import by_tag, describe, reorder_list, stock_value, top_sellers
from inventory.store import OutOfStock, Store, UnknownItem


def shop():
    store = Store()
    store.add_item("tea-01", 300, 10, tags=["Drinks", "hot"])
    store.add_item("cup_7", 500, 4, tags=["kitchen"])
    store.add_item("ice-2", 100, 50, tags=["drinks"])
    return store


class ItemTest(unittest.TestCase):
    def test_normal_sku(self):
        self.assertEqual(normal_sku(" ab_1- x"), "AB-1-X")
        with self.assertRaises(ValueError):
            normal_sku("a--b")

    def test_tags_are_not_shared(self):
        first = Item("a", 1)
        first.tags.append("new")
        self.assertEqual(Item("b", 1).tags, [])

    def test_needs_reorder(self):
        self.assertTrue(Item("a", 1, on_hand=7, reserved=2).needs_reorder())
        self.assertFalse(Item("a", 1, on_hand=8, reserved=2).needs_reorder())


class StoreTest(unittest.TestCase):
    def setUp(self):
        self.store = shop()

    def test_find(self):
        self.assertEqual(self.store.item("CUP-7").price, 500)
        with self.assertRaises(UnknownItem):
            self.store.item("nope")

    def test_duplicates(self):
        with self.assertRaises(ValueError):
            self.store.add_item("TEA_01", 1)

    def test_receive(self):
        self.store.receive("tea-01", 5)
        self.assertEqual(self.store.item("tea-01").on_hand, 15)
        with self.assertRaises(ValueError):
            self.store.receive("tea-01", 0)

    def test_reserve_all_but_not_more(self):
        self.store.reserve("cup-7", 3)
        with self.assertRaises(OutOfStock) as caught:
            self.store.reserve("cup-7", 2)
        self.assertEqual(caught.exception.available, 1)
        self.store.reserve("cup-7", 1)
        self.assertEqual(self.store.item("cup-7").available, 0)

    def test_release(self):
        self.store.reserve("cup-7", 3)
        self.assertEqual(self.store.release("cup-7", 1), 1)
        self.assertEqual(self.store.release("cup-7", 9), 2)
        self.assertEqual(self.store.item("cup-7").reserved, 0)

    def test_ship(self):
        self.store.reserve("tea-01", 6)
        self.store.ship("tea-01", 4)
        item = self.store.item("tea-01")
        self.assertEqual((item.on_hand, item.reserved, item.available), (6, 2, 4))
        with self.assertRaises(OutOfStock):
            self.store.ship("tea-01", 3)


class ReportTest(unittest.TestCase):
    def test_stock_value(self):
        self.assertEqual(stock_value(shop()), 3000 + 2000 + 5000)

    def test_reorder_list(self):
        self.assertEqual(reorder_list(shop()), {"CUP-7": 16})

    def test_by_tag(self):
        expected = {"drinks": ["ICE-2", "TEA-01"], "hot": ["TEA-01"], "kitchen": ["CUP-7"]}
        self.assertEqual(by_tag(shop()), expected)
        self.assertEqual(list(by_tag(shop())), ["drinks", "hot", "kitchen"])

    def test_top_sellers(self):
        store = shop()
        for sku, count in [("tea-01", 2), ("ice-2", 1), ("cup-7", 2), ("ice-2", 4)]:
            store.reserve(sku, count)
            store.ship(sku, count)
        self.assertEqual(top_sellers(store, 2), ["ICE-2", "CUP-7"])

    def test_describe(self):
        store = shop()
        self.assertEqual(describe(store.item("cup-7")), "CUP-7: 4 available")
        store.reserve("cup-7", 1)
        self.assertEqual(describe(store.item("cup-7")), "CUP-7: 3 available, 1 reserved")


if __name__ == "__main__":
    unittest.main()
