"""Edits of what a function asks itself, what calls leave behind, lengths, and statements' twins."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from tests.workbench.test_templates import all_edits, texts

KNOWN = Knowledge(
    types={
        "one": {"Counter"},
        "two": {"Counter"},
        "text": {"str"},
        "rows": {"list"},
        "n": {"int"},
        "counts": {"dict"},
        "num": {"int"},
    },
    functions={"read": 0},
)
FAULTS = {
    "each part, too": (
        "def f(data):\n    if isinstance(data, dict):\n"
        "        return [(key, data[key]) for key in data]\n"
        "    return [f(each) for each in data]\n",
        "return [(key, f(data[key])) for key in data]",
    ),
    "each part is asked, not measured": (
        "class A:\n    def f(self, text, n):\n        best = 0\n"
        "        for part in text.split('a'):\n            best = max(best, len(part))\n"
        "        return best\n",
        "best = max(best, self.f(part, n))",
    ),
    "the answer of an inner function is kept": (
        "def f(root):\n    def cut(node):\n        if node is None:\n            return None\n"
        "        cut(node.left)\n        return node\n    return cut(root)\n",
        "        node.left = cut(node.left)\n",
    ),
    "called in any case": (
        "def f(value):\n    return value and read()\n",
        "return read() and value",
    ),
    "set each time": (
        "def f(rows):\n    last = {}\n    for i, row in enumerate(rows):\n"
        "        last.setdefault(row, i)\n    return last\n",
        "        last[row] = i\n",
    ),
    "what each call begins anew": (
        "class A:\n    def __init__(self):\n        self.total = 0\n\n"
        "    def f(self, rows):\n        self.walk(rows)\n        return self.total\n\n"
        "    def walk(self, rows):\n        self.total += len(rows)\n",
        "        self.total = 0\n        self.walk(rows)\n",
    ),
    "a modulus that is not used": (
        "class A:\n    MOD = 7\n\n    def f(self, rows):\n        ways = 0\n"
        "        for row in rows:\n            ways += row\n        return ways\n",
        "            ways += row\n            ways %= self.MOD\n",
    ),
    "a modulus that the answer lacks": (
        "MOD = 7\ndef f(rows):\n    return sum(rows)\n",
        "return sum(rows) % MOD",
    ),
    "equally long": (
        "def f(text, rows):\n    return all(a == b for a, b in zip(text, rows))\n",
        "return len(text) == len(rows) and all(a == b for a, b in zip(text, rows))",
    ),
    "equally long, before a loop": (
        "def f(text, rows):\n    for a, b in zip(text, rows):\n        if a != b:\n"
        "            return False\n    return True\n",
        "    if len(text) != len(rows):\n        return False\n    for a, b in",
    ),
    "the length of a mark": (
        "def f(text, n):\n    if len(text) > n:\n        return text[:n] + '...'\n"
        "    return text\n",
        "if len(text) + 3 > n:",
    ),
    "room for a mark": (
        "def f(text, n):\n    if len(text) > n:\n        return text[:n] + '...'\n"
        "    return text\n",
        "return text[:n - 3] + '...'",
    ),
    "all that is left": (
        "def f(text):\n    parts = text.split(':')\n    return parts[0], parts[1]\n",
        "return parts[0], ':'.join(parts[1:])",
    ),
    "what was counted": (
        "def f(rows):\n    counts = {}\n    for row in rows:\n        counts[row] += 1\n"
        "    return len(rows)\n",
        "return sum(counts.values())",
    ),
    "any at all": (
        "def f(rows):\n    if len(rows) == 2:\n        return 1\n    return 0\n",
        "if rows:",
    ),
    "as often as in the other one": (
        "def f(a, b, c):\n    one = a + 2 * b\n    two = a + c\n    return min(one, two)\n",
        "two = 2 * a + c",
    ),
    "only if it is another one": (
        "def f(rows, a, b):\n    total = rows[a]\n    total += rows[b]  # the other\n"
        "    return total\n",
        "    if a != b:\n        total += rows[b]  # the other\n",
    ),
    "through the same choices": (
        "def f(n):\n    return [(a, b) for a in (-1, 0, 1) for b in (-1, 1)]\n",
        "for b in (-1, 0, 1)]",
    ),
    "a row that begins with nothing": (
        "def f(rows):\n    new = rows[:]\n    for i in range(3):\n        new[i] += rows[i - 1]\n"
        "    return new\n",
        "    new = [0] * len(rows)\n",
    ),
    "the entry beside it": (
        "class A:\n    def f(self, rows):\n        return max(rows[n] for n in self.days)\n\n"
        "    def days_of(self, n):\n        return self.days[n]\n",
        "max(rows[n] + self.days[n] for n in self.days)",
    ),
    "the other way round, too": (
        "def f(text, goal, i, j):\n    return text[i] == goal[j]\n",
        "return text[i] == goal[j] and text[j] == goal[i]",
    ),
    "as much as is set beside it": (
        "def f(rows, i, j):\n    if i > j:\n        rows[i] = rows[j]\n"
        "    else:\n        rows[i] += 1\n",
        "        rows[i] += rows[j]\n",
    ),
    "all that changes": (
        "def f(a, b, c):\n    while a or b:\n        a >>= 1\n        b >>= 1\n        c >>= 1\n",
        "while a or b or c:",
    ),
    "all that was counted": (
        "def f(one, two):\n    return len(one & two)\n",
        "return sum((one & two).values())",
    ),
    "measured from the same": (
        "def f(rows, n, best):\n    return abs(rows - n) < abs(best)\n",
        "abs(best - n)",
    ),
    "both directions": (
        "def f(rows):\n    near = {}\n    for a, b in rows:\n"
        "        near[a].append(b)\n    return near\n",
        "        near[a].append(b)\n        near[b].append(a)\n",
    ),
    "as a whole": (
        "def f(a, b):\n    return all(x == y for x, y in zip(f(a), f(b)))\n",
        "return list(f(a)) == list(f(b))",
    ),
    "an inner function is called in any case": (
        "def f(n):\n    def go(n):\n        return n > 1\n    inside = True\n"
        "    inside = inside and go(n)\n    return inside\n",
        "inside = go(n) and inside",
    ),
    "what is handed over": (
        "class A:\n    def __init__(self):\n        self.rows = []\n\n"
        "    def f(self, n):\n        for row in self.rows:\n            n.add(row)\n",
        "            n.add(row)\n        self.rows = []\n",
    ),
    "of both": (
        "def f(a, b):\n    return [each for each in set(a) if a[each] < b[each]]\n",
        "in set(a) | set(b) if",
    ),
    "nothing of the last call": (
        "class A:\n    memo = {}\n\n    def f(self, n):\n        return self.go(n)\n\n"
        "    def go(self, n):\n        return self.memo.setdefault(n, n)\n",
        "        self.memo = {}\n        return self.go(n)\n",
    ),
    "taken off on the other side": (
        "def f(runs, n):\n    if runs[n - 1] > 0:\n        runs[n] += 1\n    return runs\n",
        "        runs[n - 1] -= 1\n        runs[n] += 1\n",
    ),
    "by a table that nothing reads": (
        "def f(n, best, rows):\n    if n < best:\n        best = n\n    return best\n",
        "if rows[n] < rows[best]:",
    ),
    "equally long, before what is compared": (
        "def f(text, rows):\n    found = []\n    for a, b in zip(text, rows):\n"
        "        found.append(a - b)\n    return len(found) == 2\n",
        "    if len(text) != len(rows):\n        return False\n    for a, b in",
    ),
    "what the object has counted so far": (
        "class A:\n    def __init__(self):\n        self.current = 1\n\n"
        "    def f(self, num, rows):\n        if num not in rows:\n            rows.append(num)\n",
        "if num not in rows and num < self.current:",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_among_what_is_tried(name: str) -> None:
    program, wanted = FAULTS[name]
    found = texts(program, KNOWN)
    assert any(wanted in each for each in found), "\n---\n".join(found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("def f(data):\n    return [f(each) for each in data]\n", "each part too"),
        ("def f(value, rows):\n    return value and len(rows)\n", "called in any case"),
        ("MOD = 7\ndef f(n):\n    n += 1\n    return n % MOD\n", "%= MOD`"),
        (
            "def f(a, b):\n    return len(a) == len(b) and all(map(f, zip(a, b)))\n",
            "equally long",
        ),
        ("def f(rows):\n    new = rows[:]\n    return new\n", "no copy"),
    ],
)
def test_what_is_right_is_left_alone(text: str, kind: str) -> None:
    _, edits = all_edits(text, KNOWN)
    assert not [edit.kind for edit in edits if edit.kind.endswith(kind)]
