import posixpath
import random
from solution import normalize_path


def oracle(path):
    if path.startswith("/"):
        path = "/" + path.lstrip("/")
    return posixpath.normpath(path)


def test_fixed():
    for p in ["", ".", "/", "..", "../..", "../../..", "a/../..", "a/../../..", "/..", "//a", "///a//", "...", "a/.../..", "../a/../.."]:
        assert normalize_path(p) == oracle(p), p


def test_random():
    rng = random.Random(23)
    for _ in range(1000):
        p = "/".join(rng.choice(["a", "b", "..", "..", ".", "", "c.d"]) for _ in range(rng.randint(1, 8)))
        assert normalize_path(p) == oracle(p), p
