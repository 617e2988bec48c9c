import random
from solution import Solution


def oracle(s):
    res = []
    start = 0
    for i in range(1, len(s) + 1):
        if not set(s[:i]) & set(s[i:]):
            res.append(i - start)
            start = i
    return res


def test_fixed():
    assert Solution().partitionLabels("aab") == [2, 1]
    assert Solution().partitionLabels("abacc") == [3, 2]
    assert Solution().partitionLabels("caedbdedda") == [1, 9]


def test_random():
    rng = random.Random(2)
    for _ in range(500):
        s = ""
        for block in ("abc", "defg", "hi", "jklm"):
            s += "".join(rng.choice(block) for _ in range(rng.randint(0, 6)))
        s = s or "q"
        assert Solution().partitionLabels(s) == oracle(s)
