"""What is given by its name: fields of data classes, members looked up, keyword-only parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.refactor_definitions import Wanted
from quire.workbench.refactor_rename import rename
from quire.workbench.refactor_signature import Step, change_signature
from quire.workbench.refactor_tree import Plan, Tree, Unable
from quire.workbench.source import splice
from tests.workbench.refactor_trees import tree_of

# rope says this to itself
pytestmark = pytest.mark.filterwarnings("ignore:Delete once deprecated:DeprecationWarning")

DATA = (
    "from dataclasses import dataclass, replace\n\n\n"
    "@dataclass\nclass A:\n    x: int\n    y: int = 0\n"
)
OTHER = "\n\nclass B:\n    x = 1\n\n\n"
ENUM = "from enum import Enum\n\n\nclass A(Enum):\n    x = 1\n"


def after(tree: Tree, plan: Plan) -> str:
    """Give a.py as the plan leaves it, checked to parse."""
    plan.changes(tree)
    return splice(tree.files["a.py"].text, list(plan.spans.get("a.py", ())))


@pytest.mark.parametrize(
    ("before", "rest", "expected"),
    [
        (DATA, "\n    def f(self, x):\n        return replace(self, x=x)\n" + OTHER,
         "\n    def f(self, x):\n        return replace(self, g=x)\n" + OTHER),
        (DATA, OTHER + "def f(x):\n    return A(x=x)\n", OTHER + "def f(x):\n    return A(g=x)\n"),
        (DATA, "\n    @classmethod\n    def f(cls, x):\n        return cls(x=x)\n" + OTHER,
         "\n    @classmethod\n    def f(cls, x):\n        return cls(g=x)\n" + OTHER),
        (DATA, OTHER + "def f(a: A):\n    return getattr(a, 'x')\n",
         OTHER + "def f(a: A):\n    return getattr(a, 'g')\n"),
        (DATA, OTHER + "def f(b: B):\n    return getattr(b, 'x'), replace(b, x=1)\n",
         OTHER + "def f(b: B):\n    return getattr(b, 'x'), replace(b, x=1)\n"),
        (ENUM, OTHER + "A['x']\nB['x']\n", OTHER + "A['g']\nB['x']\n"),
    ],
    ids=["copied", "made", "made by itself", "looked up", "of another class", "enumeration"],
)  # fmt: skip
def test_a_field_is_renamed_where_it_is_given_by_its_name(
    tmp_path: Path, before: str, rest: str, expected: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": before + rest})
    plan = rename(tree, Wanted("A.x", "attribute"), "g", docs=False)
    assert after(tree, plan) == before.replace("    x", "    g") + expected


def test_a_parameter_of_a_data_class_is_its_field(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, {"a.py": DATA + "\n\nA(x=1)\n"})
    plan = rename(tree, Wanted("x", "parameter", "A"), "g", docs=False)
    assert after(tree, plan) == DATA.replace("    x", "    g") + "\n\nA(g=1)\n"
    both = tree_of(tmp_path, {"a.py": DATA + "\n    def f(self, x):\n        return x\n"})
    with pytest.raises(Unable, match="2 things are called x"):
        rename(both, Wanted("x", "parameter", "A"), "g", docs=False)


DESCRIBED = """def f(rate, other):
    \"\"\"Give the rate.

    :param float rate: the part
    :type rate: float
    :param other: not rate:
    \"\"\"
    return rate, other


class A:
    \"\"\"Holds.

    Args:
        other (int): One.
            rate: no field
        rate (float, optional): Two.
    \"\"\"

    def __init__(self, other, rate):
        self.both = other, rate

    def k(self, rate):
        \"\"\"Do.

        Parameters
        ----------
        x, rate : float
            The `rate`.

        Returns
        -------
        rate : float
        \"\"\"
        return rate
"""


@pytest.mark.parametrize(
    ("owner", "changed", "left"),
    [
        ("f", [(4, "float share:"), (5, "type share:")], [2, 6]),
        ("A.__init__", [(17, "share (float")], [16]),
        ("A.k", [(28, "x, share :")], [29, 33]),
    ],
)
def test_a_parameter_is_renamed_in_the_fields_of_its_docstring(
    tmp_path: Path, owner: str, changed: list[tuple[int, str]], left: list[int]
) -> None:
    tree = tree_of(tmp_path, {"a.py": DESCRIBED})
    plan = rename(tree, Wanted(f"{owner}.rate", "parameter"), "share", docs=False)
    rows = after(tree, plan).splitlines()
    told = DESCRIBED.splitlines()
    spoken = [n for n, row in enumerate(rows, 1) if "share" in row and "def " not in row
              and "return" not in row and "self.both" not in row]  # fmt: skip
    assert spoken == [line for line, _ in changed]
    assert all(words in rows[line - 1] for line, words in changed)
    assert [each.line for each in plan.mentions] == left
    assert all(told[line - 1] == rows[line - 1] for line in left)


def test_marked_names_in_the_docstring_change_with_the_docs(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, {"a.py": DESCRIBED})
    plan = rename(tree, Wanted("A.k.rate", "parameter"), "share", docs=True)
    assert "The `share`." in after(tree, plan)


def test_a_removed_parameter_that_the_docstring_tells_of_is_reported(tmp_path: Path) -> None:
    source = 'def f(a, b):\n    """Do.\n\n    :param b: no use\n    """\n    return a\n'
    tree = tree_of(tmp_path, {"a.py": source})
    plan = change_signature(tree, Wanted("f"), [Step(remove="b")])
    assert [(each.line, each.text) for each in plan.mentions] == [(4, ":param b: no use")]


@pytest.mark.parametrize(
    ("source", "step", "expected"),
    [
        ("def f(a, b=1): ...\n\n\nf(1, 2)\nf(1)\n", Step(keyword=("b",)),
         "def f(a, *, b=1): ...\n\n\nf(1, b=2)\nf(1)\n"),
        ("def f(a, b=1, c=2, *, d): ...\n\n\nf(1, 2, 3, d=4)\n", Step(keyword=("b",)),
         "def f(a, c=2, *, b=1, d): ...\n\n\nf(1, 3, b=2, d=4)\n"),
        ("class A:\n    def f(self, a, b): ...\n\n\nclass B(A):\n    def f(self, a, b):\n"
         "        super().f(a, b)\n", Step(keyword=("*",)),
         "class A:\n    def f(self, *, a, b): ...\n\n\nclass B(A):\n    def f(self, *, a, b):\n"
         "        super().f(a=a, b=b)\n"),
        ("def f(\n    a,\n    b,\n): ...\n\n\nf(1, 2)\n", Step(keyword=("b",)),
         "def f(\n    a,\n    *,\n    b,\n): ...\n\n\nf(1, b=2)\n"),
        ("def f(\n    a,\n): ...\n", Step(add="b", default="0", named=True),
         "def f(\n    a,\n    *,\n    b=0,\n): ...\n"),
        ("def f(a, *b): ...\n", Step(add="c", default="0", named=True), "def f(a, *b, c=0): ...\n"),
        ("def f(a, /, b): ...\n\n\nf(1, 2)\n", Step(remove="b"),
         "def f(a, /): ...\n\n\nf(1)\n"),
    ],
    ids=["last", "between", "hierarchy", "lines", "new", "new behind a star", "removed behind /"],
)  # fmt: skip
def test_parameters_are_given_by_their_names(
    tmp_path: Path, source: str, step: Step, expected: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source})
    name = "A.f" if "class" in source else "f"
    assert after(tree, change_signature(tree, Wanted(name), [step])) == expected


def test_the_parameters_of_a_class_are_those_of_its_init(tmp_path: Path) -> None:
    source = "class A:\n    def __init__(self, a): ...\n\n    @classmethod\n" \
             "    def f(cls):\n        return cls(1)\n\n\nclass B(A): ...\n"  # fmt: skip
    tree = tree_of(tmp_path, {"a.py": source})
    plan = change_signature(tree, Wanted("A", "class"), [Step(add="b", default="0")])
    assert after(tree, plan) == source.replace("self, a", "self, a, b=0")
    with pytest.raises(Unable, match="has no `__init__` of its own"):
        change_signature(tree, Wanted("B", "class"), [Step(add="b", default="0")])
