import unittest

from cart import cheapest


class Cart(unittest.TestCase):
    def test_below(self):
        self.assertEqual(cheapest([1, 2, 3], 5), [1, 2, 3])

    def test_limit_is_included(self):
        self.assertEqual(cheapest([1, 2, 3], 2), [1, 2])
