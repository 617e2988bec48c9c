"""Edits of what goes on: searches, windows, sums, loops that end without an answer."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from tests.workbench.test_templates import all_edits, texts

KNOWN = Knowledge(
    functions={"work": 2},
    types={"rows": {"list"}, "n": {"int"}, "k": {"int"}, "word": {"str"}, "counts": {"Counter"}},
)
FAULTS = {
    "search behind what was found": (
        "def f(word, k):\n    start = 0\n    while True:\n        found = word.find('a', start)\n"
        "        if found < 0:\n            return k\n        start = found\n        k += 1\n",
        "        start = found + 1\n",
    ),
    "search from where it ended": (
        "def f(word):\n    start = 0\n    while start < len(word):\n"
        "        end = word.index(':')\n        print(word[start:end])\n        start = end + 1\n",
        "word.index(':', start)",
    ),
    "the last few": (
        "def f(rows, k):\n    rows.append(sum(rows))\n    return rows\n",
        "rows.append(sum(rows[-k:]))",
    ),
    "as often as a number says": (
        "def f(n, k):\n    found = 0\n    while n > 0:\n        found += n\n        n //= 2\n"
        "    return found\n",
        "    for _ in range(k):\n        found += n\n",
    ),
    "an answer where there was none": (
        "def f(word):\n    for i, letter in enumerate(word):\n        if letter in 'aeiou':\n"
        "            return i\n",
        "            return i\n    return len(word)\n",
    ),
    "the other answer where there was none": (
        "def f(rows):\n    for row in rows:\n        if row < 0:\n            return False\n",
        "            return False\n    return True\n",
    ),
    "on from the entry before": (
        "def f(rows, word):\n    for j in range(1, 9):\n        rows[0][j] = ord(word[j])\n",
        "rows[0][j] = rows[0][j - 1] + ord(word[j])",
    ),
    "never below zero": (
        "def f(word):\n    low = 0\n    for letter in word:\n        if letter == ')':\n"
        "            low -= 1\n        else:\n            low += 1\n    return low\n",
        "            low += 1\n        low = max(low, 0)\n",
    ),
    "within both bounds": (
        "def f(n):\n    n = min(1, n)\n    return n\n",
        "n = max(0, min(1, n))",
    ),
    "what the first one comes to": (
        "def f(rows):\n    hold = 0\n    for row in rows[1:]:\n"
        "        hold = max(hold, -row)\n    return hold\n",
        "    hold = -rows[0]\n",
    ),
    "without the number itself": (
        "def f(n, k, rows):\n    for i in range(k, n, k):\n        rows[i] = False\n",
        "range(k * k, n, k)",
    ),
    "set once": (
        "def f(rows, n):\n    answer = [-1] * n\n    for i, row in rows:\n"
        "        answer[i] = row\n    return answer\n",
        "        if answer[i] == -1:\n            answer[i] = row\n",
    ),
    "one of the whole group": (
        "def f(rows, up):\n    def find(x):\n        return up[x]\n    for a, b in rows:\n"
        "        up[a] = find(b)\n",
        "up[find(a)] = find(b)",
    ),
    "the greatest count": (
        "def f(counts):\n    return max(counts)\n",
        "return max(counts.values())",
    ),
    "digits in order": (
        "def f(n):\n    digits = []\n    while n:\n        digits.append(str(n % 2))\n"
        "        n //= 2\n    return ''.join(digits)\n",
        "''.join(digits[::-1])",
    ),
    "what is carried over": (
        "def f(rows, i):\n    carry = 0\n    while i >= 0:\n        total = rows[i] + carry\n"
        "        carry = total // 10\n        i -= 1\n    return carry\n",
        "while i >= 0 or carry:",
    ),
    "each from the last": (
        "def f(rows, n):\n    found = []\n    for row in rows:\n"
        "        found.append(work(n, row))\n    return found\n",
        "        n = work(n, row)\n        found.append(n)\n",
    ),
    "the rest, too": (
        "def f(n, k):\n    steps = 0\n    while k > n:\n        k //= 2\n        steps += 1\n"
        "    return steps\n",
        "return steps + n - k",
    ),
    "two digits": (
        "def f(rows):\n    return ''.join(f'{row:x}' for row in rows)\n",
        "f'{row:02x}'",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_among_what_is_tried(name: str) -> None:
    text, wanted = FAULTS[name]
    found = texts(text, KNOWN)
    assert any(wanted in each for each in found), "\n---\n".join(found)


def bits_of(text: str, kind: str) -> float:
    """Give the bits of the cheapest edit of a kind."""
    _, edits = all_edits(text, KNOWN)
    return min(edit.bits for edit in edits if edit.kind == kind)


def test_a_place_that_is_counted_on_is_likely_to_be_read_before() -> None:
    text = "def f(rows, n, k):\n    n += 1\n    k -= rows[{}]\n    return k\n"
    kind = "exchange two statements"
    assert bits_of(text.format("n"), kind) < bits_of(text.format("3"), kind)


def test_a_window_is_likely_to_shrink_as_long_as_it_must() -> None:
    text = (
        "def f(rows, n, k):\n    if n & 7:\n        {} -= rows[k]\n        k += 1\n    return k\n"
    )
    kind = "`while` instead of `if`"
    assert bits_of(text.format("n"), kind) < bits_of(text.format("m"), kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("def f(n):\n    n = max(0, min(1, n))\n    return n\n", "`max(0, min(1, n))`"),
        ("def f(n, k):\n    while n > k:\n        n -= 1\n    return n\n", "`for _ in range(k)`"),
        ("def f(rows):\n    for row in rows:\n        print(row)\n", "`return -1` at the end"),
    ],
)
def test_what_is_right_is_left_alone(text: str, kind: str) -> None:
    _, edits = all_edits(text, KNOWN)
    assert not [edit.kind for edit in edits if edit.kind == kind]
