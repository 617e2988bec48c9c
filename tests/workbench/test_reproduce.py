"""Reports read, promises found, tests written: the parts of seeing a fault again."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from quire.workbench.project import Project
from quire.workbench.reproduce_expect import Promise, promised
from quire.workbench.reproduce_names import Names, imports
from quire.workbench.reproduce_text import Frame, Step, Trace, read
from quire.workbench.reproduce_write import Wanted, name_of, requoted, write
from tests.workbench.trees import lay, run


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("calling parse('') raises IndexError, it should return []",
         Step("call", "parse('')", wants="[]", error="IndexError")),
        ("`parse(\"\")` crashes with `IndexError`; it should return an empty list",
         Step("call", 'parse("")', wants="[]", error="IndexError")),
        ("f(1) returns 2 instead of 3", Step("call", "f(1)", wants="3")),
        ("expected f(1, [2]) to return 3 but it returns 2",
         Step("call", "f(1, [2])", wants="3")),
        ("mean([]) should raise ValueError, but raises ZeroDivisionError",
         Step("call", "mean([])", wants_error="ValueError", error="ZeroDivisionError")),
        (">>> f(1)\n2 expected 3", Step("call", "f(1)", wants="3", shown="2")),
        (">>> from m import f\n>>> f(1)\n2\nbut should be 3",
         Step("call", "f(1)", ("from m import f",), wants="3", shown="2")),
        ("low(2, 2) should be True.", Step("call", "low(2, 2)", wants="True")),
        ("`python -m pkg --x 3` crashes with ZeroDivisionError",
         Step("command", "python -m pkg --x 3", error="ZeroDivisionError")),
    ],
)  # fmt: skip
def test_steps_are_read(text: str, step: Step) -> None:
    assert read(text).steps == (step,)


@pytest.mark.parametrize(
    "text",
    [
        "f(1) -> 2, want 3",
        "f(1) == 2 but should be 3",
        "f(1) returns 2 (should: 3)",
        "f(1) returns 2, correct is 3",
        "f(1) is 2, not 3",
        "f(1) gives me 2 and not 3",
        "f(1) returned 2 whereas 3 is right",
        "f(1) => 2 expected => 3",
        "calling f(1) yields 2; I would expect 3",
        "f(1) should've been 3",
        "f(1) prints 2. The right answer is 3.",
    ],
)
def test_the_right_value_is_read(text: str) -> None:
    assert read(text).steps == (Step("call", "f(1)", wants="3"),)


def test_what_came_is_not_taken_for_what_should_come() -> None:
    first, second = read("Expected: f(1) == 3\nActual: f(1) == 2").steps
    assert (first.wants, second.wants) == ("3", "")
    assert read("after c.add(1) c.total is 2, not 3").steps[0].wants == ""


def test_what_is_printed_is_a_text() -> None:
    text = "from money import fmt\nprint(fmt(-1.5))\n\n### Expected\n-1,50\n\n### Got\n-,150"
    assert read(text).steps == (Step("call", "str(fmt(-1.5))", wants="'-1,50'"),)


def test_the_last_traceback_is_read() -> None:
    text = """\
> Traceback (most recent call last):
>   File "/srv/a.py", line 1, in <module>
>     f()
> KeyError: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/a.py", line 3, in <module>
    main()
    ~~~~^^
  File "/srv/b.py", line 9, in main
    return parse('')
json.decoder.JSONDecodeError: Expecting value: line 1
and more words
"""
    report = read(text)
    assert report.trace == Trace(
        (Frame("/srv/a.py", 3, "<module>", "main()"),
         Frame("/srv/b.py", 9, "main", "return parse('')")),
        "JSONDecodeError",
        "Expecting value: line 1",
    )  # fmt: skip
    assert report.steps == ()


@pytest.mark.parametrize(
    ("source", "call", "expected"),
    [
        ("def f(a):\n    '''Return the words, [] for an empty text.'''", "f('')",
         Promise(value="[]", basis="the docstring of f says so")),
        ("def f(a):\n    '''Return a.\n\n    Raises ValueError if a is negative.'''", "f(-1)",
         Promise(error="ValueError", basis="the docstring of f says so")),
        ("def f(a):\n    '''Raises IndexError for an empty text.'''", "f('')",
         Promise(error="IndexError", basis="the docstring of f says so", allowed=True)),
        ("def f(a):\n    '''Double.\n\n    >>> f('')\n    'x'\n    '''", "f('')",
         Promise(value="'x'", basis="the docstring of f says so")),
        ("def f(a) -> list[str] | None: ...", "f('')",
         Promise(types=("list", "None"), basis="f is annotated to return list or None")),
        ("def f(a):\n    if a: return [1]\n    return a[0]", "f('')",
         Promise(types=("list",), basis="f returns a list elsewhere")),
        ("def f(a):\n    return a[0]", "f('')", Promise()),
        ("def f(a):\n    '''Return 0 for an empty list.'''\n    return a[0]", "f([1])", Promise()),
    ],
)  # fmt: skip
def test_promises_are_found(source: str, call: str, expected: Promise) -> None:
    function = ast.parse(source).body[0]
    node = ast.parse(call, mode="eval").body
    assert isinstance(function, ast.FunctionDef) and isinstance(node, ast.Call)
    assert promised(function, node, "IndexError") == expected


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (Wanted((), (), "parse('')", "parse", value="[]"),
         "parse_of_empty_string_returns_empty_list"),
        (Wanted((), (), "mean([])", "mean", error="ValueError"),
         "mean_of_empty_list_raises_value_error"),
        (Wanted((), (), "low(2, -1)", "low", value="True"), "low_of_2_minus_1_returns_true"),
        (Wanted((), (), "main()", "main", reported="KeyError", words=("pkg", "--x")),
         "main_of_pkg_x_does_not_raise_key_error"),
    ],
)  # fmt: skip
def test_tests_are_named_after_the_behaviour(wanted: Wanted, name: str) -> None:
    assert name_of(wanted) == name


def test_a_test_joins_the_file_of_its_module(tmp_path: Path) -> None:
    end = "\n\n\nif __name__ == '__main__':\n    unittest.main()\n"
    old = f"import unittest\n\nfrom shop import low{end}"
    lay(tmp_path, {"shop.py": "", "tests/test_shop.py": old})
    wanted = Wanted(("from shop import high",), (), "high('a')", "high", error="KeyError")
    project = Project(tmp_path, "unittest", "python")
    written = write(project, Names(tmp_path), wanted, "shop")
    assert (written.path, written.name) == (
        "tests/test_shop.py", "TestHighOf.test_high_of_a_raises_key_error",
    )  # fmt: skip
    assert written.text == (
        "import unittest\n\nfrom shop import high, low\n\n\n"
        "class TestHighOf(unittest.TestCase):\n"
        "    def test_high_of_a_raises_key_error(self):\n"
        "        with self.assertRaises(KeyError):\n"
        f"            high('a'){end}"
    )


def test_quotes_are_changed_only_where_that_is_safe() -> None:
    text = "f('a', \"b\", 'it''s', 'say \"x\"', r'\\d', b'c')\n"
    assert requoted(text) == 'f("a", "b", "it""s", \'say "x"\', r\'\\d\', b\'c\')\n'


def test_names_are_looked_up_where_the_report_points(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {"a.py": "def f(): ...\n", "src/b/__init__.py": "", "src/b/c.py": "def f(): ...\n"},
    )
    names = Names(tmp_path)
    assert imports(names, "f()", (), "see b/c.py") == [["from b.c import f"], ["from a import f"]]
    assert imports(names, "b.c.f()", (), "") == [["import b.c"]]
    assert imports(names, "nowhere()", (), "") == []
    assert names.path_of(Frame("/home/me/p/src/b/c.py", 1, "f")) == "src/b/c.py"


def test_arguments_are_searched_where_a_traceback_shows_none(program: Path, tmp_path: Path) -> None:
    lay(tmp_path, {"words.py": "def first(text: str):\n    return text.split()[0]\n"})
    text = (
        'Traceback (most recent call last):\\n  File \\"/x/words.py\\", line 2, in first\\n'
        "    return text.split()[0]\\nIndexError: list index out of range"
    )
    ran = run(program, "reproduce", "--root", str(tmp_path), "--text", f'"{text}"')
    found = ran.first("reproduced")
    assert (found["call"], found["error"], found["sure"]) == ("first('')", "IndexError", False)
    assert ["from words import first", "first('a b')", "'a'"] in _rows(found["samples"])


def _rows(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
