import unittest

from tournament import Record, Table


class RecordTest(unittest.TestCase):
    def test_counts(self):
        record = Record("a")
        record.add(2, 1)
        record.add(0, 0)
        record.add(1, 4)
        self.assertEqual((record.won, record.drawn, record.lost), (1, 1, 1))
        self.assertEqual(record.played, 3)
        self.assertEqual(record.points, 4)
        self.assertEqual(record.difference, -2)
        self.assertEqual(record.form, ["W", "D", "L"])

    def test_forms_are_separate(self):
        Record("a").add(1, 0)
        self.assertEqual(Record("b").form, [])


class TableTest(unittest.TestCase):
    def setUp(self):
        self.table = Table(["Ants", "Bees", "Cats"])

    def names(self):
        return [record.team for record in self.table.standings()]

    def test_empty(self):
        self.assertIsNone(self.table.leader())
        self.assertEqual(self.names(), ["Ants", "Bees", "Cats"])

    def test_points_decide(self):
        self.table.add_result("Ants", "Bees", 0, 1)
        self.table.add_result("Cats", "Ants", 2, 2)
        self.assertEqual(self.names(), ["Bees", "Cats", "Ants"])
        self.assertEqual(self.table.leader(), "Bees")
        self.assertEqual(self.table.record("Ants").conceded, 3)

    def test_difference_among_equals(self):
        self.table.add_result("Ants", "Bees", 1, 0)
        self.table.add_result("Bees", "Cats", 4, 0)
        self.table.add_result("Cats", "Ants", 1, 0)
        self.assertEqual(self.names(), ["Bees", "Ants", "Cats"])

    def test_head_to_head_comes_before_difference(self):
        table = Table("abc")
        table.add_result("b", "a", 1, 0)
        table.add_result("a", "c", 9, 0)
        self.assertEqual(table.head_to_head("a", "bc"), 3)
        self.assertEqual(table.head_to_head("a", "b"), 0)
        self.assertEqual(table.head_to_head("b", "a"), 3)
        self.assertEqual([record.team for record in table.standings()], ["b", "a", "c"])

    def test_bad_results(self):
        with self.assertRaises(ValueError):
            self.table.add_result("Ants", "Ants", 1, 1)
        with self.assertRaises(ValueError):
            self.table.add_result("Ants", "Bees", 1, -1)
        with self.assertRaises(KeyError):
            self.table.add_result("Ants", "Dogs", 1, 1)
        self.table.add_result("Ants", "Bees", 1, 1)
        with self.assertRaises(ValueError):
            self.table.add_result("Ants", "Bees", 1, 1)

    def test_last_form(self):
        for goals in (1, 0):
            self.table.add_result("Ants", ("Bees", "Cats")[goals], goals, 0)
        self.assertEqual(self.table.last_form("Ants"), "WD")
        self.assertEqual(self.table.last_form("Ants", 1), "D")

    def test_render(self):
        self.table.add_result("Cats", "Bees", 2, 0)
        self.assertEqual(
            self.table.render(),
            " 1 Cats  1  +2   3\n 2 Ants  0  +0   0\n 3 Bees  1  -2   0",
        )


if __name__ == "__main__":
    unittest.main()
