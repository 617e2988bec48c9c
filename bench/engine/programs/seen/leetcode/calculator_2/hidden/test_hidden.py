import random

from solution import Solution


def oracle(tokens):
    vals = [tokens[0]]
    for op, v in zip(tokens[1::2], tokens[2::2]):
        if op == '+':
            vals.append(v)
        elif op == '-':
            vals.append(-v)
        else:
            x = vals.pop()
            sign = -1 if x < 0 else 1
            vals.append(x * v if op == '*' else sign * (abs(x) // v))
    return sum(vals)


def test_random():
    rng = random.Random(28)
    for _ in range(800):
        tokens = [rng.randint(0, 30)]
        for _ in range(rng.randint(0, 6)):
            tokens += [rng.choice("+-*/"), rng.randint(1, 30)]
        text = "".join(" " * rng.choice([0, 0, 1]) + str(t) for t in tokens) + rng.choice(["", " "])
        assert Solution().calculate(text) == oracle(tokens)


def test_number():
    assert Solution().calculate("42") == 42
    assert Solution().calculate("0-7/2") == -3
