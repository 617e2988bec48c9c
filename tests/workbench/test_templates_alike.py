"""Edits that do here what a function does elsewhere, and those that its words ask for."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from tests.workbench.test_templates import all_edits, texts

KNOWN = Knowledge(types={"a": {"float", "NoneType"}, "b": {"float", "NoneType"}})
GAPS = "def f(busy, begin, close):\n    at = begin\n    for start, end in busy:\n        if start - at > 1:\n            free.append((at, start))\n        at = end\n    return free\n"  # noqa: E501
NODE = "class Node:\n    def __init__(self, value):\n        self.size = 1\n        self.left = None\n\n\ndef put(root, value):\n    if root.left:\n        root.left = put(root.left, value)\n    return root.left.size\n"  # noqa: E501
FAULTS = {
    "after the same statement": (
        "def f(a, b, n):\n    a, b = b, a\n    while n:\n        a, b = b, a\n        n -= 1\n",
        "    a, b = b, a\n    n -= 1\n    while n:\n",
    ),
    "otherwise the old one": (
        "def f(groups):\n    kept = []\n    for old, group in groups:\n        if group:\n            kept.append(sum(group))\n    return kept\n",  # noqa: E501
        "        else:\n            kept.append(old)\n    return kept\n",
    ),
    "the last gap": (GAPS, "    if close - at > 1:\n        free.append((at, close))\n    return"),
    "crosswise": (
        "class R:\n    def less(self, o):\n        return self.top * self.base < o.top * o.base\n",
        "return self.top * o.base < o.top * self.base",
    ),
    "an entry that stays": (
        "def f(rows, price):\n    last = rows[-1][2]\n    row = rows[-1]\n    row[0] = max(row[0], price)\n    row[1] = min(row[1], price)\n    return last\n",  # noqa: E501
        "    row[1] = min(row[1], price)\n    row[2] = price\n",
    ),
    "as long as either lasts": (
        "def f(a, b):\n    i = j = 0\n    while i < len(a):\n        if a[i] < b[j]:\n            i += 1\n        else:\n            j += 1\n",  # noqa: E501
        "    while i < len(a) or j < len(b):\n",
    ),
    "both parts": (
        "def f(node):\n    value, left, _ = node\n    if left[1] is None:\n        return value\n",
        "if left[1] is None and left[2] is None:",
    ),
    "no value at all": (
        "def f(a, b):\n    if not a or not b:\n        return None\n    return a * b\n",
        "if a is None or b is None:",
    ),
    "only letters": (
        'def f(text):\n    """Count the letters."""\n    return len([c for c in text if c != \' \'])\n',  # noqa: E501
        "if c.isalpha()]",
    ),
    "places of equal values": (
        "def f(key):\n    return [key.index(c) for c in sorted(key)]\n",
        "return sorted(range(len(key)), key=lambda place: key[place])",
    ),
    "letters as digits": (
        "def f(c):\n    return ord(c) - ord('A')\n",
        "return ord(c) - ord('A') + 10",
    ),
    "half of a palindrome": (
        "def palindrome(s, n):\n    for i in range(n):\n        if s[i] != s[-1 - i]:\n            return False\n    return True\n",  # noqa: E501
        "for i in range(n // 2):",
    ),
    "not before the beginning": (
        "def f(times, start):\n    for at in times:\n        begin = at\n    return begin\n",
        "begin = max(at, start)",
    ),
    "a count of an object": (NODE, "put(root.left, value)\n    root.size += 1\n"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_edit(name: str) -> None:
    program, wanted = FAULTS[name]
    assert [text for text in texts(program, KNOWN) if wanted in text]


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (
            "def f(a, b, n):\n    a, b = b, a\n    n += 1\n    a, b = b, a\n    n += 1\n",
            "`n += 1` here, too",
        ),
        (GAPS.replace("    return", "    free.append((at, close))\n    return"), "begin - at"),
        ("def f(c):\n    return ord(c) - ord('A') + 10\n", "+ 10 + 10"),
        ("def f(i, n):\n    if not i or not n:\n        return 1\n", "i is None or n is None"),
    ],
)
def test_what_is_whole_is_left_alone(program: str, words: str) -> None:
    known = Knowledge(types={"i": {"int"}, "n": {"int"}})
    _, found = all_edits(program, known)
    assert not [edit for edit in found if words in edit.kind]
