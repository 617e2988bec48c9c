"""Turn the unittest classes of a file into pytest's: plain asserts, the same tests."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from .migrate_asserts import ASSERTS, given
from .migrate_testcase import (
    FIXTURES,
    MATCHED,
    OF_TESTCASE,
    OLD_NAMES,
    ONLY_SHOWS,
    SUPER,
    harmless,
    is_plain_elsewhere,
    is_self,
    is_start,
    mark,
    raised,
    statements,
    superseded,
    takers,
)  # fmt: skip
from .project import is_test_path
from .refactor_imports import add_import, bindings, bound_names, drop_aliases
from .refactor_tree import Plan, Tree, Unable
from .source import SourceFile, Span, splice

_MODULE_FIXTURES = {"setUpModule": "setup_module", "tearDownModule": "teardown_module"}
_MARKS = {"skip": "skip", "skipIf": "skipif", "skipUnless": "skipif", "expectedFailure": "xfail"}


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
        self.mixins: dict[str, ast.ClassDef] = {}
        self.roots = _names_of(tree, file, "TestCase")
        self.taken_by = takers(tree, file)
        self.above: set[str] = set()
        self.taken = set(bound_names(file))
        self.gone: list[tuple[int, int]] = []

    def case(self, node: ast.ClassDef) -> None:
        """Convert one class."""
        if node.keywords:
            self._stop(node, "a class with a metaclass")
        for base in node.bases:
            self._base(base)
        self._not_taken(node)
        self._header(node)
        self.above = self._inherited(node)
        self._body(node)

    def _body(self, node: ast.ClassDef) -> None:
        own = {name for each in node.body for name in [getattr(each, "name", "")]}
        for each in node.body:
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self._method(each)
        self._decorators(node)
        self._asserts(node, own)

    def _base(self, base: ast.expr) -> None:
        """Convert a plain class of the file that a test builds upon; stop at one from elsewhere."""
        name = ast.unparse(base)
        if name in self.cases or name in self.mixins or name in self.roots or name == "object":
            return
        node = next((each for each in self.file.tree.body
                     if isinstance(each, ast.ClassDef) and each.name == name), None)  # fmt: skip
        if node is None and not is_plain_elsewhere(self.tree, self.file, name):
            self._stop(base, f"a class that builds upon {name}")
        if node is None:
            return
        tests = any(getattr(each, "name", "").startswith("test") for each in node.body)
        if node.keywords or (tests and name.startswith("Test")):
            self._stop(node, f"a class {name} that pytest would take for tests of its own")
        self.mixins[name] = node
        for each in node.bases:
            self._base(each)
        self._not_taken(node)
        self.above = self._inherited(node)
        self._body(node)

    def _not_taken(self, node: ast.ClassDef) -> None:
        """Stop at a class that other files take from this one: they would build upon another."""
        taker = self.taken_by.get(node.name) or self.taken_by.get("*")
        if taker:
            self._stop(node, f"a class {node.name} that {taker} builds upon")

    def module(self) -> None:
        """Convert what belongs to no class: fixtures of the module, the start, the imports."""
        for node in self.file.tree.body:
            if isinstance(node, ast.FunctionDef) and node.name in _MODULE_FIXTURES:
                self._name(node, _MODULE_FIXTURES[node.name])
            if isinstance(node, ast.If) and is_start(node):
                start = self.file.line_start(self.file.start(node))
                while start > 1 and self.file.text[start - 2 : start] == "\n\n":
                    start -= 1
                self._edit(start, self.file.next_line(self.file.end(node)), "")
        unused = [each for each in bindings(self.tree, self.file)
                  if each.module == "unittest" and each.node in self.file.tree.body
                  and not self._is_used(each.name)]  # fmt: skip
        drop_aliases(self.plan, self.file, unused)
        for each in unused:
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
        kept = [self.file.segment(each) for each in node.bases
                if ast.unparse(each) not in self.roots]  # fmt: skip
        if len(kept) < len(node.bases):
            start = self.file.text.rindex("(", 0, self.file.start(node.bases[0]))
            end = self.file.text.index(")", self.file.end(node.bases[-1])) + 1
            self._edit(start, end, f"({', '.join(kept)})" if kept else "")
        if node.name.startswith("Test") or not self._is_collected(node):
            return
        name = "Test" + re.sub(r"_?Tests?(Case)?$", "", node.name)
        if name in self.taken or name == "Test":
            name = f"Test{node.name}"
        known = {id(base) for case in self.cases.values() for base in case.bases} | harmless(node)
        for each in ast.walk(self.file.tree):
            if isinstance(each, ast.Name) and each.id == node.name:
                if id(each) not in known:
                    self._stop(each, f"a class {node.name} that other code names")
                self._edit(self.file.start(each), self.file.end(each), name)
        self._name(node, name)
        self.plan.notes.append(f"{node.name} is called {name} now: pytest collects no other name.")

    def _is_collected(self, node: ast.ClassDef) -> bool:
        """Say whether a class has tests; one that only others inherit from may keep its name."""
        own = any(getattr(each, "name", "").startswith("test") for each in node.body)
        return own or any(self._is_collected(base) for base in self._bases(node))

    def _bases(self, node: ast.ClassDef) -> list[ast.ClassDef]:
        known = {**self.cases, **self.mixins}
        names = [ast.unparse(each) for each in node.bases]
        return [known[name] for name in names if name in known]

    def _name(self, node: ast.stmt, name: str) -> None:
        text = self.file.text
        start = self.file.offset(node.lineno, node.col_offset)
        found = re.compile(r"(?:async\s+def|def|class)\s+(\w+)").match(text, start)
        if found:
            self._edit(found.start(1), found.end(1), name)

    def _method(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if isinstance(node, ast.AsyncFunctionDef):
            self._stop(node, "a coroutine")
        if node.name in FIXTURES:
            self._name(node, FIXTURES[node.name])
        for each in ast.walk(node):
            text = superseded(each)
            is_super = text in SUPER
            if is_super and text in self.above:
                for old, new in FIXTURES.items():
                    text = text.replace(f".{old}(", f".{new}(")
                self._edit(self.file.start(each), self.file.end(each), text)
            elif is_super and each in node.body and len(node.body) > 1:
                start = self.file.line_start(self.file.start(each))
                end = self.file.next_line(self.file.end(each))
                self._edit(start, end, "")
            elif is_super:
                self._edit(self.file.start(each), self.file.end(each), "pass")
        self._decorators(node)

    def _inherited(self, node: ast.ClassDef) -> set[str]:
        """Give the calls of fixtures that a class inherits from another one of the file."""
        found: set[str] = set()
        for base in self._bases(node):
            names = {getattr(each, "name", "") for each in base.body} & set(FIXTURES)
            found |= {f"super().{name}()" for name in names} | self._inherited(base)
        return found

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
            self._edit(self.file.start(each), self.file.end(each), mark(name, args))

    def _asserts(self, node: ast.ClassDef, own: set[str]) -> None:
        inner = [each for each in ast.walk(node) if isinstance(each, ast.ClassDef)][1:]
        foreign = {id(each) for one in inner for each in ast.walk(one)}  # another self
        nodes = [each for each in ast.walk(node) if id(each) not in foreign]
        whole_of = statements(nodes)
        contexts = {id(item.context_expr): item for each in nodes
                    if isinstance(each, ast.With) for item in each.items}  # fmt: skip
        for item in contexts.values():
            call = item.context_expr
            if (
                isinstance(call, ast.Call)
                and is_self(call.func)
                and (isinstance(item.optional_vars, ast.Name))
            ):
                self._caught(node, item.optional_vars.id)
        done: set[int] = set()
        calls = [each for each in nodes if isinstance(each, ast.Call)]
        for call in reversed(calls):  # those inside come before those around them
            text = self._text(call, own, in_with=id(call) in contexts)
            if text is None:
                continue
            done.add(id(call.func))
            whole = whole_of.get(id(call))
            if whole is None and not text.startswith(("pytest.", "subtests.")):
                self._stop(call, "an assert inside an expression")
            self._edit(self.file.start(whole or call), self.file.end(whole or call), text)
        for each in nodes:
            if not isinstance(each, ast.Attribute) or not is_self(each) or id(each) in done:
                continue
            if each.attr in ONLY_SHOWS and isinstance(each.ctx, ast.Store):
                continue
            if each.attr in OF_TESTCASE - own and each.attr not in dir(object):
                self._stop(each, f"self.{each.attr}")

    def _text(self, call: ast.Call, own: set[str], *, in_with: bool) -> str | None:
        """Give what a call of a method of TestCase becomes; None if it is another's."""
        if not isinstance(call.func, ast.Attribute) or not is_self(call.func):
            return None
        if call.func.attr in own:
            return None
        name = OLD_NAMES.get(call.func.attr, call.func.attr)
        args = given(self._segment, call)
        if name in ASSERTS and len(args.plain) >= ASSERTS[name][0]:
            self._keep_comments(call)
            text = ASSERTS[name][1](args)
            self.needs |= {"re"} if "re.search(" in text else set()
            return text
        if name == "subTest" and in_with:
            return self._subtests(call)
        text = raised(self._segment, name, call, in_with=in_with)
        if not text and name in MATCHED and not in_with and len(call.args) > 2:
            text = self._matched(name, call)
        if text:
            self.needs.add("pytest")
            return text
        if name in OF_TESTCASE:
            self._stop(call, f"self.{name}")
        return None

    def _matched(self, name: str, call: ast.Call) -> str:
        """Give the block in which a call must raise what matches: pytest has no shorter form."""
        words = [self._segment(each) for each in call.args]
        words += [f"{each.arg}={self._segment(each.value)}" if each.arg
                  else f"**{self._segment(each.value)}" for each in call.keywords]  # fmt: skip
        start = self.file.start(call)
        indent = self.file.text[self.file.line_start(start) : start]
        if indent.strip():
            self._stop(call, f"self.{name} inside a statement")
        head = f"with pytest.{MATCHED[name]}({words[0]}, match={words[1]}):"
        return f"{head}{self.file.newline}{indent}    {words[2]}({', '.join(words[3:])})"

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
