"""Checks of a review for mistakes of logic that one changed function shows by itself."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from .review_view import (
    FUNCTIONS,
    Function,
    Spot,
    View,
    arguments_of,
    dotted,
    loads,
    own,
    short,
    spot,
)

_BROAD = {"Exception", "BaseException"}
_MUTATORS = {
    "append", "extend", "insert", "add", "update", "pop", "popitem", "remove", "discard", "clear",
    "setdefault", "sort", "reverse", "appendleft",
}  # fmt: skip
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


def swallowed(view: View) -> Iterator[Spot]:
    """Find handlers of everything that do nothing."""
    for node in view.touched(ast.ExceptHandler):
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        broad = [kind for kind in kinds if kind is None or dotted(kind) in _BROAD]
        if broad and all(_is_silent(each) for each in node.body):
            what = "every error" if node.type is None else f"every {short(node.type)}"
            yield spot(
                node,
                "Error is swallowed in silence",
                f"This handler catches {what} and goes on as if nothing had happened: a misspelt "
                "name or a failed write inside the `try` is never seen, and what follows works on "
                "wrong data. Catch the one error that is expected, or report it.",
            )
    for call in view.touched(ast.Call):
        if view.called(call) == "contextlib.suppress" and any(
            dotted(each) in _BROAD for each in call.args
        ):
            yield spot(
                call,
                "Error is swallowed in silence",
                f"`{short(call)}` hides every failure of the block, mistakes in the code among "
                "them. Name the one error that is expected.",
            )


def _is_silent(node: ast.stmt) -> bool:
    if isinstance(node, (ast.Pass, ast.Continue, ast.Break)):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Return) and (
        node.value is None or isinstance(node.value, (ast.Constant, ast.List, ast.Dict))
    )


def bad_handler(view: View) -> Iterator[Spot]:
    """Find `except A or B`, which catches A alone."""
    for node in view.touched(ast.ExceptHandler):
        if isinstance(node.type, ast.BoolOp):
            yield spot(
                node,
                "Handler catches only the first error named",
                f"`except {short(node.type)}` is `except {short(node.type.values[0])}`: the other "
                "kinds pass by. Name them in a tuple.",
            )


def mutable_default(view: View) -> Iterator[Spot]:
    """Find defaults that are made once and then changed, kept or handed out."""
    for function in view.functions:
        names = [*function.args.posonlyargs, *function.args.args]
        plain = list(zip(names[len(names) - len(function.args.defaults) :], function.args.defaults))
        only = zip(function.args.kwonlyargs, function.args.kw_defaults)
        for argument, default in [*plain, *((a, d) for a, d in only if d is not None)]:
            if default.lineno in view.file.touched and _is_mutable(default):
                use = _escape(function, argument.arg)
                if use:
                    yield spot(
                        default,
                        f"Mutable default of `{argument.arg}` is shared between calls",
                        f"`{argument.arg}={short(default)}` is made once, when the function is "
                        f"defined, and the body {use} it: call `{function.name}` twice without "
                        f"`{argument.arg}` and the second call sees what the first one left. Use "
                        "None and make a new one inside.",
                    )


def _is_mutable(node: ast.expr) -> bool:
    if isinstance(node, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)):
        return True
    kinds = ("list", "dict", "set", "defaultdict", "deque", "OrderedDict", "Counter")
    return isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in kinds


def _escape(function: Function, name: str) -> str:
    """Say how a body changes a parameter or lets it out; "" if it only reads it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            return ""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in _MUTATORS and _is_name(node.func.value, name):
                return "changes"
        elif isinstance(node, (ast.Subscript, ast.AugAssign)):
            target = node.value if isinstance(node, ast.Subscript) else node.target
            stored = isinstance(node, ast.AugAssign) or isinstance(node.ctx, (ast.Store, ast.Del))
            if stored and _is_name(target, name):
                return "changes"
        elif isinstance(node, ast.Return) and node.value is not None and _is_name(node.value, name):
            return "returns"
        elif isinstance(node, ast.Assign) and _is_name(node.value, name):
            return "keeps"
    return ""


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


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
        if isinstance(node, ast.Call) and _is_name(node.func, name):
            return node
    return None


def _is_module_use(node: ast.AST, name: str) -> bool:
    """Say whether a node calls an attribute as one does of a module: `json.loads(...)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and _is_name(node.func.value, name)
        and node.func.attr in ("loads", "dumps", "load", "dump", "path", "join", "now", "sleep",
                               "search", "match", "compile", "sub", "choice", "randint", "time")
    )  # fmt: skip


def _imports(scope: ast.AST, name: str) -> bool:
    return any(
        isinstance(node, (ast.Import, ast.ImportFrom))
        and any((alias.asname or alias.name) == name for alias in node.names)
        for node in ast.walk(scope)
    )


def reused_loop_variable(view: View) -> Iterator[Spot]:
    """Find an inner loop that takes the variable of the loop around it."""
    for node in view.touched(ast.For):
        inner = {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)} - {"_"}
        for outer in view.above(node):
            if isinstance(outer, (*FUNCTIONS, ast.ClassDef)):
                break
            if not isinstance(outer, ast.For):
                continue
            taken = inner & {
                each.id for each in ast.walk(outer.target) if isinstance(each, ast.Name)
            }
            if taken:
                name = min(taken)
                yield spot(
                    node,
                    f"Inner loop overwrites `{name}` of the outer loop",
                    f"After this loop `{name}` holds the inner loop's last value; the rest of the "
                    "outer loop's body works with that one. Choose another name.",
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
                            next_one,
                            "Code can never run",
                            f"`{short(leaving)}` on line {leaving.lineno} always leaves before "
                            f"this: `{short(next_one)}` is dead. Either the order of the two is "
                            "wrong, or one is left over.",
                        )
                    break


def _is_yield(node: ast.stmt) -> bool:
    """Say whether a statement is the `yield` that makes a generator out of an empty function."""
    return isinstance(node, ast.Expr) and isinstance(node.value, (ast.Yield, ast.YieldFrom))


def literal_identity(view: View) -> Iterator[Spot]:
    """Find `is` against a literal."""
    for node in view.touched(ast.Compare):
        sides = [node.left, *node.comparators]
        for place, operator in enumerate(node.ops):
            pair = sides[place : place + 2]
            if isinstance(operator, (ast.Is, ast.IsNot)) and any(map(_is_plain_literal, pair)):
                right = "==" if isinstance(operator, ast.Is) else "!="
                yield spot(
                    node,
                    f"`is` compares identity; `{right}` is meant",
                    f"`{short(node)}` asks whether both are the same object. An equal value that "
                    "was read, computed or is large is another object, so the answer depends on "
                    f"the interpreter. Use `{right}`.",
                )


def _is_plain_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float, str, bytes)) and not isinstance(node.value, bool)
    return isinstance(node, (ast.Tuple, ast.List, ast.Dict, ast.Set))


def assert_on_tuple(view: View) -> Iterator[Spot]:
    """Find an assertion that cannot fail, as it asserts a tuple."""
    for node in view.touched(ast.Assert):
        if isinstance(node.test, ast.Tuple) and node.test.elts:
            yield spot(
                node,
                "Assertion is always true",
                "The parentheses make a tuple of condition and message, and a tuple that is not "
                "empty is true: this never fails. Take the parentheses away.",
            )


def missing_prefix(view: View) -> Iterator[Spot]:
    """Find texts with the fields of an f-string but without its `f`."""
    for node in view.touched(ast.Constant):
        if not isinstance(node.value, str) or isinstance(view.parents.get(node), ast.JoinedStr):
            continue
        function = view.function(node)
        if function is None or isinstance(view.parents.get(node), ast.Expr):
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
        if isinstance(node, ast.Assign) and any(_is_name(each, name) for each in node.targets):
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
        if isinstance(value, ast.Compare) and not _expects_error(view, node):
            yield spot(
                node,
                "Comparison has no effect",
                f"`{short(value)}` is computed and thrown away: an `assert`, an `if` or an "
                "assignment (`=` for `==`) is missing.",
            )
        elif isinstance(value, ast.Call) and _is_pure(view, value):
            yield spot(
                node,
                "Result is thrown away",
                f"`{short(value)}` returns a new value and changes nothing; assign it, or the "
                "statement has no effect.",
            )


def _is_pure(view: View, call: ast.Call) -> bool:
    if _expects_error(view, call):
        return False
    if isinstance(call.func, ast.Name):
        return call.func.id in _PURE
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "replace":
        return len(call.args) == 2 and all(
            isinstance(each, ast.Constant) and isinstance(each.value, str) for each in call.args
        )
    return call.func.attr in _PURE_OF_TEXT


def _expects_error(view: View, node: ast.AST) -> bool:
    return any(isinstance(each, (ast.With, ast.Try)) for each in view.above(node))


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
            if target.id not in shared and not any(loads(function, target.id)):
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
