import random

from solution import rejoin


def oracle(text):
    lines = [l.strip() for l in text.split("\n") if l.strip()]
    out = ""
    for i, l in enumerate(lines):
        if i == len(lines) - 1:
            out += l
        elif l.endswith("-"):
            out += l[:-1]
        else:
            out += l + " "
    return out


def test_cases():
    assert rejoin("cut-") == "cut-"
    assert rejoin("ab-\n\ncd-\nef") == "abcdef"
    assert rejoin("ab-  \n  cd") == "abcd"
    assert rejoin("a -b\nc") == "a -b c"
    assert rejoin("\n \n") == ""
    assert rejoin("one\ntwo-\n") == "one two-"


def test_random():
    rng = random.Random(21)
    for _ in range(400):
        text = "\n".join(rng.choice(["", " ", "ab", "cd-", " e-f", "gh- ", "i j"])
                         for _ in range(rng.randint(0, 8)))
        assert rejoin(text) == oracle(text)
