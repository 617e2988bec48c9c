import unittest


class TestA(unittest.TestCase):
    def setUp(self):
        self.addCleanup(print, "done")

    def test_a(self):
        self.assertTrue(1)
