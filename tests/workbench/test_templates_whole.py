"""Edits that a whole function asks for: what is taken back, filled, parted, named or turned."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.scope import Knowledge
from quire.workbench.signatures import candidates
from quire.workbench.source import SourceFile, splice
from quire.workbench.units import units_of
from tests.workbench.test_templates import all_edits, texts

KNOWN = Knowledge(types={"n": {"int"}, "i": {"int"}, "row": {"list"}, "shape": {"Shape"},
                         "name": {"str"}, "part": {"str"}},
                  attributes={"Shape": {"width", "height"}})  # fmt: skip
FAULTS = {
    "a mark that stays": (
        "def walk(n, used):\n    used[n] = True\n    walk(n + 1, used)\n",
        "    walk(n + 1, used)\n    used[n] = False\n",
    ),
    "a count that stays": (
        "def walk(n, seen):\n    seen[n] += 1\n    a = walk(n - 1, seen)\n    return a\n",
        "    a = walk(n - 1, seen)\n    seen[n] -= 1\n    return a\n",
    ),
    "a mark that is never made": (
        "def walk(n, used):\n    walk(n + 1, used)\n    used[n] = False\n",
        "    used[n] = True\n    walk(n + 1, used)\n",
    ),
    "a path that is only shortened": (
        "def walk(n, path):\n    walk(n + 1, path)\n    path.pop()\n",
        "    path.append(n)\n    walk(n + 1, path)\n",
    ),
    "kept for nothing": (
        "def walk(n, row):\n    old = row[n]\n    walk(n + 1, row)\n    row[n] = old\n",
        "    old = row[n]\n    row[n] = None\n    walk(n + 1, row)\n",
    ),
    "a table that is never filled": (
        "def f(n):\n    t = [0] * n\n    for i in range(n):\n        k = t[i - 1]\n    return k\n",
        "        k = t[i - 1]\n        t[i] = k\n",
    ),
    "bounds of all parts": (
        "def f(a, b, c):\n    return a + b < c or b + c < a\n", "a + b <= c or b + c <= a"),
    "towards zero": ("def f(a, b):\n    return a // b\n", "return int(a / b)"),
    "one digit too few": ("def f(n):\n    return n <= 26\n", "return 10 <= n <= 26"),
    "the last or the first mark": (
        "def f(a):\n    return a.rpartition('=')\n", "return a.partition('=')"),
    "the better of two": (
        "def f(a, b, c):\n    return a + b + c\n", "return a + max(b, c)"),
    "a lost comma": ("def f():\n    return [(1, 2) (3, 4)]\n", "return [(1, 2), (3, 4)]"),
    "a lost comma in brackets": (
        "def f():\n    return [((1, 2)) (3, 4)]\n", "return [((1, 2)), (3, 4)]"),
    "steps in the other order": (
        "def f(a):\n    return a.replace('x', 'y').strip()\n",
        "return a.strip().replace('x', 'y')",
    ),
    "joined by the list": (
        "def f(a, b):\n    return a.join(str(x) for x in b)\n",
        "return b.join(str(x) for x in a)",
    ),
    "another part throughout": (
        "def f(shape, n):\n    return shape.width if n > shape.width else n\n",
        "return shape.height if n > shape.height else n",
    ),
    "a popped heap": (
        "def f(row):\n    heapq.heapify(row)\n    return row.pop()\n", "return heapq.heappop(row)"),
    "another entry": (
        "def f(n, t):\n    t[n] = 0\n    return t[n - 1]\n", "    t[n] = t[n - 1]\n"),
    "a text of digits": ("def f(a):\n    return a <= '255'\n", "return int(a) <= 255"),
    "a part from a place on": (
        "def f(a, i, n):\n    return a[i:n]\n", "return a[i:i + n]"),
    "a last digit": (
        "def f(i):\n    return str(int(i) + i)\n", "return str((int(i) + i) % 10)"),
    "exchanged in a call": (
        "def f(a, b):\n    a, b = b, max(a, b + 1)\n    return a\n", "a, b = b, max(b, a + 1)"),
    "nothing to go on with": (
        "def f(a):\n    while a:\n        a = a.next.next\n", "while a and a.next is not None:"),
    "no place left": (
        "def f(row, i):\n    while row[i] > 2:\n        i += 1\n",
        "while i < len(row) and row[i] > 2:",
    ),
    "where it is asked about": (
        "def f(i, n):\n    for a in range(9):\n        for b in range(9):\n"
        "            i += a * b\n    return i\n",
        "if a == i and b == n:",
    ),
    "needless zeros": (
        "def f(part):\n    if not part.isdigit():\n        return 0\n    return 1\n",
        "not part.isdigit() or len(part) > 1 and part[0] == '0'",
    ),
    "a table of what is endless": (
        "def f(n):\n    t = [0] * (n + 1)\n    return min(t)\n",
        "t = [0] + [float('inf')] * n\n",
    ),
    "what the last turn leaves": (
        "def f(row):\n    last = None\n    for n in row:\n        if last:\n"
        "            yield last\n        last = n\n",
        "        last = n\n    if last:\n        yield last\n",
    ),
    "a property that sets itself": (
        "class A:\n    @size.setter\n    def size(self, n):\n        self.size = n\n",
        "self._size = n",
    ),
    "one count for all": (
        "class A:\n    made = 0\n\n    def __init__(self):\n        self.made += 1\n",
        "A.made += 1",
    ),
    "compared, not set": (
        "def f(row, i):\n    row[i] == 0\n    return row\n", "    row[i] = 0\n"),
    "by turns": (
        "def f(row):\n    for n in row:\n        yield on\n        on = False\n", "on = not on"),
    "one prefix alone": (
        "def f(name):\n    return name.lstrip('-')\n", "return name.removeprefix('-')"),
    "blanks, not zeros": ("def f(name, n):\n    return name.zfill(n)\n", "name.rjust(n)"),
    "a mark between": ("def f(name, i):\n    return name\n", "return name + '.'"),
    "backwards": (
        "def f(t, n):\n    for i in range(n, 9 + 1):\n        t[i] += t[i - n]\n",
        "for i in range(9, n - 1, -1)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_edit(name: str) -> None:
    program, wanted = FAULTS[name]
    spaced = [text.replace(",(", ", (") for text in texts(program, KNOWN)]
    assert any(wanted.replace(",(", ", (") in text for text in spaced)


@pytest.mark.parametrize(
    "program",
    [
        "def walk(n, used):\n    used[n] = True\n    walk(n + 1, used)\n    used[n] = False\n",
        "def walk(n, path):\n    path.append(n)\n    walk(n + 1, path)\n    path.pop()\n",
        "def walk(n, row):\n    old = row[n]\n    row[n] = 1\n    walk(n)\n    row[n] = old\n",
        "def mark(n, used):\n    used[n] = True\n    return len(used)\n",
    ],
)
def test_what_is_whole_is_left_alone(program: str) -> None:
    _, found = all_edits(program, KNOWN)
    assert not [e for e in found if e.kind.endswith(("` again", "` before", "` meanwhile"))]


def test_a_method_without_its_object_is_given_one(tmp_path: Path) -> None:
    program = (
        "class Grid:\n    def sink(grid, i):\n        return self.size\n\n"
        "    def size(self):\n        return 0\n\n"
        "    @staticmethod\n    def free(i):\n        return i\n\n\ndef plain(i):\n    return i\n"
    )
    (tmp_path / "grid.py").write_text(program)
    source = SourceFile.read(tmp_path, "grid.py")
    [candidate] = candidates(units_of(source, {}))
    changed = splice(source.text, candidate.edits[0].spans)
    assert changed == program.replace("sink(grid", "sink(self, grid")
    assert candidate.units[0].holds(candidate.edits[0])
