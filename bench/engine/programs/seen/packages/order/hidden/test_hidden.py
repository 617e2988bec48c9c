import itertools
import random

import pytest

from depsolve import (CycleError, Index, Spec, UnknownPackage, Unsolvable, Version,
                      install_order, resolve, why)


def fits(spec, *versions):
    return [v for v in versions if Spec(spec).allows(Version(v))]


def test_order_total():
    texts = ["0.0.0-0", "0.0.0-1.a", "0.0.0", "0.0.1-2", "0.0.1-10", "0.0.1-10.0", "0.0.1-10.a", "0.0.1-a", "0.0.1-a.2",
             "0.0.1-a.10", "0.0.1-a.b", "0.0.1-a10", "0.0.1-a2", "0.0.1", "0.0.2", "0.1.0-z", "0.1.0", "0.9.0", "0.10.0",
             "1.0.0-rc.1", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0-rc.10.1", "1.0.0", "2.0.0", "10.0.0"]
    vs = [Version(t) for t in texts]
    for (i, a), (j, b) in itertools.product(enumerate(vs), repeat=2):
        assert (a < b) == (i < j) and (a > b) == (i > j) and (a == b) == (i == j)
        assert (a <= b) == (i <= j) and (a >= b) == (i >= j)
    assert [str(v) for v in vs] == texts
    sh = vs[:]
    random.Random(1).shuffle(sh)
    assert sorted(sh) == vs


def test_parse():
    assert Version("1") == Version(" 1.0 ") == Version("1.0.0") and hash(Version("1")) == hash(Version("1.0.0"))
    assert str(Version("2-rc.1")) == "2.0.0-rc.1" and str(Version("01.2")) == "1.2.0"
    assert Version("1") != "1" and Version("1-a") != Version("1")
    for t in ["", "v1", "1.", "1.2.3.4", "1.x", "1-", "-1", "1.2.3-a_b"]:
        with pytest.raises(ValueError):
            Version(t)


def rv(rng, top=3):
    return tuple(rng.randint(0, top) for _ in range(3))


def test_specs_random():
    rng = random.Random(2)
    allv = list(itertools.product(range(5), repeat=3))
    for _ in range(150):
        v = rv(rng)
        n = rng.randint(1, 3)
        v = v[:n] + (0,) * (3 - n)
        text = ".".join(map(str, v[:n]))
        sign = rng.choice(["^", "~", "==", "!=", "<", ">", "<=", ">="])
        if sign == "^":
            if v[0]:
                hi = (v[0] + 1, 0, 0)
            elif v[1]:
                hi = (0, v[1] + 1, 0)
            elif n == 3:
                hi = (0, 0, v[2] + 1)
            else:
                continue
            ok = lambda x: v <= x < hi
        elif sign == "~":
            hi = (v[0] + 1, 0, 0) if n == 1 else (v[0], v[1] + 1, 0)
            ok = lambda x: v <= x < hi
        else:
            ok = {"==": lambda x: x == v, "!=": lambda x: x != v, "<": lambda x: x < v, ">": lambda x: x > v,
                  "<=": lambda x: x <= v, ">=": lambda x: x >= v}[sign]
        spec = Spec(sign + rng.choice(["", " "]) + text)
        for x in allv:
            assert bool(spec.allows(Version("%d.%d.%d" % x))) == ok(x), (spec, x)


@pytest.mark.parametrize("spec,versions,want", [
    ("*", "0.0.1 3.0.0 3.0.0-a", "0.0.1 3.0.0"),
    ("*,<2", "1.0.0 2.0.0", "1.0.0"),
    (">=1, <3, !=2.0", "0.9.0 1.0.0 2.0.0 2.0.1 3.0.0", "1.0.0 2.0.1"),
    ("^0.0.3", "0.0.2 0.0.3 0.0.4 0.1.0", "0.0.3"),
    ("^0.2", "0.1.9 0.2.0 0.2.8 0.3.0 1.0.0", "0.2.0 0.2.8"),
    ("^1.2-rc.2", "1.2.0-rc.1 1.2.0-rc.2 1.2.0-rc.10 1.2.0 1.3.0-rc.3 1.3.0 2.0.0", "1.2.0-rc.2 1.2.0-rc.10 1.2.0 1.3.0"),
    ("~2", "1.9.9 2.0.0 2.4.0 3.0.0", "2.0.0 2.4.0"),
    ("~2.0", "2.0.0 2.0.9 2.1.0", "2.0.0 2.0.9"),
    ("==1.0-a.1", "1.0.0-a.1 1.0.0", "1.0.0-a.1"),
    (">=1.0-a, !=1.0-b", "1.0.0-a 1.0.0-b 1.0.0-c 1.0.0 1.0.1-a", "1.0.0-a 1.0.0-c 1.0.0"),
    ("<1.0", "0.9.0 0.9.1-a 1.0.0-a", "0.9.0"),
])
def test_spec_table(spec, versions, want):
    assert fits(spec, *versions.split()) == want.split()


@pytest.mark.parametrize("t", ["", "1.0", "=1.0", ">=", ">=1.0,", "^x", "=>1"])
def test_bad_spec(t):
    with pytest.raises(ValueError):
        Spec(t)


def make(rng):
    ix, data, yanked = Index(), {}, set()
    names = "abcdef"[: rng.randint(2, 6)]
    for n in names:
        data[n] = {}
        for major in rng.sample(range(1, 5), rng.randint(1, 3)):
            deps = {}
            for d in rng.sample(names, rng.randint(0, min(2, len(names)))):
                if d != n:
                    deps[d] = rng.choice(["*", "^%d" % rng.randint(1, 4), ">=%d" % rng.randint(1, 4),
                                          "<%d" % rng.randint(2, 5), "==%d" % rng.randint(1, 4), "!=%d" % rng.randint(1, 4)])
            if rng.random() < 0.05:
                deps["zz"] = "*"
            data[n][major] = deps
            ix.add(n, "%d" % major, deps)
            if rng.random() < 0.1:
                ix.yank(n, "%d.0" % major)
                yanked.add((n, major))
    return ix, data, yanked


def ok(text, v):
    if text == "*":
        return True
    k = int(text[-1])
    return {"^": v == k, ">=": v >= k, "<": v < k, "==": v == k, "!=": v != k}[text[:-1]]


def oracle(data, yanked, reqs, chosen):
    """reqs: tuple of (name, spec)."""
    todo = sorted({n for n, _ in reqs} - set(chosen))
    if not todo:
        return chosen
    n = todo[0]
    for v in sorted(data.get(n, {}), reverse=True):
        texts = [t for m, t in reqs if m == n]
        if not all(ok(t, v) for t in texts):
            continue
        if (n, v) in yanked and "==%d" % v not in texts:
            continue
        deps = data[n][v]
        if any(d in chosen and not ok(t, chosen[d]) for d, t in deps.items()):
            continue
        r = oracle(data, yanked, reqs + tuple(deps.items()), {**chosen, n: v})
        if r is not None:
            return r
    return None


def test_resolve_random():
    rng = random.Random(3)
    solved = failed = 0
    for _ in range(400):
        ix, data, yanked = make(rng)
        wanted = {n: rng.choice(["*", "*", ">=2", "<4"]) for n in rng.sample(sorted(data), rng.randint(1, 2))}
        before = dict(wanted)
        want = oracle(data, yanked, tuple(wanted.items()), {})
        if want is None:
            failed += 1
            with pytest.raises(Unsolvable):
                resolve(ix, wanted)
            continue
        solved += 1
        got = resolve(ix, wanted)
        assert got == {n: Version(str(v)) for n, v in want.items()}
        assert wanted == before
        assert resolve(ix, wanted) == got
        check_order(ix, data, want, got)
        check_why(ix, data, want, got, wanted)
    assert solved > 50 and failed > 20


def check_order(ix, data, want, got):
    left, order = dict(want), []
    while left:
        free = sorted(n for n in left if not any(d in left for d in data[n][want[n]] if d != n))
        if not free:
            break
        order.append(free[0])
        del left[free[0]]
    if left:
        with pytest.raises(CycleError):
            install_order(ix, got)
    else:
        assert install_order(ix, got) == order


def check_why(ix, data, want, got, wanted):
    for n in want:
        level = [[w] for w in sorted(wanted)]
        found = []
        while not found:
            found = [c for c in level if c[-1] == n]
            level = [c + [d] for c in level for d in data[c[-1]][want[c[-1]]] if d not in c]
        assert why(ix, got, list(wanted), n) == min(found)
    assert why(ix, got, list(wanted), "nowhere") is None


def test_candidates_and_yank():
    ix = Index()
    for v in ["1.2", "1.10", "1.9", "2.0-rc.1", "1.9.1"]:
        ix.add("p", v)
    assert [str(v) for v in ix.candidates("p", [Spec("*")])] == ["1.10.0", "1.9.1", "1.9.0", "1.2.0"]
    ix.yank("p", "1.9.0")
    ix.yank("p", "1.10")
    assert [str(v) for v in ix.candidates("p", [Spec("*"), Spec(">1.2")])] == ["1.9.1"]
    assert [str(v) for v in ix.candidates("p", [Spec("*"), Spec("==1.9")])] == ["1.9.0"]
    assert ix.candidates("p", [Spec("!=1.10"), Spec("==1.10")]) == []
    assert ix.candidates("q", [Spec("*")]) == []
    assert [str(v) for v in ix.candidates("p", [Spec(">=2-a")])] == ["2.0.0-rc.1"]
    for n, v in (("p", "7"), ("q", "1")):
        with pytest.raises(UnknownPackage):
            ix.yank(n, v)
    with pytest.raises(ValueError):
        ix.add("p", "1.9")
    assert "p" in ix and "q" not in ix


def test_unknown_is_avoided():
    ix = Index()
    ix.add("a", "2", {"ghost": "*"})
    ix.add("a", "1")
    assert resolve(ix, {"a": "*"}) == {"a": Version("1")}
    with pytest.raises(UnknownPackage):
        resolve(ix, {"a": "*", "ghost": "*"})
    with pytest.raises(Unsolvable):
        resolve(ix, {"a": "^2"})
    assert resolve(ix, {}) == {} and install_order(ix, {}) == []


def test_self_need_and_circles():
    ix = Index()
    ix.add("a", "2", {"a": "<2"})
    ix.add("a", "1", {"a": "*"})
    got = resolve(ix, {"a": "*"})
    assert got == {"a": Version("1")}
    assert install_order(ix, got) == ["a"]
    ix.add("c", "1", {"d": "*", "a": "*"})
    ix.add("d", "1", {"c": "*"})
    with pytest.raises(CycleError):
        install_order(ix, resolve(ix, {"c": "*"}))


def test_pre_release_chosen_by_order():
    ix = Index()
    for v in ["1.0-rc.2", "1.0-rc.10", "1.0-rc.9"]:
        ix.add("p", v)
    assert resolve(ix, {"p": ">=1.0-rc.1"}) == {"p": Version("1.0.0-rc.10")}
