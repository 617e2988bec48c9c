"""Edits of what is kept from turn to turn, of divisions, of values by default, and of habits."""

from __future__ import annotations

import ast

import pytest

from quire.workbench.scope import Knowledge
from quire.workbench.unset import unset
from tests.workbench.test_templates import texts

KNOWN = Knowledge(
    types={"text": {"str"}, "parts": {"list"}, "n": {"int"}, "k": {"int"}, "best": {"int"},
           "queue": {"list"}, "low": {"int"}, "high": {"int"}, "heap": {"list"}},
)  # fmt: skip
FAULTS = {
    "the best is not kept": (
        "def f(rows):\n    best = 0\n    for k in rows:\n        if rows[k] > best:\n"
        "            which = k\n    return which\n",
        "            best = rows[k]\n            which = k\n",
    ),
    "the best of an object": (
        "def f(self, rows):\n    for k in rows:\n        if k > self.best or not rows:\n"
        "            self.which = k\n    return rows\n",
        "            self.best = k\n            self.which = k\n",
    ),
    "a sum begins anew": (
        "def f(rows):\n    n = 0\n    k = 0\n    for i in rows:\n        n += i\n"
        "        if n < 0:\n            k = i\n    return k\n",
        "            k = i\n            n = 0\n",
    ),
    "one of two bounded sums begins anew": (
        "def f(rows):\n    n = 0\n    k = 0\n    for i in rows:\n        n = max(0, n + i)\n"
        "        k = max(0, k - i)\n        if n > 9 or k > 9:\n            n = 0\n    return k\n",
        "            n = 0\n            k = 0\n",
    ),
    "a list begins anew before it goes on": (
        "def f(rows):\n    out = []\n    for i in rows:\n        out.append(i)\n"
        "        if not i:\n            continue\n    return out\n",
        "            out = []\n            continue\n",
    ),
    "a count is set back where all is well": (
        "def f(self, n):\n    if n < 0:\n        self.wrong += 1\n        return False\n"
        "    return True\n",
        "    self.wrong = 0\n    return True\n",
    ),
    "a count in a table is set back": (
        "def f(wrong, n):\n    if n < 0:\n        wrong[n] = wrong[n] + 1\n        return False\n"
        "    return True\n",
        "    wrong[n] = 0\n    return True\n",
    ),
    "counted the first time only": (
        "def f(seen, n, k):\n    if n:\n        seen[n].add(k)\n        n += 1\n    return n\n",
        "        if k not in seen[n]:\n            seen[n].add(k)\n            n += 1\n",
    ),
    "rounded up": (
        "def f(n, k):\n    return n // k + 1\n",
        "    return -(-n // k)\n",
    ),
    "rounded up, one at least": (
        "def f(n, k):\n    return n // k + 1\n",
        "    return max(1, -(-n // k))\n",
    ),
    "the multiple below": ("def f(n):\n    return n // 3\n", "    return n // 3 * 3\n"),
    "by default only what is missing": (
        "def f(rows, k, n):\n    return rows.get(k) or n\n",
        "    return rows.get(k, n)\n",
    ),
    "a copy of either": (
        "def f(rows):\n    return rows or []\n",
        "    return list(rows or [])\n",
    ),
    "from the other end": (
        "def f(rows, i):\n    return rows[-i]\n",
        "    return rows[-i - 1]\n",
    ),
    "no more parts than are asked for": (
        "def f(text):\n    parts = text.split(' ')\n    return parts[2] + parts[1]\n",
        "    parts = text.split(' ', 2)\n",
    ),
    "no more parts than there are names": (
        "def f(text):\n    n, k = text.split()\n    return n\n",
        "    n, k = text.split(None, 1)\n",
    ),
    "below the one, above the other": (
        "def f(n, low, high):\n    if n < low:\n        k = 1\n    else:\n        k = 2\n"
        "    return k, high\n",
        "    elif n > high:\n",
    ),
    "bounds exchanged": (
        "def f(n):\n    return min(0, max(9, n))\n",
        "    return max(0, min(9, n))\n",
    ),
    "bounds exchanged, by their names": (
        "def f(n, INT_MIN, INT_MAX):\n    return max(INT_MAX, min(INT_MIN, n))\n",
        "    return min(INT_MAX, max(INT_MIN, n))\n",
    ),
    "no heap yet": (
        "def f(rows):\n    heap = [-n for n in rows]\n    return heapq.heappop(heap)\n",
        "    heap = [-n for n in rows]\n    heapq.heapify(heap)\n",
    ),
    "the other turning point": (
        "def f(n, k):\n    if n == k - 1:\n        step = -1\n    return step\n",
        "    if n == 0:\n        step = 1\n    elif n == k - 1:\n        step = -1\n",
    ),
    "a sum for the second loop": (
        "def f(rows):\n    n = 0\n    k = rows\n    while k:\n        n += k\n    k = rows\n"
        "    while k:\n        n += k\n    return n\n",
        "    k = rows\n    n = 0\n    while k:\n",
    ),
    "who waits first comes first": (
        "def f(queue):\n    return queue.pop()\n",
        "    return queue.pop(0)\n",
    ),
    "undone from the end": (
        "def undo(rows):\n    for n, k in rows:\n        n.set(k)\n",
        "    for n, k in reversed(rows):\n",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_among_what_is_tried(name: str) -> None:
    text, wanted = FAULTS[name]
    found = texts(text, KNOWN)
    assert any(wanted in each for each in found), "\n---\n".join(found)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("a = 1\nreturn a", 0),
        ("if p:\n    a = 1\nreturn a", 1),
        ("if p:\n    a = 1\nelse:\n    a = 2\nreturn a", 0),
        ("if p:\n    a = 1\nelse:\n    return p\nreturn a", 0),
        ("while p:\n    a = p.pop()\nreturn a", 1),
        ("while True:\n    a = p.pop()\n    if a:\n        break\nreturn a", 0),
        ("for a in p:\n    pass\nreturn a", 0),
        ("try:\n    a = 1\nexcept ValueError:\n    pass\nreturn a", 1),
        ("try:\n    a = 1\nexcept ValueError:\n    raise\nfinally:\n    b = 1\nreturn a, b", 0),
        ("with p as a:\n    b = a\nreturn a, b", 0),
        ("return [a for a in p]", 0),
        ("global a\nreturn a", 0),
        ("return b", 0),
    ],
)
def test_what_may_have_no_value_yet_is_counted(body: str, count: int) -> None:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    function = ast.parse(f"def f(p, b):\n{lines}").body[0]
    assert isinstance(function, ast.FunctionDef)
    assert unset(function) == count
