import itertools
import unittest

import roman


def table():
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    hundreds = ["", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"]
    thousands = ["", "M", "MM", "MMM"]
    return {"".join(p): i for i, p in enumerate(itertools.product(thousands, hundreds, tens, ones))
            if i}


class Hidden(unittest.TestCase):
    def test_all(self):
        for numeral, number in table().items():
            self.assertEqual(roman.to_roman(number), numeral)
            self.assertEqual(roman.from_roman(numeral), number)
            self.assertEqual(roman.from_roman("\t%s " % numeral.lower()), number)
            self.assertTrue(roman.is_roman(numeral))

    def test_malformed(self):
        good = table()
        for length in range(0, 5):
            for letters in itertools.product("IVXLCDM", repeat=length):
                text = "".join(letters)
                self.assertEqual(roman.is_roman(text), text in good)
        for text in ("I I", "1", "", " ", "IX.", "MMMMM"):
            self.assertRaises(roman.RomanError, roman.from_roman, text)
        self.assertTrue(issubclass(roman.RomanError, ValueError))

    def test_range(self):
        for number in (0, -5, 4000, 10000):
            self.assertRaises(roman.RomanError, roman.to_roman, number)

    def test_add(self):
        self.assertEqual(roman.add("MM", "MCMXCIX"), "MMMCMXCIX")
        self.assertEqual(roman.add("i"), "I")
        self.assertRaises(roman.RomanError, roman.add, "MMM", "M")
        self.assertRaises(roman.RomanError, roman.add)

    def test_find_years(self):
        self.assertEqual(roman.find_years("M MMC MMCI CMXCIX mm Mm MM MMM M"), [1000, 2100, 2000])
        self.assertEqual(roman.find_years("XIX, XX; I", 19, 20), [19, 20])
        self.assertEqual(roman.find_years("(MCM)-MCMX/MCM"), [1900, 1910])
        self.assertEqual(roman.find_years(""), [])

    def test_century(self):
        for year in range(1, 3000):
            self.assertEqual(roman.century(year), roman.to_roman((year - 1) // 100 + 1))
