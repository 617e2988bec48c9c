"""Edits that a review is sure of: the checks' own and those that ruff calls safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.repository import report, repository, write
from tests.workbench.test_review_checks import suggestions


@pytest.mark.parametrize(
    ("before", "start", "end", "text"),
    [
        ("def f(x):\n    return x is not 'ä'\n", 2, 2, "    return x != 'ä'\n"),
        ("def f(x):\n    return 'ä' is (x)\n", 2, 2, "    return 'ä' == (x)\n"),
        ("def f(x):\n    assert (x, 'missing')\n", 2, 2, "    assert x, 'missing'\n"),
        ("def f(x, a={}):\n    '''Put.'''\n    a[x] = 1\n", 1, 2,
         "def f(x, a=None):\n    '''Put.'''\n    if a is None:\n        a = {}\n"),
        ("class A:\n  def f(\n    self,\n    a=list(),\n  ):\n    a.append(1)\n", 4, 5,
         "    a=None,\n  ):\n    if a is None:\n      a = list()\n"),
    ],
)  # fmt: skip
def test_a_certain_edit_is_suggested(before: str, start: int, end: int, text: str) -> None:
    assert suggestions(before) == [{"start": start, "end": end, "text": text}]


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    return (x  # is it?\n        is 'a')\n",
        "def f(x):\n    assert (x, len(x))\n",
        "def f(x, a: list[int] = []):\n    a.append(x)\n",
        "def f(x, a=[N]):\n    a.append(x)\n",
        "def f(x, a=[]): a.append(x)\n",
        f"def f(x):\n    return x is '{'a' * 2000}'\n",
    ],
)
def test_what_is_not_certain_is_not_suggested(text: str) -> None:
    assert suggestions(text) == [None]


def test_safe_edits_of_ruff_are_suggested_and_others_are_not(tmp_path: Path) -> None:
    folder = repository(
        tmp_path / "p", {"m.py": "A = 1\n", "ruff.toml": "lint.select = ['F', 'E']\n"}
    )
    write(
        folder, {"m.py": "import os\nimport sys\n\nA = f'a'\nB = A == None\nprint(sys.path, B)\n"}
    )
    found = {each["check"]: each["suggestion"] for each in report(folder, "--no-tests")[:-2]}
    assert found == {
        "unused-import": {"start": 1, "end": 1, "text": ""},
        "ruff-F541": {"start": 4, "end": 4, "text": "A = 'a'\n"},
        "ruff-E711": None,
    }
