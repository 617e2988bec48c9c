import unittest


class TestA(unittest.TestCase):
    def test_a(self):
        with self.subTest():
            self.assertTrue(1)
