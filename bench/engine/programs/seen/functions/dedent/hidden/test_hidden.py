import random
from solution import dedent


def oracle(text):
    lines = [l if l.replace(" ", "") else "" for l in text.split("\n")]
    while any(lines) and all(l.startswith(" ") for l in lines if l):
        lines = [l[1:] for l in lines]
    return "\n".join(lines)


def test_random():
    rng = random.Random(19)
    for _ in range(500):
        lines = [" " * rng.randint(0, 5) + rng.choice(["", "a", "b c", "d "]) for _ in range(rng.randint(0, 5))]
        text = "\n".join(lines) + rng.choice(["", "\n", "\n\n"])
        assert dedent(text) == oracle(text), repr(text)


def test_cases():
    assert dedent("\n") == "\n"
    assert dedent("\n\n  a") == "\n\na"
    assert dedent("  a\n\n\n") == "a\n\n\n"
    assert dedent("   ") == ""
    assert dedent("   \n  x\n") == "\nx\n"
    assert dedent("  a \n   b") == "a \n b"
    assert dedent(" x") == "x"
