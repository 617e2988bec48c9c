"""Refactorings planned on small projects: what changes, what stays, what is refused."""

from __future__ import annotations

import ast
import io
import json
import tempfile
import tokenize
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quire.workbench.refactor_definitions import Wanted
from quire.workbench.refactor_extract import extract
from quire.workbench.refactor_inline import inline
from quire.workbench.refactor_main import run
from quire.workbench.refactor_move import move
from quire.workbench.refactor_rename import rename
from quire.workbench.refactor_signature import Step, change_signature
from quire.workbench.refactor_tree import Plan, Tree, Unable
from quire.workbench.source import splice
from tests.workbench.refactor_trees import tree_of
from tests.workbench.trees import lay

# rope says this to itself
pytestmark = pytest.mark.filterwarnings("ignore:Delete once deprecated:DeprecationWarning")


def after(tree: Tree, plan: Plan, path: str = "a.py") -> str:
    """Give a file as the plan leaves it, checked to parse."""
    plan.changes(tree)
    return splice(tree.files[path].text, list(plan.spans.get(path, ())))


@pytest.mark.parametrize(
    ("source", "wanted", "expected"),
    [
        ("def f():\r\n    return f'{f} é'\r\n", Wanted("f"), "def g():\r\n    return f'{g} é'\r\n"),
        ("x = 1\n\n\ndef f(x):\n    return x\n\n\nprint(x, f(x=2))\n", Wanted("x", "parameter"),
         "x = 1\n\n\ndef f(g):\n    return g\n\n\nprint(x, f(g=2))\n"),
        ("def f():\n    x = 1\n    return [x for x in (x,)]\n", Wanted("x", "variable", "f"),
         "def f():\n    g = 1\n    return [x for x in (g,)]\n"),
        ("class A:\n    def __init__(self):\n        self.x = 1\n\n    def y(self):\n"
         "        return self.x\n", Wanted("A.x", "attribute"),
         "class A:\n    def __init__(self):\n        self.g = 1\n\n    def y(self):\n"
         "        return self.g\n"),
        ("class A:\n    @property\n    def x(self):\n        return 1\n\n    @x.setter\n"
         "    def x(self, v):\n        pass\n\n\nA().x = 2\n", Wanted("x", "property"),
         "class A:\n    @property\n    def g(self):\n        return 1\n\n    @g.setter\n"
         "    def g(self, v):\n        pass\n\n\nA().g = 2\n"),
    ],
    ids=["line ends", "parameter", "comprehension", "attribute", "property"],
)  # fmt: skip
def test_a_rename_changes_the_uses_alone(
    tmp_path: Path, source: str, wanted: Wanted, expected: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source})
    assert after(tree, rename(tree, wanted, "g", docs=False)) == expected


@pytest.mark.parametrize(
    ("source", "wanted", "new", "words"),
    [
        ("def f():\n    pass\n", Wanted("f"), "class", "no name that Python takes"),
        ("def f():\n    pass\n", Wanted("f"), "list", "a built-in of Python"),
        ("class A:\n    def f(self): ...\n\n\nclass B(A):\n    def g(self): ...\n",
         Wanted("f"), "g", "has a member g already"),
        ("def f(a, g):\n    return a\n", Wanted("a", "parameter"), "g", "already means something"),
        ("def f():\n    pass\n\n\ndef h(g):\n    return f()\n", Wanted("f"), "g",
         "already means something"),
        ("def f():\n    pass\n", Wanted("f", "class"), "g", "there is no class f"),
    ],
    ids=["keyword", "built-in", "member", "parameter", "shadow", "kind"],
)  # fmt: skip
def test_a_rename_that_would_collide_is_refused(
    tmp_path: Path, source: str, wanted: Wanted, new: str, words: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source})
    with pytest.raises(Unable, match=words):
        rename(tree, wanted, new, docs=False)


def test_a_member_that_others_have_too_is_reported_not_renamed(tmp_path: Path) -> None:
    source = "class A:\n    def f(self): ...\n\n\nclass B:\n    def f(self): ...\n\n\n"
    tree = tree_of(tmp_path, {"a.py": source + "def h(x):\n    return x.f()\n"})
    plan = rename(tree, Wanted("A.f"), "g", docs=False)
    assert after(tree, plan).count("g(") == 1
    assert [(each.line, each.text) for each in plan.mentions] == [
        (10, "return x.f()  (type unknown)")]  # fmt: skip


names = st.sampled_from(["alpha", "beta", "gamma"])
lines = st.sampled_from(
    ["{} = 1  # {}", "print({}, '{}')", "def {}_x(): return 0", "x = f'{{{}}} {}'",
     "y = [{} for _ in ()]", "z = {{'{}': {}}}"]
)  # fmt: skip


@given(st.lists(st.tuples(lines, names), min_size=1, max_size=8))
@settings(max_examples=15, deadline=None)
def test_a_rename_and_its_way_back_leave_every_byte(rows: list[tuple[str, str]]) -> None:
    source = "alpha = beta = gamma = 0\n" + "".join(f"{f.format(n, n)}\n" for f, n in rows)
    with tempfile.TemporaryDirectory() as folder:
        tree = tree_of(Path(folder), {"a.py": source})
        there = after(tree, rename(tree, Wanted("alpha"), "omega", docs=False))
        assert _others(there, "omega") == _others(source, "alpha")
        assert _comments(there) == _comments(source)
        again = tree_of(Path(folder), {"a.py": there})
        assert after(again, rename(again, Wanted("omega"), "alpha", docs=False)) == source


def _comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def _others(text: str, name: str) -> str:
    """Give the tree of a text with one name taken for another."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name:
            node.id = "_"
    return ast.dump(tree)


@pytest.mark.parametrize(
    ("source", "span", "words"),
    [
        ("def f():\n    yield 1\n    return\n", (2, 2), "a `yield`"),
        ("def f(x):\n    for a in x:\n        break\n    return x\n", (3, 3), "a `break`"),
        ("def f(x):\n    if x:\n        y = 1\n    return y\n", (2, 3), "y would be needed"),
        ("x = 1\nprint(x)\n", (1, 2), "not inside a function"),
        ("def f(x):\n    a = (\n        x)\n    return a\n", (2, 2), "no whole statements"),
        ("def g():\n    pass\n\n\ndef f():\n    print(1)\n", (6, 6), "g is taken"),
        ("def f():\n    global q\n    q = 1\n", (2, 3), "a `global`"),
    ],
    ids=["yield", "break", "some paths", "module", "half", "taken", "global"],
)
def test_lines_that_mean_something_else_elsewhere_are_not_extracted(
    tmp_path: Path, source: str, span: tuple[int, int], words: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source})
    with pytest.raises(Unable, match=words):
        extract(tree, "a.py", span, "g")


BODIES = ["a += 1", "b = a * 2", "c = b - a", "if a > 2:\n    c = a", "c, b = b, c",
          "with open('/dev/null') as d:\n    b = len(d.read())", "while a > 9:\n    a -= 9",
          "for i in range(b % 3):\n    a += i", "d = [a for a in (b, c)]\na += len(d)"]  # fmt: skip


@given(st.lists(st.sampled_from(BODIES), min_size=2, max_size=6), st.data())
@settings(max_examples=40, deadline=None)
def test_an_extracted_function_gives_the_same(parts: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(parts) - 1))
    last = data.draw(st.integers(first, len(parts) - 1))
    counts = [len(part.split("\n")) for part in parts]
    start = 4 + sum(counts[:first])
    around = data.draw(st.sampled_from(["if 1:", "for _ in range(2):"]))
    text = "\n".join(parts).replace("\n", "\n        ")
    source = f"def f(a, c):\n    b = 1\n    {around}\n        {text}\n    return a, b, c\n"
    with tempfile.TemporaryDirectory() as folder:
        tree = tree_of(Path(folder), {"a.py": source})
        lines = (start, start + sum(counts[first : last + 1]) - 1)
        made = after(tree, extract(tree, "a.py", lines, "part"))
    assert [_run(made, a) for a in range(5)] == [_run(source, a) for a in range(5)], made


def _run(source: str, value: int) -> object:
    space: dict[str, object] = {}
    exec(source, space)
    function = space["f"]
    assert callable(function)
    return function(value, 7)


def test_a_method_is_extracted_as_a_method(tmp_path: Path) -> None:
    head = "class A:\n    async def f(self, n: int):\n"
    body = "        w = await self.g(n)\n        return w\n"
    tree = tree_of(tmp_path, {"a.py": head + body})
    called = body.replace("self.g", "self.part")
    new = f"\n    async def part(self, n: int):\n{body}"
    assert after(tree, extract(tree, "a.py", (3, 3), "part")) == head + called + new


@pytest.mark.parametrize(
    ("source", "wanted", "words"),
    [
        ("def f(x):\n    return g(x)\n\n\nh = f\n", Wanted("f"), "used other than in a call"),
        ("def f(x):\n    return x + x\n\n\ny = f(print())\n", Wanted("f"), "computed another time"),
        ("def f(x):\n    y = x\n    return y\n", Wanted("f"), "more than one `return`"),
        ("def f(*x):\n    return x\n", Wanted("f"), "any number of arguments"),
        ("class A:\n    def f(self):\n        return 1\n", Wanted("f"), "cannot be inlined"),
        ("x = 1\nx = 2\nprint(x)\n", Wanted("x"), "set 2 times"),
        ("def f(a):\n    x = a\n    a = 2\n    return x\n", Wanted("x", "variable", "f"),
         "changes before it is used"),
        ("def f(a):\n    x = a()\n    b()\n    return x\n", Wanted("x", "variable", "f"),
         "computed later"),
    ],
    ids=["value", "twice", "body", "star", "method", "twice set", "rebound", "later"],
)  # fmt: skip
def test_what_would_mean_something_else_is_not_inlined(
    tmp_path: Path, source: str, wanted: Wanted, words: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source})
    with pytest.raises(Unable, match=words):
        inline(tree, wanted)


def test_an_inlined_function_leaves_the_imports_of_other_files(tmp_path: Path) -> None:
    files = {"a.py": "def f(x, y=1):\n    return x - y\n\n\ndef g(): ...\n",
             "b.py": "from a import f, g\n\nz = 2 * f(1 + 1)\nw = f(y=3, x=4)\n"}  # fmt: skip
    tree = tree_of(tmp_path, files)
    plan = inline(tree, Wanted("f"))
    assert after(tree, plan) == "def g(): ...\n"
    assert after(tree, plan, "b.py") == "from a import g\n\nz = 2 * ((1 + 1) - 1)\nw = 4 - 3\n"


@pytest.mark.parametrize(
    ("source", "step", "words"),
    [
        ("def f(a):\n    return a\n", Step(add="b"), "has no default"),
        ("def f(a):\n    return a\n", Step(add="a", default="1"), "already means something"),
        ("def f(a):\n    return a\n", Step(remove="a"), "a is used inside f"),
        ("def f(a):\n    pass\n\n\nf(*[1])\n", Step(remove="a"), "as a whole"),
        ("def f(a):\n    pass\n", Step(remove="b"), "has no parameter b"),
        ("def f(a, b=1):\n    pass\n", Step(order=("b", "a")), "b of f has a default"),
        ("def f(a, /, b):\n    pass\n", Step(order=("b", "a")), "has the parameters a, /, b"),
        ("def f(a, *, b):\n    pass\n", Step(keyword=("b",)), "by its place"),
        ("def f():\n    pass\n", Step(keyword=("*",)), "by its place"),
        ("def f(a):\n    pass\n\n\nf(*[1])\n", Step(keyword=("a",)), "as a whole"),
        ("def f(a, b):\n    pass\n", Step(order=("b",)), "has the parameters a, b"),
    ],
)
def test_a_signature_that_no_call_would_fit_is_refused(
    tmp_path: Path, source: str, step: Step, words: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source})
    with pytest.raises(Unable, match=words):
        change_signature(tree, Wanted("f"), [step]).changes(tree)


def test_overrides_and_calls_by_another_name_change_too(tmp_path: Path) -> None:
    files = {
        "a.py": "class A:\n    def f(self, a, b): ...\n\n\n"
                "class B(A):\n    def f(self, a, b): ...\n\n\nA().f(1, b=2)\nB.f(B(), 1, 2)\n",
        "b.py": "def g(x, y):\n    pass\n",
        "c.py": "from b import g as h\n\nh(1, (2))\nh(lambda p, q: 0, y=[3, 4])\n",
    }  # fmt: skip
    tree = tree_of(tmp_path, files)
    plan = change_signature(tree, Wanted("A.f"), [Step(order=("b", "a"))])
    assert after(tree, plan) == files["a.py"].replace("self, a, b", "self, b, a").replace(
        "f(1, b=2)", "f(a=1, b=2)").replace("B(), 1, 2", "B(), 2, 1")  # fmt: skip
    plan = change_signature(tree, Wanted("g"), [Step(remove="x")])
    assert after(tree, plan, "c.py") == "from b import g as h\n\nh((2))\nh(y=[3, 4])\n"


def test_a_file_whose_last_function_leaves_ends_with_its_code(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, {"a.py": "X = 1\n\n\ndef last():\n    return 2\n"})
    plan = move(tree, Wanted("last", "", ""), "b.py", docs=False)
    assert after(tree, plan) == "X = 1\n"


def test_a_moved_name_may_not_meet_another(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, {"a.py": "def f(): ...\n", "b.py": "def f(): ...\n"})
    with pytest.raises(Unable, match=r"b.py has another f"):
        move(tree, Wanted("f", place="a.py"), "b.py", docs=False)
    with pytest.raises(Unable, match=r"f is in a.py already"):
        move(tree, Wanted("f", place="a.py"), "a.py", docs=False)


def test_a_file_that_does_not_parse_is_left_out(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, {"a.py": "def f(): ...\n", "old.py": "print 1\n"})
    assert tree.broken == ["old.py"]
    assert after(tree, rename(tree, Wanted("f"), "g", docs=False)) == "def g(): ...\n"


def test_a_file_that_rope_cannot_follow_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    lay(tmp_path, {"a.py": 'n = 1\ntext = f"{{({n}"\n\n\ndef f():\n    return text\n'})
    monkeypatch.chdir(tmp_path)
    assert run("refactor", ['{"do": "rename", "name": "text", "to": "words"}']) == 0
    told = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert told["type"] == "unable"
    assert told["reason"] == "the library that follows names (rope) cannot read every file here"
    assert told["places"] == ["a.py:1"]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step(swap=("0", "1")), "def f(b, a, c=0):\n    return a\n\n\nf(2, 1)\nf(2, 1, 3)\n"),
        (Step(put="b", before="a"), "def f(b, a, c=0):\n    return a\n\n\nf(2, 1)\nf(2, 1, 3)\n"),
        (Step(put="a", after="b"), "def f(b, a, c=0):\n    return a\n\n\nf(2, 1)\nf(2, 1, 3)\n"),
        (Step(put="b", before=""), "def f(b, a, c=0):\n    return a\n\n\nf(2, 1)\nf(2, 1, 3)\n"),
        (Step(add="d", default="1", passed=True),
         "def f(a, b, c=0, d=1):\n    return a\n\n\nf(1, 2, d=1)\nf(1, 2, 3, d=1)\n"),
    ],
)  # fmt: skip
def test_an_order_of_parameters_is_told_by_two_of_them_or_by_a_place(
    step: Step, expected: str, tmp_path: Path
) -> None:
    tree = tree_of(tmp_path, {"a.py": "def f(a, b, c=0):\n    return a\n\n\nf(1, 2)\nf(1, 2, 3)\n"})
    assert after(tree, change_signature(tree, Wanted("f"), [step])) == expected


@pytest.mark.parametrize(
    "step", [Step(swap=("0", "1"), only=True), Step(swap=("a", "x")), Step(put="x", before="a")]
)
def test_an_order_of_parameters_that_are_not_there_is_refused(step: Step, tmp_path: Path) -> None:
    tree = tree_of(tmp_path, {"a.py": "def f(a, b, c=0):\n    return a\n"})
    with pytest.raises(Unable):
        change_signature(tree, Wanted("f"), [step])
