import random
from solution import headline

L = {"a", "an", "and", "at", "by", "in", "of", "on", "or", "the", "to"}


def oracle(text):
    ws = text.split()
    out = []
    for i, w in enumerate(ws):
        w = w.lower()
        if i in (0, len(ws) - 1) or w not in L:
            w = w[:1].upper() + w[1:]
        out.append(w)
    return " ".join(out)


def test_fixed():
    assert headline("the") == "The"
    assert headline("OF") == "Of"
    assert headline("an x-ray") == "An X-ray"
    assert headline("rock'n'roll and co") == "Rock'n'roll and Co"
    assert headline("the 2nd man") == "The 2nd Man"
    assert headline("jack's  the\tman") == "Jack's the Man"
    assert headline("a b2b deal") == "A B2b Deal"
    assert headline("   ") == ""


def test_random():
    rnd = random.Random(9)
    vocab = sorted(L) + ["The", "IN", "it's", "y2k", "re-do", "Cat", "o'clock", "Theory", "dog"]
    for _ in range(400):
        text = " ".join(rnd.choice(vocab) for _ in range(rnd.randint(0, 7)))
        assert headline(text) == oracle(text), text
