import unittest


class CartTest(unittest.TestCase):
    """About carts."""

    def setUp(self):
        self.items = [1, 2]

    def test_sum(self):
        self.assertEqual(sum(self.items), 3)  # both
        self.assertTrue(self.items or None, "empty")

    def test_error(self):
        with self.assertRaises(ValueError) as caught:
            int("x")
        self.assertIn("x", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
