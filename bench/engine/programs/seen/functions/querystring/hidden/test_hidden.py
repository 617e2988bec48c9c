import random

from solution import parse_query


def oracle(query):
    out = {}
    for part in query.split("&"):
        if part == "":
            continue
        if "=" in part:
            at = part.index("=")
            k, v = part[:at], part[at + 1:]
        else:
            k, v = part, ""
        out[k] = out.get(k, []) + [" ".join(v.split("+"))]
    return out


def test_known():
    assert parse_query("") == {}
    assert parse_query("&&") == {}
    assert parse_query("a") == {"a": [""]}
    assert parse_query("a=b=c") == {"a": ["b=c"]}
    assert parse_query("a=1+2+3") == {"a": ["1 2 3"]}
    assert parse_query("a=++") == {"a": ["  "]}
    assert parse_query("a+b=1") == {"a+b": ["1"]}
    assert parse_query("a=x+y&a=z&a") == {"a": ["x y", "z", ""]}


def test_random():
    rng = random.Random(9)
    for _ in range(400):
        query = "".join(rng.choice("ab=&+1") for _ in range(rng.randrange(14)))
        assert parse_query(query) == oracle(query)
