"""Checks of a review for tests: deleted, skipped, weakened, missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .project import is_test_path
from .review_diff import ChangedFile, Comparison
from .review_index import Index
from .review_names import nearest
from .review_view import FUNCTIONS, Function, Spot, View, is_empty_body, own, short, spot

_MEANINGFUL = 3  # statements; below that a function hardly needs a test of its own
_WEAK = {"assertTrue", "assertIsNotNone", "assertIsNone", "assertFalse"}


def tests_of(tree: ast.AST | None) -> dict[str, Function]:
    """Give the test functions of a tree by name."""
    return {
        node.name: node
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, FUNCTIONS) and node.name.startswith("test")
    }


def deleted_tests(comparison: Comparison, index: Index) -> Iterator[tuple[ChangedFile, Spot]]:
    """Find tests that are gone though what they tested is still there, all of a change as one."""
    added = [
        name
        for file in comparison.python
        for name in tests_of(file.tree).keys() - tests_of(file.old_tree).keys()
    ]
    found = [(file, each) for file in comparison.python for each in _gone(file, index)]
    alive = [(file, each) for file, each in found if _subject_is_there(each, index)]
    # As many new tests as old ones gone is a renaming.
    if not alive or len(added) >= len(found):
        return
    file, first = alive[0]
    names = ", ".join(f"`{each.name}`" for _, each in alive[:3])
    more = f" and {len(alive) - 3} more" if len(alive) > 3 else ""
    files = {each.path for each, _ in alive}
    where = f" in {len(files)} files" if len(files) > 1 else ""
    line = nearest(file, first.lineno)
    yield (
        file,
        Spot(
            line,
            line,
            f"{len(alive)} test{'s are' if len(alive) > 1 else ' is'} deleted, the code is not",
            f"{names}{more} went away{where}, and the code under test is still there: nothing "
            "would notice now if that behaviour broke. Keep the test, or say why it no longer "
            "holds.",
        ),
    )


def _gone(file: ChangedFile, index: Index) -> Iterator[Function]:
    if is_test_path(file.path):
        kept = tests_of(file.tree)
        for name, node in tests_of(file.old_tree).items():
            if name not in kept and not _is_elsewhere(index, name):
                yield node


def _is_elsewhere(index: Index, name: str) -> bool:
    return any(name in index.text(path) for path in index.paths if is_test_path(path))


def _subject_is_there(test: Function, index: Index) -> bool:
    """Say whether one of the project's names that a test calls is still defined."""
    called = {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(test)
        if isinstance(node, (ast.Name, ast.Attribute))
    }
    return any(
        f"def {name}(" in index.text(path) or f"class {name}" in index.text(path)
        for path in index.paths
        if not is_test_path(path)
        for name in called
    )


def skipped_test(view: View) -> Iterator[Spot]:
    """Find tests that a new mark takes out of the run."""
    before = tests_of(view.file.old_tree)
    for name, node in tests_of(view.tree).items():
        for mark in node.decorator_list:
            text = ast.unparse(mark)
            off = any(word in text for word in ("mark.skip", "mark.xfail", "unittest.skip",
                                                "expectedFailure"))  # fmt: skip
            new = mark.lineno in view.file.touched and "skipif" not in text.lower()
            if off and new and name in before:
                yield spot(
                    mark,
                    f"`{name}` no longer runs",
                    f"`@{short(mark)}` takes a test out that ran before; what it checks can "
                    "break unseen. Mend the code or the test.",
                )


def weakened_test(view: View) -> Iterator[Spot]:
    """Find tests that assert less than before, all of a file as one."""
    if not view.is_test:
        return
    before = tests_of(view.file.old_tree)
    found: list[tuple[str, int, str]] = []
    for name, node in tests_of(view.tree).items():
        old = before.get(name)
        if old is not None and (view.touches(node) or _near(view, node)):
            found.extend((name, *each) for each in _weakened(view, old, node))
    if found:
        name, line, why = found[0]
        others = ", ".join(f"`{each}`" for each, _, _ in found[1:])
        many = f" and {len(found) - 1} more assert" if others else " asserts"
        yield Spot(
            line,
            line,
            f"`{name}`{many} less than before"[:75],
            f"{why}: a wrong result passes this test now."
            + (f" Also: {others}." if others else ""),
        )


def _weakened(view: View, old: Function, new: Function) -> Iterator[tuple[int, str]]:
    """Give line and reason where a test asserts less than it did."""
    lost, left = _assertions(old), _assertions(new)
    gone = [each for each in lost if ast.dump(each) not in {ast.dump(kept) for kept in left}]
    added = [each for each in left if ast.dump(each) not in {ast.dump(kept) for kept in lost}]
    weaker = [each for each in added if _is_weak(each, gone)]
    strong = [each for each in gone if not _is_weak(each, [])]
    if strong and ((len(left) < len(lost) and not added) or (weaker and len(added) <= len(gone))):
        line = weaker[0].lineno if weaker else nearest(view.file, new.lineno)
        holds = f", and `{short(weaker[0], 60)}` holds for nearly every value" if weaker else ""
        yield line, f"`{short(strong[0], 80)}` is gone{holds}"


def _near(view: View, node: Function) -> bool:
    return any(line in view.file.diff for line in range(node.lineno, (node.end_lineno or 0) + 1))


def _assertions(test: Function) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for node in own(test):
        if isinstance(node, ast.Assert):
            found.append(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            if isinstance(node.value.func, ast.Attribute) and node.value.func.attr.startswith(
                "assert"
            ):
                found.append(node)
        elif isinstance(node, ast.With) and "raises" in ast.unparse(node.items[0]).lower():
            found.append(node)
    return found


def _is_weak(node: ast.stmt, stronger: list[ast.stmt]) -> bool:
    """Say whether nearly every value passes; a call alone does where one of `stronger` had more."""
    if isinstance(node, ast.Assert):
        test = node.test
        if isinstance(test, ast.Compare) and isinstance(
            test.ops[0], (ast.IsNot, ast.Is, ast.Eq, ast.NotEq)
        ):
            against = test.comparators[0]
            return isinstance(against, ast.Constant) and any(
                against.value is each for each in (None, True, False)
            )
        if isinstance(test, ast.Call):
            return any(ast.dump(test) in ast.dump(each) for each in stronger)
        return isinstance(test, (ast.Name, ast.Attribute, ast.Constant))
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return isinstance(node.value.func, ast.Attribute) and node.value.func.attr in _WEAK
    return False


def untested(view: View, index: Index) -> Iterator[Spot]:
    """Find new public functions of some size that no test of the project names."""
    tests = [path for path in index.paths if is_test_path(path)]
    if view.is_test or not tests:
        return
    before = {node.name for node in ast.walk(view.file.old_tree or ast.Module([], []))
              if isinstance(node, FUNCTIONS)}  # fmt: skip
    for node in view.functions:
        new = node.name not in before and node.lineno in view.file.touched
        if not new or node.name.startswith("_") or is_empty_body(node.body):
            continue
        # What is inside a function is tested with it; a method may be its base class's to call.
        around = view.above(node)
        if any(isinstance(each, FUNCTIONS) or getattr(each, "bases", None) for each in around):
            continue
        size = sum(isinstance(each, ast.stmt) for each in ast.walk(node)) - 1
        size -= ast.get_docstring(node) is not None
        used = any(
            node.name in index.text(path).replace(f"def {node.name}", "", 1) for path in index.paths
        )
        if size >= _MEANINGFUL and not used and not node.decorator_list:
            yield Spot(
                node.lineno,
                node.lineno,
                f"No test and no caller names `{node.name}`"[:75],
                f"`{node.name}` is new, has {size} statements, and neither a test nor any other "
                "code of the project mentions it: nothing shows that it works. Add a test for its "
                "main path and for one that fails.",
            )
