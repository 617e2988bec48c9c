import pytest

from toggles import Condition, Evaluator, Flag, FlagStore, Rule, UnknownFlag

ANN = {"id": "ann", "country": "de"}
BOB = {"id": "bob", "country": "fr"}


def test_default_and_rules():
    flag = Flag("color", "blue", rules=[
        Rule("red", [Condition("country", "eq", "fr")]),
        Rule("green", [Condition("country", "one_of", ["fr", "it"])]),
    ])
    evaluator = Evaluator(FlagStore([flag]))
    assert evaluator.value("color", ANN) == "blue"
    assert evaluator.value("color", BOB) == "red"


def test_disabled():
    evaluator = Evaluator(FlagStore([Flag("a", True, "off", enabled=False, rules=[Rule(True)])]))
    assert evaluator.value("a", ANN) == "off"


def test_unknown_flag():
    with pytest.raises(UnknownFlag):
        Evaluator(FlagStore()).value("a", ANN)


def test_rollout():
    evaluator = Evaluator(FlagStore([
        Flag("none", rules=[Rule(True, percent=0)]),
        Flag("some", rules=[Rule(True, percent=30)]),
        Flag("all", rules=[Rule(True, percent=100)]),
    ]))
    users = [{"id": "user%d" % i} for i in range(1000)]
    counts = {n: sum(evaluator.value(n, u) for u in users) for n in ("none", "some", "all")}
    assert counts["none"] == 0
    assert 250 < counts["some"] < 350
    assert counts["all"] == 1000


def test_prerequisites():
    store = FlagStore([
        Flag("base", "v1", rules=[Rule("v2", [Condition("country", "eq", "de")])]),
        Flag("extra", True, "no", requires={"base": "v2"}),
        Flag("lost", True, "no", requires={"nothing": True}),
    ])
    evaluator = Evaluator(store)
    assert evaluator.value("extra", ANN) is True
    assert evaluator.value("extra", BOB) == "no"
    assert evaluator.value("lost", BOB) == "no"


def test_circular_prerequisites():
    store = FlagStore([Flag("a", True, requires={"b": True}),
                       Flag("b", True, requires={"a": True})])
    assert Evaluator(store).all_values(ANN) == {"a": False, "b": False}


def test_change_is_seen():
    store = FlagStore([Flag("a", 1), Flag("b", 1, 0, requires={"a": 1})])
    evaluator = Evaluator(store)
    assert evaluator.value("b", ANN) == 1
    store.put(Flag("a", 2))
    assert evaluator.value("a", ANN) == 2
    assert evaluator.value("b", ANN) == 0


def test_answers_are_remembered():
    evaluator = Evaluator(FlagStore([Flag("a", 1)]))
    assert [evaluator.value("a", ANN) for _ in range(3)] == [1, 1, 1]
    assert evaluator.computed == 1
    evaluator.value("a", BOB)
    assert evaluator.computed == 2


def test_override():
    evaluator = Evaluator(FlagStore([Flag("a", 1), Flag("b", 1, 0, requires={"a": 1})]))
    assert evaluator.value("b", ANN) == 1
    evaluator.override("a", "ann", 5)
    assert evaluator.all_values(ANN) == {"a": 5, "b": 0}
    assert evaluator.all_values(BOB) == {"a": 1, "b": 1}
    evaluator.clear_override("a", "ann")
    assert evaluator.all_values(ANN) == {"a": 1, "b": 1}
