"""Edits of formats, keys, entries, bounds, turns of loops and values that were written down."""

from __future__ import annotations

import ast

import pytest

from quire.workbench.scope import Knowledge
from quire.workbench.source import splice
from tests.workbench.test_templates import all_edits, texts

HEAD = "import re\nfrom collections import defaultdict\n\n\n"
KNOWN = Knowledge(
    types={"n": {"int", "str"}, "a": {"dict"}, "b": {"list"}, "c": {"str"}, "f": {"function"}},
    globals={"defaultdict", "re"},
    literals={"'0s'": 7.0},
)
LINES = {
    "a width": ('return f"{a}:{n}"', 'return f"{a}:{n:02}"'),
    "another format": ('return f"{n:.1f} of {{x}}"', 'return f"{n:.2f} of {{x}}"'),
    "parts of a date": ('return f"{a:%Y-%d-%m}"', 'return f"{a:%Y-%m-%d}"'),
    "a pattern of dates": ("return a.strftime('%d.%M.%Y')", "return a.strftime('%d.%m.%Y')"),
    "the text between": ('return f"{a},{b}"', 'return f"{a}, {b}"'),
    "as in code": ('return f"{a}"', 'return f"{a!r}"'),
    "no values in a text": ("return '{a} of {b}'", "return f'{a} of {b}'"),
    "digits of %": ("return '%d' % n", "return '%.2f' % n"),
    "digits of format": ("return '{:.1f}'.format(n)", "return '{:.2f}'.format(n)"),
    "a key for ties": (
        "return sorted(b, key=lambda x: x[1])", "return sorted(b, key=lambda x: (x[1], x[0]))"),
    "a sign in a key": (
        "return sorted(b, key=lambda x: (x[1], x[0]))",
        "return sorted(b, key=lambda x: (-x[1], x[0]))"),
    "one part in reverse": (
        "return sorted(b, key=lambda x: (x[1], x[0]), reverse=True)",
        "return sorted(b, key=lambda x: (-x[1], x[0]))"),
    "a length, then the word": (
        "b.sort(key=len)", "b.sort(key=lambda item: (len(item), item))"),
    "the key of the largest": ("return max(a)", "return max(a, key=a.get)"),
    "rows of their own": ("return [[0] * n] * 3", "return [[0] * n for _ in range(3)]"),
    "values of their own": ("return dict.fromkeys(b, [])", "return {key: [] for key in b}"),
    "an entry that is not there": ("a[c].append(n)", "a.setdefault(c, []).append(n)"),
    "a count that is not there": ("a[c] += n", "a[c] = a.get(c, 0) + n"),
    "gathered entries": ("a[c] = [n]", "a.setdefault(c, []).append(n)"),
    "first values": ("a = {}", "a = defaultdict(list)"),
    "another first value": ("a = defaultdict(list)", "a = defaultdict(set)"),
    "the lower end": ("return n < len(b)", "return 0 <= n < len(b)"),
    "both lower ends": ("return n < c and n < f", "return 0 <= n < c and 0 <= n < f"),
    "below all ranges": (
        "return n >= c or n >= f", "return n < 0 or n < 0 or n >= c or n >= f"),
    "a name for a number": ("return b[1]", "return b[n]"),
    "a length for a number": ("return n - 1", "return n - len(b)"),
    "something for nothing": ("return ''.join(b)", "return ''.join(b) or '0s'"),
    "only what is there": ("return [a[x] for x in b]", "return [a[x] for x in b if x in a]"),
    "no call": ("return n == f", "return n == f()"),
    "letters of a pattern": ("return re.findall('[a-z]+', c)", "return re.findall('[a-z0-9]+', c)"),
    "a full stop": ("return re.split('.', c)", "return re.split(r'\\.', c)"),
    "any case": ("return re.match('x', c)", "return re.match('x', c, flags=re.IGNORECASE)"),
    "a lost result": ("c.strip()", "c = c.strip()"),
    "a lost order": ("sorted(b)", "b = sorted(b)"),
    "an order in place": ("return b.sort(reverse=True)", "return sorted(b, reverse=True)"),
    "in place, then returned": ("return b.append(n)", "b.append(n)\n    return b"),
    "nothing assigned": ("b = b.append(n)", "b.append(n)"),
    "a new list": ("b.clear()", "b = []"),
    "elements of a call": ("return zip(b)", "return zip(*b)"),
    "elements of a generator": ("return max(x for x in b)", "return max(*(x for x in b))"),
    "kin of a type": ("return isinstance(b, list)", "return isinstance(b, (list, tuple))"),
    "parts one after the other": (
        "return a.y < b.y and a.m < b.m", "return (a.y, a.m) < (b.y, b.m)"),
    "by column": ("return [x for x in b]", "return [x for x in zip(*b)]"),
    "places, not elements": ("return [x for x in b]", "return [x for x in range(len(b))]"),
    "all but one": ("return b[n + 1:]", "return b[:n] + b[n + 1:]"),
    "made ready": ("return b", "b = sorted(b)\n    return b"),
    "an element of its own": ("return b", "return [b]"),
    "an error made": ("ValueError(n)", "raise ValueError(n)"),
    "an error returned": ("return ValueError(n)", "raise ValueError(n)"),
    "said, not given": ("print(n + 1)", "return n + 1"),
    "one of several": ("return c == 'a' or 'b'", "return c == 'a' or c == 'b'"),
    "both of two": ("return n and a > 0", "return n > 0 and a > 0"),
    "zero is something": ("return n or 5", "return n if n is not None else 5"),
    "a key is there": ("return 1 if a.get(c) else 2", "return 1 if c in a else 2"),
    "no key is there": ("return 1 if not a[c] else 2", "return 1 if c not in a else 2"),
    "joined the wrong way": ("return b.join(', ')", "return ', '.join(b)"),
    "texts are joined": ("return ', '.join(b)", "return ', '.join(map(str, b))"),
    "numbers are summed": ("return sum(b)", "return sum(map(int, b))"),
    "lists of their own": ("a = b = []", "a, b = [], []"),
    "rows are copied": ("return b[:]", "return [row[:] for row in b]"),
    "kept as it is": ("return [lambda: x for x in b]", "return [lambda x=x: x for x in b]"),
    "kept beside another": (
        "return [lambda y: x for x in b]", "return [lambda y, x=x: x for x in b]"),
    "the other index": ("return b[n - 1][c]", "return b[n][c - 1]"),
    "a table's first entry": ("b = [0] * n", "b = [0] * n\n    b[0] = 1"),
    "numbers in order": ("b = [0] * n", "b = list(range(n))"),
    "a table's corner": (
        "b = [[0] * n for _ in a]", "b = [[0] * n for _ in a]\n    b[0][0] = 1"),
    "a table's border": (
        "b = [[0] * n for _ in a]",
        "b = [[0] * n for _ in a]\n    for i in range(len(b)):\n        b[i][0] = i"),
    "one or both": ('return f"{c} {f}"', 'return f"{c} {f}" if c else f'),
    "alike on both sides": ("return c == f", "return c.lower() == f.lower()"),
    "called on both sides": ("return a.x == b.x", "return a.x() == b.x()"),
    "ties, not in reverse": (
        "return sorted(b, key=lambda x: x[1], reverse=True)",
        "return sorted(b, key=lambda x: (-x[1], x[0]))"),
    "a first number": ("n = 0", "n = b[0]"),
    "kept in a list": ("g(a, b, c, f, n)", "b.extend(g(a, b, c, f, n))"),
    "one more in a pair": ("a, b = 0, n", "a, b = 0, n + 1"),
    "names exchanged": ("a[c].append(n)", "a[n].append(c)"),
    "what is given is copied": ("a = b\n    a.append(n)", "a = b[:]\n    a.append(n)"),
    "each is changed": (
        "return ''.join(b)", "return ''.join(part.title() for part in b)"),
    "parts without blanks": (
        "return c.split(',')", "return [part.strip() for part in c.split(',')]"),
    "all, not one": ("c.append(n)", "c.extend(b)"),
}  # fmt: skip
BLOCKS = {
    "leave a loop when sure": (
        "    for x in b:\n        return x == n\n    return False\n",
        "    for x in b:\n        if x == n:\n            return True\n    return False\n"),
    "leave a loop with what was found": (
        "    for x in b:\n        return f(x)\n    return None\n",
        "    for x in b:\n        found = f(x)\n        if found:\n            return found\n"
        "    return None\n"),
    "begin anew in each turn": (
        "    s = 0\n    for x in b:\n        s += x\n    return s\n",
        "    for x in b:\n        s = 0\n        s += x\n    return s\n"),
    "begin once": (
        "    for x in b:\n        s = 0\n        s += x\n    return s\n",
        "    s = 0\n    for x in b:\n        s += x\n    return s\n"),
    "go on with what is found below": (
        "    for x in b:\n        g(x, b, c, f, n)\n        yield x\n",
        "    for x in b:\n        yield from g(x, b, c, f, n)\n        yield x\n"),
    "hand an error on": (
        "    try:\n        f(n)\n    except OSError as error:\n        b.append(error)\n",
        "    try:\n        f(n)\n    except OSError as error:\n        b.append(error)\n"
        "        raise\n"),
    "what an error says": (
        "    try:\n        f(n)\n    except OSError as error:\n        b.append(error)\n",
        "    try:\n        f(n)\n    except OSError as error:\n        b.append(str(error))\n"),
    "not in the last turn": (
        "    for i in range(n):\n        f(i)\n        c += 'x'\n",
        "    for i in range(n):\n        f(i)\n        if i < n - 1:\n            c += 'x'\n"),
    "leave when met": (
        "    for x in b:\n        if x:\n            n = x  # so\n    return n\n",
        "    for x in b:\n        if x:\n            n = x  # so\n"
        "            break\n    return n\n"),
    "nothing found": (
        "    c = float('inf')\n    return c\n",
        "    c = float('inf')\n    return c if c != float('inf') else -1\n"),
    "in any case": (
        "    if n:\n        c = 1\n    else:\n        c = 2\n        b = 3\n    return c\n",
        "    if n:\n        c = 1\n    c = 2\n    b = 3\n    return c\n"),
    "a copy of what changes": (
        "    for x in a:\n        b.append(x)\n        f(b)\n        c.append(b)\n",
        "    for x in a:\n        b.append(x)\n        f(b)\n        c.append(b[:])\n"),
    "remember an answer": (
        "    if n in a:\n        return a[n]\n    return n * 2\n",
        "    if n in a:\n        return a[n]\n    a[n] = n * 2\n    return a[n]\n"),
    "one of a chain": (
        "    if n == 1:\n        c = 1\n    elif n == 2:\n        c = 2\n"
        "    if c:\n        c = 3\n    return c\n",
        "    if n == 1:\n        c = 1\n    elif n == 2:\n        c = 2\n"
        "    elif c:\n        c = 3\n    return c\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_a_fault_of_a_line_has_its_edit(name: str) -> None:
    head = f"{HEAD}def g(a, b, c, f, n):\n    "
    before, after = (f"{head}{line}\n" for line in LINES[name])
    assert after in texts(before, KNOWN)


@pytest.mark.parametrize("name", BLOCKS)
def test_a_fault_of_a_block_has_its_edit(name: str) -> None:
    head = f"{HEAD}def g(a, b, c, f, n):\n"
    before, after = (head + block for block in BLOCKS[name])
    assert after in texts(before, KNOWN)


GROUPS = {"key", "entry", "bound", "format", "text", "call", "otherwise", "early", "pattern",
          "result", "star", "kind", "slip", "index", "table", "copy"}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_edits_of_a_line_give_programs_and_keep_its_comment(name: str) -> None:
    program = f"{HEAD}def g(a, b, c, f, n):\n    {LINES[name][0]}  # kept\n"
    source, found = all_edits(program, KNOWN)
    for edit in found:
        if edit.group in GROUPS:
            text = splice(source.text, edit.spans)
            ast.parse(text)
            assert "# kept" in text


CLASSES = """class Shape:
    parts = []

    def __init__(self, name, colour=None):
        self.name = name
        self.colour = name

    def area(self):
        return 0

    def again(self):
        return self.area

    def grow(self, factor):
        return factor

class Square(Shape):
    def grow(self, factor):
        self.side *= factor

    def __init__(self, name, side):
        self.side = side

    def larger(self, other):
        return self.area > other.area

    def __add__(self, other):
        raise NotImplementedError

    def join(self, a, b):
        self.links[a].add(b)
"""


@pytest.mark.parametrize(
    "wanted",
    [
        "        self.colour = name\n        self.parts = []\n",
        "        super().grow(factor)\n        self.side",
        "    def __add__(self, other):\n        return NotImplemented\n",
        "        super().__init__(name)\n",
        "        return self.area() > other.area\n",
        "        self.colour = self.name\n        return self.area\n",
        "        self.links[a].add(b)\n        self.links[b].add(a)\n",
    ],
)
def test_a_class_has_what_its_kin_has(wanted: str) -> None:
    assert any(wanted in text for text in texts(CLASSES, Knowledge()))
