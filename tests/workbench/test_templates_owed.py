"""Edits that one place of a function asks of another: what leaves, a second step, a neighbour."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from tests.workbench.test_templates import all_edits, texts

KNOWN = Knowledge(
    types={"i": {"int"}, "j": {"int"}, "n": {"int"}, "best": {"int"}, "stack": {"list"},
           "used": {"list"}, "rows": {"list"}, "c": {"str"}, "p": {"str"}},
    literals={"'?'": 7.5},
)  # fmt: skip
WINDOW = "def f(s, k):\n    left = 0\n    for right in range(len(s)):\n        {}\n        while k:\n            left += 1\n        n = right - left\n"  # noqa: E501
ITEMS = "def f(s, k):\n    left = 0\n    for i, c in enumerate(s):\n        {}\n        while k:\n            left += 1\n        n = i - left\n"  # noqa: E501
TREE = "def up(n):\n    if n is None:\n        return 0\n    a = up(n.left)\n    b = up(n.right)\n    if a > b:\n        return {}\n    return a + 1\n"  # noqa: E501
GRID = "def f(grid, n):\n    k = grid[0][0]\n    for i in range(n):\n        for j in range(n):\n            if 0 <= i < n and 0 <= j < n:\n                k += 1\n    return k\n"  # noqa: E501
FAULTS = {
    "a count that leaves": (WINDOW.format("k[s[right]] += 1"), "k[s[left]] -= 1\n            left"),
    "a sum that leaves": (WINDOW.format("k += s[right]"), "k -= s[left]\n            left += 1"),
    "an item that leaves": (ITEMS.format("k.add(c)"), "k.remove(s[left])\n            left += 1"),
    "a number that says no": (TREE.format("-1"), "if a == -1 or b == -1 or a > b:"),
    "a None that says no": (TREE.format("None"), "if a is None or b is None or a > b:"),
    "a branch for all": (
        "def f(i, j):\n    if i > 0:\n        n = 1\n    else:\n        n = j\n    return n\n",
        "    elif j > n:\n        n = j\n",
    ),
    "taken out for nothing": (
        "def f(stack, n):\n    k = n\n    stack.pop()\n    return k\n",
        "    k = stack.pop()\n    return k\n",
    ),
    "taken out after it was used": (
        "def f(stack, n):\n    stack.pop()\n    k = n\n    return k\n",
        "    k = stack.pop()\n    return k\n",
    ),
    "a second step": (
        "def f(i, best):\n    best = max(best, i)\n    return best\n",
        "    best = max(best, i)\n    best = max(best, i + 1)\n",
    ),
    "a step the other way": (
        "def f(i, rows):\n    rows.append(i + 1)\n    return rows\n",
        "    rows.append(i + 1)\n    rows.append(i - 1)\n",
    ),
    "a name too many": ("def f(n):\n    i = j = n\n    return i, j\n", "    i = n\n"),
    "found and left there": (
        "def f(used, n):\n    if n in used:\n        k = 1\n    used.append(n)\n",
        "    if n in used:\n        used.remove(n)\n        k = 1\n",
    ),
    "a sign that stays": (
        "def f(n):\n    sign = '-' if n < 0 else ''\n    while n > 0:\n        n -= 1\n",
        "    n = abs(n)\n    while n > 0:\n",
    ),
    "a cell that nothing asks": (GRID, "0 <= j < n and grid[i][j] == 0:"),
    "a neighbour of a neighbour": (
        "def f(p):\n    p.next.other = p.other\n    return p.other.next\n",
        "    p.next.other = p.other.next\n",
    ),
    "the first one in": (
        "def f(p):\n    k, _ = p.popitem()\n    return k\n",
        "    k, _ = p.popitem(last=False)\n",
    ),
    "only after the check": (
        "def f(used, n):\n    del used[n]\n    k = n + 1\n    if k > 9:\n        raise ValueError(k)\n    return k\n",  # noqa: E501
        "        raise ValueError(k)\n    del used[n]\n    return k\n",
    ),
    "both partners": (
        "def f(p, n):\n    p.head.next = n\n    k = p.tail.prev\n    return k\n",
        "    k = p.head.next\n",
    ),
    "only the first letter": (
        "def f(c):\n    return c.capitalize()\n",
        "    return c[:1].upper() + c[1:]\n",
    ),
    "how often, too": (
        "def f(c):\n    k = frozenset(c)\n    return k\n",
        "    k = tuple(sorted(c))\n",
    ),
    "an entry by itself": (
        "def f(rows, i):\n    rows[0][i] = True\n    return rows\n",
        "    rows[0][i] = rows[0][i - 1]\n",
    ),
    "a best of one": (
        "def f(rows, best):\n    for i in rows:\n        best = max(i)\n    return best\n",
        "        best = max(best, i)\n",
    ),
    "asked for and not used": (
        "def f(stack, n):\n    k = 0\n    if stack:\n        k += n\n    return k\n",
        "        k += stack[-1]\n",
    ),
    "one more character": (
        "def f(p, i, c):\n    if p[i] == c:\n        return 1\n    return 0\n",
        "    if c == '?' or p[i] == c:\n",
    ),
    "an answer in the first turn": (
        "def f(n):\n    for i in n:\n        if i:\n            return i\n"
        "        else:\n            return -1\n",
        "            return i\n    return -1\n",
    ),
    "one size for two": (
        "def f(rows):\n    n, i = len(rows), len(rows)\n    return n * i\n",
        "    n, i = len(rows), len(rows[0])\n",
    ),
    "a rest that nobody gets": (
        "def f(n, j):\n    i, best = divmod(n, j)\n    rows = [i] * j\n    return rows\n",
        "    for k in range(best):\n        rows[k] += 1\n    return rows\n",
    ),
    "lost before it is kept": (
        "def f(rows, i):\n    rows[i] = rows[0]\n    rows[0] = rows[i]\n",
        "    rows[i], rows[0] = rows[0], rows[i]\n",
    ),
    "one of two instead of both": ("def f(n, i):\n    return max(n, i)\n", "    return n + i\n"),
    "an answer that gets lost": (
        "def f(n):\n    if n.left:\n        f(n.left)\n    return n\n",
        "        n.left = f(n.left)\n",
    ),
    "a sign that is never turned": (
        "def f(rows):\n    best = 1\n    for i in rows:\n        if i < 0:\n            n = i\n"
        "    return best\n",
        "            n = i\n            best = -best\n",
    ),
    "a single item": (
        "def f(n, rows):\n    return max(rows[1:])\n",
        "    if len(rows) == 1:\n        return rows[0]\n    return max(rows[1:])\n",
    ),
    "a state that is kept": (
        "class A:\n    def __init__(self):\n        self.n = None\n        self.best = []\n\n"
        "    def f(self, i):\n        i.n = 1\n",
        "        i.best = []\n        i.n = 1\n",
    ),
    "a value that counts as false": (
        "def f(n, i):\n    return [i] if n and i else []\n",
        "[i] if n and i is not None else []\n",
    ),
    "lists within a mapping": (
        "def f(n):\n    best = dict(n.rest)\n    return best\n",
        "    best = {key: value.copy() for key, value in n.rest.items()}\n",
    ),
    "the shorter way around": (
        "def f(n, i):\n    best = abs(n - i)\n    return best\n",
        "    return min(best, 360 - best)\n",
    ),
    "an answer that nobody listens to": (
        "def f(n):\n    if n == 0:\n        return True\n    f(n - 1)\n    return False\n",
        "    if f(n - 1):\n        return True\n    return False\n",
    ),
    "the first one, which may be another by now": (
        "def f(n):\n    best = Node(0, n)\n    i = best\n    i.next = i.next.next\n    return n\n",
        "    return best.next\n",
    ),
    "read in two places and in no order": (
        "def f(rows, n):\n    return rows[n] + rows[n - 1]\n",
        "    rows = sorted(rows)\n    return",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_edit(name: str) -> None:
    program, wanted = FAULTS[name]
    assert [text for text in texts(program, KNOWN) if wanted in text]


@pytest.mark.parametrize(
    "program",
    [
        WINDOW.format("k[s[right]] += 1").replace(
            "left += 1", "k[s[left]] -= 1\n            left += 1"
        ),
        TREE.format("-1").replace("a > b", "a == -1 or b == -1 or a > b"),
    ],
)
def test_what_is_whole_is_left_alone(program: str) -> None:
    _, found = all_edits(program, KNOWN)
    words = (", it leaves", "a == -1 or b == -1 or a == -1")
    assert not [edit for edit in found if any(word in edit.kind for word in words)]


def test_nothing_is_put_into_itself() -> None:
    program = (
        "class Box:\n    def __init__(self, items, best):\n        self.items = items or []\n"
        "        self.best = best\n\n    def add(self, one):\n        self.items.append(one)\n"
    )
    _, found = all_edits(program, Knowledge(types={"items": {"list"}, "best": {"list"}}))
    texts = [span.text.strip() for edit in found for span in edit.spans]
    assert "self.best.append(items)" in texts
    assert "self.best.append(best)" not in texts
