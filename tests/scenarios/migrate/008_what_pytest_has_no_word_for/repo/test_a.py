import unittest


class TestA(unittest.TestCase):
    def setUp(self):
        self.name = self.id()

    def test_a(self):
        self.assertTrue(1)
