"""Edits of what goes along with a step: its number, a second name, what it empties."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from tests.workbench.test_templates import all_edits, texts

KNOWN = Knowledge(
    types={"left": {"Counter"}, "mask": {"int"}},
    functions={"rounded": 2},
    globals={"gcd", "inf"},
    modules={"math": "math"},
)
FAULTS = {
    "numbers from where a part begins": (
        "def f(rows):\n    return [i for i, row in enumerate(rows[1:]) if row]\n",
        "enumerate(rows[1:], 1)",
    ),
    "an entry that is nothing any more": (
        "def f(left, want, key):\n    left[key] -= 1\n    return left == want\n",
        "    left[key] -= 1\n    if left[key] == 0:\n        del left[key]\n",
    ),
    "more than a new entry": (
        "def f(near, a, b):\n    near.setdefault(a, [b])\n    return near\n",
        "near.setdefault(a, []).append(b)",
    ),
    "a set of them": (
        "def f(near, a, b):\n    near.setdefault(a, {b})\n    return near\n",
        "near.setdefault(a, set()).add(b)",
    ),
    "a bit that is set already": (
        "def f(rows):\n    mask = 0\n    for n in rows:\n        mask += 1 << n\n    return mask\n",
        "mask |= 1 << n",
    ),
    "a bit in a sum": (
        "def f(mask, n):\n    return mask + (1 << n)\n",
        "return mask | 1 << n",
    ),
    "the least common multiple": (
        "def f(a, b):\n    return a * b\n",
        "return a * b // gcd(a, b)",
    ),
    "the multiple so far": (
        "def f(rows):\n    all = 1\n    for row in rows:\n        all *= row\n    return all\n",
        "all *= row // gcd(all, row)",
    ),
    "what the other call has": (
        "def f(red, blue):\n    a = min(red, default=inf)\n    b = min(blue, default=0)\n"
        "    return a < b\n",
        "b = min(blue, default=inf)",
    ),
    "the number that the other call is given": (
        "def f(node, n):\n    if not node:\n        return n\n"
        "    return max(f(node.left, 1), f(node.right, n))\n",
        "f(node.right, 1)",
    ),
    "two coordinates": (
        "def f(rows, r, c, x, y):\n    rows[r - c] -= 1\n    rows[x + y] -= 1\n    return rows\n",
        "    rows[x - y] -= 1\n",
    ),
    "a cell": (
        "def f(grid, r, c, nr, nc, todo):\n    if grid[nr][nc] == 1:\n"
        "        todo.append((r, c))\n",
        "if grid[r][c] == 1:",
    ),
    "blank lines among comments": (
        "def f(text):\n    for line in text.splitlines():\n        if line.startswith('#'):\n"
        "            continue\n        yield line.split()[0]\n",
        "if not line.strip() or line.startswith('#'):",
    ),
    "blank lines": (
        "def f(text):\n    for line in text.split('\\n'):\n        yield line.split()[0]\n",
        "        if not line.strip():\n            continue\n        yield",
    ),
    "not what a function makes of it": (
        "def f(a, unit):\n    b = rounded(a / 3, unit)\n    return rounded(b * 3, unit)\n",
        "b = a / 3\n",
    ),
    "the least beside the greatest": (
        "def f(cells):\n    low, high = 0, max(cells)\n    return high - low\n",
        "low, high = min(cells), max(cells)",
    ),
    "a letter for a number": (
        'def f(rest):\n    """Give the digit; X stands for 10."""\n    return str(rest)\n',
        'return "X" if rest == 10 else str(rest)',
    ),
    "a number for a letter": (
        'def f(last):\n    """Read the digit, where X means 10."""\n    return int(last)\n',
        'return 10 if last == "X" else int(last)',
    ),
    "a check behind what it needs": (
        "def f(rows, row):\n    if not rows:\n        raise ValueError\n    old = len(rows)\n"
        "    rows.append(row)\n    return old\n",
        "    old = len(rows)\n    rows.append(row)\n    if not rows:\n        raise ValueError\n",
    ),
    "put back before the next call": (
        "def f(rows, i):\n    rows[i] -= 1\n    f(rows, i + 1)\n    f(rows, i + 2)\n",
        "    f(rows, i + 1)\n    rows[i] += 1\n    f(rows, i + 2)\n",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_among_what_is_tried(name: str) -> None:
    text, wanted = FAULTS[name]
    found = texts(text, KNOWN)
    assert any(wanted in each for each in found), "\n---\n".join(found)


def test_an_entry_stays_where_nobody_looks_at_the_whole() -> None:
    _, found = all_edits("def f(left, key):\n    left[key] -= 1\n    return left[key]\n", KNOWN)
    assert not [each.kind for each in found if each.kind.startswith("`del")]


def test_a_product_of_numbers_written_down_is_a_product() -> None:
    _, found = all_edits("def f(a):\n    return a * 60\n", KNOWN)
    assert not [each.kind for each in found if "gcd" in each.kind and each.group == "grown"]
