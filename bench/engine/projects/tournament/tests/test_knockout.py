import unittest

from tournament import Bracket, seeding


class SeedingTest(unittest.TestCase):
    def test_places(self):
        self.assertEqual(seeding(1), [1])
        self.assertEqual(seeding(2), [1, 2])
        self.assertEqual(seeding(8), [1, 8, 4, 5, 2, 7, 3, 6])

    def test_sizes(self):
        for size in (0, 3, 12):
            with self.assertRaises(ValueError):
                seeding(size)


class BracketTest(unittest.TestCase):
    def test_four(self):
        bracket = Bracket(["a", "b", "c", "d"])
        self.assertEqual(bracket.pairs(), [("a", "d"), ("b", "c")])
        self.assertEqual(bracket.round_name(), "semi-finals")
        bracket.report("d")
        self.assertEqual(bracket.open_matches(), [("b", "c")])
        bracket.report("b")
        self.assertEqual(bracket.round_name(), "final")
        self.assertEqual(bracket.open_matches(), [("d", "b")])
        self.assertIsNone(bracket.champion)
        bracket.report("b")
        self.assertEqual(bracket.champion, "b")
        self.assertEqual(bracket.eliminated, ["a", "c", "d"])
        self.assertEqual(bracket.round_name(), "over")

    def test_byes(self):
        bracket = Bracket(list("abcde"))
        self.assertEqual(bracket.round_name(), "quarter-finals")
        self.assertEqual(bracket.open_matches(), [("d", "e")])
        bracket.report("e")
        self.assertEqual(bracket.pairs(), [("a", "e"), ("b", "c")])

    def test_unknown_winner(self):
        bracket = Bracket(["a", "b", "c"])
        with self.assertRaises(LookupError):
            bracket.report("a")
        with self.assertRaises(LookupError):
            bracket.report("z")

    def test_too_few(self):
        with self.assertRaises(ValueError):
            Bracket(["a"])

    def test_long_bracket(self):
        self.assertEqual(Bracket([str(i) for i in range(9)]).round_name(), "round of 16")


if __name__ == "__main__":
    unittest.main()
