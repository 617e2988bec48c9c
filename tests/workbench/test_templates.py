from __future__ import annotations

import ast
import io
import tokenize

import pytest

from quire.workbench.scope import Knowledge, Place
from quire.workbench.source import Edit, SourceFile, splice
from quire.workbench.templates import dear_edits, edits
from quire.workbench.units import units_of

PROGRAMS = {
    "loop": '''def f(items, least=0):
    """Add what is large."""  # said so
    total = 0  # begin
    for i, item in enumerate(items):
        if item > least and not item == 3:  # filter
            total += items[i]
        elif item in (1, 2):
            continue
    return total
''',
    "text": """def f(text, width):
    words = text.split(' ')
    line = ''
    lines = []
    while words:
        word = words.pop(0)
        if len(line) + len(word) <= width:
            line = f"{line} {word}"
        else:
            lines.append(line.strip())
            line = word
    return lines[1:] + [line] if line else None
""",
    "class": """class A:
    limit = 10

    @property
    def size(self):
        return max((len(x) for x in self.items if x), default=0)

    async def get(self, key, other=None):
        try:
            return self.cache[key]
        except KeyError:
            raise ValueError(key)
        finally:
            self.log(key, other)

    def walk(self):
        yield self
        for child in sorted(self.items, key=lambda c: c.name):
            yield from child.walk()
""",
    "tabs": (
        "def f(a, b):\n\tif a < b:\n\t\ta, b = b, a\n"
        "\twhile b != 0:\n\t\ta, b = b, a % b\n\treturn a\n"
    ),
    "unicode": "def f(s):\n    # Größe\n    return s + 'ü' if s == 'ß' else s[1:]  # ende\n",
}


ERRORS = {  # what a run of the tests told of each program
    "loop": Knowledge(unbound={"total", "i"}, types={"items": {"list"}, "total": {"int"}}),
    "text": Knowledge(unbound={"lines"}, lacking={"append"}, types={"words": {"list"}}),
    "class": Knowledge(lacking={"cache", "items"}, unbound={"other"}, types={"key": {"str"}}),
    "tabs": Knowledge(unbound={"b"}, types={"a": {"int"}, "b": {"int"}}),
    "unicode": Knowledge(unbound={"s"}, lacking={"s"}),
}


def all_edits(program: str, known: Knowledge | None = None) -> tuple[SourceFile, list[Edit]]:
    source = SourceFile("m.py", program.encode())
    known = known or next((ERRORS[n] for n, text in PROGRAMS.items() if text == program), None)
    found: list[Edit] = []
    for unit in units_of(source, {}):
        place = Place(unit, known or Knowledge())
        found.extend(edit for _, edit in (*edits(place), *dear_edits(place)))
    return source, found


def texts(program: str, known: Knowledge | None = None) -> list[str]:
    """Return what becomes of a program by each of its edits."""
    source, found = all_edits(program, known)
    return [splice(source.text, edit.spans) for edit in found]


def comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


@pytest.mark.parametrize("name", PROGRAMS)
def test_edits_give_programs(name: str) -> None:
    source, found = all_edits(PROGRAMS[name])
    broken: list[str] = []
    for edit in found:
        try:
            ast.parse(splice(source.text, edit.spans))
        except SyntaxError:
            broken.append(edit.kind)
    assert len(found) > 200
    assert len(broken) <= len(found) * 0.01


@pytest.mark.parametrize("name", PROGRAMS)
def test_edits_change_the_program(name: str) -> None:
    source, found = all_edits(PROGRAMS[name])
    assert [e.kind for e in found if splice(source.text, e.spans) == source.text] == []


@pytest.mark.parametrize("name", PROGRAMS)
def test_edits_keep_comments_outside_of_what_they_replace(name: str) -> None:
    source, found = all_edits(PROGRAMS[name])
    for edit in found:
        kept = "".join(
            source.text[a:b]
            for a, b in zip(
                [0, *(span.end for span in sorted(edit.spans))],
                [*(span.start for span in sorted(edit.spans)), len(source.text)],
                strict=True,
            )
        )
        wanted = [c for c in comments(source.text) if c in kept]
        after = splice(source.text, edit.spans)
        assert [c for c in wanted if c not in after] == []


@pytest.mark.parametrize("name", PROGRAMS)
def test_edits_stay_inside_the_functions(name: str) -> None:
    source, found = all_edits(PROGRAMS[name])
    units = units_of(source, {})
    for edit in found:
        assert all(any(u.start <= s.start and s.end <= u.end for u in units) for s in edit.spans)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", "a <= b"),
        ("a - b", "b - a"),
        ("a and b", "a or b"),
        ("not a", "a"),
        ("a[b]", "a[b - 1]"),
        ("range(a)", "range(a + 1)"),
        ("f(a, b)", "f(b, a)"),
        ("a if b else c", "c if b else a"),
        ("[x for x in a if x]", "[x for x in a]"),
        ("a.append(b)", "a.extend(b)"),
        ("a[1:]", "a[:1]"),
        ("a['k']", "a.get('k')"),
        ("f(a)", "a"),
        ("max(a, b)", "min(a, b)"),
        ("'yes'", "'YES'"),
        ("10", "11"),
        ("a is None", "a is not None"),
        ("(a + b) * c", "(a - b) * c"),
        ("x and y", "not x and y"),
        ("(a + 1) * c", "a * c"),
        ("c if not(a + 1) else f(b)", "c if not a else f(b)"),
    ],
)
def test_a_common_fault_has_its_edit(before: str, after: str) -> None:
    program = "def g(a, b, c, f, x, y):\n    return {}\n"
    source, found = all_edits(program.format(before))
    assert program.format(after) in {splice(source.text, edit.spans) for edit in found}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    while b:\n        a += 1\n        return a\n",
         "    while b:\n        a += 1\n    return a\n"),
        ("    if a in b:\n        return c\n    return a\n",
         "    if a in b:\n        return c\n    b.add(a)\n    return a\n"),
        ("    for c in b:\n        if c:\n            break\n    return a\n",
         "    for c in b:\n        if c:\n            continue\n    return a\n"),
        ("    a[b] = []\n    return a\n",
         "    if b not in a:\n        a[b] = []\n    return a\n"),
        ("    for a in b:\n        c = a\n    return c\n",
         "    for a in b:\n        if a > c:\n            c = a\n    return c\n"),
        ("    a + b\n", "    return a + b\n"),
    ],
)  # fmt: skip
def test_a_fault_of_statements_has_its_edit(before: str, after: str) -> None:
    head = "def g(a, b, c):\n"
    source, found = all_edits(head + before)
    assert head + after in {splice(source.text, edit.spans) for edit in found}


def test_line_ends_of_the_file_are_used_for_new_lines() -> None:
    source, found = all_edits("def f(a):\r\n    b = a\r\n    return b\r\n")
    inserted = [e for e in found if e.group == "insert"]
    assert inserted
    for edit in inserted:
        assert all("\n" not in s.text.replace("\r\n", "") for s in edit.spans)
    del source


def test_a_last_line_without_an_end_stays_without() -> None:
    source, found = all_edits("def f(a):\n    b = a\n    b.append(a)")
    changed = [splice(source.text, edit.spans) for edit in found if edit.group == "insert"]
    assert changed
    for text in changed:
        ast.parse(text)
        assert not text.endswith("\n")


STORE = """class Store:
    def __init__(self, size):
        self.size = size

    def put(self, key, value):
        self.check(key)
        self.log.append(key)

    def check(self, key):
        if not key:
            raise ValueError(key)

    def drop(self, key):
        pass
"""


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        (Knowledge(lacking={"log"}), "        self.log = []\n"),
        (Knowledge(), "        self.check(key)\n        pass\n"),
        (Knowledge(), "        self.log.append(key)\n        pass\n"),
        (Knowledge(), "    def drop(self, key):\n        self.check(key)\n"),
        (Knowledge(types={"self": {"Store"}}, attributes={"Store": {"log", "seen"}}),
         "        self.seen.append(key)\n"),
    ],
)  # fmt: skip
def test_a_class_lends_its_statements(known: Knowledge, wanted: str) -> None:
    source, found = all_edits(STORE, known)
    assert any(wanted in splice(source.text, edit.spans) for edit in found)


def test_what_a_constructor_sets_is_not_begun_with_something_else() -> None:
    source, found = all_edits(STORE.replace("pass", "self.log = key"), Knowledge(lacking={"log"}))
    texts = [splice(source.text, edit.spans) for edit in found if "self.log = []" in edit.kind]
    assert texts
    source, found = all_edits(
        "class A:\n    def __init__(self, log):\n        self.log = log\n",
        Knowledge(lacking={"log"}),
    )
    assert not [edit for edit in found if "begin with" in edit.kind]


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [
        ("    for c in b:\n        n += c\n    return n\n",
         "    n = 0\n    for c in b:\n        n += c\n    return n\n", Knowledge(unbound={"n"})),
        ("    for c in b:\n        o.append(c)\n    return o\n",
         "    o = []\n    for c in b:\n        o.append(c)\n    return o\n",
         Knowledge(unbound={"o"})),
        ("    return numbr + a\n", "    return number + a\n",
         Knowledge(unbound={"numbr"}, globals={"number"})),
        ("    b.push(a)\n", "    b.append(a)\n",
         Knowledge(lacking={"push"}, types={"b": {"list"}})),
    ],
)  # fmt: skip
def test_an_error_tells_what_is_missing(before: str, after: str, known: Knowledge) -> None:
    head = "def g(a, b):\n"
    source, found = all_edits(head + before, known)
    costs = [e.bits for e in found if splice(source.text, e.spans) == head + after]
    assert min(costs) < 5.0
