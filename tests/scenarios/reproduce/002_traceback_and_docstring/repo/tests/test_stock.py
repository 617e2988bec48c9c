import unittest

from shop.stock import left


class TestStock(unittest.TestCase):
    def test_left(self):
        self.assertEqual(left(3, 1), 2)


if __name__ == "__main__":
    unittest.main()
