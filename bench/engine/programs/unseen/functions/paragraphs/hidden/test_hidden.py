import random
import re

from solution import paragraphs


def oracle(text):
    blocks = re.split(r"\n *\n(?: *\n)*", "\n" + text + "\n")
    out = []
    for b in blocks:
        words = [l.strip() for l in b.split("\n") if l.strip()]
        if words:
            out.append(" ".join(words))
    return out


def test_cases():
    assert paragraphs("\n\n") == []
    assert paragraphs("\na\n") == ["a"]
    assert paragraphs("   \na\n   \nb\n\n\n\n") == ["a", "b"]
    assert paragraphs("a  b\nc") == ["a  b c"]
    assert paragraphs("\n\n\na\n\n\n\nb\nc\n\nd") == ["a", "b c", "d"]


def test_random():
    rng = random.Random(19)
    for _ in range(400):
        text = "\n".join(rng.choice(["", "", "  ", "x", " y", "z w ", "q"])
                         for _ in range(rng.randint(0, 10)))
        assert paragraphs(text) == oracle(text)
