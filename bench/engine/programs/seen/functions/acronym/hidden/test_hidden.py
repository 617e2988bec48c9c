import random
from solution import acronym

S = {"a", "an", "and", "for", "in", "of", "on", "the", "to"}


def test_fixed():
    assert acronym("a") == "A"
    assert acronym("the the the") == "T"
    assert acronym("In The End") == "IE"
    assert acronym("to-do list") == "TDL"
    assert acronym("  on  THE   road ") == "OR"
    assert acronym("state-of-the-art") == "SA"
    assert acronym("of-course") == "OC"
    assert acronym("-") == ""
    assert acronym("rock and roll") == "RR"


def test_random():
    rnd = random.Random(4)
    vocab = sorted(S) + ["The", "OF", "cat", "dog", "Red", "theory", "tool", "india"]
    for _ in range(300):
        ws = [rnd.choice(vocab) for _ in range(rnd.randint(0, 6))]
        text = ""
        for w in ws:
            text += w + rnd.choice([" ", "-", "  "])
        want = "".join(w[0].upper() for i, w in enumerate(ws) if i == 0 or w.lower() not in S)
        assert acronym(text) == want, text
