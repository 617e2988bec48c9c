"""One file of unittest classes as pytest has them: plain asserts, fixtures, marks."""

from __future__ import annotations

import ast
import re
from typing import NoReturn

from .migrate_asserts import ASSERTS, Given, given, is_unhashable
from .migrate_cleanups import CALLS
from .migrate_family import Family, Known, is_plain, uses
from .migrate_testcase import (
    FIXTURES,
    MATCHED,
    OF_TESTCASE,
    OLD_NAMES,
    ONLY_SHOWS,
    STAYING,
    SUPER,
    harmless,
    is_only_imports,
    is_self,
    is_start,
    loose_comments,
    mark,
    named_in_texts,
    raised,
    starters,
    statements,
    superseded,
    takers,
    uncollected,
)  # fmt: skip
from .refactor_imports import add_import, bindings, bound_names, close_up, drop_aliases, is_free
from .refactor_tree import Plan, Unable
from .source import Span, splice

_MODULE_FIXTURES = {"setUpModule": "setup_module", "tearDownModule": "teardown_module"}
_MARKS = {"skip": "skip", "skipIf": "skipif", "skipUnless": "skipif", "expectedFailure": "xfail"}


class Conversion:
    """One file: what is planned, and what it will need."""

    def __init__(self, family: Family, path: str, plan: Plan) -> None:
        self.family = family
        self.tree = family.tree
        self.file = family.tree.files[path]
        self.plan = plan
        self.needs: set[str] = set()
        self.cases = family.cases.get(path, {})
        self.mixins = family.mixins.get(path, {})
        self.roots = family.roots(path)
        self.taken_by = takers(self.tree, self.file, family.files(path))
        self.above: set[str] = set()
        self.names: list[tuple[str, str]] = []
        self.kept: set[str] = set()
        self.stays: set[str] = set()
        self.done: set[int] = set()
        self.gone: list[tuple[int, int]] = []

    def rename(self) -> None:
        """Give classes that pytest would not collect a new name, wherever they stand."""
        for node in self.cases.values():
            if not self._is_collected(node):
                continue
            why = uncollected(self.tree.root, self.file.path)
            if why and not self.family.below(node):
                raise Unable(f"pytest collects no file named {why}",
                             "a name as test_x.py, or python_files in the settings of pytest",
                             (f"{self.file.path}:1",))  # fmt: skip
            if not node.name.startswith("Test"):
                self._renamed(node)

    def classes(self) -> None:
        """Convert the classes: plain ones that tests mix in, and those of unittest."""
        for node in (*self.mixins.values(), *self.cases.values()):
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
        """Stop at a class that a test builds upon and that is not converted with it."""
        name = ast.unparse(base)
        if name in self.roots or name == "object":
            return
        found = self.family.named(self.file.path, name)
        if found is None or not (is_plain(found.node) or self.family.is_ours(found)):
            self._stop(base, f"a class that builds upon {name}")
        mixed = found.node.name in self.family.mixins.get(found.path, {})
        tests = any(getattr(each, "name", "").startswith("test") for each in found.node.body)
        if mixed and (found.node.keywords or (tests and found.node.name.startswith("Test"))):
            self._stop(base, f"a class {name} that pytest would take for tests of its own")

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
            if isinstance(node, ast.FunctionDef) and node.name == "load_tests":
                self._stop(node, "load_tests, which chooses the tests for unittest")
            if isinstance(node, ast.If) and is_start(node, self.file.tree):
                start = self.file.line_start(self.file.start(node))
                while start > 1 and self.file.text[start - 2 : start] == "\n\n":
                    start -= 1
                self._edit(start, self.file.next_line(self.file.end(node)), "")
        for each in starters(self.file.tree):
            if not any(start <= self.file.start(each) < end for start, end in self.gone):
                self._stop(each, f"a start of its own ({ast.unparse(each)})")
        self._imports()

    def _imports(self) -> None:
        """Take out the imports that nothing uses any more, and add those that are needed."""
        ours = {name.partition(".")[0] for name in self.roots}
        unused = [each for each in bindings(self.tree, self.file)
                  if (each.module == "unittest" or each.name in ours)
                  and not self._is_used(each.name)]  # fmt: skip
        for node in self.file.tree.body:
            if isinstance(node, ast.Try) and is_only_imports(node, [each.node for each in unused]):
                start = self.file.line_start(self.file.start(node))
                self._edit(start, self.file.next_line(self.file.end(node)), "")
        unused = [each for each in unused if each.node in self.file.tree.body]
        drop_aliases(self.plan, self.file, unused)
        bound = {each.name for each in bindings(self.tree, self.file)}
        add_import(self.plan, self.file, [each for each in sorted(self.needs)
                                          if each.split()[-1] not in bound])  # fmt: skip
        going = {id(each.alias) for each in unused}
        close_up(self.plan, self.file, [
            node for node in {id(each.node): each.node for each in unused}.values()
            if going.issuperset(map(id, getattr(node, "names", ())))
        ])  # fmt: skip

    def _header(self, node: ast.ClassDef) -> None:
        kept = [self._segment(each) for each in node.bases
                if ast.unparse(each) not in self.roots]  # fmt: skip
        if len(kept) < len(node.bases):
            start = self.file.text.rindex("(", 0, self.file.start(node.bases[0]))
            end = self.file.text.index(")", self.file.end(node.bases[-1])) + 1
            self._edit(start, end, f"({', '.join(kept)})" if kept else "")

    def _renamed(self, node: ast.ClassDef) -> None:
        name = "Test" + re.sub(r"_?Tests?(Case)?$", "", node.name)
        if name in bound_names(self.file) or name == "Test":
            name = f"Test{node.name}"
        fine = {each for path in self.family.files(self.file.path)
                for case in self.family.cases.get(path, {}).values()
                for each in (*map(id, case.bases), *harmless(case))}  # fmt: skip
        for place in self.family.mentions(Known(self.file.path, node)):
            file = self.tree.files[place.path]
            if isinstance(place.node, ast.Name) and id(place.node) not in fine:
                self._stop(place.node, f"a class {node.name} that other code names")
            start = file.start(place.node)
            if isinstance(place.node, ast.Attribute):
                start = file.end(place.node) - len(node.name)
            self.plan.edit(place.path, start, start + len(node.name), name)
        for text in named_in_texts(self.file.tree, node.name):
            self._stop(text, f"a class {node.name} that a text names")
        self._name(node, name)
        self.names.append((node.name, name))

    def _is_collected(self, node: ast.ClassDef) -> bool:
        """Say whether a class has tests; one that only others inherit from may keep its name."""
        own = any(getattr(each, "name", "").startswith("test") for each in node.body)
        return own or any(self._is_collected(base) for base in self._bases(node))

    def _bases(self, node: ast.ClassDef) -> list[ast.ClassDef]:
        return [each.node for each in self.family.above(self.file.path, node)]

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
            if name not in _MARKS or ast.unparse(call) not in (
                self.family.written(self.file.path, name)
            ):
                continue
            args = (
                [self.file.segment(one) for one in each.args] if isinstance(each, ast.Call) else []
            )
            self.needs.add("import pytest")
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
        calls = [each for each in nodes if isinstance(each, ast.Call)]
        for call in reversed(calls):  # those inside come before those around them
            text = self._text(call, own, in_with=id(call) in contexts)
            if text is None:
                continue
            self.done.add(id(call.func))
            whole = whole_of.get(id(call))
            if whole is None and not text.startswith(("pytest.", "subtests.")):
                self._stop(call, "an assert inside an expression")
            self._edit(self.file.start(whole or call), self.file.end(whole or call), text)
        for each in uses(nodes, OF_TESTCASE - own - set(dir(object)) - set(CALLS)):
            shows = each.attr in ONLY_SHOWS and isinstance(each.ctx, ast.Store)
            if id(each) not in self.done and not shows:
                self._stop(each, f"self.{each.attr}")
        self._strange(node, nodes)

    def _strange(self, node: ast.ClassDef, nodes: list[ast.AST]) -> None:
        """Stop at an assert method that nobody in sight defines: TestCase was given it."""
        known = self.family.defined(self.file.path, node)
        names = {each.attr for each in nodes if isinstance(each, ast.Attribute)} - known
        for each in uses(nodes, names - OF_TESTCASE) if "*" not in known else ():
            if each.attr.startswith("assert") and id(each) not in self.done:
                self._stop(each, f"self.{each.attr} of a TestCase that was given more methods")

    def _text(self, call: ast.Call, own: set[str], *, in_with: bool) -> str | None:
        """Give what a call of a method of TestCase becomes; None if it is another's."""
        if not isinstance(call.func, ast.Attribute) or not is_self(call.func):
            return None
        if call.func.attr in own:
            return None
        name = OLD_NAMES.get(call.func.attr, call.func.attr)
        args = given(self._segment, call)
        if name in ASSERTS and len(args.plain) >= ASSERTS[name][0]:
            return self._asserted(name, call, args)
        if call.func.attr in CALLS:
            end = self.file.end(call.func)
            self._edit(end - len(call.func.attr), end, CALLS[call.func.attr])
            return None
        if name in STAYING:
            self._staying(name, call)
            return None
        if name == "subTest" and in_with:
            return self._subtests(call)
        text = raised(self._segment, name, call, in_with=in_with)
        if not text and name in MATCHED and not in_with and len(call.args) > 2:
            text = self._matched(name, call)
        if text:
            self.needs.add("import pytest")
            return text
        if name in OF_TESTCASE:
            self._stop(call, f"self.{name}")
        return None

    def _asserted(self, name: str, call: ast.Call, args: Given) -> str | None:
        """Give a plain assert, with the comments between its arguments above it."""
        if name == "assertCountEqual" and (
            any(map(is_unhashable, call.args)) or not is_free(self.file, "Counter", "collections")
        ):
            self._staying(name, call)
            return None
        text = ASSERTS[name][1](args)
        self.needs |= {"import re"} if "re.search(" in text else set()
        self.needs |= {"from collections import Counter"} if "Counter(" in text else set()
        comments = loose_comments(self.file, call)
        indent = self.file.indent(self.file.start(call))
        if comments and self.file.line_start(self.file.start(call)) + len(indent) != (
            self.file.start(call)
        ):
            self._stop(call, "a comment inside an assert, which would be lost")
        return "".join(f"{each}{self.file.newline}{indent}" for each in comments) + text

    def _staying(self, name: str, call: ast.Call) -> None:
        """Have a method called on a TestCase of its own: pytest has no word with its meaning."""
        case = min(self.family.written(self.file.path, "TestCase"), default="")
        if not case:
            case = "unittest.TestCase"
            self.needs.add("import unittest")
        self.kept.add(case.partition(".")[0])
        start = self.file.start(call.func)
        self._edit(start, self.file.end(call.func), f"{case}().{name}")
        self.stays.add(name)
        self.done.add(id(call.func))

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

    def _is_used(self, name: str) -> bool:
        return name in self.kept or any(
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

    def _stop(self, node: ast.AST, what: str) -> NoReturn:
        line = getattr(node, "lineno", 0)
        raise Unable(f"{self.file.path} holds {what}, which I do not convert", "",
                     (f"{self.file.path}:{line}",))  # fmt: skip
