import random
import pytest
from solution import split_extension, rename_all


@pytest.mark.parametrize("n,e", [("", ("", "")), ("a", ("a", "")), ("a.", ("a", ".")), (".", (".", "")), ("..", (".", ".")),
                                 ("a.b", ("a", ".b")), ("a.b.c.d", ("a.b.c", ".d")), (".config.json", (".config", ".json")),
                                 ("v1.2.txt", ("v1.2", ".txt")), ("x..y", ("x.", ".y"))])
def test_cases(n, e):
    assert tuple(split_extension(n)) == e


def test_rename():
    assert rename_all([], ".x") == []
    assert rename_all(["a.b.c", ".rc", ".rc.x", "n"], ".z") == ["a.b.z", ".rc.z", ".rc.z", "n.z"]


def test_random():
    rnd = random.Random(6)
    for _ in range(300):
        n = "".join(rnd.choice("ab.") for _ in range(rnd.randint(0, 8)))
        head, sep, tail = n.rpartition(".")
        e = (head, sep + tail) if sep and head else (n, "")
        assert tuple(split_extension(n)) == e
