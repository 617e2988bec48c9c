import random
import pytest
from solution import group_anagrams


def oracle(words):
    out = []
    for w in words:
        for g in out:
            if sorted(g[0]) == sorted(w):
                g.append(w)
                break
        else:
            out.append([w])
    return out


@pytest.mark.parametrize("w,e", [([""], [[""]]), (["", ""], [["", ""]]), (["a", "aa"], [["a"], ["aa"]]), (["ab", "ba", "ab"], [["ab", "ba", "ab"]]),
                                 (["b", "a", "b"], [["b", "b"], ["a"]]), (["aA", "Aa", "aa"], [["aA", "Aa"], ["aa"]])])
def test_cases(w, e):
    assert group_anagrams(w) == e


def test_random():
    rnd = random.Random(12)
    for _ in range(300):
        w = ["".join(rnd.choice("abc") for _ in range(rnd.randint(0, 4))) for _ in range(rnd.randint(0, 8))]
        assert group_anagrams(list(w)) == oracle(w)
