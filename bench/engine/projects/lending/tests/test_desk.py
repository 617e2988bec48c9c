import unittest
from datetime import date

from lending import Book, Desk, Member, NoCopy, NotAllowed, UnknownItem

SIGNALS = "978-0-306-40615-7"
WAVES = "978-3-16-148410-0"
MONDAY = date(2024, 3, 4)


def day(number):
    return date(2024, 3, number)


class DeskTest(unittest.TestCase):
    def setUp(self):
        self.desk = Desk()
        self.desk.add_book(Book(SIGNALS, "Signals", "Ann Ode", copies=2))
        self.desk.add_book(Book(WAVES, "Waves", "Bea Maker"))
        for name in ("ann", "bob", "cid"):
            self.desk.add_member(Member(name))
        self.desk.add_member(Member("tim", "child"))

    def test_lend(self):
        loan = self.desk.lend(SIGNALS, "ann", day(1))
        self.assertEqual(loan.due, day(22))
        self.assertEqual(self.desk.available(SIGNALS), 1)
        self.assertEqual(self.desk.loans_of("ann"), [loan])
        self.assertEqual(self.desk.member("ann").history, ["9780306406157"])
        self.assertEqual(self.desk.member("bob").history, [])

    def test_no_copy(self):
        self.desk.lend(WAVES, "ann", MONDAY)
        with self.assertRaises(NoCopy):
            self.desk.lend(WAVES, "bob", MONDAY)

    def test_limit(self):
        self.desk.add_book(Book(WAVES, "Waves", "Bea Maker", copies=3))
        self.assertEqual(self.desk.available(WAVES), 4)
        for _ in range(2):
            self.desk.lend(WAVES, "tim", MONDAY)
        with self.assertRaises(NotAllowed):
            self.desk.lend(WAVES, "tim", MONDAY)

    def test_unknown(self):
        with self.assertRaises(UnknownItem):
            self.desk.lend(SIGNALS, "zoe", MONDAY)
        with self.assertRaises(UnknownItem):
            self.desk.book("979-10-90636-07-1")
        with self.assertRaises(UnknownItem):
            self.desk.take_back(SIGNALS, "ann", MONDAY)

    def test_names_are_taken_once(self):
        with self.assertRaises(NotAllowed):
            self.desk.add_member(Member("ann"))

    def test_catalogue(self):
        self.assertEqual([book.title for book in self.desk.catalogue()], ["Waves", "Signals"])

    def test_take_back_in_time(self):
        self.desk.lend(SIGNALS, "ann", day(1))
        self.assertEqual(self.desk.take_back(SIGNALS, "ann", day(22)), 0)
        self.assertEqual(self.desk.available(SIGNALS), 2)
        self.assertEqual(self.desk.loans, [])

    def test_take_back_late(self):
        self.desk.lend(SIGNALS, "ann", day(1))
        # the 24th is a Sunday
        self.assertEqual(self.desk.take_back(SIGNALS, "ann", day(26)), 60)
        self.assertEqual(self.desk.member("ann").debt, 60)

    def test_grace(self):
        self.desk.lend(SIGNALS, "ann", day(1))
        self.assertEqual(self.desk.take_back(SIGNALS, "ann", day(25)), 0)

    def test_very_late(self):
        self.desk.lend(SIGNALS, "ann", day(1))
        self.assertEqual(self.desk.take_back(SIGNALS, "ann", date(2024, 8, 1)), 500)
        with self.assertRaises(NotAllowed):
            self.desk.lend(SIGNALS, "ann", date(2024, 8, 1))

    def test_reserve(self):
        self.desk.lend(WAVES, "ann", MONDAY)
        self.assertEqual(self.desk.reserve(WAVES, "bob"), 1)
        self.assertEqual(self.desk.reserve(WAVES, "cid"), 2)
        self.assertEqual(self.desk.reserve(WAVES, "bob"), 1)
        with self.assertRaises(NotAllowed):
            self.desk.reserve(WAVES, "ann")
        self.desk.take_back(WAVES, "ann", MONDAY)
        with self.assertRaises(NoCopy):
            self.desk.lend(WAVES, "cid", MONDAY)
        self.desk.lend(WAVES, "bob", MONDAY)
        self.assertEqual(self.desk.waiting(WAVES), ["cid"])

    def test_renew(self):
        self.desk.lend(WAVES, "ann", day(1))
        self.assertEqual(self.desk.renew(WAVES, "ann", day(22)), date(2024, 4, 12))
        self.desk.renew(WAVES, "ann", day(23))
        with self.assertRaises(NotAllowed):
            self.desk.renew(WAVES, "ann", day(24))

    def test_renew_refused(self):
        self.desk.lend(WAVES, "ann", day(1))
        with self.assertRaises(NotAllowed):
            self.desk.renew(WAVES, "ann", day(23))
        self.desk.reserve(WAVES, "bob")
        with self.assertRaises(NotAllowed):
            self.desk.renew(WAVES, "ann", day(2))

    def test_overdue(self):
        self.desk.lend(SIGNALS, "bob", day(2))
        self.desk.lend(WAVES, "ann", day(1))
        self.desk.lend(SIGNALS, "cid", day(9))
        self.assertEqual(self.desk.overdue(day(22)), [])
        self.assertEqual(
            self.desk.overdue(day(25)), [("ann", "Waves", 3), ("bob", "Signals", 2)]
        )


if __name__ == "__main__":
    unittest.main()
