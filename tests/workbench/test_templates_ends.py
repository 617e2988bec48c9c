"""Edits for what ends: a last run, the end of a list or of a text, a condition of a loop."""

from __future__ import annotations

import pytest

from quire.workbench.scope import Knowledge
from quire.workbench.source import splice
from tests.workbench.test_templates import all_edits, texts

KNOWN = Knowledge(
    types={"n": {"int"}, "rest": {"int"}, "items": {"list"}, "best": {"int"}},
    modules={"math": "math"},
)
RUN = "def f(items):\n    best, start = 0, 0\n    for i in range(1, len(items)):\n        if items[i] != items[i - 1]:\n            best = max(best, i - start)\n            start = i\n    return best\n"  # noqa: E501
RUNS = RUN.replace(
    "            best = max(best, i - start)\n",
    "            if i - start > best:\n                best = i - start\n",
)
LOOP = "def f(items, n, rest):\n    while n <= rest and n:\n        n += 1\n        items.pop()\n    return n\n"  # noqa: E501
FAULTS = {
    "a last run": (
        RUN,
        "            start = i\n    best = max(best, len(items) - start)\n    return",
    ),
    "a last run that is asked about": (
        RUNS,
        "= i\n    if len(items) - start > best:\n        best = len(items) - start\n    return",
    ),
    "the other end": ("def f(items, n):\n    items.insert(0, n)\n", "    items.append(n)\n"),
    "the first end": ("def f(items, n):\n    items.append(n)\n", "    items.insert(0, n)\n"),
    "what the loop asks for": (LOOP, "        if n <= rest:\n            items.pop()\n"),
    "one number left out": ("def f(n):\n    return n > 2\n", "return n != 1\n"),
    "a function of a module that is handed on": (
        "import math\n\n\ndef f(items):\n    return reduce(math.gcd, items)\n",
        "reduce(math.lcm, items)",
    ),
    "an operand in a call": ("def f(n, rest):\n    return max(n + 1, rest)\n", "max(n, rest) + 1"),
    "an operand outside of a call": (
        "def f(n, rest):\n    return n * max(1, rest)\n",
        "return max(1, n * rest)\n",
    ),
    "what was done last, first": (
        "def f(items, n):\n    return grown(worn(items, 2), n)\n",
        "return worn(grown(items, n), 2)\n",
    ),
    "brackets that are not there": (
        "def f(n, rest):\n    return n + rest // 2\n",
        "(n + rest) // 2",
    ),
    "brackets too many": ("def f(n, rest):\n    return (n - rest) * 2\n", "n - (rest * 2)"),
    "a statement before its branch": (
        "def f(n, rest):\n    rest = n\n    if n > 2:\n        n = 1\n    return rest\n",
        "def f(n, rest):\n    if n > 2:\n        rest = n\n        n = 1\n    return rest\n",
    ),
    "a chain that does not grow": (
        "def f(items, n):\n    for i in items:\n        n.next = i\n    return n\n",
        "        n.next = i\n        n = n.next\n",
    ),
    "the end of a text": (
        'def f(n, rest):\n    return str(n) + " and " + str(rest)\n',
        'return str(n) + (" and " + str(rest) if rest else "")\n',
    ),
    "the end of a text that begins within a constant": (
        'def f(n, rest):\n    return str(n) + " hundred and " + str(rest)\n',
        "return str(n) + ' hundred' + (' and ' + str(rest) if rest else \"\")\n",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_edit(name: str) -> None:
    program, wanted = FAULTS[name]
    assert [text for text in texts(program, KNOWN) if wanted in text]


def test_a_range_that_ends_too_early_is_likelier_than_an_extreme_one_too_low() -> None:
    text = "def f(items):\n    n = max(items)\n    return [k for k in range(n)]\n"
    source, edits = all_edits(text, KNOWN)
    bits = {splice(source.text, edit.spans): edit.bits for edit in edits}
    late = bits[text.replace("range(n)", "range(n + 1)")]
    assert late < bits[text.replace("max(items)", "max(items) + 1")]


def test_an_inner_loop_over_pairs_likely_begins_behind_the_outer_one() -> None:
    text = (
        "def f(items, k):\n    for n in range(len(items)):\n"
        "        for m in range(n, len(items)):\n            items[k] = m\n"
    )
    source, edits = all_edits(text, KNOWN)
    bits = {splice(source.text, edit.spans): edit.bits for edit in edits}
    plain = text.replace("range(len(items))", "range(k)")
    source, others = all_edits(plain, KNOWN)
    without = {splice(source.text, edit.spans): edit.bits for edit in others}
    assert bits[text.replace("(n,", "(n + 1,")] < without[plain.replace("(n,", "(n + 1,")]


@pytest.mark.parametrize(
    "drop", ["seen.discard(items[n])", "seen[items[n]] -= 1", "rest -= items[n]"]
)
def test_a_window_is_likely_shrunk_until_it_is_small_enough(drop: str) -> None:
    text = (
        "def f(items, n, seen, rest):\n    for k in items:\n"
        f"        if k in seen or rest:\n            {drop}\n            n += 1\n"
    )
    source, edits = all_edits(text, KNOWN)
    bits = {splice(source.text, edit.spans): edit.bits for edit in edits}
    plain = text.replace(drop, "items.append(n)")
    source, others = all_edits(plain, KNOWN)
    without = {splice(source.text, edit.spans): edit.bits for edit in others}
    assert bits[text.replace("if k", "while k")] < without[plain.replace("if k", "while k")]
