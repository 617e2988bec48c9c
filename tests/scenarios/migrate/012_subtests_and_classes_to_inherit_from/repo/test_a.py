import unittest


class Base(unittest.TestCase):
    def setUp(self):
        self.items = [1]


class ItemsTest(Base):
    def setUp(self):
        super().setUp()
        self.items.append(2)

    def test_sum(self):
        self.assertEqual(sum(self.items), 3)

    def test_each(self):
        for value in self.items:
            with self.subTest("positive", value=value):
                self.assertGreater(value, 0)


class MoreTest(ItemsTest):
    def test_length(self):
        self.assertEqual(len(self.items), 2)
