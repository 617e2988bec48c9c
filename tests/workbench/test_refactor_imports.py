"""What a move leaves and brings: imports that go, their style and order, entry points."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.refactor_definitions import Wanted
from quire.workbench.refactor_extract import extract
from quire.workbench.refactor_move import move
from quire.workbench.refactor_rename import rename
from tests.workbench.refactor_trees import changed, tree_of

# rope says this to itself
pytestmark = pytest.mark.filterwarnings("ignore:Delete once deprecated:DeprecationWarning")

BODY = "\n\ndef f(x):\n    return math.pi * x\n"


@pytest.mark.parametrize(
    ("source", "other", "expected"),
    [
        ("import math\nimport re\n\nX = re\n" + BODY, "", "import re\n\nX = re\n"),
        ("import math\n\nX = 1\n" + BODY, "", "X = 1\n"),
        ('"""Words."""\n\nimport math\n\n\ndef g(): ...\n' + BODY, "",
         '"""Words."""\n\n\ndef g(): ...\n'),
        ("from os import path, sep\nimport math\n\nX = path, math\n"
         "\n\ndef f(x):\n    return sep, math, x\n", "",
         "from os import path\nimport math\n\nX = path, math\n"),
        ("import math  # noqa\n\nX = 1\n" + BODY, "", "import math  # noqa\n\nX = 1\n"),
        ("import math\n\nX = 1\n" + BODY, "from a import math\n", "import math\n\nX = 1\n"),
        ("import math\n\nX = 1\n" + BODY, "import a\n\na.math\n", "import math\n\nX = 1\n"),
        ("import math\n\nX = f\n" + BODY, "", "from b import f\n\nX = f\n"),
    ],
    ids=["line", "all", "docstring", "name", "marked", "taken", "taken by dot", "taken back"],
)  # fmt: skip
def test_imports_that_only_the_moved_code_used_go(
    tmp_path: Path, source: str, other: str, expected: str
) -> None:
    tree = tree_of(tmp_path, {"a.py": source, "c.py": other})
    assert changed(tree, move(tree, Wanted("f"), "b.py", docs=False))["a.py"] == expected


def test_imports_of_a_moved_name_keep_the_style_and_the_order_of_their_file(
    tmp_path: Path,
) -> None:
    files = {
        "p/__init__.py": "from .a import f, g\nfrom .z import k\n",
        "p/a.py": "import json\n\nfrom .z import k\n\n\ndef g(): ...\n\n\ndef f():\n"
                  "    return json, k\n\n\nX = f\n",
        "p/z.py": "k = 1\n",
        "q.py": "import os\n\nfrom p import a, z\n\na.f(), a.g(), z.k, os\n",
        "r.py": "from p import a\n\na.f()\n",
        "s.py": "import os\n\nimport p.a\n\nn = 1\np.a.f(), os\n",
    }  # fmt: skip
    tree = tree_of(tmp_path, files)
    plan = move(tree, Wanted("f", "function"), "p/n2.py", docs=False)
    assert changed(tree, plan) == {
        "p/__init__.py": "from .a import g\nfrom .n2 import f\nfrom .z import k\n",
        "p/a.py": "from .n2 import f\n\n\ndef g(): ...\n\n\nX = f\n",
        "p/n2.py": "import json\n\nfrom .z import k\n\n\ndef f():\n    return json, k\n",
        "q.py": "import os\n\nfrom p import a, n2, z\n\nn2.f(), a.g(), z.k, os\n",
        "r.py": "from p import n2\n\nn2.f()\n",
        "s.py": "import os\n\nimport p.a\nimport p.n2\n\nn = 1\np.n2.f(), os\n",
    }


def test_an_import_of_another_rank_gets_a_block_of_its_own(tmp_path: Path) -> None:
    source = "import os\n\nX = 1\n\n\ndef f(): ...\n\n\nY = f, os\n"
    tree = tree_of(tmp_path, {"a.py": source})
    plan = move(tree, Wanted("f"), "b.py", docs=False)
    assert changed(tree, plan)["a.py"] == "import os\n\nfrom b import f\n\nX = 1\n\n\nY = f, os\n"


SETTINGS = '[project.scripts]\nrun = "a:f"\nother = "aa:f"\nmore = "a:f2"\n'
SETUP = "from setuptools import setup\n\nsetup(entry_points={'console_scripts': ['run = a:f']})\n"


@pytest.mark.parametrize("what", ["name", "module", "move"])
def test_entry_points_follow(tmp_path: Path, what: str) -> None:
    files = {"a.py": "def f(): ...\n\n\ndef f2(): ...\n", "pyproject.toml": SETTINGS,
             "setup.py": SETUP}  # fmt: skip
    tree = tree_of(tmp_path, files)
    if what == "name":
        plan, new = rename(tree, Wanted("f"), "g", docs=False), "a:g"
    elif what == "module":
        plan, new = rename(tree, Wanted("a", "module"), "b", docs=False), "b:f"
    else:
        plan, new = move(tree, Wanted("f"), "b.py", docs=False), "b:f"
    after = changed(tree, plan)
    expected = SETTINGS.replace('"a:f"', f'"{new}"')
    if what == "module":
        expected = expected.replace('"a:f2"', '"b:f2"')
    assert after["pyproject.toml"] == expected
    assert after["setup.py"] == SETUP.replace("a:f", new)
    assert sum(each.startswith("The entry point at") for each in plan.notes) == 2 + (
        what == "module"
    )
    assert not [each for each in plan.mentions if each.path == "pyproject.toml"
                and each.line == 2]  # fmt: skip


def test_results_come_in_the_order_of_the_lines(tmp_path: Path) -> None:
    source = "def f(x):\n    z = x + 1\n    if x:\n        y = z\n    else:\n        y = 1\n" \
             "    a = y\n    return a, z, y\n"  # fmt: skip
    tree = tree_of(tmp_path, {"a.py": source})
    plan = extract(tree, "a.py", (2, 7), "part")
    assert "    z, y, a = part(x)\n    return a, z, y\n" in changed(tree, plan)["a.py"]
