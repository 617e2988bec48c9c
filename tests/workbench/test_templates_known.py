"""Edits that follow from what everyone knows, and from what marks, bounds and parts are for."""

from __future__ import annotations

import ast

import pytest

from quire.workbench.common_tables import GROUPS, mappings, rows
from quire.workbench.scope import Knowledge, Place
from quire.workbench.source import SourceFile, splice
from quire.workbench.templates_conditions import given
from quire.workbench.units import units_of
from tests.workbench.test_templates import all_edits, texts

KNOWN = Knowledge(
    types={"n": {"int"}, "rows": {"list"}, "seen": {"set"}, "found": {"dict"}, "stack": {"list"},
           "text": {"str"}, "flags": {"bool"}, "box": {"Box"}, "place": {"int"}, "items": {"generator"}},  # noqa: E501
    attributes={"Box": {"copy", "size"}},
    globals={"find"},
)  # fmt: skip
MONTHS = (
    "def f(n):\n    rows = [31, 28, 31, 30, 31, 30, 31, {} 30, 31, 30, 31]\n    return rows[n]\n"
)
WALK = "def f(rows, i, j):\n    if rows[i][j] == 0:\n        return 0\n    {}    rows[i][j] = 0\n    best = f(rows, i + 1, j)\n    return best\n"  # noqa: E501
FILL = "def f(rows, n, m):\n    old = rows[n]\n    def go(i):\n        if rows[i] != old:\n            return\n        rows[i] = m\n        go(i + 1)\n    go(n)\n    return rows\n"  # noqa: E501
FAULTS = {
    "a month too long": (MONTHS.format("30,"), "31, 31, 30, 31, 30, 31]"),
    "a month that lacks": (MONTHS.format(""), "31, 31, 30, 31, 30, 31]"),
    "two months exchanged": (
        "def f(n):\n    return ['jan', 'mar', 'feb', 'apr', 'may', 'jun', 'jul', 'aug', 'sep',"
        " 'oct', 'nov', 'dec'][n]\n",
        "['jan', 'feb', 'mar'",
    ),
    "a numeral that lacks": (
        "def f(n):\n    return [(1000, 'M'), (900, 'CM'), (500, 'D'), (400, 'CD'), (100, 'C'),"
        " (90, 'XC'), (50, 'L'), (10, 'X'), (9, 'IX'), (5, 'V'), (4, 'IV'), (1, 'I')][n]\n",
        '(50, \'L\'), (40, "XL"), (10',
    ),
    "a way that lacks": (
        "def f(n):\n    return [(0, 1), (1, 0), (-1, 0)][n]\n",
        "(-1, 0), (0, -1)]",
    ),
    "a way that comes twice": (
        "def f(n):\n    return ((0, 1), (1, 0), (0, 1), (-1, 0))[n]\n",
        "(1, 0), (0, -1), (-1, 0)",
    ),
    "a letter of five": ("def f(c):\n    return c in 'aeio'\n", '"aeiou"'),
    "an entry of a mapping": (
        "def f(c):\n    return {'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100, 'D': 50, 'M': 1000}[c]\n",  # noqa: E501
        "'D': 500",
    ),
    "an entry that lacks": (
        "def f(c):\n    return {'A': 'T', 'T': 'A', 'C': 'G'}[c]\n",
        "\"G\": \"C\"",
    ),
    "a key that is misspelt, under the name that it goes to": (
        "def f(found):\n    return dict(hours=found['hurs'])\n",
        "found['hours']",
    ),
    "a key asked for with a default": (
        "def f(found):\n    total = found.get('sum', 0)\n    return total\n",
        "found.get('total', 0)",
    ),
    "a word that stands in another text": (
        "def f(found):\n    print('no minutes given')\n    return found['mintes']\n",
        "found['minutes']",
    ),
    "seconds of a day": ("def f(n):\n    return n * 84600\n", "n * 86400"),
    "digits exchanged": ("def f(n):\n    return n > 7391\n", "n > 7319"),
    "leap years": (
        "def f(year):\n    if year % 100 == 0:\n        return False\n    return year % 4 == 0\n",
        "    if year % 400 == 0:\n        return True\n    if year % 100",
    ),
    "leap years at once": (
        "def f(year):\n    return year % 4 == 0 and year % 100 != 0\n",
        "(year % 4 == 0 and year % 100 != 0) or year % 400 == 0",
    ),
    "last digits": (
        "def f(n):\n    if n == 11:\n        return 0\n    return n % 10\n", "n % 100 == 11"),
    "zeros in front": (
        'def f(n):\n    """Sort the digits of a four-digit number."""\n    return sorted(str(n))\n',
        "str(n).zfill(4)",
    ),
    "the least of all": (
        "def f(rows):\n    best = 0\n    for n in rows:\n        best = max(best, n)\n"
        "    return best\n",
        "best = float('-inf')",
    ),
    "the greatest of all": (
        "def f(rows):\n    least = 0\n    for n in rows:\n        if n < least:\n"
        "            least = n\n    return least\n",
        "least = float('inf')",
    ),
    "the least, handed over": (
        "def go(n, top):\n    return go(n.next, max(top, n.val))\n\ndef f(n):\n    return go(n, 0)\n",  # noqa: E501
        "go(n, float('-inf'))",
    ),
    "the wrong end": (
        "def f(rows):\n    a, best = 1, float('inf')\n    for n in rows:\n"
        "        best = max(best, n)\n    return a, best\n",
        "a, best = 1, float('-inf')",
    ),
    "marked already": (
        "def f(seen, n):\n    seen.add(n)\n    return -1\n",
        "    if n in seen:\n        return -1\n    seen.add(n)",
    ),
    "a mark that is none": (FILL, "    old = rows[n]\n    if old == m:\n        return rows\n"),
    "a mark that is none, asked": (FILL, "if rows[i] != old or old == m:"),
    "a name that is lost": (
        "def f(rows, node):\n    for c in rows:\n        if node and c in node:\n"
        "            node = node[c]\n        else:\n            rows.pop()\n    return node\n",
        "            rows.pop()\n            node = None\n",
    ),
    "groups that are joined": (
        "def find(n):\n    return up[n]\n\ndef f(up, a, b):\n    up[a] = b\n",
        "up[find(a)] = find(b)",
    ),
    "what a walk took": (
        WALK.format("old = rows[i][j]\n"), "j)\n    rows[i][j] = old\n    return best"),
    "what a walk asked for": (
        "def f(rows, word, k):\n    if rows[k] != word[k]:\n        return 0\n    rows[k] = '#'\n"
        "    best = f(rows, word, k + 1)\n    return best\n",
        "k + 1)\n    rows[k] = word[k]\n    return best",
    ),
    "a mark everywhere": ("def f(text):\n    return text.strip('-')\n", "text.replace('-', '')"),
    "a mark at the ends": ("def f(text):\n    return text.replace('-', '')\n", "text.strip('-')"),
    "the last of all": (
        "def f(rows):\n    for row in rows:\n        row.to(row.end)\n", "row.to(rows[-1].end)"),
    "what was taken off": (
        "def f(stack, n):\n    stack.pop()\n    n += 1\n    return n\n", "n += stack.pop()[1]"),
    "gone through twice": (
        "def f(n):\n    items = n or ()\n    size = sum(items)\n    return [i / size for i in items]\n",  # noqa: E501
        "    items = list(items)\n    size",
    ),
    "a copy of its own": ("def f(box):\n    new = box\n    return new\n", "new = box.copy()"),
    "a third case": (
        "def f(a, b):\n    if a.home == b:\n        return 1\n    else:\n        return a.away\n",
        "    elif a.away == b:\n        return a.away\n",
    ),
    "the last ones": ("def f(rows, n):\n    return rows[:n]\n", "rows[-n:]"),
    "one that does not count on": (
        "def f(found, a, b):\n    found[a + b] = 1\n    found[a - b] += 1\n", "found[a + b] += 1"),
    "both that were asked for": (
        "def f(a, b):\n    a += 1\n    b += 1\n    if a > 0 and b > 0:\n        b -= 1\n    return a\n",  # noqa: E501
        "        a -= 1\n        b -= 1\n",
    ),
    "the greater of two": (
        "def f(rows):\n    last = None\n    for row in rows:\n        if last and row.a < last.end:\n"  # noqa: E501
        "            rows.pop()\n        last = row\n",
        "        if last is None or row.end > last.end:\n            last = row\n",
    ),
    "not the first again": (
        "def f(rows):\n    a = b = 0\n    for n in rows:\n        if n > a:\n            a = n\n"
        "        elif n > b:\n            b = n\n    return b\n",
        "elif n != a and n > b:",
    ),
    "only in the end": (
        "def f(rows, text):\n    for i, c in enumerate(text):\n        if c == 'X':\n"
        "            rows.append(i)\n",
        "if c == 'X' and i == len(text) - 1:",
    ),
    "what hangs behind": (
        "def f(rows):\n    first = Node()\n    last = first\n    for n in rows:\n"
        "        last.next = n\n    return first\n",
        "return first.next",
    ),
    "an answer that is noted": (
        "def f(rows):\n    def go(n):\n        k = go(n - 1)\n        if k == 0:\n"
        "            rows.n += 1\n        return 0\n    go(9)\n    return rows\n",
        "    if go(9) == 0:\n        rows.n += 1\n    return rows",
    ),
    "not the last of a kind": (
        "def f(stack, text):\n    if text == '..':\n        if stack:\n            stack.pop()\n",
        "if stack and stack[-1] != '..':",
    ),
    "a list for each object": (
        "class A:\n    rows = []\n\n    def __init__(self, n):\n        self.n = n\n",
        "        self.n = n\n        self.rows = []\n",
    ),
    "the sum, not the greatest": (
        "def f(rows):\n    return sorted(rows, key=max)\n", "sorted(rows, key=sum)"),
    "one of two that go together": (
        "def f(rows, cols, r, c, n):\n    rows[r].add(n)\n    cols[c].add(n)\n    if n:\n"
        "        rows[r].remove(n)\n    return rows\n",
        "        rows[r].remove(n)\n        cols[c].remove(n)\n",
    ),
    "a case of two that go together": (
        "def f(there, back, a, b):\n    if a in there and there[a] != b:\n        return False\n"
        "    there[a] = b\n    back[b] = a\n    return True\n",
        "        return False\n    if b in back and back[b] != a:\n        return False\n",
    ),
    "the last group": (
        "def f(text):\n    out, n = '', 1\n    for a, b in zip(text, text[1:]):\n        if a == b:\n"  # noqa: E501
        "            n += 1\n        else:\n            out += str(n) + a\n            n = 1\n"
        "    return out\n",
        "            n = 1\n    out += str(n) + text[-1]\n    return out",
    ),
    "columns too": (
        "def f(rows, n):\n    for row in rows:\n        if sorted(row) != n:\n"
        "            return False\n    return True\n",
        "    for row in zip(*rows):\n        if sorted(row) != n:\n",
    ),
    "two loops in reverse": (
        "def f(rows, a, b, m, n):\n    for i in range(a, m + 1):\n        for j in range(b, n + 1):\n"  # noqa: E501
        "            rows[i][j] += rows[i - a][j - b]\n    return rows\n",
        "range(m, a - 1, -1):\n        for j in range(n, b - 1, -1):",
    ),
    "a rank that is a place": (
        "def f(rows, place):\n    n = 0\n    for place, row in enumerate(rows):\n"
        "        if row:\n            n += 1\n    return n\n",
        "            n = place\n",
    ),
    "a step that may fail": (
        "def f(text):\n    n = int(text)\n    try:\n        return 1 / n\n"
        "    except ValueError:\n        return 0\n",
        "    try:\n        n = int(text)\n        return 1 / n\n",
    ),
    "a mapping of its own": (
        "class A:\n    def __init__(self, found):\n        self.found = found\n",
        "self.found = dict(found)",
    ),
    "waited for no longer": (
        "def f(rows, n):\n    ahead = rows.index(n) if n in rows else 0\n    ahead += 1\n"
        "    return ahead\n",
        "    ahead += 1\n    if n in rows:\n        rows.remove(n)\n",
    ),
    "lines at each mark": ("def f(text):\n    return text.splitlines()\n", "text.split('\\n')"),
    "the least of all, at times": (
        "def f(rows, i):\n    a = rows[i] if i > 0 else 0\n    return max(a, i)\n",
        "else float('-inf')",
    ),
    "letters of both cases": ("def f(c):\n    return c in 'aeiou'\n", '"aeiouAEIOU"'),
    "a case of one that goes with another": (
        "def f(top, low, n):\n    top.append(n)\n    n += 1\n    low.append(n)\n"
        "    if n == top[0]:\n        top.pop()\n    return n\n",
        "        top.pop()\n    if n == low[0]:\n        low.pop()\n",
    ),
    "a state that nothing sets": (
        "def f(state, n):\n    if state[n] == 2:\n        return True\n    state[n] = 1\n"
        "    return True\n",
        "    state[n] = 1\n    state[n] = 2\n    return True\n",
    ),
    "sorted for nothing": (
        "def f(found):\n    for rows in found:\n        sorted(rows, reverse=True)\n",
        "        rows.sort(reverse=True)\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_edit(name: str) -> None:
    program, wanted = FAULTS[name]
    right = [text for text in texts(program, KNOWN) if wanted in text]
    assert right
    assert all(ast.parse(text) for text in right)


def test_what_is_a_known_table_is_left_alone() -> None:
    whole = [repr(list(row)) for row in rows()] + [repr(dict(each)) for each in mappings()]
    whole += [repr(sorted(group, key=repr)) for group in GROUPS]
    for table in whole:
        _, found = all_edits(f"def f(n):\n    return {table}[n]\n", KNOWN)
        near = [edit for edit in found if edit.group == "table"]
        others = {splice(f"def f(n):\n    return {table}[n]\n", edit.spans) for edit in near}
        assert all(str(ast.literal_eval(table)) not in other for other in others)


def test_nobody_asks_whether_a_truth_is_none() -> None:
    unit = units_of(SourceFile("m.py", b"def f(flags, n):\n    return flags or n\n"), {})[0]
    place = Place(unit, KNOWN)
    asked = [edit.kind for node in place.nodes if isinstance(node, ast.Name)
             for edit in given(place, node)]  # fmt: skip
    assert asked == ["`n is not None`"]


def test_where_tests_met_none_and_zero_asking_for_none_is_likely() -> None:
    unit = units_of(SourceFile("m.py", b"def f(best, n):\n    return not best and n\n"), {})[0]
    asked = {}
    for kinds in ({"int"}, {"int", "NoneType"}):
        place = Place(unit, Knowledge(types={"best": kinds}))
        best = next(node for node in place.nodes if isinstance(node, ast.Name))
        asked[len(kinds)] = next(iter(given(place, best))).bits
    assert asked[2] < asked[1]
