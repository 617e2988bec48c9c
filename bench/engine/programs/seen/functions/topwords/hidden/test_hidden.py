import random
import re
from solution import top_words


def oracle(text, k):
    seen = {}
    for token in text.lower().split():
        w = re.sub(r"^[.,;:!?]+|[.,;:!?]+$", "", token)
        if w:
            seen[w] = seen.get(w, 0) + 1
    out = sorted(seen)
    out.sort(key=lambda w: seen[w], reverse=True)
    return out[:k]


def test_random():
    rng = random.Random(17)
    for _ in range(300):
        toks = []
        for _ in range(rng.randint(0, 15)):
            w = rng.choice(["a", "bo", "Bo", "cat", "CAT", "d.e", "it's", ""])
            toks.append(rng.choice(["", "", "!", "..", ";"]) + w + rng.choice(["", "", ",", "?!", ":", "."]))
        text = rng.choice([" ", "  ", "\n"]).join(toks)
        k = rng.randint(0, 5)
        assert top_words(text, k) == oracle(text, k), text


def test_inner_marks_stay():
    assert top_words("3.5 3.5, x", 1) == ["3.5"]


def test_only_marks():
    assert top_words("... ! ?", 2) == []


def test_ends():
    assert top_words("end. .end end", 3) == ["end"]
