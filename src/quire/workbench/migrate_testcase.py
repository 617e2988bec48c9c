"""The parts of a unittest class that a conversion looks for, and what pytest has for them."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import unittest
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

from .refactor_imports import bindings
from .refactor_tree import Tree
from .source import SourceFile

OF_TESTCASE = frozenset(dir(unittest.TestCase))
FIXTURES = {
    "setUp": "setup_method", "tearDown": "teardown_method", "setUpClass": "setup_class",
    "tearDownClass": "teardown_class",
}  # fmt: skip
# Settings of TestCase that only change what a failure shows.
ONLY_SHOWS = ("maxDiff", "longMessage")
# What pytest has no word for with the same meaning: it is called on a TestCase of its own.
STAYING = ("assertLogs", "assertNoLogs")
MATCHED = {"assertRaisesRegex": "raises", "assertWarnsRegex": "warns"}
# Names that TestCase had before Python 3.12.
OLD_NAMES = {
    "assertEquals": "assertEqual", "assertNotEquals": "assertNotEqual", "assert_": "assertTrue",
    "assertItemsEqual": "assertCountEqual",
    "failUnless": "assertTrue", "failIf": "assertFalse", "failUnlessEqual": "assertEqual",
    "assertAlmostEquals": "assertAlmostEqual", "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertRegexpMatches": "assertRegex", "assertNotRegexpMatches": "assertNotRegex",
    "assertRaisesRegexp": "assertRaisesRegex", "failUnlessRaises": "assertRaises",
}  # fmt: skip
_STARTERS = frozenset(
    f"unittest.{name}"
    for name in ("main", "makeSuite", "TestSuite", "TestLoader", "TextTestRunner")
)


def harmless(node: ast.ClassDef) -> set[int]:
    """Give the nodes of a class that may name it: `super(Name, self)` and `Name.attribute`."""
    found: set[int] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "super" and each.args:
            found.add(id(each.args[0]))
        if isinstance(each, ast.Attribute):
            found.add(id(each.value))
    return found


def superseded(node: ast.AST) -> str:
    """Give the text of a statement, `super(Name, self)` as `super()`."""
    if not isinstance(node, ast.Expr):
        return ""
    return re.sub(r"^super\(\w+, (self|cls)\)", "super()", ast.unparse(node))


def statements(nodes: list[ast.AST]) -> dict[int, ast.stmt]:
    """Give the statement of each call that is one, and of each that a function ends with."""
    found: dict[int, ast.stmt] = {}
    for each in nodes:
        if isinstance(each, ast.Expr):
            found[id(each.value)] = each
        last = each.body[-1] if isinstance(each, ast.FunctionDef) else None
        if isinstance(last, ast.Return) and last.value is not None:
            found[id(last.value)] = last
    return found


SUPER = frozenset(f"super().{name}()" for name in FIXTURES)


def is_only_imports(node: ast.Try, gone: list[ast.stmt]) -> bool:
    """Say whether a statement only tries imports, all of which can go."""
    inner = [*node.body, *(each for one in node.handlers for each in one.body)]
    return (
        not node.orelse
        and not node.finalbody
        and all(each in gone and len(getattr(each, "names", ())) == 1 for each in inner)
    )


def is_start(node: ast.If, tree: ast.Module) -> bool:
    """Say whether a statement only starts unittest when the file is run."""
    main = re.fullmatch(r"(unittest\.)?main\(.*\)", ast.unparse(node.body[0]))
    own = any(isinstance(each, ast.FunctionDef) and each.name == "main" for each in tree.body)
    plain = main is not None and (main[1] is not None or not own)
    return "__main__" in ast.unparse(node.test) and plain


def starters(tree: ast.Module) -> list[ast.expr]:
    """List the calls that load or start tests as unittest does."""
    return [
        each.func for each in ast.walk(tree)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)
        and ast.unparse(each.func) in _STARTERS
    ]  # fmt: skip


def named_in_texts(tree: ast.Module, name: str) -> list[ast.Constant]:
    """List the texts that name a class as loaders of tests are told it: alone, or with dots."""
    return [
        each for each in ast.walk(tree)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
        and name in each.value.split(".")
    ]  # fmt: skip


def is_self(node: ast.AST) -> bool:
    """Say whether a node is an attribute of self or cls."""
    return (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            and node.value.id in ("self", "cls"))  # fmt: skip


def mark(name: str, args: list[str]) -> str:
    """Give the mark of pytest for a decorator of unittest."""
    if name == "expectedFailure":
        return "pytest.mark.xfail(strict=True)"
    if name == "skip":
        return f"pytest.mark.skip(reason={args[0]})" if args else "pytest.mark.skip"
    condition = f"not ({args[0]})" if name == "skipUnless" else args[0]
    return f"pytest.mark.skipif({condition}, reason={args[1]})"


def raised(segment: Callable[[ast.AST], str], name: str, call: ast.Call, *, in_with: bool) -> str:
    """Give what expects an exception, skips or fails, or an empty text."""
    args = [segment(each) for each in call.args]
    named = [f"{each.arg}={segment(each.value)}" for each in call.keywords
             if each.arg != "msg" or not in_with]  # fmt: skip
    if name in ("assertRaises", "assertWarns"):
        what = "raises" if name == "assertRaises" else "warns"
        plain = not in_with or (len(args) == 1 and not named)
        return f"pytest.{what}({', '.join([*args, *named])})" if args and plain else ""
    if name in ("assertRaisesRegex", "assertWarnsRegex") and in_with and len(args) == 2:
        what = "raises" if name == "assertRaisesRegex" else "warns"
        return f"pytest.{what}({args[0]}, match={args[1]})"
    if name == "fail":
        return f"pytest.fail({args[0] if args else repr('')})"
    return f"pytest.skip({args[0]})" if name == "skipTest" and args else ""


def loose_comments(file: SourceFile, call: ast.Call) -> list[str]:
    """List the comments between the arguments of a call: those inside of one stay in it."""
    start, text = file.start(call), file.segment(call)
    inner = [(file.start(each) - start, file.end(each) - start)
             for each in (*call.args, *(word.value for word in call.keywords))]  # fmt: skip
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    found: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        place = lines[token.start[0] - 1] + token.start[1]
        if not any(begin <= place < end for begin, end in inner):
            found.append(token.string)
    return found


def takers(tree: Tree, file: SourceFile, known: list[str]) -> dict[str, str]:
    """Give the names that files other than those known take from one, each with a file."""
    module = tree.module(file.path)
    last = module.rpartition(".")[2]
    found: dict[str, str] = {}
    for path, other in tree.files.items():
        near = last in other.text or "from ." in other.text
        for each in bindings(tree, other) if near and path not in known else ():
            if each.module == module and each.attribute:
                found[each.attribute] = path
            elif module in (each.module, f"{each.module}.{each.attribute}"):
                whole = each.name if each.attribute or each.alias.asname else each.module
                used = re.findall(rf"(?<![\w.]){re.escape(whole)}\.(\w+)", other.text)
                found.update(dict.fromkeys(used, path))
    return found


def uncollected(root: Path, path: str) -> str:
    """Give the name of a test file that pytest does not collect, or an empty text."""
    name = Path(path).name
    if fnmatch(name, "test_*.py") or fnmatch(name, "*_test.py"):
        return ""
    for each in ("pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg", ".pytest.ini"):
        try:
            if "python_files" in (root / each).read_text(encoding="utf-8", errors="replace"):
                return ""
        except OSError:
            continue
    return name
