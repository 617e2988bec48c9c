import unittest

from roman import RomanError, add, century, find_years, from_roman, is_roman, to_roman

PAIRS = {1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 90: "XC", 444: "CDXLIV",
         1987: "MCMLXXXVII", 3999: "MMMCMXCIX"}


class Conversion(unittest.TestCase):
    def test_to_roman(self):
        for number, numeral in PAIRS.items():
            with self.subTest(number=number):
                self.assertEqual(to_roman(number), numeral)

    def test_from_roman(self):
        for number, numeral in PAIRS.items():
            with self.subTest(numeral=numeral):
                self.assertEqual(from_roman(numeral), number)

    def test_case_and_blanks(self):
        self.assertEqual(from_roman(" xiv\n"), 14)

    def test_out_of_range(self):
        for number in (0, -1, 4000):
            with self.assertRaises(RomanError):
                to_roman(number)

    def test_malformed(self):
        for text in ("", "IIII", "VX", "IC", "MMMM", "hello"):
            with self.assertRaises(RomanError):
                from_roman(text)

    def test_is_roman(self):
        self.assertTrue(is_roman("MMXX"))
        self.assertFalse(is_roman("VV"))


class Uses(unittest.TestCase):
    def test_add(self):
        self.assertEqual(add("IV", "V", "I"), "X")

    def test_find_years(self):
        text = "Printed MDCCC, again MCMLXXXIV and MCMLXXXIV; page IV, by Mr. MIX."
        self.assertEqual(find_years(text), [1800, 1984, 1009])
        self.assertEqual(find_years("MIX and M and MM", earliest=1000, latest=2000), [1009, 1000, 2000])

    def test_century(self):
        self.assertEqual(century(1900), "XIX")
        self.assertEqual(century(1901), "XX")


if __name__ == "__main__":
    unittest.main()
