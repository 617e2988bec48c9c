import unittest

from stack import unrelated


class TestUnrelated(unittest.TestCase):
    def test_it(self):
        self.assertEqual(unrelated(1), 2)
