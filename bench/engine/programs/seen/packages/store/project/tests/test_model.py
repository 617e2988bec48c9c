import pytest

from toggles import Condition, Flag, Rule
from toggles.model import version_key


def test_version_key():
    assert version_key("1.10") > version_key("1.9")
    assert version_key("2.0") == version_key("2")


@pytest.mark.parametrize("test,wanted,value,met", [
    ("eq", "de", "fr", False),
    ("one_of", ["de", "fr"], "fr", True),
    ("prefix", "beta-", "beta-7", True),
    ("min_version", "2.1", "2.1.0", True),
    ("before_version", "2.10", "2.9", True),
])
def test_conditions(test, wanted, value, met):
    assert Condition("x", test, wanted).met_by({"id": "u", "x": value}) is met


def test_negated_condition():
    condition = Condition("country", "eq", "de", negate=True)
    assert condition.met_by({"id": "u", "country": "fr"})
    assert not condition.met_by({"id": "u", "country": "de"})
    assert not condition.met_by({"id": "u"})


def test_rule_needs_all_conditions():
    rule = Rule(True, [Condition("a", "eq", 1), Condition("b", "eq", 2)])
    assert rule.matches({"id": "u", "a": 1, "b": 2})
    assert not rule.matches({"id": "u", "a": 1, "b": 3})


def test_bad_values():
    with pytest.raises(ValueError):
        Condition("a", "like", "x")
    with pytest.raises(ValueError):
        Rule(True, percent=101)


def test_flag_to_dict_and_back():
    flag = Flag("f", "blue", "grey", True,
                [Rule("red", [Condition("a", "one_of", [1, 2], True)], 25)], {"g": True})
    assert Flag.from_dict(flag.to_dict()) == flag
    assert Flag.from_dict({"name": "g"}) == Flag("g")
