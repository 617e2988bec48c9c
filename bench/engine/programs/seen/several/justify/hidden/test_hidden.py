import random
import pytest
from solution import Solution


def oracle(words, w):
    groups = [[words[0]]]
    for x in words[1:]:
        if len(" ".join(groups[-1] + [x])) <= w:
            groups[-1].append(x)
        else:
            groups.append([x])
    out = []
    for k, g in enumerate(groups):
        if k == len(groups) - 1 or len(g) == 1:
            s = " ".join(g)
            out.append(s + " " * (w - len(s)))
            continue
        pads = [1] * (len(g) - 1)
        left = w - sum(map(len, g)) - len(pads)
        p = 0
        while left:
            pads[p % len(pads)] += 1
            p += 1
            left -= 1
        out.append("".join(a + " " * b for a, b in zip(g, pads + [0])))
    return out


@pytest.mark.parametrize("words, w", [
    (["a"], 1), (["a"], 3), (["a", "b"], 1), (["a", "b"], 2), (["a", "b"], 3), (["a", "b", "c"], 3), (["ab", "c", "def"], 6),
    (["listen", "to", "many,", "speak", "to", "a", "few."], 6),
])
def test_cases(words, w):
    assert Solution().fullJustify(list(words), w) == oracle(words, w)


def test_random():
    rnd = random.Random(28)
    for _ in range(300):
        w = rnd.randint(4, 20)
        words = ["".join(rnd.choice("abcxyz") for _ in range(rnd.randint(1, min(w, 8)))) for _ in range(rnd.randint(1, 14))]
        assert Solution().fullJustify(list(words), w) == oracle(words, w)
