import random
import re
import pytest
from solution import valid_ipv4

RE = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\.(?!\Z)|\Z)){4}")


@pytest.mark.parametrize("a,e", [("", False), ("0.0.0.0", True), ("255.255.255.255", True), ("256.1.1.1", False), ("1.1.1.256", False),
                                 ("1.1.1.0", True), ("1.1.1.1.1", False), ("1..1.1", False), (".1.1.1", False), ("1.1.1.", False), ("a.b.c.d", False),
                                 ("1.1.1.-1", False), ("1.1.1.+1", False), ("00.1.1.1", False), ("1.1.1.00", False), ("0.1.1.1", True),
                                 (" 1.1.1.1", False), ("1.1.1.999", False), ("\u0661.1.1.1", False), ("127.0.0.1", True)])
def test_cases(a, e):
    assert valid_ipv4(a) is e


def test_random():
    rnd = random.Random(20)
    pool = ["0", "1", "9", "10", "99", "100", "199", "249", "250", "255", "256", "01", "300", "", "x"]
    for _ in range(800):
        parts = [rnd.choice(pool[:10] if rnd.random() < .85 else pool) for _ in range(rnd.choice([3, 4, 4, 4, 4, 5]))]
        ok = len(parts) == 4 and all(p in {str(i) for i in range(256)} for p in parts)
        assert valid_ipv4(".".join(parts)) == ok
