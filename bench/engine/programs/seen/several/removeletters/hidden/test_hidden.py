import random
from itertools import permutations
from solution import Solution


def is_subsequence(t, s):
    it = iter(s)
    return all(c in it for c in t)


def oracle(s):
    for t in permutations(sorted(set(s))):
        if is_subsequence(t, s):
            return ''.join(t)


def test_fixed():
    f = Solution().removeDuplicateLetters
    assert f("a") == "a"
    assert f("ba") == "ba"
    assert f("aba") == "ab"
    assert f("bab") == "ab"
    assert f("ecbacba") == "eacb"
    assert f("leetcode") == "letcod"
    assert f("abacb") == "abc"


def test_random():
    rng = random.Random(19)
    for _ in range(400):
        letters = 'abcde'[:rng.randint(1, 5)]
        s = ''.join(rng.choice(letters) for _ in range(rng.randint(1, 12)))
        assert Solution().removeDuplicateLetters(s) == oracle(s), s
