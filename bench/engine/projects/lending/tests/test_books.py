import unittest

from lending import Book, clean_isbn
from lending.books import checksum


class IsbnTest(unittest.TestCase):
    def test_clean(self):
        self.assertEqual(clean_isbn("978-0-306-40615-7"), "9780306406157")
        self.assertEqual(clean_isbn("978 3 16 148410 0"), "9783161484100")

    def test_bad(self):
        for text in ("978-0-306-40615-8", "0306406152", "978030640615X", ""):
            with self.assertRaises(ValueError):
                clean_isbn(text)

    def test_checksum(self):
        self.assertEqual(checksum("978030640615"), 7)
        self.assertEqual(checksum("978316148410"), 0)


class BookTest(unittest.TestCase):
    def test_isbn_is_cleaned(self):
        book = Book("978-0-306-40615-7", "Signals", "Ann Ode")
        self.assertEqual(book.isbn, "9780306406157")
        self.assertEqual(book.copies, 1)

    def test_sort_key(self):
        book = Book("9780306406157", "The End", "Mary von Dale")
        self.assertEqual(book.sort_key, ("dale", "the end"))

    def test_copies(self):
        with self.assertRaises(ValueError):
            Book("9780306406157", "T", "A", copies=-1)


if __name__ == "__main__":
    unittest.main()
