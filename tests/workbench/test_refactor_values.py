"""What is taken out or put in gives the same values, or is refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.refactor_definitions import Wanted
from quire.workbench.refactor_extract import extract
from quire.workbench.refactor_inline import inline
from quire.workbench.refactor_tree import Plan, Tree, Unable
from quire.workbench.source import Span, splice
from tests.workbench.trees import lay

# rope says this to itself
pytestmark = pytest.mark.filterwarnings("ignore:Delete once deprecated:DeprecationWarning")


def after(tree: Tree, plan: Plan) -> str:
    plan.changes(tree)
    return splice(tree.files["a.py"].text, list(plan.spans["a.py"]))


METHODS = """class B:
    def f(self, x):
        return x


class A(B):
    n = 1

    def f(self, x):
        y = super().f(x)
        y += 1
        return y

    @classmethod
    def make(cls, x):
        y = cls.n + x
        y += 1
        return y

    def __new__(cls):
        y = object.__new__(cls)
        y.n = 5
        return y
"""


@pytest.mark.parametrize(
    ("lines", "expression", "value"),
    [((10, 11), "A().f(1)", 2), ((16, 17), "A.make(1)", 3), ((21, 22), "A().n", 5)],
    ids=["super", "classmethod", "new"],
)
def test_a_method_is_extracted_so_that_it_can_be_called(
    tmp_path: Path, lines: tuple[int, int], expression: str, value: int
) -> None:
    tree = Tree.read(lay(tmp_path, {"a.py": METHODS}))
    text = after(tree, extract(tree, "a.py", lines, "part"))
    assert "part(" in text
    names: dict[str, object] = {}
    exec(compile(text, "a.py", "exec"), names)
    assert eval(expression, names) == value


@pytest.mark.parametrize(
    ("source", "lines", "words"),
    [
        ("def f(x):\n    y = 1\n    z = locals()\n    return z\n", (2, 3), "a call of `locals`"),
        ("def f(x):\n    warn(x, stacklevel=2)\n    return x\n", (2, 2), "a `stacklevel`"),
        ("class A:\n    @staticmethod\n    def f(o):\n        y = o.__v\n        return y\n",
         (4, 4), "`__v`, which means something inside their class"),
        ("class A:\n    @staticmethod\n    def f(o):\n        y = super()\n        return y\n",
         (4, 4), "`super"),
    ],
    ids=["locals", "stacklevel", "private", "super"],
)  # fmt: skip
def test_lines_that_depend_on_where_they_stand_stay(
    tmp_path: Path, source: str, lines: tuple[int, int], words: str
) -> None:
    tree = Tree.read(lay(tmp_path, {"a.py": source}))
    with pytest.raises(Unable, match=words):
        extract(tree, "a.py", lines, "part")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("x = v.n\n    v.go()\n    return x", "a call before its use may change"),
        ("x = v + w\n    v.append(1)\n    return x", "a call before its use may change"),
        ("x = v\n    while w:\n        k(x)\n        v = 1", "changes before it is used"),
        ("try:\n        k = 1\n        x = v[0]\n    except E:\n        return 1\n    return x",
         "on the other side of a `try`"),
        ("x = v[0]\n    try:\n        return x\n    except E:\n        return 1",
         "on the other side of a `try`"),
        ("with v:\n        x = v.n\n        w()\n    return x", "on the other side of a `with`"),
        ("x = v\n    return [x for v in w]", "v means something else where it is used"),
        ("x = v.n\n    return lambda: x", "when it is called, not now"),
        ("x = []\n    while w:\n        k(x)", "made anew each time"),
        ("if v:\n        x = v.n\n    return x", "nothing else stands in the block"),
        ("x = v['n']\n    return f'{x}'", "an f-string uses it"),
        ("x = v\n    return f'{x=}'", "an f-string shows it by its name"),
        ("for x in v:\n        return x", "is not set by a statement"),
    ],
    ids=["call", "method", "loop", "out of try", "into try", "with", "comprehension", "lambda",
         "made", "alone", "f-string", "shown", "for"],
)  # fmt: skip
def test_a_variable_whose_value_may_differ_is_not_inlined(
    tmp_path: Path, body: str, words: str
) -> None:
    tree = Tree.read(lay(tmp_path, {"a.py": f"def f(v, w):\n    {body}\n"}))
    with pytest.raises(Unable, match=words):
        inline(tree, Wanted("f.x", "variable"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x: int = v.n\n    return k(x)", "return k(v.n)"),
        ("x = v.n\n    if len(w):\n        raise E(w)\n    return x",
         "if len(w):\n        raise E(w)\n    return v.n"),
        ("x = v + 1\n    k(v)\n    return x", "k(v)\n    return (v + 1)"),
        ("x = v[0]\n    v[0] = x + 1", "v[0] = v[0] + 1"),
    ],
    ids=["annotated", "raised", "number", "target"],
)  # fmt: skip
def test_a_variable_whose_value_stays_is_inlined(tmp_path: Path, body: str, expected: str) -> None:
    tree = Tree.read(lay(tmp_path, {"a.py": f"def f(v, w):\n    {body}\n"}))
    assert after(tree, inline(tree, Wanted("f.x", "variable"))) == (
        f"def f(v, w):\n    {expected}\n"
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def f(v):\n    return v + 1\n\n\nf(f(2))\n", "stands inside another call"),
        ("__all__ = ['f']\n\n\ndef f(v):\n    return v\n\n\nf(1)\n", "f is in `__all__`"),
        ("def f(v):\n    return (yield v)\n\n\nf(1)\n", "it is a generator"),
    ],
    ids=["nested", "exported", "generator"],
)
def test_a_function_that_others_need_is_not_inlined(
    tmp_path: Path, source: str, words: str
) -> None:
    tree = Tree.read(lay(tmp_path, {"a.py": source}))
    with pytest.raises(Unable, match=words):
        inline(tree, Wanted("f"))


def test_two_changes_of_one_place_are_refused(tmp_path: Path) -> None:
    tree = Tree.read(lay(tmp_path, {"a.py": "abcdef = 1\n"}))
    plan = Plan("Changed", spans={"a.py": {Span(0, 4, "x"), Span(2, 6, "y")}})
    with pytest.raises(Unable, match="would write the same place"):
        plan.changes(tree)
