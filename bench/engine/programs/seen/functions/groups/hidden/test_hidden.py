import random

from solution import group_by_initial


def test_known():
    assert group_by_initial([]) == {}
    assert group_by_initial(["", ""]) == {}
    assert group_by_initial(["x"]) == {"X": ["x"]}
    assert group_by_initial(["x", "X", "x"]) == {"X": ["x", "X", "x"]}
    assert group_by_initial(["beta", "Alpha", "", "apple", "Bee"]) == {
        "B": ["beta", "Bee"], "A": ["Alpha", "apple"]}


def test_random():
    rng = random.Random(10)
    for _ in range(300):
        names = ["".join(rng.choice("abCBcA") for _ in range(rng.randrange(4))) for _ in range(rng.randrange(9))]
        expected = {}
        for letter in "ABC":
            members = [n for n in names if n[:1] in (letter, letter.lower()) and n]
            if members:
                expected[letter] = members
        assert group_by_initial(names) == expected
