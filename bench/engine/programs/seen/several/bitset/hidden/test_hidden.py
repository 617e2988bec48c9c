import random
from solution import Bitset


def check(bs, a):
    assert bs.toString() == ''.join(map(str, a))
    assert bs.count() == sum(a)
    assert bool(bs.all()) == (sum(a) == len(a))
    assert bool(bs.one()) == (sum(a) > 0)


def run(rng, every):
    size = rng.randint(1, 7)
    bs, a = Bitset(size), [0] * size
    check(bs, a)
    for step in range(30):
        op = rng.choice(['fix', 'fix', 'unfix', 'unfix', 'flip'])
        if op == 'flip':
            bs.flip()
            a = [1 - x for x in a]
        else:
            i = rng.randrange(size)
            getattr(bs, op)(i)
            a[i] = 1 if op == 'fix' else 0
        if step % every == 0:
            check(bs, a)
    check(bs, a)


def test_random_each_step():
    rng = random.Random(11)
    for _ in range(150):
        run(rng, 1)


def test_random_end():
    rng = random.Random(111)
    for _ in range(100):
        run(rng, 7)


def test_repeats():
    bs = Bitset(2)
    bs.fix(0)
    bs.fix(0)
    assert bs.count() == 1
    bs.unfix(1)
    assert bs.count() == 1
    bs.unfix(0)
    bs.unfix(0)
    assert bs.count() == 0
    assert not bs.one()
    bs.flip()
    assert bs.all()
