from solution import group_by_initial


def test_group_by_initial():
    assert group_by_initial(["Ada", "bob", "alan"]) == {"A": ["Ada", "alan"], "B": ["bob"]}
    assert group_by_initial(["", "Zoe"]) == {"Z": ["Zoe"]}
    assert group_by_initial(["tim", "Tom", "tim"]) == {"T": ["tim", "Tom", "tim"]}


def test_nothing_to_group():
    assert group_by_initial([]) == {}
    assert group_by_initial([""]) == {}
