"""Uses that are easily missed: texts that are code, stubs, overloads, makers, `src` folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.refactor_definitions import Wanted
from quire.workbench.refactor_move import move
from quire.workbench.refactor_rename import rename
from quire.workbench.refactor_signature import Step, change_signature
from quire.workbench.refactor_tree import Tree, Unable
from tests.workbench.refactor_trees import changed, tree_of
from tests.workbench.trees import lay

# rope says this to itself
pytestmark = pytest.mark.filterwarnings("ignore:Delete once deprecated:DeprecationWarning")


@pytest.mark.parametrize(
    ("source", "wanted", "expected"),
    [
        ("class A:\n    def f(self) -> 'A':\n        return self\n\n\n"
         "def k(x: \"list[A]\"):  # type: (A) -> A\n    return x\n", Wanted("A"),
         "class g:\n    def f(self) -> 'g':\n        return self\n\n\n"
         "def k(x: \"list[g]\"):  # type: (g) -> g\n    return x\n"),
        ("from typing import Literal\n\n\nclass A: ...\n\n\nx: Literal['A'] = 'A'\n", Wanted("A"),
         "from typing import Literal\n\n\nclass g: ...\n\n\nx: Literal['A'] = 'A'\n"),
        ("class A:\n    __slots__ = ('x',)\n\n    def __init__(self):\n        self.x = 1\n",
         Wanted("A.x", "attribute"),
         "class A:\n    __slots__ = ('g',)\n\n    def __init__(self):\n        self.g = 1\n"),
        ("class A:\n    def f(self): ...\n\n    def k(self):\n"
         "        return getattr(self, 'f')\n\n\n"
         "class B:\n    def f(self):\n        return getattr(self, 'f')\n", Wanted("A.f"),
         "class A:\n    def g(self): ...\n\n    def k(self):\n"
         "        return getattr(self, 'g')\n\n\n"
         "class B:\n    def f(self):\n        return getattr(self, 'f')\n"),
        ("def f(x):\n    \"\"\"The f.\n\n    >>> f(1)\n    1\n    \"\"\"\n    return x\n",
         Wanted("f"),
         "def g(x):\n    \"\"\"The f.\n\n    >>> g(1)\n    1\n    \"\"\"\n    return x\n"),
        ("__all__ = []\n__all__.extend(['f'])\n\n\ndef f(): ...\n", Wanted("f"),
         "__all__ = []\n__all__.extend(['g'])\n\n\ndef g(): ...\n"),
        ("from typing import overload\n\n\n@overload\ndef f(x: int) -> int: ...\n@overload\n"
         "def f(x: str) -> str: ...\ndef f(x):\n    return x\n\n\nf(x=1)\n", Wanted("f.x"),
         "from typing import overload\n\n\n@overload\ndef f(g: int) -> int: ...\n@overload\n"
         "def f(g: str) -> str: ...\ndef f(g):\n    return g\n\n\nf(g=1)\n"),
        ("class A:\n    async def f(self, x): ...\n\n\n"
         "class B(A):\n    async def f(self, x): ...\n", Wanted("A.f.x"),
         "class A:\n    async def f(self, g): ...\n\n\n"
         "class B(A):\n    async def f(self, g): ...\n"),
        ("x = 0\n\n\ndef f():\n    global x\n    x += 1\n", Wanted("x"),
         "g = 0\n\n\ndef f():\n    global g\n    g += 1\n"),
    ],
    ids=["annotation", "literal", "slots", "getattr", "doctest", "extended", "overload", "async",
         "global"],
)  # fmt: skip
def test_a_rename_reaches_names_that_are_no_plain_uses(
    tmp_path: Path, source: str, wanted: Wanted, expected: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source})
    assert changed(tree, rename(tree, wanted, "g", docs=False)) == {"a.py": expected}


def test_a_rename_finds_imports_of_a_src_folder_beside_a_module(tmp_path: Path) -> None:
    files = {
        "setup.py": "", "src/p/__init__.py": "", "src/p/m.py": "def f(): ...\n",
        "tests/__init__.py": "", "tests/test_m.py": "from p.m import f\n\nf()\n",
    }  # fmt: skip
    tree = tree_of(tmp_path, files)
    assert changed(tree, rename(tree, Wanted("p.m.f"), "g", docs=False)) == {
        "src/p/m.py": "def g(): ...\n",
        "tests/test_m.py": "from p.m import g\n\ng()\n",
    }


def test_a_rename_sees_the_project_before_an_installed_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "class A:\n    def f(self): ...\n\n\nclass B:\n    def f(self): ...\n"
    lay(tmp_path / "installed", {"qq/__init__.py": "", "qq/m.py": source})
    monkeypatch.syspath_prepend(str(tmp_path / "installed"))
    use = "from qq.m import A\n\n\ndef k(a: A):\n    a.{}()\n"
    files = {"src/qq/__init__.py": "", "src/qq/m.py": source, "tests/test_m.py": use.format("f")}
    tree = tree_of(tmp_path / "project", files)
    after = changed(tree, rename(tree, Wanted("A.f"), "g", docs=False))
    assert after["tests/test_m.py"] == use.format("g")


def test_a_rename_keeps_the_name_where_another_definition_stands_in(tmp_path: Path) -> None:
    other = "try:\n    from a import {}\nexcept ImportError:\n    def f(): ...\n\nf()\n"
    tree = tree_of(tmp_path, {"a.py": "def f(): ...\n", "b.py": other.format("f")})
    assert changed(tree, rename(tree, Wanted("a.f"), "g", docs=False)) == {
        "a.py": "def g(): ...\n",
        "b.py": other.format("g as f"),
    }


@pytest.mark.parametrize(
    ("wanted", "home", "package"),
    [
        (Wanted("p.m.A"), "class N:\n    def f(self, x: int) -> N: ...\n",
         "from .m import N as N\n\n__all__ = ['N']\n"),
        (Wanted("p.m.A.f"), "class A:\n    def N(self, x: int) -> A: ...\n", ""),
        (Wanted("p.m.A.f.x"), "class A:\n    def f(self, N: int) -> A: ...\n", ""),
    ],
    ids=["class", "method", "parameter"],
)  # fmt: skip
def test_a_rename_reaches_the_stubs(
    tmp_path: Path, wanted: Wanted, home: str, package: str
) -> None:
    files = {
        "p/__init__.py": "from .m import A\n",
        "p/__init__.pyi": "from .m import A as A\n\n__all__ = ['A']\n",
        "p/m.py": "class A:\n    def f(self, x): ...\n",
        "p/m.pyi": "class A:\n    def f(self, x: int) -> A: ...\n",
    }
    tree = tree_of(tmp_path, files)
    after = changed(tree, rename(tree, wanted, "N", docs=False))
    assert after["p/m.pyi"] == home
    assert after.get("p/__init__.pyi", "") == package


def test_a_module_named_like_a_word_leaves_the_word(tmp_path: Path) -> None:
    source = "import box\n\nprint(box.f('box'), patch('box.f'))\n"
    tree = tree_of(tmp_path, {"box.py": "def f(x): ...\n", "b.py": source})
    after = changed(tree, rename(tree, Wanted("box", "module"), "bin_", docs=False))
    assert after["b.py"] == "import bin_\n\nprint(bin_.f('box'), patch('bin_.f'))\n"


@pytest.mark.parametrize(
    ("source", "wanted", "words"),
    [
        ("class A(dict):\n    def pop(self, k): ...\n", Wanted("A.pop"), "a member of dict too"),
        ("import json\n\n\nclass A(json.JSONEncoder): ...\n\n\nclass B(A):\n"
         "    def default(self, o): ...\n", Wanted("B.default"), "a member of json.encoder"),
        ("class A:\n    def __len__(self): ...\n", Wanted("A.__len__"), "Python itself calls"),
        ("def f():\n    x = 1\n    return '%(x)d' % locals()\n", Wanted("f.x", "variable"),
         "`locals` in f sees"),
    ],
    ids=["built-in base", "library base", "special", "locals"],
)  # fmt: skip
def test_a_rename_that_others_would_miss_is_refused(
    tmp_path: Path, source: str, wanted: Wanted, words: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source})
    with pytest.raises(Unable, match=words):
        rename(tree, wanted, "g", docs=False)


def test_the_mark_and_the_encoding_of_a_file_are_heeded(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, {"a.py": "\ufeffdef f(): ...\n"})
    (change,) = rename(tree, Wanted("f"), "g", docs=False).changes(tree)
    assert "-\ufeffdef f(): ...\n+\ufeffdef g(): ...\n" in change["diff"]
    (tmp_path / "a.py").write_bytes("# coding: utf8\ndef f(): 'é'\n".encode())
    alias = Tree.read(tmp_path)
    assert rename(alias, Wanted("f"), "g", docs=False).changes(alias)
    (tmp_path / "a.py").write_bytes("# coding: latin-1\ndef f(): 'é'\n".encode("latin-1"))
    other = Tree.read(tmp_path)
    with pytest.raises(Unable, match="I write UTF-8 only"):
        rename(other, Wanted("f"), "g", docs=False).changes(other)


MAKER = "class A:\n    def __init__(self, a, b, c): ...\n\n\nclass B(A): ...\n\n\n"


@pytest.mark.parametrize(
    ("source", "step", "expected"),
    [
        (MAKER + "A(1, 2, 3)\nB(1, 2, c=3)\n", Step(remove="b"),
         MAKER.replace("a, b, c", "a, c") + "A(1, 3)\nB(1, c=3)\n"),
        (MAKER + "class C(A):\n    def __init__(self, z):\n        super().__init__(z, 2, 3)\n",
         Step(order=("c", "b", "a")),
         MAKER.replace("a, b, c", "c, b, a")
         + "class C(A):\n    def __init__(self, z):\n        super().__init__(3, 2, z)\n"),
        (MAKER + "class C(A):\n    def __init__(self, z): ...\n", Step(add="n", default="0"),
         MAKER.replace("c)", "c, n=0)") + "class C(A):\n    def __init__(self, z): ...\n"),
    ],
    ids=["made", "above", "added"],
)  # fmt: skip
def test_the_parameters_of_a_class_change_where_it_is_made(
    tmp_path: Path, source: str, step: Step, expected: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source})
    plan = change_signature(tree, Wanted("A.__init__"), [step])
    assert changed(tree, plan) == {"a.py": expected}


@pytest.mark.parametrize(
    ("source", "name", "words"),
    [
        ("class A:\n    def __init__(self, a, b): ...\n\n    @classmethod\n    def k(cls):\n"
         "        return cls(1, 2)\n", "A.__init__", "makes objects of its own class"),
        ("class A:\n    def __call__(self, a, b): ...\n", "A.__call__", "Python itself calls"),
        ("@register\ndef f(a, b): ...\n", "f", "the decorator register may call it"),
    ],
    ids=["made of cls", "special", "decorator"],
)  # fmt: skip
def test_parameters_that_others_give_are_not_reordered(
    tmp_path: Path, source: str, name: str, words: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source})
    with pytest.raises(Unable, match=words):
        change_signature(tree, Wanted(name), [Step(order=("b", "a"))])


def test_the_parameters_in_stubs_change_too(tmp_path: Path) -> None:
    files = {"a.py": "def f(x, y): ...\n", "a.pyi": "def f(x: int, y: str) -> int: ...\n"}
    tree = tree_of(tmp_path, files)
    for step, first, second in (
        (Step(remove="y"), "def f(x): ...\n", "def f(x: int) -> int: ...\n"),
        (Step(order=("y", "x")), "def f(y, x): ...\n", "def f(y: str, x: int) -> int: ...\n"),
    ):
        after = changed(tree, change_signature(tree, Wanted("f"), [step]))
        assert after == {"a.py": first, "a.pyi": second}


def test_a_move_of_what_stubs_declare_is_refused(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, {"a.py": "def f(): ...\n", "a.pyi": "def f() -> int: ...\n"})
    with pytest.raises(Unable, match="stubs declare it too"):
        move(tree, Wanted("a.f"), "b.py", docs=False)


def test_a_module_is_renamed_with_its_stub(tmp_path: Path) -> None:
    files = {"a.py": "def f(): ...\n", "a.pyi": "def f() -> int: ...\n", "b.py": "import a\n"}
    tree = tree_of(tmp_path, files)
    plan = rename(tree, Wanted("a", "module"), "c", docs=False)
    assert (plan.created["c.pyi"], sorted(plan.deleted)) == (files["a.pyi"], ["a.py", "a.pyi"])


@pytest.mark.parametrize("path", ["setup.py", "conftest.py"])
def test_a_module_that_tools_look_for_keeps_its_name(tmp_path: Path, path: str) -> None:
    tree = tree_of(tmp_path, {path: "x = 1\n"})
    with pytest.raises(Unable, match="tools find"):
        rename(tree, Wanted(path.removesuffix(".py"), "module"), "c", docs=False)


def test_calls_that_spread_a_mapping_are_told(tmp_path: Path) -> None:
    source = "def f(x): ...\n\n\nf(**{'x': 1})\n"
    tree = tree_of(tmp_path, {"a.py": source})
    (note,) = rename(tree, Wanted("f.x"), "g", docs=False).notes
    assert note.startswith("The call at a.py:4 spreads a mapping (`**`)")


LATE = "from __future__ import annotations\n\n"
TYPED = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from q import {}\n\n\n"
USING = "def f(x: S) -> S:\n    return x\n"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (None, LATE + TYPED.format("S") + USING),
        (LATE + "import os\n", LATE + "import os\n" + TYPED.format("S") + USING),
        (LATE + TYPED.format("T").strip() + "\n",
         LATE + TYPED.format("T").strip() + "\n    from q import S\n\n\n" + USING),
    ],
    ids=["new", "first", "more"],
)  # fmt: skip
def test_what_only_types_need_moves_along(
    tmp_path: Path, target: str | None, expected: str
) -> None:
    files = {"a.py": LATE + TYPED.format("S") + USING + "\n\ny = 1\n"}
    tree = tree_of(tmp_path, files if target is None else {**files, "b.py": target})
    after = changed(tree, move(tree, Wanted("a.f"), "b.py", docs=False))
    assert after["b.py"] == expected


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (LATE + TYPED.format("S") + USING, "b.py computes its annotations"),
        ("n = 0\n\n\ndef k():\n    global n\n    n += 1\n\n\ndef f():\n    return n\n",
         "f uses n, which functions of its module set anew"),
    ],
    ids=["annotations", "global"],
)  # fmt: skip
def test_a_move_that_would_change_a_meaning_is_refused(
    tmp_path: Path, source: str, words: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source, "b.py": "y = 1\n"})
    with pytest.raises(Unable, match=words):
        move(tree, Wanted("a.f"), "b.py", docs=False)


@pytest.mark.parametrize(
    "files",
    [
        {"p/__init__.py": "from .m import *\n", "p/m.py": "def f(): ...\n\n\ny = 1\n"},
        {"p/__init__.py": "", "p/m/__init__.py": "def f(): ...\n\n\ny = 1\n"},
    ],
    ids=["star", "package"],
)
def test_a_name_that_is_passed_on_stays_there(tmp_path: Path, files: dict[str, str]) -> None:
    tree = tree_of(tmp_path, files)
    after = changed(tree, move(tree, Wanted("p.m.f"), "p/n.py", docs=False))
    (source,) = [text for path, text in after.items() if path != "p/n.py"]
    assert "from p.n import f\n" in source
    assert after["p/n.py"] == "def f(): ...\n"
