import unittest

from cart import cheapest


class Other(unittest.TestCase):
    def test_nothing(self):
        self.assertEqual(cheapest([], 5), [])
