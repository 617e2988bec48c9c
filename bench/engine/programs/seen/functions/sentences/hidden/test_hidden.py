import random
import pytest
from solution import capitalize_sentences


def oracle(t):
    out = list(t)
    if out:
        out[0] = out[0].upper()
    i = 0
    while True:
        i = t.find(". ", i)
        if i < 0:
            return "".join(out)
        i += 2
        if i < len(t):
            out[i] = t[i].upper()


@pytest.mark.parametrize("t,e", [("a", "A"), ("A", "A"), ("aB", "AB"), ("ABC. DEF", "ABC. DEF"), ("a. b. c.", "A. B. C."),
                                 ("1 a. b", "1 a. B"), ("a.b", "A.b"), ("i use Python 3.11. you too", "I use Python 3.11. You too"),
                                 ("a. ", "A. ")])
def test_cases(t, e):
    assert capitalize_sentences(t) == e


def test_random():
    rnd = random.Random(18)
    for _ in range(300):
        t = "".join(rnd.choice(["a", "B", "c", "dE", ". ", " ", "1"]) for _ in range(rnd.randint(0, 10)))
        assert capitalize_sentences(t) == oracle(t)
