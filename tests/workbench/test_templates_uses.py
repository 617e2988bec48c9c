"""Edits that put to use what a function has and passes by."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from tests.workbench.test_templates import all_edits, texts

INT = {"int"}
KNOWN = Knowledge(
    types={"ok": {"bool"}, "n": INT, "k": INT, "b": INT, "done": INT, "rows": {"list"}},
    functions={"gcd": 2},
)
FAULTS = {
    "only while a flag holds": (
        "def f(rows, n):\n    ok = True\n    for row in rows:\n        if row < 0:\n"
        "            ok = False\n    return n == len(rows)\n",
        "return ok and n == len(rows)",
    ),
    "on from what nothing reads": (
        "def f(rows, queue):\n    k, n = queue.pop()\n    done = k\n    rows.append((k, n))\n"
        "    return rows\n",
        "rows.append((k, done * n))",
    ),
    "the other way round": (
        "def f(rows, n, k):\n    rows.append((k, n))\n    return rows\n",
        "rows.append((k, 1 / n))",
    ),
    "a number of elsewhere": (
        "def f(n, b):\n    if gcd(n, b) != 1:\n        return 0\n    return n % 26\n",
        "gcd(n, 26)",
    ),
    "as for another name": (
        "def f(back, rows, n, k):\n    while n:\n        n = back[n - 1]\n    for row in rows:\n"
        "        k = 0\n    return k\n",
        "        k = back[k - 1]\n",
    ),
    "from one place to the next": (
        "def f(rows, i):\n    rows[i] += 1\n    return rows\n",
        "    rows[i - 1] -= 1\n    rows[i] += 1\n",
    ),
    "the corner": (
        "def f(side, r, c):\n    return min(side[r - 1][c], side[r][c - 1])\n",
        "min(side[r - 1][c], side[r][c - 1], side[r - 1][c - 1])",
    ),
    "no more than one": (
        "def f(n, k):\n    return n + k\n",
        "return min(1, n + k)",
    ),
    "a name for a number below zero": (
        "def f(rows, n):\n    rows.append(-1)\n    return rows\n",
        "rows.append(n)",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_among_what_is_tried(name: str) -> None:
    text, wanted = FAULTS[name]
    found = texts(text, KNOWN)
    assert any(wanted in each for each in found), "\n---\n".join(found)


def test_what_is_no_truth_is_rarely_handed_to_a_flag() -> None:
    code = "def sort(rows, last=False):\n    return rows\n\ndef f(rows, n, ok):\n    sort(rows)\n"
    known = Knowledge(types={"ok": {"bool"}, "n": INT}, functions={"sort": 2})
    edits = {edit.kind: edit.bits for edit in all_edits(code, known)[1]}
    assert edits["add the argument `ok`"] < edits["add the argument `n`"]
