"""Turn the unittest classes of a file into pytest's: plain asserts, the same tests."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import unittest
from collections.abc import Callable, Iterator

from .migrate_asserts import ASSERTS, given
from .project import is_test_path
from .refactor_imports import add_import, bindings, bound_names, drop_alias
from .refactor_tree import Plan, Tree, Unable
from .source import SourceFile, Span, splice

_FIXTURES = {
    "setUp": "setup_method", "tearDown": "teardown_method", "setUpClass": "setup_class",
    "tearDownClass": "teardown_class",
}  # fmt: skip
_MODULE_FIXTURES = {"setUpModule": "setup_module", "tearDownModule": "teardown_module"}
_MARKS = {"skip": "skip", "skipIf": "skipif", "skipUnless": "skipif", "expectedFailure": "xfail"}
_OF_TESTCASE = frozenset(dir(unittest.TestCase))


def unittest_files(tree: Tree) -> list[tuple[str, int]]:
    """Give the test files with unittest classes, each with the number of its classes."""
    found = ((path, len(list(_cases(tree, file)))) for path, file in sorted(tree.files.items())
             if is_test_path(path) and "TestCase" in file.text)  # fmt: skip
    return [(path, number) for path, number in found if number]


def to_pytest(tree: Tree, path: str) -> Plan:
    """Plan the conversion of one file; raise Unable where a part has no plain counterpart."""
    file = tree.files[path]
    plan = Plan(f"Converted {path} to pytest")
    conversion = _Conversion(tree, file, plan)
    for node in _cases(tree, file):
        conversion.case(node)
    conversion.module()
    return plan


def _cases(tree: Tree, file: SourceFile) -> Iterator[ast.ClassDef]:
    """Yield the classes of unittest, those that inherit from one of them in the file too."""
    names = _names_of(tree, file, "TestCase")
    for node in file.tree.body:
        if isinstance(node, ast.ClassDef) and any(
            ast.unparse(each) in names for each in node.bases
        ):
            names.add(node.name)
            yield node


def _names_of(tree: Tree, file: SourceFile, wanted: str) -> set[str]:
    """Give how a file writes a name of unittest."""
    found: set[str] = set()
    for each in bindings(tree, file):
        if each.module == "unittest" and not each.attribute:
            found.add(f"{each.name}.{wanted}")
        elif each.module == "unittest" and each.attribute == wanted:
            found.add(each.name)
    return found


class _Conversion:
    """One file: what is planned, and what it will need."""

    def __init__(self, tree: Tree, file: SourceFile, plan: Plan) -> None:
        self.tree = tree
        self.file = file
        self.plan = plan
        self.needs: set[str] = set()
        self.cases = {node.name: node for node in _cases(tree, file)}
        self.above: set[str] = set()
        self.taken = set(bound_names(file))
        self.gone: list[tuple[int, int]] = []

    def case(self, node: ast.ClassDef) -> None:
        """Convert one class."""
        if len(node.bases) != 1 or node.keywords:
            self._stop(node, "a class with other bases than TestCase")
        self._header(node)
        self.above = self._inherited(node)
        own = {name for each in node.body for name in [getattr(each, "name", "")]}
        for each in node.body:
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self._method(each)
        self._decorators(node)
        self._asserts(node, own)

    def module(self) -> None:
        """Convert what belongs to no class: fixtures of the module, the start, the imports."""
        for node in self.file.tree.body:
            if isinstance(node, ast.FunctionDef) and node.name in _MODULE_FIXTURES:
                self._name(node, _MODULE_FIXTURES[node.name])
            if isinstance(node, ast.If) and _is_start(node):
                start = self.file.line_start(self.file.start(node))
                while start > 1 and self.file.text[start - 2 : start] == "\n\n":
                    start -= 1
                self._edit(start, self.file.next_line(self.file.end(node)), "")
        for each in bindings(self.tree, self.file):
            top = each.module == "unittest" and each.node in self.file.tree.body
            if top and not self._is_used(each.name):
                drop_alias(self.plan, self.file, each)
                self._close_up(each.node)
        add_import(self.plan, self.file, [f"import {each}" for each in sorted(
            self.needs - {each.name for each in bindings(self.tree, self.file)})])  # fmt: skip

    def _close_up(self, node: ast.stmt) -> None:
        """Take the blank lines along where an import that goes was all that stood above them."""
        body = self.file.tree.body
        if self.needs or body[0] is not node or len(getattr(node, "names", ())) > 1:
            return
        end = self.file.next_line(self.file.end(node))
        rest = self.file.text[end:]
        self._edit(self.file.start(node), end + len(rest) - len(rest.lstrip("\n")), "")

    def _header(self, node: ast.ClassDef) -> None:
        base = node.bases[0]
        if ast.unparse(base) not in self.cases:
            start = self.file.text.rindex("(", 0, self.file.start(base))
            end = self.file.text.index(")", self.file.end(base)) + 1
            self._edit(start, end, "")
        if node.name.startswith("Test") or not self._is_collected(node):
            return
        name = "Test" + re.sub(r"_?Tests?(Case)?$", "", node.name)
        if name in self.taken or name == "Test":
            name = f"Test{node.name}"
        bases = {id(base) for case in self.cases.values() for base in case.bases}
        for each in ast.walk(self.file.tree):
            if isinstance(each, ast.Name) and each.id == node.name:
                if id(each) not in bases:
                    self._stop(each, f"a class {node.name} that other code names")
                self._edit(self.file.start(each), self.file.end(each), name)
        self._name(node, name)
        self.plan.notes.append(f"{node.name} is called {name} now: pytest collects no other name.")

    def _is_collected(self, node: ast.ClassDef) -> bool:
        """Say whether a class has tests; one that only others inherit from may keep its name."""
        base = self.cases.get(ast.unparse(node.bases[0]))
        own = any(getattr(each, "name", "").startswith("test") for each in node.body)
        return own or (base is not None and self._is_collected(base))

    def _name(self, node: ast.stmt, name: str) -> None:
        text = self.file.text
        start = self.file.offset(node.lineno, node.col_offset)
        found = re.compile(r"(?:async\s+def|def|class)\s+(\w+)").match(text, start)
        if found:
            self._edit(found.start(1), found.end(1), name)

    def _method(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if isinstance(node, ast.AsyncFunctionDef):
            self._stop(node, "a coroutine")
        if node.name in _FIXTURES:
            self._name(node, _FIXTURES[node.name])
        for each in ast.walk(node):
            is_super = isinstance(each, ast.Expr) and ast.unparse(each) in _SUPER
            if is_super and ast.unparse(each) in self.above:
                text = ast.unparse(each)
                for old, new in _FIXTURES.items():
                    text = text.replace(f".{old}(", f".{new}(")
                self._edit(self.file.start(each), self.file.end(each), text)
            elif is_super and len(node.body) > 1:
                start = self.file.line_start(self.file.start(each))
                end = self.file.next_line(self.file.end(each))
                self._edit(start, end, "")
            elif is_super:
                self._edit(self.file.start(each), self.file.end(each), "pass")
        self._decorators(node)

    def _inherited(self, node: ast.ClassDef) -> set[str]:
        """Give the calls of fixtures that a class inherits from another one of the file."""
        base = self.cases.get(ast.unparse(node.bases[0]))
        if base is None:
            return set()
        names = {getattr(each, "name", "") for each in base.body} & set(_FIXTURES)
        return {f"super().{name}()" for name in names} | self._inherited(base)

    def _decorators(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        for each in node.decorator_list:
            call = each.func if isinstance(each, ast.Call) else each
            name = ast.unparse(call).rpartition(".")[2]
            if ast.unparse(call) not in _names_of(self.tree, self.file, name) or name not in _MARKS:
                continue
            args = (
                [self.file.segment(one) for one in each.args] if isinstance(each, ast.Call) else []
            )
            self.needs.add("pytest")
            self._edit(self.file.start(each), self.file.end(each), _mark(name, args))

    def _asserts(self, node: ast.ClassDef, own: set[str]) -> None:
        statements = {id(each.value): each for each in ast.walk(node) if isinstance(each, ast.Expr)}
        contexts = {id(item.context_expr): item for each in ast.walk(node)
                    if isinstance(each, ast.With) for item in each.items}  # fmt: skip
        for item in contexts.values():
            call = item.context_expr
            if (
                isinstance(call, ast.Call)
                and _is_self(call.func)
                and (isinstance(item.optional_vars, ast.Name))
            ):
                self._caught(node, item.optional_vars.id)
        done: set[int] = set()
        calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
        for call in reversed(calls):  # those inside come before those around them
            text = self._text(call, own, in_with=id(call) in contexts)
            if text is None:
                continue
            done.add(id(call.func))
            if id(call) not in statements and not text.startswith(("pytest.", "subtests.")):
                self._stop(call, "an assert inside an expression")
            self._edit(self.file.start(call), self.file.end(call), text)
        for each in ast.walk(node):
            if not isinstance(each, ast.Attribute) or not _is_self(each) or id(each) in done:
                continue
            if each.attr in _OF_TESTCASE - own and each.attr not in vars(object):
                self._stop(each, f"self.{each.attr}")

    def _text(self, call: ast.Call, own: set[str], *, in_with: bool) -> str | None:
        """Give what a call of a method of TestCase becomes; None if it is another's."""
        if not isinstance(call.func, ast.Attribute) or not _is_self(call.func):
            return None
        name = call.func.attr
        if name in own:
            return None
        args = given(self._segment, call)
        if name in ASSERTS and len(args.plain) >= ASSERTS[name][0]:
            self._keep_comments(call)
            text = ASSERTS[name][1](args)
            self.needs |= {"re"} if "re.search(" in text else set()
            return text
        if name == "subTest" and in_with:
            return self._subtests(call)
        text = _raised(self._segment, name, call, in_with=in_with)
        if text:
            self.needs.add("pytest")
            return text
        if name in _OF_TESTCASE:
            self._stop(call, f"self.{name}")
        return None

    def _subtests(self, call: ast.Call) -> str:
        """Give the context of pytest's fixture `subtests` (pytest 9), which the test asks for."""
        tests = [each for each in ast.walk(self.file.tree) if isinstance(each, ast.FunctionDef)
                 and any(inner is call for inner in ast.walk(each))]  # fmt: skip
        test = tests[0]
        if not test.name.startswith("test") or test.args.kwonlyargs or test.args.vararg:
            self._stop(call, "self.subTest outside a plain test")
        last = [*test.args.posonlyargs, *test.args.args][-1]
        place = self.file.end(last)
        if not test.args.defaults and (place, place) not in self.gone:
            self._edit(place, place, ", subtests")
        inside = ", ".join([
            *(self._segment(each) for each in call.args),
            *(f"{each.arg}=" * bool(each.arg) + "**" * (not each.arg) + self._segment(each.value)
              for each in call.keywords),
        ])  # fmt: skip
        return f"subtests.test({inside})"

    def _caught(self, node: ast.ClassDef, name: str) -> None:
        """Plan that `caught.exception` is pytest's `caught.value`."""
        for each in ast.walk(node):
            if isinstance(each, ast.Attribute) and ast.unparse(each) == f"{name}.exception":
                end = self.file.end(each)
                self._edit(end - len("exception"), end, "value")

    def _keep_comments(self, call: ast.Call) -> None:
        text = self.file.segment(call)
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        if any(token.type == tokenize.COMMENT for token in tokens):
            self._stop(call, "a comment inside an assert, which would be lost")

    def _is_used(self, name: str) -> bool:
        return any(
            isinstance(each, ast.Name) and each.id == name
            and not any(start <= self.file.start(each) < end for start, end in self.gone)
            for each in ast.walk(self.file.tree)
        )  # fmt: skip

    def _segment(self, node: ast.AST) -> str:
        """Give the text of a node with what is planned inside it."""
        start, end = self.file.start(node), self.file.end(node)
        inner = [Span(each.start - start, each.end - start, each.text)
                 for each in self.plan.spans.get(self.file.path, ())
                 if start <= each.start and each.end <= end]  # fmt: skip
        return splice(self.file.text[start:end], inner)

    def _edit(self, start: int, end: int, text: str) -> None:
        spans = self.plan.spans.setdefault(self.file.path, set())
        spans -= {each for each in spans if start <= each.start and each.end <= end}
        self.gone.append((start, end))
        self.plan.edit(self.file.path, start, end, text)

    def _stop(self, node: ast.AST, what: str) -> None:
        line = getattr(node, "lineno", 0)
        raise Unable(f"{self.file.path} holds {what}, which I do not convert", "",
                     (f"{self.file.path}:{line}",))  # fmt: skip


_SUPER = frozenset(f"super().{name}()" for name in _FIXTURES)


def _is_start(node: ast.If) -> bool:
    """Say whether a statement only starts unittest when the file is run."""
    main = re.fullmatch(r"(unittest\.)?main\(.*\)", ast.unparse(node.body[0]))
    return "__main__" in ast.unparse(node.test) and main is not None


def _is_self(node: ast.AST) -> bool:
    return (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            and node.value.id in ("self", "cls"))  # fmt: skip


def _mark(name: str, args: list[str]) -> str:
    if name == "expectedFailure":
        return "pytest.mark.xfail(strict=True)"
    if name == "skip":
        return f"pytest.mark.skip(reason={args[0]})" if args else "pytest.mark.skip"
    condition = f"not ({args[0]})" if name == "skipUnless" else args[0]
    return f"pytest.mark.skipif({condition}, reason={args[1]})"


def _raised(segment: Callable[[ast.AST], str], name: str, call: ast.Call, *, in_with: bool) -> str:
    """Give what expects an exception, skips or fails, or an empty text."""
    args = [segment(each) for each in call.args]
    named = [f"{each.arg}={segment(each.value)}" for each in call.keywords]
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
