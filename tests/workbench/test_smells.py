"""What a careful author would not write counts against a change, and doing away with it for one."""

from __future__ import annotations

import pytest

from quire.workbench.candidates import Candidate
from quire.workbench.smells import smells
from quire.workbench.source import Edit, SourceFile, Span
from quire.workbench.units import units_of

PLAIN = "def f(a, b, items):\n    {}\n    return b\n"


def weighed(before: str, after: str) -> float:
    """Give the bits for a change of a line of a function."""
    source = SourceFile("m.py", PLAIN.format(before).encode())
    start = source.text.index(before)
    edit = Edit("m.py", (Span(start, start + len(before), after),), "a change", 1.0)
    return smells(Candidate((edit,), tuple(units_of(source, {})), 1.0))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("b = max(a, b)", "b = max(a, a)"),
        (
            "b = items.read()\n    while a.more():\n        b = b and items.read()",
            "b = items.read()\n    while a.more():\n        b = items.read()",
        ),
        ("b = a if items else b", "b = a if items else a"),
        (
            "a = set()\n    a.add(b)\n    b = items in a",
            "a = set()\n    a.add(b)\n    b = items in b",
        ),
        ("b = a and b", "b = b and b"),
        ("b = [(0, 1), (1, 0)]", "b = [(0, 1), (0, 1)]"),
        ("b = a - b", "b = a - a"),
        ("b = a < 1 or a > 49", "b = a < 1 and a > 49"),
        (
            "while b:\n        a, b = b.next, b.next.next\n    b = a, items",
            "while b:\n        a, b = b.next, b.next.next\n    a, b = items, items\n"
            "    b = a, items",
        ),
        ("b = a > 1 and a < 49", "b = a > 1 or a < 49"),
        ("b = a < 1 or a > 49", "b = a < 1 or a < 49"),
        (
            "if a > 5:\n        b = 2\n    elif a > 2:\n        b = 1",
            "if a > 2:\n        b = 1\n    elif a > 5:\n        b = 2",
        ),
        ("b = a + items, b + items", "b = a + 1 + items, b + items"),
        ("b = a // b", "b = a // 1"),
        ("b = a + 1", "b = a + 0"),
        ("b = a + 2 - 1", "b = a + 1 - 1"),
        ("a, b = b, a", "b, b = b, a"),
        ("items[a] = items.get(a, 0) + 1", "items[a] = items.get(a, 0)"),
        ("b = a < b", "b = a < a"),
        ("b = a and (b or items)", "b = a or (b or items)"),
        ("b = max(a, b) + min(a, b)", "b = max(a, b) or min(a, b)"),
        (
            "for i in items:\n        a.next = i\n        a = a.next",
            "for i in items:\n        a.next = i",
        ),
        ("b = a in (4, 6, 9)", "b = a in (4, 9, 9)"),
        ("b = {1: a, 2: b}", "b = {1: a, 1: b}"),
        ("b = sorted(items)", "b = sorted(list(items))"),
        ("b = a >= 0 and b >= 0", "b = a >= 0 and b >= -1"),
        ("b = a < 1 or b < 1 or a < 2", "b = a < 1 or b < a + 1 or a < 2"),
        (
            "a = max(a, a + items)\n    b = min(b, b + items)\n    print(a)",
            "a = max(a, a + items)\n    b = min(b, a + items)\n    print(a)",
        ),
        (
            "items = [0] * a\n    items[1] = 2\n    b = items[0]",
            "items = [0] * a\n    b = items[0]",
        ),
        (
            "if a:\n        b = 1\n    else:\n        a, b = b, a",
            "if a:\n        b = 1\n    else:\n        a, b = b, a\n        b, a = a, b",
        ),
        (
            "b = sorted(items, key=lambda i: (-i.a, i.b))",
            "b = sorted(items, key=lambda i: (-i.a, i.a))",
        ),
        ("b = a", "b = b"),
        ("items[a] = b", "items[a] == b"),
        ("a = f(a, b, 1)\n    b = f(b, a, 1)", "a = f(a, b, 1)\n    f(b, a, 1)"),
        ("i = open(a)\n    b = i\n    return i", "i = open(a)\n    b = i\n    return a"),
        ("for i in items:\n        if i:\n            b = i", "for i in items:\n        return i"),
        ("for i in items[:]:\n        items.remove(i)", "for i in items:\n        items.remove(i)"),
        (
            "for i in list(a.rows):\n        a.rows.remove(i)",
            "for i in a.rows:\n        a.rows.remove(i)",
        ),
        ("for i in range(b):\n        a += i", "for i in range(b):\n        i += a"),
        ("while a > 1:\n        b += a\n        a -= 1", "while a > 1:\n        b += a"),
        ("b = a == 1 or a == 2", "b = a != 1 or a != 2"),
        ("b = b.strip()", "b.strip()"),
        ("items.sort()\n    b = a", "b = items.sort()"),
        ("return f(a, b, items[1:])", "return f(a, b, items)"),
        ("a, b = b, a", "a = b\n    b = a"),
        ("a, b = len(items), len(items[0])", "a, b = len(items), len(items)"),
        ("b = [[] for _ in items]", "b = [[]] * a"),
        ("b = max(a, b)", "b = max(a, True)"),
        ("b = abs(a[0] - b[0]) + abs(a[1] - b[1])", "b = abs(a[0] - b[0]) + abs(a[1] - b[0])"),
        (
            "b = a % 4 == 0 and (a % 9 == 0 or a % 5 == 0)",
            "b = a % 4 == 0 and (b % 9 == 0 or a % 5 == 0)",
        ),
        ("b = a < 0 or b < 0 or a > 9 or b > 9", "b = a < 0 and b < 0 or a > 9 or b > 9"),
        ("for b in range(a):\n        items += 1", "for b in range(a):\n        a += 1"),
        ("b = 0\n    b += a", "b = -1\n    b += a"),
        ("b += a", "return b\n    b += a"),
        ("b = [x for x in items if x > a]", "b = [x for x in items if a]"),
        ("b = a * 10 + b", "b = a * 0 + b"),
        (
            "for i in items:\n        if i:\n            continue\n        b += i",
            "for i in items:\n        if i:\n            continue\n        return True",
        ),
        ("b += 1", "b += 0"),
        ("b *= 2", "b *= 1"),
        ("b = g(a, 1) + g(b, 1) + g(items, 1)", "b = g(a, 1) + g(b, 1) + g(items, a)"),
        (
            "s = [0] * a\n    for i in range(a):\n        if s[i]:\n            s[i] = b",
            "s = [0] * a\n    for i in range(a):\n        if i in s:\n            s[i] = b",
        ),
        ("b = a < len(items) and items[a]", "b = a <= len(items) and items[a]"),
        ("b = a >= len(items) or items[a]", "b = a >= len(items) and items[a]"),
        ("b = a < len(items) and items[a]", "b = len(items) >= a and items[a]"),
        ("b = a is None or a < b", "b = a is None or a < b or a is not None"),
        ("b = a or items", "b = a or not a"),
        ("b *= a", "b *= b"),
        ("if a:\n        b = 1\n    items = 2", "if a:\n        b = 1\n    b = 1\n    items = 2"),
        ("a = b + items\n    b = b - items", "a = b + items\n    b = b + items"),
        ("while a:\n        b -= 1\n        a -= 1", "while a:\n        a -= 1\n        a -= 1"),
        ("b = (a // 2, items // 2)", "b = (a * 2, items // 2)"),
        ("b = sorted(items)", "b = sorted(reversed(items))"),
        ("self.n = b\n    b = a + items + self.n", "self.n = b\n    b = a + items + a"),
        (
            "for i in items:\n        b += i + a",
            "for i in items:\n        i = a\n        b += i + a",
        ),
        (
            "m = max(a, items)\n    m = max(m, b)\n    b += m",
            "m = max(a, items)\n    m = max(m, b)\n    b += a",
        ),
        (
            "if a:\n        b = 1\n    else:\n        b = 2",
            "if a:\n        if items:\n            b = 1\n    else:\n        b = 2",
        ),
        (
            "g(a - 1, b)\n    g(a + 1, b)\n    g(a, b - 1)\n    g(a, b + 1)",
            "g(a - 1, b)\n    g(a + 1, b)\n    g(a, b - 1)\n    g(a, a + 1)",
        ),
        ("b = max(0, min(9, a))", "b = min(0, max(9, a))"),
        ("b = b * 10 + a", "b += b * 10 + a"),
        (
            "items = list(a)\n    heapify(items)\n    b = heappop(items)",
            "items = list(a)\n    b = heappop(items)",
        ),
        (
            "b = 0\n    for i in items:\n        b += 1\n        print(b)",
            "for i in items:\n        b = 0\n        b += 1\n        print(b)",
        ),
        (
            "for i in items:\n        b |= a & i",
            "for i in items:\n        b = a & i",
        ),
        ("for i in items:\n        b += i", "for i in items[1:]:\n        b += i"),
        (
            "def g():\n        if a:\n            return True\n        return False",
            "def g():\n        if a:\n            return True\n        return True",
        ),
        (
            "for i in items:\n        a += i[0]\n        b += i[1]",
            "for i in items:\n        a += i[0]\n        b += i[0]",
        ),
    ],
)
def test_it_counts_one_way_and_the_other(before: str, after: str) -> None:
    assert weighed(before, after) > 0
    assert weighed(after, before) < 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("b = a + b", "b = a - b"),
        ("b += 1", "b >>= 1"),
        ("b = max(a, b)", "b = min(a, b)"),
        ("b = [a] * b", "b = [a for _ in range(b)]"),
        ("b = a >= 0 and b >= 0 or items", "b = a >= 0 or b >= 0 or items"),
    ],
)
def test_plain_changes_smell_of_nothing(before: str, after: str) -> None:
    assert weighed(before, after) == 0


@pytest.mark.parametrize(
    ("table", "other"),
    [
        ("[(0, 1), (1, 0), (0, -1), (-1, 0)]", "[(0, 1), (1, 0), (0, -1), (-2, 0)]"),
        ("{'A': 'T', 'T': 'A', 'C': 'G', 'G': 'C'}", "{'A': 'T', 'T': 'A', 'C': 'G', 'G': 'A'}"),
    ],
)
def test_a_table_that_everyone_knows_stays_one(table: str, other: str) -> None:
    assert weighed(f"b = {table}", f"b = {other}") >= 4.0
    assert weighed(f"b = {other}", f"b = {table}") <= 0.0


def test_one_text_is_a_table_too() -> None:
    assert weighed("b = a in 'aeiou'", "b = a in 'aeio'") >= 4.0
    assert weighed("b = a in 'aeio'", "b = a in 'aeou'") == 0.0


@pytest.mark.parametrize(
    ("loop", "used", "bits"),
    [
        ("for i in range(a):", "b += i", 0.0),
        ("for i in items:", "b += i", -2.0),
        ("for i, j in enumerate(items):", "b += i + j", -4.0),
    ],
)
def test_a_loop_that_counts_its_turns_needs_no_use_of_the_count(
    loop: str, used: str, bits: float
) -> None:
    assert weighed(f"{loop}\n        b += 1", f"{loop}\n        {used}") == bits
