import random
import string

import pytest
from solution import Solution


def oracle(s):
    v = [c for c in s if c.lower() in "aeiou"]
    return "".join(v.pop() if c.lower() in "aeiou" else c for c in s)


@pytest.mark.parametrize("s", [
    "a", "A", "z", "aA", "Aa", "aeiou", "AEIOU", "aEiOu", "xUyIz", "a.b,e!", "Euston saw I was not Sue.",
    "race a car", "OoXx", "Yes, Why?",
])
def test_fixed(s):
    assert Solution().reverseVowels(s) == oracle(s)


def test_random():
    rng = random.Random(20)
    for _ in range(600):
        k = rng.choice([string.ascii_letters, "aeiouAEIOUxyZ", string.ascii_lowercase, string.printable[:95]])
        s = "".join(rng.choice(k) for _ in range(rng.randint(1, 25)))
        assert Solution().reverseVowels(s) == oracle(s), s
