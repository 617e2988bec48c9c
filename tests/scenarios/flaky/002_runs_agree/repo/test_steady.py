import unittest


class Steady(unittest.TestCase):
    def test_steady(self):
        self.assertTrue(True)
