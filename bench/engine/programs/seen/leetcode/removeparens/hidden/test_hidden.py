import random
from solution import Solution


def is_valid(s):
    d = 0
    for c in s:
        d += (c == "(") - (c == ")")
        if d < 0:
            return False
    return d == 0


def min_removals(s):
    d = bad = 0
    for c in s:
        if c == "(":
            d += 1
        elif c == ")":
            if d:
                d -= 1
            else:
                bad += 1
    return bad + d


def is_subseq(t, s):
    it = iter(s)
    return all(c in it for c in t)


def check(s):
    got = Solution().minRemoveToMakeValid(s)
    assert isinstance(got, str)
    assert is_valid(got)
    assert is_subseq(got, s)
    assert len(s) - len(got) == min_removals(s)
    assert [c for c in got if c not in "()"] == [c for c in s if c not in "()"]


def test_fixed():
    for s in ["a", "(", ")", ")(", "()", "(a", "a)", "(a(b(c)d)", "())()(((", "abc", ")))", "((("]:
        check(s)


def test_random():
    rng = random.Random(17)
    for _ in range(500):
        check("".join(rng.choice("()()ab") for _ in range(rng.randint(1, 20))))


def test_long():
    check("(" * 5000 + "x" + ")" * 6000)
