"""Edits of what the library is taken for, numbers that begin anew, objects, what is left."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from tests.workbench.test_templates import all_edits, texts

KNOWN = Knowledge(
    types={"rows": {"list"}, "n": {"int"}, "text": {"str"}, "share": {"float"}},
    modules={"math": "math"},
)
LIBRARY = {
    "all seconds": (
        "def f(a, b):\n    return (b - a).seconds / 3600\n",
        "(b - a).total_seconds() / 3600",
    ),
    "any blanks": ("def f(text):\n    return text.split(' ')\n", "text.split()"),
    "ends of lines": ("def f(text):\n    return text.split('\\n')\n", "text.splitlines()"),
    "a whole ending": (
        'def f(text):\n    return text.rstrip(".py")\n',
        'text.removesuffix(".py")',
    ),
    "flags": (
        "import re\ndef f(text):\n    return re.sub('a', 'b', text, re.IGNORECASE)\n",
        "re.sub('a', 'b', text, flags=re.IGNORECASE)",
    ),
    "sorted before it is grouped": (
        "def f(rows):\n    return [list(g) for _, g in groupby(rows, key=len)]\n",
        "groupby(sorted(rows, key=len), key=len)",
    ),
    "the rest of a word": (
        "def f(text):\n    return text.capitalize()\n",
        "text[:1].upper() + text[1:]",
    ),
    "how often": ("def f(a, b):\n    return set(a) == set(b)\n", "sorted(a) == sorted(b)"),
    "in order": ("def f(rows):\n    return list(set(rows))\n", "list(dict.fromkeys(rows))"),
    "no truth value": (
        "def f(n):\n    return isinstance(n, int)\n",
        "isinstance(n, int) and not isinstance(n, bool)",
    ),
    "no text": (
        "def f(n):\n    if hasattr(n, '__iter__'):\n        return 1\n",
        "if isinstance(n, (list, tuple)):",
    ),
    "as numbers": ("def f(rows):\n    return sorted(rows)\n", "sorted(rows, key=int)"),
    "parts as numbers": (
        "def f(text):\n    return tuple(text.split('.'))\n",
        "tuple(int(part) for part in text.split('.'))",
    ),
    "found before": (
        "def f(rows):\n    for row in rows:\n        print(rows.index(row))\n",
        "    for i, row in enumerate(rows):\n        print(i)\n",
    ),
    "either name": (
        "def f(rows):\n    return rows.get('a', rows.get('b', ''))\n",
        "rows.get('a') or rows.get('b', '')",
    ),
}
LIBRARY |= {
    "read again": (
        "def f(rows):\n    sizes = (len(row) for row in rows)\n"
        "    return max(sizes) - min(sizes)\n",
        "sizes = [len(row) for row in rows]",
    ),
    "any at all": (
        "def f(rows):\n    bad = filter(None, rows)\n    if bad:\n        return 1\n",
        "bad = list(filter(None, rows))",
    ),
    "they may overlap": (
        "def f(text, part, at):\n    return text.find(part, at + len(part))\n",
        "text.find(part, at + 1)",
    ),
    "a few in order": (
        "def f(a, b, c):\n    sides = [a, b, c]\n    return sides[0]\n",
        "sides = sorted([a, b, c])",
    ),
}
LIBRARY |= {
    "two digits of a byte": ("def f(n):\n    return hex(n)[2:]\n", 'return format(n, "02x")'),
    "all but the last": (
        "def f(rows):\n    return ', '.join(rows) + ' and ' + rows[-1]\n",
        "', '.join(rows[:-1]) + ' and ' + rows[-1]",
    ),
}
NUMBERS = {
    "the number itself": ("def f(n):\n    return n % 12\n", "return n % 12 or 12"),
    "from one on": ("def f(n):\n    return (n + 1) % 12\n", "return n % 12 + 1"),
    "the sign": (
        "def f(n):\n    k = int(str(abs(n))[::-1])\n    return k\n",
        "return -k if n < 0 else k",
    ),
    "the mean": ("def f(rows, n):\n    return sum(rows) / n\n", "sum(rows) / len(rows)"),
    "as often": (
        "def f(n, coin):\n    number = n // coin\n    n -= coin\n    return number\n",
        "n -= number * coin",
    ),
    "what is left": (
        "def f(n):\n    return n // 3600, n // 60\n",
        "return n // 3600, n % 3600 // 60",
    ),
    "around": (
        "def f(n, counts):\n    k = n % 60\n    return counts[60 - k]\n",
        "return counts[(60 - k) % 60]",
    ),
    "nearly": ("def f(share, n):\n    return share == n / 3\n", "abs(share - n / 3) < 1e-9"),
}
RESTS = {
    "the last run": (
        "def f(rows):\n    for i in range(9):\n"
        "        if i + 1 < len(rows) and rows[i + 1] != rows[i]:\n            print(i)\n",
        "if i + 1 == len(rows) or rows[i + 1] != rows[i]:",
    ),
    "the last factor": (
        "def f(n):\n    rows = []\n    p = 2\n    while p * p <= n:\n        if n % p == 0:\n"
        "            rows.append(p)\n            n //= p\n        p += 1\n    return rows\n",
        "    if n > 1:\n        rows.append(n)\n    return rows",
    ),
    "the other tail": (
        "def f(a, b):\n    i = j = 0\n    out = [a[i], b[j]]\n    return out + a[i:]\n",
        "return out + a[i:] + b[j:]",
    ),
    "handed down": (
        "def f(rows):\n    one = two = 0\n    for n in rows:\n        if n > one:\n"
        "            one = n\n        elif n > two:\n            two = n\n    return two\n",
        "            one, two = n, one\n",
    ),
    "at once": (
        "def f(a, b):\n    a = b\n    b = a + b\n    return a\n",
        "    a, b = b, a + b\n",
    ),
    "at once, of an object": (
        "def f(n):\n    n.left = f(n.right)\n    n.right = f(n.left)\n    return n\n",
        "    n.left, n.right = f(n.right), f(n.left)\n",
    ),
    "used up": (
        "def f(a, rest):\n    found = []\n    for x in a:\n        if x in rest:\n"
        "            found.append(x)\n    return found\n",
        "            found.append(x)\n            rest.remove(x)\n",
    ),
    "another partner": (
        "def f(n, small, large, d):\n    small.append(d)\n    large.append(n // d)\n",
        "    if d != n // d:\n        large.append(n // d)\n",
    ),
    "the item that did not fit": (
        "def f(rows):\n    line = ''\n    for word in rows:\n        if len(line) > 9:\n"
        "            line = ''\n    return line\n",
        "            line = word\n",
    ),
}
OBJECTS = {
    "room for what is new": (
        "class A:\n    def put(self, key, n):\n        if len(self.data) >= self.size:\n"
        "            self.data.pop(0)\n        self.data[key] = n\n",
        "if key not in self.data and len(self.data) >= self.size:",
    ),
    "an entry that is kept": (
        "def f(table, name):\n    own = table[name] = {}\n    return own\n",
        "own = table.setdefault(name, {})",
    ),
    "what is inherited": (
        "class A:\n    def all(self):\n        return self.own | self.parent.own\n",
        "self.own | self.parent.all()",
    ),
    "both ends": (
        "class A:\n    def pop(self):\n        self.head = self.head.next\n\n"
        "    def put(self, n):\n        self.tail = n\n",
        "        if self.head is None:\n            self.tail = None\n",
    ),
    "its own kind": (
        "class A:\n    @classmethod\n    def of(cls, n):\n        return A(n)\n",
        "return cls(n)",
    ),
    "all keys": (
        "class A:\n    def f(self, one, two):\n        key = one\n"
        "        if key not in self.known:\n            self.known[key] = one + two\n"
        "        return self.known[key]\n",
        "key = (one, two)",
    ),
    "over a copy": (
        "class A:\n    def f(self):\n        for row in self.rows:\n"
        "            self.rows.remove(row)\n",
        "for row in list(self.rows):",
    ),
    "before the loop": (
        "def f(rows):\n    lines = []\n    for row in rows:\n        lines.append('Name')\n"
        "        lines.append(row)\n    return lines\n",
        "    lines.append('Name')\n    for row in rows:\n        lines.append(row)\n",
    ),
    "bound now": (
        "def f(rows):\n    for row in rows:\n        def run():\n            return row\n"
        "        add(run)\n",
        "def run(row=row):",
    ),
    "the special error first": (
        "def f():\n    try:\n        go()\n    except Exception:\n        return 1\n"
        "    except KeyError:\n        return 2\n",
        "    except KeyError:\n        return 2\n    except Exception:\n        return 1\n",
    ),
    "taken out": (
        "def f(rows):\n    first = rows[0] if rows else None\n    return first\n",
        "first = rows.pop(0) if rows else None",
    ),
}
ALGORITHMS = {
    "loops exchanged": (
        "def f(rows, n):\n    for k in range(n):\n        for row in rows:\n"
        "            print(k, row)\n",
        "    for row in rows:\n        for k in range(n):\n",
    ),
    "all reached": (
        "def f(n, near):\n    order = []\n    while near:\n        order.append(near.pop())\n"
        "    return order\n",
        "return order if len(order) == n else []",
    ),
    "roots": (
        "class A:\n    def join(self, a, b):\n        ra = self.find(a)\n"
        "        rb = self.find(b)\n        self.up[a] = b\n        return ra != rb\n",
        "self.up[ra] = rb",
    ),
    "the best of all": (
        "def f(n):\n    best = 0\n    def go(n):\n        nonlocal best\n"
        "        best = n + 1\n    go(n)\n    return best\n",
        "best = max(best, n + 1)",
    ),
    "the next one, too": (
        "def f(n):\n    while n:\n        n = n.next.next\n    return n\n",
        "while n and n.next:",
    ),
    "nothing yet": (
        "def f(rows, k):\n    seen = {}\n    for n in rows:\n        k += seen.get(n - k, 0)\n"
        "    return k\n",
        "seen = {0: 1}",
    ),
    "one more": (
        "def f(rows):\n    held = []\n    for i, n in enumerate(rows):\n"
        "        while held and held[-1] > n:\n            held.pop()\n"
        "        held.append(n)\n    return held\n",
        "enumerate(rows + [0])",
    ),
    "a whole root": (
        "import math\ndef f(n):\n    return int(math.sqrt(n))\n",
        "return math.isqrt(n)",
    ),
    "by another part": (
        "def f(rows):\n    for a, b, cost in sorted(rows):\n        print(cost)\n",
        "sorted(rows, key=lambda item: item[2])",
    ),
    "not back": (
        "def f(n, parent, near):\n    for other in near[n]:\n        print(other)\n",
        "        if other == parent:\n            continue\n        print(other)\n",
    ),
    "is there": (
        "def f(rows, n):\n    i = bisect_left(rows, n)\n    return i < len(rows)\n",
        "return i < len(rows) and rows[i] == n",
    ),
    "the greatest": (
        "def f(heap):\n    heapq.heapify(heap)\n    return heap[-1]\n",
        "return max(heap)",
    ),
    "both are called": (
        "def f(n):\n    def go(n):\n        return n\n    return go(n.left) or go(n.right)\n",
        "return any([go(n.left), go(n.right)])",
    ),
    "a key apart": (
        "def f(seen, r, c):\n    seen.add(('box', r // 3 + c // 3))\n",
        "('box', r // 3, c // 3)",
    ),
    "a list of its own": (
        "def f(node, path):\n    path += [node]\n    return path\n",
        "path = path + [node]",
    ),
    "the caller's": ("def f(rows):\n    rows = rows[::-1]\n", "rows[:] = rows[::-1]"),
    "without a key": (
        "def f(rows):\n    rows.sort(key=lambda row: row[0])\n",
        "rows.sort()",
    ),
}
FAULTS = {**LIBRARY, **NUMBERS, **RESTS, **OBJECTS, **ALGORITHMS}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_among_what_is_tried(name: str) -> None:
    text, wanted = FAULTS[name]
    found = texts(text, KNOWN)
    mended = [each for each in found if wanted in each]
    assert mended, "\n---\n".join(found)
    compile(mended[0], name, "exec")


@pytest.mark.parametrize("group", ["library", "statement", "inward"])
def test_what_is_right_is_left_alone(group: str) -> None:
    text = """def f(text, rows, n):
    a, b = n, n + 1
    parts = text.split(",")
    rows = sorted(rows, key=len)
    for i, row in enumerate(rows):
        if isinstance(row, str) and row in parts:
            a, b = b, a + b
    return a, (rows[0] - n).total_seconds()
"""
    _, edits = all_edits(text, KNOWN)
    assert not [edit.kind for edit in edits if edit.group == group]
