from solution import ThroneInheritance


def test_example():
    t = ThroneInheritance("king")
    t.birth("king", "andy")
    t.birth("king", "bob")
    t.birth("king", "catherine")
    t.birth("andy", "matthew")
    t.birth("bob", "alex")
    t.birth("bob", "asha")
    assert t.getInheritanceOrder() == ["king", "andy", "matthew", "bob", "alex", "asha", "catherine"]
    t.death("bob")
    assert t.getInheritanceOrder() == ["king", "andy", "matthew", "alex", "asha", "catherine"]


def test_only_king():
    assert ThroneInheritance("louis").getInheritanceOrder() == ["louis"]


def test_king_dies():
    t = ThroneInheritance("king")
    t.birth("king", "anne")
    t.death("king")
    assert t.getInheritanceOrder() == ["anne"]
