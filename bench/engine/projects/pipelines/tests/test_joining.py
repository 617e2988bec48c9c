from pipelines import dedupe, interleave, merge_sorted, zip_by_key


def test_merge_sorted():
    assert list(merge_sorted([1, 4, 9], [2, 3], [], [0, 10])) == [0, 1, 2, 3, 4, 9, 10]
    assert list(merge_sorted()) == []


def test_merge_with_a_key():
    one = ["a", "ccc"]
    two = ["z", "bb", "yyy"]
    assert list(merge_sorted(one, two, key=len)) == ["a", "z", "bb", "ccc", "yyy"]


def test_merge_is_stable():
    one = [(1, "x"), (1, "y")]
    two = [(1, "a")]
    assert list(merge_sorted(one, two, key=lambda item: item[0])) == [*one, *two]


def test_dedupe():
    assert list(dedupe([3, 1, 3, 2, 1])) == [3, 1, 2]
    assert list(dedupe(["a", "A", "b"], key=str.lower)) == ["a", "b"]


def test_dedupe_forgets():
    assert list(dedupe([1, 2, 1, 3, 1, 2], memory=2)) == [1, 2, 3, 1, 2]


def test_interleave():
    assert list(interleave("abc", "1", "xy")) == ["a", "1", "x", "b", "y", "c"]


def test_zip_by_key():
    left = [(1, "a"), (2, "b"), (5, "c")]
    right = [(2, "x"), (3, "y")]
    assert list(zip_by_key(left, right, missing="-")) == [
        (1, "a", "-"),
        (2, "b", "x"),
        (3, "-", "y"),
        (5, "c", "-"),
    ]
