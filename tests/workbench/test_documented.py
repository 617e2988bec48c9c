"""Examples that documentation gives, behind `>>>` and in prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.documented import examples_of
from quire.workbench.source import SourceFile
from quire.workbench.units import units_of
from tests.workbench.test_rank import findings
from tests.workbench.trees import lay

FUNCTION = 'def size(n, rows=()):\n    """{}"""\n    return n\n'
METHOD = 'class Solution:\n    def size(self, n, rows=()):\n        """{}"""\n        return n\n'


def examples(program: str) -> list[tuple[str, str]]:
    """Give what is called, and what it should give."""
    unit = units_of(SourceFile("m.py", program.encode()), {})[-1]
    return [(each.source.strip(), each.want.strip()) for each in examples_of(unit)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Tell the size.\n\n    >>> size(2)\n    4\n    ", [("size(2)", "4")]),
        ("So size(2) == 4 and `size(3, [1])` -> [9].", [("size(2)", "4"), ("size(3, [1])", "[9]")]),
        ("size('a)b') => 'c', size(-1) ➞ (1, 2)", [("size('a)b')", "'c'"), ("size(-1)", "(1, 2)")]),
        ("For example, size(2) returns 4, since it does.", [("size(2)", "4")]),
        ("size(2)  # => {'a': 1}\n    size(3) should be None\n    ",
         [("size(2)", "{'a': 1}"), ("size(3)", "")]),
        ("size(2.5) is 4.", [("size(2.5)", "4")]),
        ("Input: n = 2, rows = [1]\n    Output: [0, 1]\n    ",
         [("size(n = 2, rows = [1])", "[0, 1]")]),
        ("size(2) is 4 more than n, size(m) is 3, resize(2) == 1, x.size(2) == 1", []),
        ("size(2) is the size, size(3) is None of that, and size(", []),
        ("Input: m = 2\n    Output: 4\n    ", []),
    ],
)  # fmt: skip
def test_examples_are_found(words: str, found: list[tuple[str, str]]) -> None:
    assert examples(FUNCTION.format(words)) == found


def test_a_method_is_called_on_an_object_that_can_be_made() -> None:
    words = "size(2) == 4\n        "
    assert examples(METHOD.format(words)) == [("Solution().size(2)", "4")]
    begun = "class Solution:\n    def __init__(self, n):\n        self.n = n\n\n"
    assert examples(METHOD.format(words).replace("class Solution:\n", begun)) == []


@pytest.mark.parametrize("given", ["adult(18) returns {}", "Input: age = 18\n    Output: {}\n    "])
@pytest.mark.parametrize(("answer", "sign"), [(True, ">="), (False, ">")])
def test_an_example_in_prose_decides_between_changes(
    program: Path, tmp_path: Path, given: str, answer: bool, sign: str
) -> None:
    code = f'''def adult(age):
    """Tell whether one may vote.

    {given.format(answer)}
    """
    return age < 18
'''
    test = """from adult import adult

def test_adult():
    assert adult(30)

def test_child():
    assert not adult(5)
"""
    reported = findings(program, lay(tmp_path, {"adult.py": code, "test_adult.py": test}))
    fix = next(f for f in reported if f["type"] == "fix")
    assert f"return age {sign} 18" in str(fix)
