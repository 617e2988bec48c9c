"""What errors say is not there is supplied: names of other languages, scopes, conditions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.test_repair import changes

MAJORITY = """class Votes:
    def majority(self, nums):
        candidate = null
        count = 0
        for i in range(nums.length):
            num = nums[i]
            if count == 0:
                candidate = num
            if num.equals(candidate):
                count += 1
            else:
                count -= 1
        return candidate
"""
TEST_MAJORITY = """from m import Votes

def test_three():
    assert Votes().majority([3, 2, 3]) == 3

def test_seven():
    assert Votes().majority([2, 2, 1, 1, 1, 2, 2]) == 2

def test_late():
    assert Votes().majority([1, 2, 1]) == 1

def test_low():
    assert Votes().majority([5, 1, 1]) == 1
"""
WIDEST = """class Tree:
    def __init__(self, children=()):
        self.children = children

class Widest:
    def of(self, tree):
        self.best = 0

        def walk(node):
            best = max(best, len(node.children))
            for child in node.children:
                walk(child)

        walk(tree)
        return self.best
"""
TEST_WIDEST = """from m import Tree, Widest

def test_alone():
    assert Widest().of(Tree()) == 0

def test_top():
    assert Widest().of(Tree([Tree(), Tree()])) == 2

def test_below():
    assert Widest().of(Tree([Tree([Tree(), Tree(), Tree()])])) == 3
"""
LEVELS = """def levels(tree):
    found = 0

    def walk(node, depth):
        found = max(found, depth)
        for child in node:
            walk(child, depth + 1)

    walk(tree, 1)
    return found
"""
TEST_LEVELS = """from m import levels

def test_leaf():
    assert levels([]) == 1

def test_two():
    assert levels([[], []]) == 2

def test_three():
    assert levels([[], [[]]]) == 3
"""
GROUPS = """def groups(words):
    found = {}
    for word in words:
        found[word[0]] = []
        found[word[0]].append(word)
    return found
"""
TEST_GROUPS = """from m import groups

def test_one():
    assert groups(["a"]) == {"a": ["a"]}

def test_two():
    assert groups(["ab", "b", "ac"]) == {"a": ["ab", "ac"], "b": ["b"]}

def test_three():
    assert groups(["x", "xy", "xz"]) == {"x": ["x", "xy", "xz"]}
"""
SHIFT = """def shift(text, count):
    found = []
    for letter in text:
        found.append(chr(ord(letter) - ord('a') + count + ord('a')))
    return "".join(found)
"""
TEST_SHIFT = """from m import shift

def test_near():
    assert shift("abc", 2) == "cde"

def test_around():
    assert shift("xyz", 3) == "abc"

def test_far():
    assert shift("mno", 20) == "ghi"
"""


@pytest.mark.parametrize(
    ("code", "test", "kinds"),
    [
        (MAJORITY, TEST_MAJORITY, [
            "`None`, which other languages call `null`",
            "`len(nums)`, which other languages write `.length`",
            "`num == candidate`, which other languages write `.equals`",
        ]),
        (WIDEST, TEST_WIDEST, ["`self.best` instead of `best`, 2 times"]),
        (LEVELS, TEST_LEVELS, ["insert `nonlocal found`"]),
        (GROUPS, TEST_GROUPS, ["`found[word[0]] = []` if `word[0] not in found`"]),
        (SHIFT, TEST_SHIFT, [
            "`(ord(letter) - ord('a') + count) % 26` instead of `ord(letter) - ord('a') + count`",
        ]),
    ],
    ids=["other languages", "of the object", "of the function around", "a condition", "around"],
)  # fmt: skip
def test_what_is_lacking_is_supplied(
    program: Path, tmp_path: Path, code: str, test: str, kinds: list[str]
) -> None:
    edits = changes(program, tmp_path, {"m.py": code, "test_m.py": test})
    assert [edit["kind"] for edit in edits] == kinds
