import random

from solution import fuse, overlap_size


def o_size(a, b):
    return max(k for k in range(min(len(a), len(b)) + 1) if a[len(a) - k:] == b[:k])


def oracle(words):
    text = ""
    for w in words:
        text += w[o_size(text, w):]
    return text


def test_cases():
    assert fuse(["one"]) == "one"
    assert fuse(["same", "same"]) == "same"
    assert fuse(["abc", "", "cd"]) == "abcd"
    assert fuse(["", "ab", "bc"]) == "abc"
    assert fuse(["xa", "ab", "xab"]) == "xab"
    assert fuse(["ab", "c", "abcd"]) == "abcd"


def test_random():
    rng = random.Random(8)
    for _ in range(400):
        words = ["".join(rng.choice("ab") for _ in range(rng.randint(0, 5)))
                 for _ in range(rng.randint(0, 5))]
        assert fuse(list(words)) == oracle(words)
        if len(words) > 1:
            assert overlap_size(words[0], words[1]) == o_size(words[0], words[1])
