"""Edits of what holds of each part, the order of cases, flags, and counts that go round."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from tests.workbench.test_templates import all_edits, texts

KNOWN = Knowledge(
    types={"rows": {"list"}, "n": {"int"}, "k": {"int"}, "token": {"str"}, "seen": {"set"}}
)
FAULTS = {
    "asked of each": (
        "def f(rows):\n    if 3 and 2 in rows:\n        return 1\n    return 0\n",
        "if 3 in rows and 2 in rows:",
    ),
    "other brackets": (
        "def f(n, rows):\n    return n == 1 and 'a' in rows or 'b' in rows\n",
        "return n == 1 and ('a' in rows or 'b' in rows)",
    ),
    "other brackets, the other way": (
        "def f(n, rows):\n    return 'a' in rows or 'b' in rows and n == 1\n",
        "return ('a' in rows or 'b' in rows) and n == 1",
    ),
    "the size of each": (
        "def f(self, n, k):\n    self.moves += abs(n + k)\n",
        "self.moves += abs(n) + abs(k)",
    ),
    "the size of each, in a product": (
        "def f(n, k):\n    return 2 * abs(n - k)\n",
        "return 2 * (abs(n) + abs(k))",
    ),
    "a margin on both sides": (
        "def f(self, n, k):\n    return n + self.size, k + self.size\n",
        "return n + 2 * self.size, k + 2 * self.size",
    ),
    "among others": (
        "def f(rows, drawn, i):\n    return rows[i] == drawn[i]\n",
        "return rows[i] in drawn",
    ),
    "the last n, or none": (
        "def f(rows, n):\n    return rows[-n:]\n",
        "return rows[max(0, len(rows) - n):]",
    ),
    "pairs the other way round": (
        "def f(rows):\n    heap = []\n    for k in rows:\n"
        "        heapq.heappush(heap, (k, rows[k]))\n"
        "    n, k = heapq.heappop(heap)\n    return n\n",
        "heapq.heappush(heap, (rows[k], k))\n    k, n = heapq.heappop(heap)",
    ),
    "cases in the other order": (
        "def f(n):\n    if n > 2:\n        return 8\n    elif n > 5:\n        return 15\n"
        "    return 3\n",
        "    if n > 5:\n        return 15\n    elif n > 2:\n        return 8\n",
    ),
    "a count goes round": (
        "def f(rows, k):\n    n = len(rows)\n    if k == 0 or k == n:\n        return rows\n"
        "    return rows[k:] + rows[:k]\n",
        "    k %= n\n    if k == 0",
    ),
    "where the loop begins": (
        "def f(rows, i):\n    for j in range(i + 1, 9):\n        if j > 0 and rows[j]:\n"
        "            return j\n",
        "if j > i + 1 and rows[j]:",
    ),
    "the last that is not greater": (
        "def f(rows, n):\n    return bisect.bisect_left(rows, n) - 1\n",
        "return bisect.bisect_right(rows, n) - 1",
    ),
    "the faster one begins ahead": (
        "def f(rows):\n    a, b = rows, rows\n    while b and b.next:\n        a = a.next\n"
        "        b = b.next.next\n    return a\n",
        "a, b = rows, rows.next",
    ),
    "a flag stays set": (
        "def f(rows):\n    found = False\n    for k in rows:\n        found = k > 3\n"
        "    return found\n",
        "        if k > 3:\n            found = True\n",
    ),
    "a flag stays unset": (
        "def f(rows):\n    good = True\n    for k in rows:\n        good = k > 3\n"
        "    return good\n",
        "good = good and k > 3",
    ),
    "one thing left": (
        "def f(rows):\n    if not rows:\n        raise ValueError\n    return rows[0]\n",
        "if len(rows) != 1:",
    ),
    "digits with a sign": (
        "def f(token):\n    return token.isdigit()\n",
        'return token.lstrip("-").isdigit()',
    ),
    "hours in minutes": (
        "def f(n):\n    k = n // 60\n    if n > 6:\n        return k\n    return 0\n",
        "if n > 6 * 60:",
    ),
    "a stack begins anew": (
        "def f(rows):\n    stack = []\n    for k in rows:\n        while stack and stack[-1] > k:\n"
        "            stack.pop()\n        stack.append(k)\n"
        "    for k in rows:\n        while stack and stack[-1] < k:\n"
        "            stack.pop()\n        stack.append(k)\n    return stack\n",
        "    stack = []\n    for k in rows:\n        while stack and stack[-1] < k:",
    ),
    "a run begins anew": (
        "def f(rows):\n    run = 0\n    for k in rows:\n        run = run + 1 if k else 0\n"
        "    for k in rows[::-1]:\n        run = run + 1 if k else 0\n    return run\n",
        "    run = 0\n    for k in rows[::-1]:",
    ),
    "both in each turn": (
        "def f(rows, n):\n    k = n\n    m = 1\n    while n > 3:\n        while n > k:\n"
        "            k += k\n            m += m\n        n -= k\n    return m\n",
        "    while n > 3:\n        k = n\n        m = 1\n        while n > k:",
    ),
    "the first row": (
        "def f(rows):\n    n = len(rows)\n    k = len(rows)\n"
        "    return [rows[i][j] for i in range(n) for j in range(k)]\n",
        "k = len(rows[0])",
    ),
    "constants exchanged": (
        "def f(rows, a, b):\n    rows[a].append((b, 0))\n    rows[b].append((a, 1))\n",
        "rows[a].append((b, 1))\n    rows[b].append((a, 0))",
    ),
    "turned the other way": (
        "def f(token):\n    return token[-4:] + token[:-4]\n",
        "return token[4:] + token[:4]",
    ),
    "a better one than all": (
        "def f(rows, n, k):\n    if n > k:\n        k = n\n        rows.append(n)\n"
        "    elif n == k:\n        rows.append(n)\n    return rows\n",
        "        k = n\n        rows = [n]\n",
    ),
    "both are taken off": (
        "def f(n, k):\n    if n > 0 and k > 0:\n        n -= 1\n    return n, k\n",
        "        n -= 1\n        k -= 1\n",
    ),
    "a third case": (
        "def f(n, k):\n    if n > k:\n        n = 1\n    else:\n        n = 2\n    return n\n",
        "    elif n < k:\n        n = 2",
    ),
    "a set changed in place": (
        "def f(seen, rows):\n    seen.symmetric_difference(rows)\n    return seen\n",
        "seen.symmetric_difference_update(rows)",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_among_what_is_tried(name: str) -> None:
    text, wanted = FAULTS[name]
    found = texts(text, KNOWN)
    assert any(wanted in each for each in found), "\n---\n".join(found)


def test_what_is_gone_once_it_was_asked_for_is_no_condition() -> None:
    text = "def f(self, rows):\n    self.best = rows.pop()\n    return self.best\n"
    _, edits = all_edits(text, KNOWN)
    assert not [edit.kind for edit in edits if "if `rows.pop() >" in edit.kind]


@pytest.mark.parametrize(
    ("asked", "taken"),
    [("rows[-1] > k", "rows.pop()"), ("rows[0] > k", "heappop(rows)")],
)
def test_what_is_asked_for_and_taken_off_may_well_be_taken_off_again(
    asked: str, taken: str
) -> None:
    text = "def f(rows, k):\n    if {}:\n        {}\n    return rows\n"

    def bits(asked: str, taken: str) -> float:
        _, edits = all_edits(text.format(asked, taken), KNOWN)
        return next(edit.bits for edit in edits if edit.kind == "`while` instead of `if`")

    assert bits(asked, taken) < bits("k > 3", taken)


def bits_of(text: str, kind: str) -> float:
    """Give the bits of the edit of a kind."""
    _, edits = all_edits(text, KNOWN)
    return min(edit.bits for edit in edits if kind in edit.kind)


@pytest.mark.parametrize(
    ("likely", "its_kind", "unlikely", "kind"),
    [
        ("n % 26", "`27` instead of `26`", "n % 26 + k // 26", "`27` instead of `26`"),
        ("n % 501", "`500` instead", "n % 500", "`501` instead"),
        ("1 if n and k else 0", "`n is not None`", "1 if rows[n] else 0", "is not None"),
        ("f(n, range(k))", "`k + 1`", "f(n, g(k))", "`k + 1`"),
    ],
)
def test_some_changes_are_less_likely_than_others_of_their_kind(
    likely: str, its_kind: str, unlikely: str, kind: str
) -> None:
    text = "def f(n, k, rows):\n    return {}\n"
    assert bits_of(text.format(likely), its_kind) < bits_of(text.format(unlikely), kind)
