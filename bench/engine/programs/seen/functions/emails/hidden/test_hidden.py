import random

from solution import unique_addresses


def test_examples():
    assert unique_addresses(["Ann.Lee@mail"]) == ["annlee@mail"]
    assert unique_addresses(["a.b+news@site.org", "ab@site.org"]) == ["ab@site.org"]
    assert unique_addresses([]) == []


def test_domain_is_kept():
    assert unique_addresses(["a@b.c", "a@bc"]) == ["a@b.c", "a@bc"]
    assert unique_addresses(["a@x+y.z"]) == ["a@x+y.z"]
    assert unique_addresses(["a@B.Co.UK"]) == ["a@b.co.uk"]


def test_local_part():
    assert unique_addresses(["a.b.c+d.e+f@q.r"]) == ["abc@q.r"]
    assert unique_addresses(["A@q.r", "a@q.r", "a+@q.r"]) == ["a@q.r"]


def test_order():
    assert unique_addresses(["z@q.r", "b@q.r", "z+1@q.r", "a@q.r"]) == ["z@q.r", "b@q.r", "a@q.r"]


def oracle(emails):
    seen = {}
    for e in emails:
        at = e.index("@")
        out = ""
        for ch in e[:at]:
            if ch == "+":
                break
            if ch != ".":
                out += ch
        seen[(out + e[at:]).lower()] = None
    return list(seen)


def test_random():
    rng = random.Random(4)
    for _ in range(300):
        emails = []
        for _ in range(rng.randrange(7)):
            local = rng.choice("abAB") + "".join(rng.choice("aB.+") for _ in range(rng.randrange(4)))
            emails.append(local + "@" + rng.choice(["q.r", "qr", "Q.r", "m.n.o", "x+y.z"]))
        assert unique_addresses(emails) == oracle(emails)
