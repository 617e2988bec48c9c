class Solution:
    def __init__(self):
        self.below20 = ["", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
                        "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen",
                        "Eighteen", "Nineteen"]
        self.tens = ["", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]
        self.units = ["", "Thousand", "Million", "Billion"]

    def numberToWords(self, num: int) -> str:
        if num == 0:
            return "Zero"
        res = ""
        idx = 0
        while num > 0:
            if num % 1000 != 0:
                res = self.helper(num % 1000) + self.units[idx] + " " + res
            num //= 1000
        return res.strip()

    def helper(self, n: int) -> str:
        if n == 0:
            return ""
        if n <= 20:
            return self.below20[n] + " "
        if n < 100:
            return self.tens[n % 10] + " " + self.helper(n % 10)
        return self.below20[n // 100] + " Hundred " + self.helper(n % 100)
