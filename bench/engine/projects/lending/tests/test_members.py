import unittest

from lending import Member, NotAllowed


class MemberTest(unittest.TestCase):
    def test_kinds(self):
        self.assertEqual(Member("Ann").limit, 3)
        self.assertEqual(Member("Tim", "child").loan_days, 28)
        with self.assertRaises(ValueError):
            Member("Bob", "robot")

    def test_pay(self):
        ann = Member("Ann")
        ann.charge(100)
        ann.charge(50)
        self.assertEqual(ann.pay(120), 0)
        self.assertEqual(ann.debt, 30)
        self.assertEqual(ann.pay(50), 20)
        self.assertEqual(ann.debt, 0)
        with self.assertRaises(ValueError):
            ann.pay(-1)

    def test_history(self):
        old = ["x"]
        ann = Member("Ann", history=old)
        ann.history.append("y")
        self.assertEqual(old, ["x"])

    def test_debt_limit(self):
        ann = Member("Ann")
        ann.charge(299)
        ann.check_borrowing(2)
        ann.charge(1)
        with self.assertRaises(NotAllowed):
            ann.check_borrowing(0)


if __name__ == "__main__":
    unittest.main()
