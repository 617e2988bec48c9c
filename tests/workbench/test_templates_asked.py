"""Edits of what is asked of two or more: which first, of either, by rank, in parts."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from tests.workbench.test_templates import all_edits, texts

TEXT = {"str"}
KNOWN = Knowledge(types={"a": TEXT, "b": TEXT, "one": TEXT, "two": TEXT})
FAULTS = {
    "a place before what stands there": (
        "def f(rows, i):\n    if rows[i] > 0 and i < len(rows):\n        return 1\n    return 0\n",
        "if i < len(rows) and rows[i] > 0:",
    ),
    "a year before its last day": (
        "def f(year, last):\n    return date(year, 2, 29) <= last and isleap(year)\n",
        "return isleap(year) and date(year, 2, 29) <= last",
    ),
    "nothing before its parts": (
        "def f(node):\n    return node.left is None or node is None\n",
        "return node is None or node.left is None",
    ),
    "ties the other way": (
        "def f(people):\n    return max(people, key=lambda p: (p.age, p.name))\n",
        "min(people, key=lambda p: (-p.age, p.name))",
    ),
    "ties of the least": (
        "def f(people):\n    return min(people, key=lambda p: (-p.age, p.name))\n",
        "max(people, key=lambda p: (p.age, p.name))",
    ),
    "a range of pairs": (
        "def f(day, first, last):\n"
        "    return first[0] <= day.month <= last[0] and first[1] <= day.day <= last[1]\n",
        "return first <= (day.month, day.day) <= last",
    ),
    "ranks in a list": (
        'LEVELS = ["view", "edit", "own"]\n\ndef f(a, b):\n    return a >= b\n',
        "return LEVELS.index(a) >= LEVELS.index(b)",
    ),
    "ranks in a mapping": (
        'RANK = {"low": 0, "high": 1}\n\ndef f(a, b):\n    return RANK[a] < b\n',
        "return RANK[a] < RANK[b]",
    ),
    "a key": (
        "def f(table, key):\n    value = table.get(key)\n    if value:\n        return value\n"
        "    return 0\n",
        "    if key in table:\n",
    ),
    "no key": (
        "def f(table, key):\n    value = table.get(key)\n    if value is None:\n        return 0\n"
        "    return 1\n",
        "    if key not in table:\n",
    ),
    "another collection of the object": (
        "class C:\n    def g(self, cell):\n        return cell in self.boxes\n\n"
        "    def f(self, cell):\n        return cell in self.walls\n",
        "return cell in self.walls or cell in self.boxes",
    ),
    "another collection at hand": (
        "def f(cell, seen, walls):\n    if cell in seen:\n        return 0\n"
        "    return cell not in walls\n",
        "return cell not in walls and cell not in seen",
    ),
    "equally long": (
        'def f(one, two):\n    """Say whether."""\n    for a in one:\n        if a not in two:\n'
        "            return False\n    return True\n",
        '    """Say whether."""\n    if len(one) != len(two):\n        return False\n    for a',
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_among_what_is_tried(name: str) -> None:
    text, wanted = FAULTS[name]
    found = texts(text, KNOWN)
    assert any(wanted in each for each in found), "\n---\n".join(found)


def test_what_cannot_fail_is_left_in_its_order() -> None:
    _, found = all_edits("def f(a, b):\n    return a > 0 and b > 0\n")
    assert not [each.kind for each in found if each.kind.endswith("first")]


def test_lengths_are_no_question_where_a_function_answers_with_more_than_yes_or_no() -> None:
    _, found = all_edits("def f(one, two):\n    return one + two\n", KNOWN)
    assert not [each.kind for each in found if "len(one) != len(two)" in each.kind]


def test_every_second_one_is_dear_where_nothing_speaks_of_twos() -> None:
    known = Knowledge(types={"n": {"int"}})
    plain = "def f(n):\n    if n:\n        return n\n"
    spoken = 'def f(n):\n    """Half of it."""\n    if n:\n        return n\n'

    def dearest(code: str) -> float:
        return min(each.bits for each in all_edits(code, known)[1] if "% 2" in each.kind)

    assert dearest(plain) > dearest(spoken)
