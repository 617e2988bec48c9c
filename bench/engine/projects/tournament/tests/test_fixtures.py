import unittest

from tournament import double_round_robin, round_robin
from tournament.fixtures import rests


class RoundRobinTest(unittest.TestCase):
    def test_four_teams(self):
        rounds = round_robin(["a", "b", "c", "d"])
        self.assertEqual(
            rounds,
            [
                [("a", "d"), ("b", "c")],
                [("c", "a"), ("d", "b")],
                [("a", "b"), ("c", "d")],
            ],
        )

    def test_three_teams(self):
        rounds = round_robin(["a", "b", "c"])
        self.assertEqual(rounds, [[("b", "c")], [("c", "a")], [("a", "b")]])

    def test_two_teams(self):
        self.assertEqual(round_robin(["a", "b"]), [[("a", "b")]])

    def test_same_team_twice(self):
        with self.assertRaises(ValueError):
            round_robin(["a", "b", "a"])

    def test_double(self):
        rounds = double_round_robin(["a", "b", "c", "d"])
        self.assertEqual(len(rounds), 6)
        self.assertEqual(rounds[3], [("d", "a"), ("c", "b")])

    def test_rests(self):
        self.assertEqual(rests(["a", "b", "c"], [("c", "a")]), ["b"])


if __name__ == "__main__":
    unittest.main()
