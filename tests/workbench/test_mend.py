"""Files that do not load are made to load again, and the tests judge."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.workbench.mend_names import named
from quire.workbench.mend_syntax import fault, mends
from tests.workbench.test_repair import fix, repair
from tests.workbench.trees import lay

FUNCTION = "def f(x):\n    return {}\n"
TEXTS = [
    ("def f(x)\n    return x\n", "def f(x):\n    return x\n"),
    (FUNCTION.format("(x + 1"), FUNCTION.format("(x + 1)")),
    (FUNCTION.format("[1, 2)"), FUNCTION.format("[1, 2]")),
    (FUNCTION.format("'abc"), FUNCTION.format("'abc'")),
    (FUNCTION.format("{'a': 1 'b': 2}"), FUNCTION.format("{'a': 1, 'b': 2}")),
    ("def f(x):\nreturn x\n", "def f(x):\n    return x\n"),
    ("def f(x):\n\tif x:\n        return 1\n", "def f(x):\n    if x:\n        return 1\n"),
    ("if x = 3:\n    y = 1\n", "if x == 3:\n    y = 1\n"),
    ("if a && b:\n    y = 1\n", "if a and b:\n    y = 1\n"),
    ("if a not is None:\n    y = 1\n", "if a is not None:\n    y = 1\n"),
    ("if a in not b:\n    y = 1\n", "if a not in b:\n    y = 1\n"),
    ("if a then:\n    y = 1\n", "if a:\n    y = 1\n"),
    ("let y = 1\n", "y = 1\n"),
    ("function f(x):\n    return x\n", "def f(x):\n    return x\n"),
    ("class A:\n    public void f(self):\n        pass\n",
     "class A:\n    def f(self):\n        pass\n"),
    ("y = new Pair(1, 2)\n", "y = Pair(1, 2)\n"),
    ("y = 1  // one, or two\n", "y = 1  # one, or two\n"),
    ("y = 1 /* one thing */\n", "y = 1 # one thing \n"),
    ("y = a > b ? a : b\n", "y = a if a > b else b\n"),
    ("return a ? 1 : f(2)\n", "return 1 if a else f(2)\n"),
    ("y = sorted(z, key=x => x.a)\n", "y = sorted(z, key=lambda x: x.a)\n"),
    ("for (x in range(3)):\n    y = x\n", "for x in range(3):\n    y = x\n"),
    ("for (int i = 0; i < n; i++) {\n    y = i\n", "for i in range(0, n):\n    y = i\n"),
    ("for i range(3):\n    y = i\n", "for i in range(3):\n    y = i\n"),
    ("for i of items:\n    y = i\n", "for i in items:\n    y = i\n"),
    ("try:\n    f()\ncatch:\n    throw new A(1)\n", "try:\n    f()\nexcept:\n    raise A(1)\n"),
    ("raise ValueError 'no'\n", "raise ValueError('no')\n"),
    ("def f(x):\n    retrun x\n", "def f(x):\n    return x\n"),
    ("print 'hello'  # said\n", "print('hello')  # said\n"),
    ("try:\n    f()\nexcept A, e:\n    pass\n", "try:\n    f()\nexcept A as e:\n    pass\n"),
    ("for i in a\n    b = (1, 2]\n", "for i in a:\n    b = (1, 2)\n"),
    ("a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> other\n", "a = 1\nb = 2\n"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "whole"), TEXTS)
def test_a_text_is_mended(broken: str, whole: str) -> None:
    texts = [mend.text for mend in mends(broken)[:3]]
    assert whole in texts
    assert all(fault(text) is None for text in texts)


@given(st.text(alphabet="def f(x):\n\t=[]{}'\"#,", max_size=60))
def test_whatever_is_mended_parses(text: str) -> None:
    for mend in mends(text, seconds=0.05):
        ast.parse(mend.text)


NAMES = [
    (
        "NameError: name 'math' is not defined",
        {"m.py": '"""Doc."""\n\ndef f(x):\n    return math.sin(x)\n'},
        ("m.py", '"""Doc."""\nimport math\n\ndef f(x):\n    return math.sin(x)\n'),
    ),
    (
        "ImportError: cannot import name 'total' from 'p.m' (/x/p/m.py)",
        {"p/__init__.py": "from p.m import total\n", "p/m.py": "def totals():\n    return 1\n"},
        ("p/__init__.py", "from p.m import totals\n"),
    ),
    (
        "ModuleNotFoundError: No module named 'p.utlis'",
        {"p/a.py": "from p.utlis import x\n", "p/utils.py": "x = 1\n"},
        ("p/a.py", "from p.utils import x\n"),
    ),
    (
        "AttributeError: module 'p.utils' has no attribute 'splt'",
        {"p/a.py": "from p import utils\n\nx = utils.splt()\n", "p/utils.py": "def split(): ...\n"},
        ("p/a.py", "from p import utils\n\nx = utils.split()\n"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("error", "files", "expected"), NAMES)
def test_a_name_that_is_not_there_is_found(
    error: str, files: dict[str, str], expected: tuple[str, str]
) -> None:
    first = named([error], files)[0]
    assert (first.path, first.mend.text) == expected


TEST = "from shop.cart import total\n\n\ndef test_total():\n    assert total([1.234, 2]) == 3.23\n"


def test_the_whole_suite_judges_a_mend(program: Path, tmp_path: Path) -> None:
    cart = "def total(prices)\n    return round(sum(prices), 2)\n"
    diff = "@@\n-def total(prices)\n+def total(prices):\n     return round(sum(prices), 2)\n"
    root = lay(tmp_path, {"shop/__init__.py": "", "shop/cart.py": cart, "tests/test_cart.py": TEST})
    lay(root, {"conftest.py": ""})
    found = fix(repair(program, root))
    assert found["fixes"] == ["tests/test_cart.py"]
    assert found["files"] == [{"path": "shop/cart.py", "diff": diff}]


def test_another_fault_behind_one_of_syntax_is_mended_too(program: Path, tmp_path: Path) -> None:
    cart = "def total(prices)\n    return round(sum(prices), 1)\n"
    root = lay(tmp_path, {"shop/__init__.py": "", "shop/cart.py": cart, "tests/test_cart.py": TEST})
    lay(root, {"conftest.py": ""})
    findings = repair(program, root)
    found = fix(findings)
    diff = (
        "@@\n-def total(prices)\n-    return round(sum(prices), 1)\n"
        "+def total(prices):\n+    return round(sum(prices), 2)\n"
    )
    assert found["files"] == [{"path": "shop/cart.py", "diff": diff}]
    assert found["description"] == (
        "total in shop/cart.py, line 2: `2` instead of `1`"
        " (and shop/cart.py, line 1: a colon was missing)."
    )
    assert [each["id"] for each in cast("list[dict[str, str]]", findings[0]["failed"])] == [
        "tests/test_cart.py"
    ]


def test_a_missing_import_is_added(program: Path, tmp_path: Path) -> None:
    cart = "def total(prices):\n    return round(math.fsum(prices), 2)\n"
    root = lay(tmp_path, {"shop/__init__.py": "", "shop/cart.py": cart, "tests/test_cart.py": TEST})
    lay(root, {"conftest.py": ""})
    found = fix(repair(program, root))
    assert found["description"] == "shop/cart.py: add `import math`."
    assert found["fixes"] == ["tests/test_cart.py::test_total"]


def test_a_fault_of_a_test_file_is_left_alone(program: Path, tmp_path: Path) -> None:
    root = lay(tmp_path, {"m.py": "x = 1\n", "test_m.py": "import m\n\ndef test_x()\n    pass\n"})
    findings = repair(program, root)
    assert [finding["type"] for finding in findings] == ["baseline", "suspects", "done"]
    assert findings[0]["failed"] == [
        {"id": "test_m.py", "error": "SyntaxError: expected ':'", "where": "test_m.py:3"}
    ]
