"""Checks of a review for what a change breaks elsewhere: callers, names, results, coroutines."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from .project import is_test_path
from .review_diff import ChangedFile
from .review_index import Definition, Index, Module, Use, bound_at_top
from .review_logic import function_named
from .review_signature import misfit, swapped
from .review_view import (
    FUNCTIONS,
    Function,
    Spot,
    View,
    always_leaves,
    dotted,
    own,
    same,
    short,
    spot,
)

_SHOWN = 3


def misfitting_calls(view: View, index: Index) -> Iterator[Spot]:
    """Find calls that no longer fit: new calls, and old ones of a signature that changed."""
    module = index.module(view.file.path)
    if module is None:
        return
    for use in index.uses(module):
        if use.call.lineno in view.file.touched and misfit(use):
            yield spot(
                use.call,
                f"Call of `{use.target.title}` does not fit its signature",
                f"`{use.target.title}` ({use.target.path}:{use.target.node.lineno}) "
                f"{misfit(use)}: `{short(use.call)}` raises TypeError.",
            )
    for definition in _changed_signatures(view, module):
        broken = [use for use in _uses_of(index, definition) if misfit(use)]
        broken = [use for use in broken if not _is_touched(view, use)]
        if broken:
            yield _spot_of(
                view,
                definition,
                f"Callers of `{definition.title}` were left behind",
                f"`{definition.title}` now {misfit(broken[0])}, and {_places(broken)} still "
                f"calls it as before: `{short(broken[0].call)}` raises TypeError.",
            )


def _is_touched(view: View, use: Use) -> bool:
    return use.path == view.file.path and use.call.lineno in view.file.touched


def _changed_signatures(view: View, module: Module) -> Iterator[Definition]:
    if view.file.old_tree is None:
        return
    old = Module(view.file.path, view.file.old_tree).definitions
    for key, definition in module.definitions.items():
        before = old.get(key)
        if before is None or not isinstance(definition.node, FUNCTIONS):
            continue
        if isinstance(before.node, FUNCTIONS) and not same(before.node.args, definition.node.args):
            if definition.name == "__init__":
                owner = module.definitions["", definition.owner]
                yield Definition(owner.path, owner.name, owner.node)
            else:
                yield definition


def _uses_of(index: Index, definition: Definition) -> list[Use]:
    found = []
    for module in index.mentioning(definition.name):
        for use in index.uses(module):
            target = use.target
            if (target.path, target.owner, target.name) == (
                definition.path, definition.owner, definition.name,
            ):  # fmt: skip
                found.append(use)
    return sorted(found, key=lambda use: (is_test_path(use.path), use.path, use.call.lineno))


def _places(uses: list[Use]) -> str:
    named = list(dict.fromkeys(f"{use.path}:{use.call.lineno}" for use in uses))
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return ", ".join(named[:_SHOWN]) + more


def _spot_of(view: View, definition: Definition, title: str, body: str) -> Spot:
    """Give the spot of a definition's own changed lines."""
    node: ast.AST = definition.node
    if isinstance(node, ast.ClassDef):
        made = [each for each in node.body if getattr(each, "name", "") == "__init__"]
        node = made[0] if made else node
    first = getattr(node, "lineno", 1)
    body_start = node.body[0].lineno if isinstance(node, FUNCTIONS) else first + 1
    lines = [line for line in range(first, max(body_start, first + 1)) if line in view.file.diff]
    return Spot(lines[0] if lines else first, lines[-1] if lines else first, title, body)


def swapped_arguments(view: View, index: Index) -> Iterator[Spot]:
    """Find calls that pass two variables in each other's place."""
    module = index.module(view.file.path)
    for use in index.uses(module) if module else ():
        if use.call.lineno not in view.file.touched:
            continue
        pair = swapped(use)
        if pair is not None:
            yield spot(
                use.call,
                f"`{pair[0]}` and `{pair[1]}` are in each other's place",
                f"`{use.target.title}` takes `{pair[1]}` before `{pair[0]}` "
                f"({use.target.path}:{use.target.node.lineno}), and `{short(use.call)}` passes "
                "them the other way round.",
            )


def undefined_names(view: View, index: Index) -> Iterator[Spot]:
    """Find names that nothing in the file binds, new ones and those that lost their binding."""
    module = index.module(view.file.path)
    if module is None or module.is_open:
        return
    known = _all_bound(view.tree) | set(dir(builtins)) | {
        "__file__", "__name__", "__path__", "__doc__", "__spec__", "__package__", "__builtins__",
        "__class__", "__annotations__", "__loader__", "__module__", "__qualname__", "reveal_type",
    }  # fmt: skip
    before = _all_bound(view.file.old_tree) if view.file.old_tree else set()
    reported: set[str] = set()
    for node in ast.walk(view.tree):
        if not isinstance(node, ast.Name) or node.id in known | reported:
            continue
        if node.lineno not in view.file.touched and node.id not in before:
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
            if module is None or module.is_open or alias.name in module.top or alias.name == "*":
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
    new = index.module(file.path)
    if new is not None and new.is_open:
        return
    for name in sorted(old.top - (new.top if new else frozenset())):
        if old.imports.get(name) and not file.path.endswith("__init__.py"):
            users = _importers(index, file.path, name)
        else:
            users = _importers(index, file.path, name) or _attribute_users(index, file.path, name)
        if users:
            yield _gone(file, old, ("", name), users)
    for (owner, name), _definition in sorted(old.definitions.items()):
        kept = new.definitions if new else {}
        if owner and (owner, name) not in kept and ("", owner) in kept:
            users = _method_users(index, name)
            if users:
                yield _gone(file, old, (owner, name), users)


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
    if name in index.methods or (name.startswith("__") and name.endswith("__")):
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


def changed_result(view: View, index: Index) -> Iterator[Spot]:
    """Find functions that gave a value on every path and now give None or another shape."""
    for function in view.functions:
        old = function_named(view, function)
        if old is None or same(old, function) or view.is_test:
            continue
        results = _results(old)
        if not results or not always_leaves(old.body) or None in results or _yields(function):
            continue
        gap = _gap(function)
        if gap is not None and not _may_be_none(function):
            place = gap if gap.lineno in view.file.diff else _first(view, function)
            users = [use for use in _users(view, index, function) if _is_used(index, use)]
            told = f" {_places(users)} uses the result." if users else ""
            yield spot(
                place,
                f"`{function.name}` can return None now",
                f"Before the change every path of `{function.name}` returned a value; now one path "
                f"gives None, and callers that use the result fail or go on with None.{told}",
            )
            continue
        yield from _changed_arity(view, index, function, results)


def _changed_arity(
    view: View, index: Index, function: Function, results: list[ast.expr | None]
) -> Iterator[Spot]:
    old_size, new_size = _arity(results), _arity(_results(function))
    if old_size == new_size or not old_size or not new_size:
        return
    users = [use for use in _users(view, index, function) if _unpacks(index, use) == old_size]
    if users:
        yield spot(
            _first(view, function),
            f"`{function.name}` returns {new_size} values, callers unpack {old_size}",
            f"{_places(users)} still takes {old_size} values apart: ValueError there.",
        )


def _results(function: Function) -> list[ast.expr | None]:
    """Give what the returns of a function give; None stands for a bare return or None."""
    return [
        None if isinstance(node.value, ast.Constant) and node.value.value is None else node.value
        for node in own(function)
        if isinstance(node, ast.Return)
    ]


def _yields(function: Function) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own(function))


def _gap(function: Function) -> ast.stmt | None:
    """Give where a function gives None: its return without a value, or its last statement."""
    for node in own(function):
        if isinstance(node, ast.Return):
            bare = node.value is None
            if bare or (isinstance(node.value, ast.Constant) and node.value.value is None):
                return node
    return None if always_leaves(function.body) else function.body[-1]


def _may_be_none(function: Function) -> bool:
    text = ast.unparse(function.returns) if function.returns else ""
    return "None" in text or "Optional" in text


def _first(view: View, function: Function) -> ast.stmt:
    """Give the first statement of a function that the diff is about."""
    inside = [node for node in ast.walk(function) if isinstance(node, ast.stmt)]
    inside.sort(key=lambda node: node.lineno)
    found = [node for node in inside[1:] if node.lineno in view.file.diff]
    return found[0] if found else function


def _users(view: View, index: Index, function: Function) -> list[Use]:
    owner = view.parents.get(function)
    name = owner.name if isinstance(owner, ast.ClassDef) else ""
    return _uses_of(index, Definition(view.file.path, function.name, function, name))


def _is_used(index: Index, use: Use) -> bool:
    return not isinstance(_user(index, use), ast.Expr)


def _user(index: Index, use: Use) -> ast.AST | None:
    module = index.module(use.path)
    for node in ast.walk(module.tree) if module else ():
        if use.call in ast.iter_child_nodes(node):
            return node
    return None


def _arity(results: list[ast.expr | None]) -> int:
    sizes = {len(each.elts) if isinstance(each, ast.Tuple) else 0 for each in results}
    return sizes.pop() if len(sizes) == 1 else 0


def _unpacks(index: Index, use: Use) -> int:
    user = _user(index, use)
    if isinstance(user, ast.Assign) and isinstance(user.targets[0], (ast.Tuple, ast.List)):
        parts = user.targets[0].elts
        return 0 if any(isinstance(each, ast.Starred) for each in parts) else len(parts)
    return 0


def missing_await(view: View, index: Index) -> Iterator[Spot]:
    """Find coroutines that are made and never awaited."""
    module = index.module(view.file.path)
    if module is None:
        return
    for use in index.uses(module):
        if use.call.lineno in view.file.touched and _is_dropped(index, use):
            yield spot(
                use.call,
                f"Coroutine of `{use.target.title}` is never awaited",
                f"`{use.target.title}` is `async`: `{short(use.call)}` only makes a coroutine, its "
                "body never runs, and the value here is the coroutine itself. Put `await` before.",
            )
    if view.file.old_tree is None:
        return
    old = Module(view.file.path, view.file.old_tree).definitions
    for key, definition in module.definitions.items():
        before = old.get(key)
        became = isinstance(definition.node, ast.AsyncFunctionDef)
        if became and before is not None and isinstance(before.node, ast.FunctionDef):
            users = [use for use in _uses_of(index, definition) if _is_dropped(index, use)]
            users = [use for use in users if not _is_touched(view, use)]
            if users:
                yield _spot_of(
                    view,
                    definition,
                    f"Callers of `{definition.title}` do not await it",
                    f"`{definition.title}` became a coroutine, and {_places(users)} still uses its "
                    "result directly: the body never runs there.",
                )


def _is_dropped(index: Index, use: Use) -> bool:
    """Say whether the coroutine that a call makes is used as if it were the result."""
    if not isinstance(use.target.node, ast.AsyncFunctionDef) or _is_generator(use.target.node):
        return False
    user = _user(index, use)
    kinds = (ast.Expr, ast.Compare, ast.BinOp, ast.Subscript, ast.Attribute, ast.If, ast.While,
             ast.For, ast.FormattedValue, ast.UnaryOp, ast.BoolOp, ast.Assert)  # fmt: skip
    if isinstance(user, kinds):
        return True
    if isinstance(user, ast.Assign) and isinstance(user.targets[0], ast.Name):
        module = index.module(use.path)
        name = user.targets[0].id
        return module is not None and not _is_awaited(module.tree, name)
    return False


def _is_awaited(tree: ast.Module, name: str) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Await, ast.Return)) and node.value is not None:
            if name in {dotted(each) for each in ast.walk(node.value)}:
                return True
        if isinstance(node, ast.Call):
            last = dotted(node.func).rpartition(".")[2]
            starts = last in ("gather", "create_task", "run", "wait", "wait_for", "ensure_future",
                              "append", "shield", "as_completed", "run_until_complete")  # fmt: skip
            if starts and name in {dotted(each) for arg in node.args for each in ast.walk(arg)}:
                return True
    return False


def _is_generator(function: ast.AsyncFunctionDef) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own(function))
