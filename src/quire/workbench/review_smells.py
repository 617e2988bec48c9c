"""Checks of a review for values and names misused inside one function."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from .review_contracts import is_name
from .review_view import (
    FUNCTIONS,
    Spot,
    View,
    arguments_of,
    dotted,
    loads,
    own,
    short,
    spot,
)

_SHADOWED = {
    "list", "dict", "set", "str", "int", "float", "tuple", "len", "sum", "min", "max", "map",
    "filter", "open", "print", "range", "sorted", "any", "all", "next", "iter", "bytes", "zip",
    "enumerate", "isinstance", "object", "super", "abs", "round", "bool", "repr",
}  # fmt: skip


_NO_VALUE = {"sort", "reverse", "append", "extend", "insert", "clear", "remove"}


_PURE_OF_TEXT = {
    "strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "casefold",
    "removeprefix", "removesuffix", "zfill", "ljust", "rjust", "swapcase",
}  # fmt: skip


_PURE = {"sorted", "reversed", "len", "str", "abs", "round", "min", "max", "sum"}


_FIELD = re.compile(r"\{([A-Za-z_]\w*)(?:[.\[][^{}]*)?(?:![rsa])?(?::[^{}]*)?\}")


def shadowed(view: View) -> Iterator[Spot]:
    """Find new bindings that hide a builtin or an imported module which the scope still calls."""
    for node in ast.walk(view.tree):
        if getattr(node, "lineno", 0) not in view.file.touched:
            continue
        name = _bound(node)
        scope = view.scope(node)
        # A name in the body of a class hides nothing inside its methods.
        if not name or isinstance(view.parents.get(view.statement(node)), ast.ClassDef):
            continue
        if name in _SHADOWED and hasattr(builtins, name):
            called = _called_as_builtin(scope, name)
            if called:
                yield spot(
                    node,
                    f"`{name}` hides the builtin that is called here",
                    f"From here on `{name}` in this scope is this value, and `{short(called)}` "
                    "calls it: a TypeError, unless the value happens to be callable. Choose "
                    "another name.",
                )
        elif name in view.imports and scope is not view.tree:
            used = [each for each in own(scope) if _is_module_use(each, name)]
            if used and not _imports(scope, name):
                yield spot(
                    node,
                    f"`{name}` hides the import that is used here",
                    f"`{short(used[0])}` means the imported `{name}`, but inside this function "
                    "the name is bound to another value: UnboundLocalError or AttributeError.",
                )


def _bound(node: ast.AST) -> str:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return node.id
    return node.arg if isinstance(node, ast.arg) else ""


def _called_as_builtin(scope: ast.AST, name: str) -> ast.Call | None:
    for node in own(scope):
        if isinstance(node, ast.Call) and is_name(node.func, name):
            return node
    return None


def _is_module_use(node: ast.AST, name: str) -> bool:
    """Say whether a node calls an attribute as one does of a module: `json.loads(...)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and is_name(node.func.value, name)
        and node.func.attr in ("loads", "dumps", "load", "dump", "path", "join", "now", "sleep",
                               "search", "match", "compile", "sub", "choice", "randint", "time")
    )  # fmt: skip


def _imports(scope: ast.AST, name: str) -> bool:
    return any(
        isinstance(node, (ast.Import, ast.ImportFrom))
        and any((alias.asname or alias.name) == name for alias in node.names)
        for node in ast.walk(scope)
    )


def unreachable(view: View) -> Iterator[Spot]:
    """Find statements after one that always leaves."""
    for node in ast.walk(view.tree):
        for _, body in ast.iter_fields(node):
            if not (isinstance(body, list) and body and isinstance(body[0], ast.stmt)):
                continue
            for leaving, next_one in zip(body, body[1:]):
                leaves = isinstance(leaving, (ast.Return, ast.Raise, ast.Continue, ast.Break))
                if leaves and (view.touches(next_one) or view.touches(leaving)):
                    if not _is_yield(next_one):
                        yield spot(
                            next_one if view.touches(next_one) else leaving,
                            "Code can never run",
                            f"`{short(leaving)}` on line {leaving.lineno} always leaves before "
                            f"`{short(next_one)}`, which is dead. Either the order of the two is "
                            "wrong, or one is left over.",
                        )
                    break


def _is_yield(node: ast.stmt) -> bool:
    """Say whether a statement is the `yield` that makes a generator out of an empty function."""
    return isinstance(node, ast.Expr) and isinstance(node.value, (ast.Yield, ast.YieldFrom))


def missing_prefix(view: View) -> Iterator[Spot]:
    """Find texts with the fields of an f-string but without its `f`."""
    for node in view.touched(ast.Constant):
        if not isinstance(node.value, str) or isinstance(view.parents.get(node), ast.JoinedStr):
            continue
        function = view.function(node)
        if function is None or isinstance(view.parents.get(node), ast.Expr):
            continue
        # The parameters have no values yet where decorators and defaults are computed.
        if not any(each in function.body for each in (node, *view.above(node))):
            continue
        names = {each.arg for each in arguments_of(function)}
        names |= {
            each.id
            for each in own(function)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        }
        fields = _FIELD.findall(node.value)
        if fields and all(name in names for name in fields) and not _is_formatted(view, node):
            yield spot(
                node,
                "Text has fields but is no f-string",
                f"`{{{fields[0]}}}` stays as it is: the prefix `f` is missing, so the text never "
                f"shows the value of `{fields[0]}`.",
            )


def _is_formatted(view: View, node: ast.AST) -> bool:
    """Say whether a text may be a template: formatted, or given a name that is formatted."""
    for each in view.above(node):
        if isinstance(each, ast.Attribute) and each.attr in ("format", "format_map", "replace"):
            return True
        if isinstance(each, (ast.Assign, ast.AnnAssign)):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            return any(
                isinstance(target, ast.Name) and f"{target.id}.format" in ast.unparse(view.tree)
                for target in targets
            ) or not isinstance(targets[0], ast.Name)
        if isinstance(each, ast.stmt):
            return False
    return False


def no_result(view: View) -> Iterator[Spot]:
    """Find the None of a method that works in place, taken for a value."""
    for node in view.touched(ast.Call):
        if not isinstance(node.func, ast.Attribute) or node.func.attr not in _NO_VALUE:
            continue
        user = view.parents.get(node)
        if not isinstance(node.func.value, ast.Name) or not isinstance(
            user, (ast.Assign, ast.Return)
        ):
            continue
        name = node.func.value.id
        if name in view.imports or not _is_list(view.scope(node), name):
            continue
        yield spot(
            user,
            f"`{node.func.attr}` returns None, not the list",
            f"`{short(node)}` changes `{name}` in place and returns None, which is what "
            f"`{short(user)}` passes on. Use the list itself afterwards, or `sorted` and `+`.",
        )


def _is_list(scope: ast.AST, name: str) -> bool:
    """Say whether a name holds a list, as far as its assignments tell."""
    for node in own(scope):
        if isinstance(node, ast.Assign) and any(is_name(each, name) for each in node.targets):
            value = node.value
            made = isinstance(value, ast.Call) and dotted(value.func) in ("list", "sorted")
            if made or isinstance(value, (ast.List, ast.ListComp)):
                return True
    if isinstance(scope, FUNCTIONS):
        return any(
            each.arg == name and each.annotation is not None and "list" in ast.dump(each.annotation)
            for each in arguments_of(scope)
        )
    return False


def ignored_result(view: View) -> Iterator[Spot]:
    """Find expressions whose value is all they have, thrown away."""
    for node in view.touched(ast.Expr):
        value = node.value
        if isinstance(value, ast.Compare) and not view.expects_error(node):
            yield spot(
                node,
                "Comparison has no effect",
                f"`{short(value)}` is computed and thrown away: an `assert`, an `if` or an "
                "assignment (`=` for `==`) is missing.",
            )
        elif isinstance(value, ast.Call) and not view.is_test and _is_pure(view, value):
            yield spot(
                node,
                "Result is thrown away",
                f"`{short(value)}` returns a new value and changes nothing; assign it, or the "
                "statement has no effect.",
            )


def _is_pure(view: View, call: ast.Call) -> bool:
    if view.expects_error(call):
        return False
    if isinstance(call.func, ast.Name):
        return call.func.id in _PURE
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.keywords:
        return False
    if call.func.attr != "replace":
        return call.func.attr in _PURE_OF_TEXT and len(call.args) < 2
    texts = all(isinstance(each, ast.Constant) and isinstance(each.value, str)
                for each in call.args)  # fmt: skip
    return len(call.args) == 2 and texts and _is_text(view, call.func.value)


def _is_text(view: View, node: ast.expr) -> bool:
    """Say whether an expression is known to be a text; other kinds replace in place."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in _PURE_OF_TEXT or _is_text(view, node.func.value)
    if isinstance(node, ast.Call):
        return is_name(node.func, "str")
    if isinstance(node, ast.Name):
        function = view.function(node)
        declared = arguments_of(function) if function else []
        if any(
            each.arg == node.id and dotted(each.annotation or each) == "str" for each in declared
        ):
            return True
        values = [each.value for each in own(view.scope(node)) if isinstance(each, ast.Assign)
                  and any(is_name(target, node.id) for target in each.targets)]  # fmt: skip
        first = [each for each in values if not any(loads(each, node.id))]
        return bool(first) and all(_is_text(view, each) for each in first)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def unused(view: View) -> Iterator[Spot]:
    """Find new local values that nothing reads."""
    for function in view.functions:
        text = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        if text & {"locals", "eval", "exec", "vars"}:
            continue
        shared = {
            name
            for node in ast.walk(function)
            if isinstance(node, (ast.Global, ast.Nonlocal))
            for name in node.names
        }
        for node in own(function):
            if not isinstance(node, ast.Assign) or node.lineno not in view.file.touched:
                continue
            target = node.targets[0]
            if not isinstance(target, ast.Name) or target.id.startswith("_"):
                continue
            if view.expects_error(node) or target.id in shared:
                continue
            if not any(loads(function, target.id)):
                yield spot(
                    node,
                    f"`{target.id}` is assigned and never used",
                    f"`{short(node)}`: nothing in `{function.name}` reads it. Either the value "
                    "was meant to be used further down, or the line is left over.",
                )


def unused_import(view: View) -> Iterator[Spot]:
    """Find new imports that nothing reads."""
    if view.file.path.endswith("__init__.py"):
        return
    read = {node.id for node in ast.walk(view.tree) if isinstance(node, ast.Name)}
    texts = " ".join(
        node.value
        for node in ast.walk(view.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    lines = (view.file.after or "").splitlines()
    for node in ast.walk(view.tree):
        if not isinstance(node, (ast.Import, ast.ImportFrom)) or not view.touches(node):
            continue
        if getattr(node, "module", "") == "__future__" or "noqa" in lines[node.lineno - 1]:
            continue
        if any(isinstance(each, ast.Try) for each in view.above(node)):
            continue
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            known = name in read or name == "*" or re.search(rf"\b{re.escape(name)}\b", texts)
            if not known and alias.asname != alias.name:
                yield spot(
                    node,
                    f"Import of `{name}` is never used",
                    f"Nothing in this file reads `{name}`. Remove the import, or use it where it "
                    "was meant to be used.",
                )
