import random
from solution import ThroneInheritance


def order(name, kids, dead):
    out = [] if name in dead else [name]
    for k in kids.get(name, []):
        out += order(k, kids, dead)
    return out


def test_everybody_dead():
    t = ThroneInheritance("k")
    t.birth("k", "a")
    t.death("k")
    t.death("a")
    assert t.getInheritanceOrder() == []


def test_two_dynasties():
    a, b = ThroneInheritance("k"), ThroneInheritance("k")
    a.birth("k", "x")
    a.death("k")
    assert b.getInheritanceOrder() == ["k"]
    assert a.getInheritanceOrder() == ["x"]


def test_random():
    rng = random.Random(13)
    for _ in range(150):
        t = ThroneInheritance("p0")
        names, kids, dead = ["p0"], {}, set()
        for i in range(1, rng.randint(2, 25)):
            x = rng.random()
            if x < 0.6:
                p = rng.choice([n for n in names if n not in dead] or names)
                c = f"p{i}"
                t.birth(p, c)
                kids.setdefault(p, []).append(c)
                names.append(c)
            elif x < 0.8:
                alive = [n for n in names if n not in dead]
                if alive:
                    d = rng.choice(alive)
                    t.death(d)
                    dead.add(d)
            else:
                assert t.getInheritanceOrder() == order("p0", kids, dead)
        assert t.getInheritanceOrder() == order("p0", kids, dead)
        assert t.getInheritanceOrder() == order("p0", kids, dead)
