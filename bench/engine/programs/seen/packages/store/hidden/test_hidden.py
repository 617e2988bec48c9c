import copy
import itertools
import random

import pytest

from toggles import Condition, Evaluator, Flag, FlagStore, Rule, UnknownFlag
from toggles.evaluate import bucket
from toggles.model import version_key


def test_versions():
    vs = ["0", "0.9", "1", "1.0.1", "1.2", "1.2.0.1", "1.9", "1.10", "1.10.1", "2", "10.0.0.1"]
    for (i, a), (j, b) in itertools.product(enumerate(vs), repeat=2):
        assert (version_key(a) < version_key(b)) == (i < j)
        assert (version_key(a + ".0") == version_key(b)) == (i == j)
        u = {"id": "x", "v": a + ".0.0"}
        assert Condition("v", "min_version", b).met_by(u) == (i >= j)
        assert Condition("v", "before_version", b).met_by(u) == (i < j)
        assert Condition("v", "min_version", b, True).met_by(u) == (i < j)


CASES = [("eq", 1, [1], [2, "1"]), ("one_of", ["a", "b"], ["a", "b"], ["c", "ab"]),
         ("prefix", "x-", ["x-", "x-1"], ["x", "ax-"]),
         ("min_version", "2", ["2", "2.0", "3.1"], ["1.9"]),
         ("before_version", "2", ["1.9", "0"], ["2.0", "2", "10"])]


@pytest.mark.parametrize("test,wanted,good,bad", CASES)
def test_conditions(test, wanted, good, bad):
    for negate in (False, True):
        c = Condition("x", test, wanted, negate)
        for v in good:
            assert c.met_by({"id": "u", "x": v}) is (not negate)
        for v in bad:
            assert c.met_by({"id": "u", "x": v}) is negate
        assert c.met_by({"id": "u"}) is False
        assert c.met_by({"id": "u", "y": good[0]}) is False


def test_falsy_attribute_present():
    assert Condition("x", "eq", 0).met_by({"id": "u", "x": 0})
    assert Condition("x", "eq", 1, True).met_by({"id": "u", "x": 0})
    assert Condition("x", "eq", None).met_by({"id": "u", "x": None})


def test_checks():
    for p in (-0.1, 100.1):
        with pytest.raises(ValueError):
            Rule(1, percent=p)
    Rule(1, percent=0), Rule(1, percent=100)
    with pytest.raises(ValueError):
        Condition("a", "nope", 1)


def test_separate_defaults():
    a, b = Rule(1), Rule(2)
    a.conditions.append(Condition("a", "eq", 1))
    assert b.conditions == [] and Rule(3).conditions == []
    f, g = Flag("f"), Flag("g")
    f.rules.append(a)
    f.requires["x"] = 1
    assert g.rules == [] and g.requires == {}
    h = Flag.from_dict({"name": "h"})
    h.rules.append(a)
    h.requires["x"] = 1
    assert Flag.from_dict({"name": "i"}) == Flag("i")
    r = Rule.from_dict({"value": 1})
    r.conditions.append(Condition("a", "eq", 1))
    assert Rule.from_dict({"value": 1}) == Rule(1)


def rand_flag(rng, name, names):
    rules = []
    for _ in range(rng.randint(0, 3)):
        conds = []
        for _ in range(rng.randint(0, 2)):
            attr = rng.choice("xy")
            conds.append(Condition(attr, "eq", rng.randint(0, 2), rng.random() < 0.3))
        rules.append(Rule(rng.randint(1, 3), conds, rng.choice([0, 20, 50, 99.99, 100])))
    requires = {n: rng.randint(1, 2) for n in names if rng.random() < 0.25}
    return Flag(name, rng.randint(1, 2), rng.choice([0, 1]), rng.random() < 0.85, rules, requires)


def oracle(flags, overrides, name, user, chain=()):
    f = flags[name]
    if (name, user["id"]) in overrides:
        return overrides[name, user["id"]]
    if not f.enabled:
        return f.off_value
    for n, w in f.requires.items():
        if n in chain + (name,) or n not in flags:
            return f.off_value
        if oracle(flags, overrides, n, user, chain + (name,)) != w:
            return f.off_value
    place = bucket(name, user["id"])
    for r in f.rules:
        if all(c.attribute in user and ((user[c.attribute] == c.wanted) != c.negate)
               for c in r.conditions) and place < r.percent:
            return r.value
    return f.default


def test_random_round_trip():
    rng = random.Random(1)
    for _ in range(200):
        f = rand_flag(rng, "f", "abc")
        d = f.to_dict()
        saved = copy.deepcopy(d)
        assert d == {"name": "f", "default": f.default, "off_value": f.off_value,
                     "enabled": f.enabled, "requires": f.requires,
                     "rules": [{"value": r.value, "percent": r.percent, "conditions": [
                         {"attribute": c.attribute, "test": c.test, "wanted": c.wanted,
                          "negate": c.negate} for c in r.conditions]} for r in f.rules]}
        g = Flag.from_dict(d)
        assert g == f
        g.requires["zz"] = 1
        g.rules.append(Rule(1))
        assert d == saved


@pytest.mark.parametrize("seed", range(20))
def test_random_evaluation(seed):
    rng = random.Random(seed)
    names = "abcd"
    flags, overrides = {}, {}
    store = FlagStore()
    evaluator = Evaluator(store)
    users = []
    for i in range(4):
        u = {"id": "u%d" % i}
        for attr in "xy":
            if rng.random() < 0.8:
                u[attr] = rng.randint(0, 2)
        users.append(u)
    users.append(dict(users[0], x=9))
    revision = 0
    for _ in range(30):
        n = rng.choice(names)
        act = rng.random()
        if act < 0.5:
            f = rand_flag(rng, n, names)
            store.put(f)
            if flags.get(n) != f:
                revision += 1
            flags[n] = f
        elif act < 0.6:
            if n in flags:
                store.remove(n)
                del flags[n]
                revision += 1
            else:
                with pytest.raises(UnknownFlag):
                    store.remove(n)
        elif act < 0.75:
            u = rng.choice(users)["id"]
            overrides[n, u] = rng.randint(1, 5)
            evaluator.override(n, u, overrides[n, u])
        elif act < 0.85:
            u = rng.choice(users)["id"]
            overrides.pop((n, u), None)
            evaluator.clear_override(n, u)
        elif flags:
            n = rng.choice(sorted(flags))
            f = store.get(n)
            f.enabled = not f.enabled
            f.rules.append(Rule(7))
            assert store.get(n) == flags[n]
        assert store.revision == revision
        for u in rng.sample(users, 3):
            before = dict(u)
            if rng.random() < 0.5:
                n = rng.choice(names)
                if n in flags:
                    assert evaluator.value(n, u) == oracle(flags, overrides, n, u)
                else:
                    with pytest.raises(UnknownFlag):
                        evaluator.value(n, u)
            else:
                assert evaluator.all_values(u) == {
                    m: oracle(flags, overrides, m, u) for m in flags}
            assert u == before


def test_remembering():
    store = FlagStore([Flag("a", 1), Flag("c", 2)])
    e = Evaluator(store)
    u = {"id": "1", "x": 1}
    for _ in range(3):
        assert e.all_values(u) == {"a": 1, "c": 2}
    assert e.computed == 2
    assert e.value("a", {"x": 1, "id": "1"}) == 1
    assert e.computed == 2
    e.value("a", {"x": 2, "id": "1"})
    assert e.computed == 3
    store.put(Flag("a", 1))
    e.value("a", u)
    assert e.computed == 3
    store.put(Flag("a", 3))
    assert e.value("a", u) == 3
    store.remove("a")
    with pytest.raises(UnknownFlag):
        e.value("a", u)


def test_remember_falsy():
    e = Evaluator(FlagStore([Flag("a", None), Flag("b", 0)]))
    for _ in range(3):
        assert e.value("a", {"id": "1"}) is None and e.value("b", {"id": "1"}) == 0
    assert e.computed == 2
    e.override("b", "1", None)
    assert e.value("b", {"id": "1"}) is None


def test_two_evaluators():
    store = FlagStore([Flag("a", 1)])
    e, f = Evaluator(store), Evaluator(store)
    e.override("a", "u", 2)
    assert (e.value("a", {"id": "u"}), f.value("a", {"id": "u"})) == (2, 1)
    store.put(Flag("a", 5))
    assert (e.value("a", {"id": "u"}), f.value("a", {"id": "u"})) == (2, 5)


def test_bucket():
    values = [bucket("f", "u%d" % i) for i in range(3000)]
    assert all(0 <= v < 100 for v in values)
    assert abs(sum(values) / 3000 - 50) < 2
    assert bucket("f", "u1") != bucket("g", "u1")
    e = Evaluator(FlagStore([Flag("f", 0, rules=[Rule(1, percent=p), Rule(2, percent=60)])
                             for p in (25,)]))
    for i in range(200):
        v = bucket("f", "u%d" % i)
        assert e.value("f", {"id": "u%d" % i}) == (1 if v < 25 else 2 if v < 60 else 0)


def test_rollout_boundary():
    for i in range(100):
        v = bucket("f", "u%d" % i)
        e = Evaluator(FlagStore([Flag("f", rules=[Rule(True, percent=v)])]))
        assert e.value("f", {"id": "u%d" % i}) is False


def test_listeners():
    store = FlagStore()
    a, b = [], []
    stop_a = store.subscribe(a.append)
    store.subscribe(b.append)
    seen = []
    store.subscribe(lambda n: seen.append(n in store.names()))
    store.put(Flag("x"))
    stop_a()
    store.remove("x")
    stop_a()
    assert (a, b, seen) == (["x"], ["x", "x"], [True, False])

    holder = []
    got = []

    def once(name):
        got.append(name)
        holder[0]()
    store = FlagStore()
    holder.append(store.subscribe(once))
    store.subscribe(got.append)
    store.put(Flag("y"))
    store.put(Flag("z"))
    assert got == ["y", "y", "z"]


def test_put_after_change_of_original():
    f = Flag("a", {"k": [1]})
    store = FlagStore([f])
    f.default["k"].append(2)
    assert store.get("a").default == {"k": [1]}
    store.put(f)
    assert store.get("a").default == {"k": [1, 2]} and store.revision == 2
    f.requires["b"] = 1
    store.put(f)
    assert store.get("a").requires == {"b": 1} and store.revision == 3


def test_export_independent():
    store = FlagStore([Flag("b", [1]), Flag("a", rules=[
        Rule({"q": 1}, [Condition("x", "one_of", ["p"])])])])
    data = store.export()
    saved = copy.deepcopy(data)
    assert [d["name"] for d in data] == ["a", "b"]
    data[1]["default"].append(2)
    data[0]["rules"][0]["value"]["q"] = 2
    data[0]["rules"][0]["conditions"][0]["wanted"].append("z")
    data[0]["requires"]["b"] = 1
    assert store.export() == saved


def test_load():
    rng = random.Random(4)
    for _ in range(60):
        one = {n: rand_flag(rng, n, "abcd") for n in "abcd" if rng.random() < 0.6}
        two = {n: one[n] if n in one and rng.random() < 0.5 else rand_flag(rng, n, "abcd")
               for n in "abcd" if rng.random() < 0.6}
        store, source = FlagStore(one.values()), FlagStore(two.values())
        heard = []
        store.subscribe(heard.append)
        data = source.export()
        store.load(data)
        assert store.export() == data
        want = sorted(n for n in set(one) | set(two) if one.get(n) != two.get(n))
        assert sorted(heard) == want
        if data:
            data[0]["requires"]["zz"] = 1
            assert store.export() == source.export()
