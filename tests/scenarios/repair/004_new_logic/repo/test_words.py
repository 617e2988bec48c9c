import unittest

from words import noun


class Noun(unittest.TestCase):
    def test_noun(self):
        self.assertEqual(noun("the quick brown fox"), "fox 7781")
        self.assertEqual(noun("a lazy dog sleeps"), "dog 3312")
