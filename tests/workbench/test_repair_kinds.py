"""Kinds of faults that a repair knows, each in a small project that is held against more calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.test_repair import changes

TAGS = """def collect(tag, seen=[]):
    \"\"\"Append tag to seen and return it.\"\"\"
    seen.append(tag)
    return seen
"""
TEST_TAGS = """from m import collect

def test_one():
    assert collect("a") == ["a"]

def test_two():
    assert collect("b") == ["b"]

def test_given():
    given = ["x"]
    assert collect("y", given) == ["x", "y"]
    assert given == ["x", "y"]
"""
LINE = """from dataclasses import dataclass

@dataclass
class Line:
    price: float
    count: int = 0

    def total(self):
        return self.price * self.count
"""
TEST_LINE = """from m import Line

def test_one():
    assert Line(2.5).total() == 2.5

def test_none():
    assert Line(2.5, 0).total() == 0

def test_more():
    assert Line(2.5, 4).total() == 10
"""
CHUNKS = """def chunks(items, size):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
"""
TEST_CHUNKS = """from m import chunks

def test_even():
    assert list(chunks([1, 2, 3, 4], 2)) == [[1, 2], [3, 4]]

def test_rest():
    assert list(chunks([1, 2, 3], 2)) == [[1, 2], [3]]
"""
SCOPE = """from contextlib import contextmanager

class Stack:
    def __init__(self):
        self.names = []

    @contextmanager
    def scope(self, name):
        self.names.append(name)
        yield self
        self.names.pop()
"""
TEST_SCOPE = """import pytest
from m import Stack

def test_error():
    stack = Stack()
    with pytest.raises(KeyError):
        with stack.scope("a"):
            raise KeyError("x")
    assert stack.names == []
"""
SLUG = """import re

def slug(text):
    return re.sub(r"[^a-z0-9]", "-", text.lower())
"""
TEST_SLUG = """from m import slug

def test_one():
    assert slug("Hello World") == "hello-world"

def test_many():
    assert slug("Hello,   World") == "hello-world"
"""
INITIALS = """def initials(first, last):
    return f"{first[0]}. {last[1]}."
"""
TEST_INITIALS = """from m import initials

def test_one():
    assert initials("Ada", "Lovelace") == "A. L."

def test_other():
    assert initials("Kurt", "Gödel") == "K. G."
"""
COUNTS = """def counted(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word) + 1
    return counts
"""
TEST_COUNTS = """from m import counted

def test_some():
    assert counted(["a", "b", "a"]) == {"a": 2, "b": 1}

def test_none():
    assert counted([]) == {}
"""
GAPS = """def gaps(numbers):
    found = []
    before = None
    for number in numbers:
        if before is not None:
            found.append(number - before)
            before = number
    return found
"""
TEST_GAPS = """from m import gaps

def test_some():
    assert gaps([1, 4, 6]) == [3, 2]

def test_more():
    assert gaps([9, 7, 8, 8]) == [-2, 1, 0]

def test_none():
    assert gaps([5]) == []
"""


@pytest.mark.parametrize(
    ("code", "test", "kind"),
    [
        (TAGS, TEST_TAGS, "make `[]` anew in each call"),
        (LINE, TEST_LINE, "`1` instead of `0`"),
        (CHUNKS, TEST_CHUNKS, "`yield batch` also after the loop"),
        (SCOPE, TEST_SCOPE, "`self.names.pop()` in a `finally`"),
        (GAPS, TEST_GAPS, "move a statement out of its block"),
        (INITIALS, TEST_INITIALS, "`0` instead of `1`"),
        (COUNTS, TEST_COUNTS, "`0` where there is none"),
        (SLUG, TEST_SLUG, """r"[^a-z0-9]+" instead of r"[^a-z0-9]\""""),
    ],
    ids=[
        *("shared default", "default of a dataclass", "last rest", "cleaning up"),
        "out of what no test reaches",
        *("inside a text", "nothing found", "pattern"),
    ],
)
def test_a_kind_of_fault_is_known(
    program: Path, tmp_path: Path, code: str, test: str, kind: str
) -> None:
    edits = changes(program, tmp_path, {"m.py": code, "test_m.py": test})
    assert [edit["kind"] for edit in edits] == [kind]
