import random
from solution import Solution


def oracle(ops):
    r = []
    for o in ops:
        if o == "C":
            r = r[:-1]
        elif o == "D":
            r = r + [r[-1] * 2]
        elif o == "+":
            r = r + [r[-1] + r[-2]]
        else:
            r = r + [int(o)]
    return sum(r)


def test_examples():
    s = Solution()
    assert s.calPoints(["5", "2", "C", "D", "+"]) == 30
    assert s.calPoints(["5", "-2", "4", "C", "D", "9", "+", "+"]) == 27
    assert s.calPoints(["1", "C"]) == 0


def test_more():
    s = Solution()
    assert s.calPoints(["7"]) == 7
    assert s.calPoints(["7", "D", "D"]) == 49
    assert s.calPoints(["4", "4", "5", "4", "C", "+"]) == 22
    assert s.calPoints(["10", "20", "30", "C", "C"]) == 10


def test_random():
    rng = random.Random(4)
    for _ in range(400):
        ops, size = [], 0
        for _ in range(rng.randint(1, 14)):
            ch = [str(rng.randint(-20, 20))] * 2
            if size >= 1:
                ch += ["C", "D"]
            if size >= 2:
                ch += ["+"]
            o = rng.choice(ch)
            size += -1 if o == "C" else 1
            ops.append(o)
        assert Solution().calPoints(ops) == oracle(ops)
