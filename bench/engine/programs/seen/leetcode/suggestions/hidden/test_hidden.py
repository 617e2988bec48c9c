import random
from solution import Solution


def oracle(products, word):
    s = sorted(products)
    return [[p for p in s if p.startswith(word[:i])][:3] for i in range(1, len(word) + 1)]


def check(products, word):
    got = Solution().suggestedProducts(list(products), word)
    assert [list(g) for g in got] == oracle(products, word)


def test_fixed():
    check(["a"], "a")
    check(["a"], "b")
    check(["ab"], "aab")
    check(["ab", "abc", "abcd", "abcde"], "abcdef")
    check(["bags", "baggage", "banner", "box", "cloths"], "bags")
    check(["abc", "xyz"], "axbc")
    check(["abc"], "zabc")


def test_random():
    rng = random.Random(16)
    for _ in range(400):
        products = list({"".join(rng.choice("abc") for _ in range(rng.randint(1, 6))) for _ in range(rng.randint(1, 12))})
        rng.shuffle(products)
        word = "".join(rng.choice("abcd") for _ in range(rng.randint(1, 7)))
        check(products, word)
