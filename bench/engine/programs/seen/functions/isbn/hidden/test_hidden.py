import random
from solution import is_isbn10


def oracle(text):
    code = [c for c in text if c != "-"]
    if len(code) != 10:
        return False
    if any(c not in "0123456789" for c in code[:9]) or code[9] not in "0123456789X":
        return False
    values = [10 if c == "X" else int(c) for c in code]
    return sum(w * v for w, v in zip(range(10, 0, -1), values)) % 11 == 0


def test_random():
    rng = random.Random(19)
    for _ in range(1500):
        body = [rng.choice("0123456789") for _ in range(9)]
        if rng.random() < 0.4:
            body[rng.randrange(9)] = "X"
        text = "".join(body)
        for last in "0123456789X":
            assert bool(is_isbn10(text + last)) == oracle(text + last)


def test_shapes():
    assert not is_isbn10("-" * 10)
    assert not is_isbn10("0306406152 ")
    assert not is_isbn10("03064061522")
    assert not is_isbn10("030640615")
    assert not is_isbn10("080442957x")
    assert is_isbn10("0000000000")
    assert is_isbn10("-0-8-0-4-4-2-9-5-7-X-")
