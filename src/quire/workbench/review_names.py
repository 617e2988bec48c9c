"""Checks of a review for names: undefined, missing, gone though still used."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from .review_diff import ChangedFile
from .review_index import ORDINARY, Index, Module, bound_at_top
from .review_view import (
    FUNCTIONS,
    Spot,
    View,
    climbed,
    dotted,
    is_error_expected,
    short,
    spot,
)

_SHOWN = 3
# Names that every module or class body has by itself.
_OF_MODULES = {
    "__file__", "__name__", "__path__", "__doc__", "__spec__", "__package__", "__builtins__",
    "__class__", "__annotations__", "__loader__", "__module__", "__qualname__", "__dict__",
    "reveal_type",
}  # fmt: skip


def undefined_names(view: View, index: Index) -> Iterator[Spot]:
    """Find names that nothing in the file binds, new ones and those that lost their binding."""
    module = index.module(view.file.path)
    if module is None or module.is_open:
        return
    known = _all_bound(view.tree) | set(dir(builtins)) | _OF_MODULES
    before = _all_bound(view.file.old_tree) if view.file.old_tree else set()
    reported: set[str] = set()
    for node in ast.walk(view.tree):
        if not isinstance(node, ast.Name) or node.id in known | reported:
            continue
        if node.lineno not in view.file.touched and node.id not in before:
            continue
        if _is_annotation(view, node) or _is_asked_for(view, node):
            continue
        reported.add(node.id)
        lost = node.lineno not in view.file.touched
        place = _loss(view.file, node.id) if lost else node.lineno
        how = (
            "is used here and bound nowhere" if not lost else f"is still used on line {node.lineno}"
        )
        yield Spot(
            place,
            place,
            f"`{node.id}` is not defined",
            f"`{node.id}` {how} in this file: NameError when the line runs "
            f"(`{short(view.statement(node))}`).",
        )


def undefined_types(view: View, index: Index) -> Iterator[Spot]:
    """Find new annotations with a name that nothing binds, where they are not evaluated."""
    module = index.module(view.file.path)
    if module is None or module.is_open:
        return
    known = _all_bound(view.tree) | set(dir(builtins))
    for node in view.touched(ast.Name):
        if node.id not in known and _is_annotation(view, node):
            known.add(node.id)
            yield Spot(
                node.lineno,
                node.lineno,
                f"Type `{node.id}` is bound nowhere",
                f"Nothing in this file binds `{node.id}`: type checkers take it for anything, and "
                "`typing.get_type_hints` raises NameError. Import it, under `TYPE_CHECKING` if "
                "only annotations need it.",
            )


def _is_annotation(view: View, node: ast.AST) -> bool:
    """Say whether a name stands in an annotation that Python keeps as a text."""
    if view.imports.get("annotations") != "__future__.annotations":
        return False
    inner = node
    for each in view.above(node):
        if inner in (getattr(each, "annotation", None), getattr(each, "returns", None)):
            return True
        inner = each
    return False


def _is_asked_for(view: View, node: ast.AST) -> bool:
    """Say whether a block only looks whether there is such a name: `except NameError`."""
    return is_error_expected(view.above(node), "NameError|Exception")


def _loss(file: ChangedFile, name: str) -> int:
    """Give the line of the diff nearest to where a name was bound before."""
    lines = (file.before or "").splitlines()
    gone = [line for line in sorted(file.removed) if name in lines[line - 1]]
    return nearest(file, gone[0] if gone else 1)


def nearest(file: ChangedFile, line: int) -> int:
    """Give the line of the diff nearest to a line."""
    return min(file.diff, key=lambda each: (abs(each - line), each), default=1)


def _all_bound(tree: ast.Module) -> set[str]:
    found: set[str] = set(bound_at_top(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update((a.asname or a.name).partition(".")[0] for a in node.names)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found.update(node.names)
        # Patterns of `match` and type parameters keep their names as plain text.
        found.update(
            value for key, value in ast.iter_fields(node)
            if key in ("name", "rest") and isinstance(value, str)
        )  # fmt: skip
    return found


def missing_names(view: View, index: Index) -> Iterator[Spot]:
    """Find new imports of what a module of the project does not have."""
    for node in ast.walk(view.tree):
        if not isinstance(node, ast.ImportFrom) or not view.touches(node):
            continue
        for alias in node.names:
            name = "." * node.level + (node.module or "")
            path = index.path_of(name, view.file.path)
            module = index.module(path) if path else None
            if module is None or module.is_open or alias.name in module.top | _OF_MODULES | {"*"}:
                continue
            if f"{module.path}i" in index.stubs:
                continue
            if index.path_of(f"{name}.{alias.name}".replace("..", "."), view.file.path):
                continue
            if path and path.endswith("__init__.py") and _is_submodule(index, path, alias.name):
                continue
            yield spot(
                node,
                f"`{alias.name}` cannot be imported",
                f"{module.path} does not define `{alias.name}`: ImportError as soon as this file "
                "is loaded.",
            )


def _is_submodule(index: Index, path: str, name: str) -> bool:
    folder = path.rpartition("/")[0]
    return any(each.startswith(f"{folder}/{name}") for each in index.paths)


def removed_names(file: ChangedFile, index: Index) -> Iterator[Spot]:
    """Find functions, classes, methods and values that are gone and still used elsewhere."""
    if file.old_tree is None:
        return
    old = Module(file.path, file.old_tree)
    if file.after is None:
        yield from _gone_module(file, index)
    if file.tree is None:
        return
    new = Module(file.path, file.tree)
    if new.is_open:
        return
    for name in sorted(old.top - new.top - {"*"}):
        if old.imports.get(name) and not file.path.endswith("__init__.py"):
            users = _importers(index, file.path, name)
        else:
            users = _importers(index, file.path, name) or _attribute_users(index, file.path, name)
        if users:
            yield _gone(file, old, ("", name), users)
    yield from _removed_methods(file, index, old, new)


def _removed_methods(file: ChangedFile, index: Index, old: Module, new: Module) -> Iterator[Spot]:
    kept = new.definitions
    for owner, name in sorted(old.definitions):
        if owner and (owner, name) not in kept and ("", owner) in kept:
            users = _method_users(index, name)
            if users:
                yield _gone(file, old, (owner, name), users)


def _gone_module(file: ChangedFile, index: Index) -> Iterator[Spot]:
    """Tell of a file that went away or moved and that others still import."""
    name = file.path.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")[2]
    users = [
        f"{module.path}:{node.lineno}"
        for module in index.mentioning(name)
        for node in ast.walk(module.tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        and file.path in {index.path_of(each, module.path) for each in _modules_of(node)}
        and not is_error_expected(climbed(module.parents, node), "Import|Module|Exception")
    ]
    if users:
        more = f" and {len(users) - _SHOWN} more" if len(users) > _SHOWN else ""
        yield Spot(
            1,
            1,
            f"`{name}` is gone and still imported"[:75],
            f"The change deletes, moves or renames {file.path}, and {', '.join(users[:_SHOWN])}"
            f"{more} still imports it from there: ImportError as soon as that is loaded.",
        )


def _modules_of(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Give the dotted names of the modules that an import may load."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    source = "." * node.level + (node.module or "")
    dot = "" if source.endswith(".") else "."
    return [source, *(f"{source}{dot}{alias.name}" for alias in node.names)]


def _gone(file: ChangedFile, old: Module, key: tuple[str, str], users: list[str]) -> Spot:
    title = ".".join(filter(None, key))
    definition = old.definitions.get(key)
    lines = (file.before or "").splitlines()
    mentions = [n for n in sorted(file.removed) if key[1] in lines[n - 1]]
    line = definition.node.lineno if definition else (mentions[0] if mentions else 1)
    place = nearest(file, _moved(file, line))
    more = f" and {len(users) - _SHOWN} more" if len(users) > _SHOWN else ""
    return Spot(
        place,
        place,
        f"`{title}` is gone and still used"[:75],
        f"The change removes or renames `{title}`, and {', '.join(users[:_SHOWN])}{more} still "
        "needs it under this name: ImportError or AttributeError there.",
    )


def _moved(file: ChangedFile, line: int) -> int:
    """Give the line after the change that stands where a line before it stood."""
    gone = sum(1 for each in file.removed if each < line)
    kept = line - gone
    count = 0
    for number in range(1, len((file.after or "").splitlines()) + 1):
        count += number not in file.touched
        if count >= kept:
            return number
    return line


def _importers(index: Index, path: str, name: str) -> list[str]:
    found = []
    for module in index.mentioning(name):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and any(a.name == name for a in node.names):
                source = "." * node.level + (node.module or "")
                if index.path_of(source, module.path) == path and module.path != path:
                    found.append(f"{module.path}:{node.lineno}")
    return found


def _attribute_users(index: Index, path: str, name: str) -> list[str]:
    found = []
    for module in index.mentioning(name):
        for node in ast.walk(module.tree) if module.path != path else ():
            if isinstance(node, ast.Attribute) and node.attr == name:
                head, _, rest = dotted(node).partition(".")
                full = f"{module.imports[head]}.{rest}" if head in module.imports else ""
                place = index.resolved(full, module.path) if full else None
                if place == (path, name):
                    found.append(f"{module.path}:{node.lineno}")
    return found


def _method_users(index: Index, name: str) -> list[str]:
    """Give where a method's name is still used though nothing in the project has it."""
    if name in index.methods or name in ORDINARY or (name[:2] == "__" == name[-2:]):
        return []
    found = []
    for module in index.mentioning(name):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr == name:
                if not isinstance(node.ctx, ast.Load):
                    return []  # an instance may still have it
                if dotted(node).partition(".")[0] not in module.imports:
                    found.append(f"{module.path}:{node.lineno}")
            elif isinstance(node, ast.AnnAssign) and dotted(node.target) == name:
                return []
    return found
