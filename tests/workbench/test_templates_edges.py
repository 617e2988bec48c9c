"""Edits at the edges of lists, and of entries that are compared, taken off and set back."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from tests.workbench.test_templates import texts

KNOWN = Knowledge(modules={"math": "math"}, globals={"math"}, types={"rows": {"list"}})
FAULTS = {
    "what a table has for both": (
        "def f(cost, rows, best):\n    for row in rows:\n        if row < best:\n"
        "            best = row\n    return cost[best]\n",
        "if cost[row] < cost[best]:",
    ),
    "what is only counted has for both": (
        "def f(cost, best):\n    for row in range(len(cost)):\n        if row < best:\n"
        "            best = row\n    return best\n",
        "if cost[row] < cost[best]:",
    ),
    "one taken off": (
        "def f(left, rows):\n    for row in rows:\n        if left[row - 1] > 0:\n"
        "            rows = rows[1:]\n    return rows\n",
        "            left[row - 1] -= 1\n            rows = rows[1:]\n",
    ),
    "no neighbour before the first": (
        "def f(rows, i):\n    free = rows[i - 1] == 0\n    return free\n",
        "free = i == 0 or rows[i - 1] == 0",
    ),
    "no neighbour behind the last": (
        "def f(rows, i):\n    return rows[i + 1] == 0\n",
        "return i + 1 < len(rows) and rows[i + 1] == 0",
    ),
    "the place behind the last": (
        "def f(names, name):\n    return names.index(name) if name in names else -1\n",
        "return names.index(name) if name in names else len(names)",
    ),
    "rounded up": (
        "import math\n\ndef f(n):\n    return int(math.sqrt(n)) + 1\n",
        "return math.ceil(math.sqrt(n))",
    ),
    "set back in the other case": (
        "def f(runs, ok, key):\n    if ok:\n        return True\n    runs[key] += 1\n"
        "    if runs[key] > 3:\n        runs[key] = 0\n    return False\n",
        "        runs[key] = 0\n        return True\n",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_among_what_is_tried(name: str) -> None:
    text, wanted = FAULTS[name]
    found = texts(text, KNOWN)
    assert any(wanted in each for each in found), "\n---\n".join(found)
