from contacts.dedupe import combine, groups
from contacts.merge import three_way
from contacts.record import Contact


def side(*contacts):
    return {contact.uid: contact for contact in contacts}


ADA = Contact("1", "Ada", ["ada@example.org"], [], {"math"}, 1)


def test_unchanged():
    assert three_way(side(ADA), side(ADA), side(ADA)) == (side(ADA), [])


def test_added_on_each_side():
    bob, eve = Contact("2", "Bob"), Contact("3", "Eve")
    merged, conflicts = three_way({}, side(bob), side(eve))
    assert merged == side(bob, eve)
    assert conflicts == []


def test_deleted():
    assert three_way(side(ADA), {}, side(ADA)) == ({}, [])
    assert three_way(side(ADA), side(ADA), {}) == ({}, [])


def test_deleted_but_changed():
    changed = Contact("1", "Ada King", ["ada@example.org"], [], {"math"}, 2)
    merged, conflicts = three_way(side(ADA), {}, side(changed))
    assert merged == side(changed)
    assert conflicts == [("1", "deleted")]


def test_names():
    mine = Contact("1", "Ada L.", ["ada@example.org"], [], {"math"}, 3)
    theirs = Contact("1", "Ada K.", ["ada@example.org"], [], {"math"}, 2)
    merged, conflicts = three_way(side(ADA), side(mine), side(theirs))
    assert merged["1"].name == "Ada L."
    assert conflicts == [("1", "name")]
    merged, conflicts = three_way(side(ADA), side(ADA), side(theirs))
    assert merged["1"].name == "Ada K."
    assert conflicts == []


def test_lists():
    mine = Contact("1", "Ada", ["ada@example.org", "a@x.org"], [], {"math", "poet"}, 2)
    theirs = Contact("1", "Ada", ["b@x.org"], [], set(), 2)
    merged, _ = three_way(side(ADA), side(mine), side(theirs))
    assert merged["1"].emails == ["a@x.org", "b@x.org"]
    assert merged["1"].tags == {"poet"}


def test_groups():
    a = Contact("a", "A", ["x@x.org"])
    b = Contact("b", "B", ["y@x.org"])
    c = Contact("c", "C", ["X@x.org"])
    assert groups([a, b, c]) == [[a, c]]


def test_groups_by_way_of_others():
    a = Contact("a", "A", ["x@x.org"])
    b = Contact("b", "B", ["y@x.org"], ["0171 234567"])
    c = Contact("c", "C", [], ["+49 171 234567"])
    d = Contact("d", "D", ["y@x.org", "x@x.org"])
    assert groups([a, b, c, d]) == [[a, b, c, d]]


def test_combine():
    a = Contact("a", "Ada", ["x@x.org"], ["0171 234567"], {"old"}, 4)
    b = Contact("b", "A.", ["X@X.org", "y@x.org"], ["0049171234567"], {"new"}, 9)
    both = combine([a, b])
    assert both == Contact("a", "Ada", ["x@x.org", "y@x.org"], ["0171 234567"], {"old", "new"}, 9)
    assert a.tags == {"old"}
