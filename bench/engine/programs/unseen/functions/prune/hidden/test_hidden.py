import copy
import random

from solution import prune


def oracle(t):
    out = {}
    for k, v in t.items():
        if type(v) is dict:
            v = oracle(v)
            if len(v) == 0:
                continue
        elif v is None or (type(v) in (str, list) and len(v) == 0):
            continue
        out[k] = v
    return out


def build(rng, level):
    d = {}
    for k in "abcd"[: rng.randint(0, 4)]:
        d[k] = build(rng, level - 1) if level and rng.random() < 0.4 else rng.choice(
            [None, "", [], {}, 0, False, " ", "x ", [None], [""], 1.5, 0.0, "text"])
    return d


def typed(t):
    return {k: typed(v) if isinstance(v, dict) else (type(v), v) for k, v in t.items()}


def test_cases():
    assert prune({"a": " "}) == {"a": " "}
    assert prune({"a": {"b": {"c": None}}}) == {}
    assert prune({"a": [{}], "b": [None]}) == {"a": [{}], "b": [None]}
    assert prune({"a": {"b": " y\n"}}) == {"a": {"b": " y\n"}}


def test_random_and_input_kept():
    rng = random.Random(10)
    for _ in range(400):
        t = build(rng, 3)
        before = copy.deepcopy(t)
        got = prune(t)
        assert typed(got) == typed(oracle(before))
        assert typed(t) == typed(before)
