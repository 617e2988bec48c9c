"""Checks of a review for what is held and not given back: files, locks, the event loop, errors."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .review_view import (
    Spot,
    View,
    dotted,
    loads,
    short,
    spot,
)

_OPENERS = {
    "open", "io.open", "gzip.open", "bz2.open", "lzma.open", "tarfile.open", "zipfile.ZipFile",
    "socket.socket", "sqlite3.connect", "os.fdopen", "urllib.request.urlopen", "codecs.open",
}  # fmt: skip


_BLOCKING = {
    "time.sleep", "requests.get", "requests.post", "requests.put", "requests.delete",
    "requests.request", "subprocess.run", "subprocess.check_output", "subprocess.check_call",
    "urllib.request.urlopen", "os.system",
}  # fmt: skip


def unclosed(view: View) -> Iterator[Spot]:
    """Find files and connections that nothing closes."""
    for call in view.touched(ast.Call):
        if view.called(call) not in _OPENERS and not _is_path_open(call):
            continue
        user = view.parents.get(call)
        if isinstance(user, ast.Attribute) and user.attr not in ("close", "closing"):
            held = f"`{short(user)}`"
        elif isinstance(user, ast.Assign) and isinstance(user.targets[0], ast.Name):
            name = user.targets[0].id
            if view.function(call) is None or _is_released(view.scope(call), name):
                continue
            held = f"`{name}`"
        elif (
            isinstance(user, ast.For) or _feeds_reader(view, user) or _is_lent_out(view, call, user)
        ):
            held = f"`{short(call)}`"
        else:
            continue
        yield spot(
            view.statement(call),
            "Resource is opened and never closed",
            f"{held} stays open until the garbage collector comes by: descriptors run out in a "
            "loop, and what was written may not be on the disk yet. Use a `with` block.",
        )


def _is_path_open(call: ast.Call) -> bool:
    func = call.func
    return (
        isinstance(func, ast.Attribute)
        and func.attr == "open"
        and isinstance(func.value, ast.Call)
        and dotted(func.value.func).rpartition(".")[2] == "Path"
    )


def _feeds_reader(view: View, user: ast.AST | None) -> bool:
    return isinstance(user, ast.Call) and view.called(user) in (
        "json.load", "csv.reader", "csv.DictReader", "csv.writer", "json.dump", "pickle.load",
        "pickle.dump", "tomllib.load", "list",
    )  # fmt: skip


def _is_lent_out(view: View, call: ast.Call, user: ast.AST | None) -> bool:
    """Say whether a context manager's own function yields what it opens and never closes it."""
    function = view.function(call)
    marks = function.decorator_list if function else []
    return isinstance(user, ast.Yield) and any(
        dotted(each).rpartition(".")[2] in ("contextmanager", "asynccontextmanager", "fixture")
        for each in marks
    )


def _is_released(scope: ast.AST, name: str) -> bool:
    """Say whether a name is closed, entered, returned, yielded, stored or shared."""
    return any(_releases(node, name) for node in ast.walk(scope))


def _releases(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in ("close", "__exit__", "detach") and dotted(node.value) == name
    if isinstance(node, (ast.Return, ast.Yield)):
        # What is returned is the caller's to close; `return file.read()` returns something else.
        given = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        return any(each is not None and dotted(each) == name for each in given) or (
            isinstance(node.value, ast.Call) and name in map(dotted, node.value.args)
        )
    if isinstance(node, (ast.With, ast.AsyncWith)):
        return any(any(loads(item.context_expr, name)) for item in node.items)
    if isinstance(node, ast.Assign) and any(loads(node.value, name)):
        return any(isinstance(target, (ast.Attribute, ast.Subscript)) for target in node.targets)
    return isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names


def lock_not_released(view: View) -> Iterator[Spot]:
    """Find locks that are taken without a `finally` that gives them back."""
    for node in view.touched(ast.Expr):
        call = node.value
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr != "acquire":
            continue
        release = f"{ast.unparse(call.func.value)}.release"
        final = [
            each
            for part in ast.walk(view.scope(node))
            if isinstance(part, ast.Try)
            for each in part.finalbody
        ]
        if not any(release in ast.unparse(each) for each in final):
            yield spot(
                node,
                "Lock stays taken when the block fails",
                f"Between `{short(call)}` and its release any error leaves the lock taken, and the "
                "next one who wants it waits for ever. Use `with`, or release in `finally`.",
            )


def blocking_in_async(view: View) -> Iterator[Spot]:
    """Find calls that stop the whole event loop."""
    for call in view.touched(ast.Call):
        if view.called(call) in _BLOCKING and isinstance(view.function(call), ast.AsyncFunctionDef):
            yield spot(
                call,
                "Blocking call inside a coroutine",
                f"While `{short(call)}` waits, nothing else on the event loop runs. Use the "
                "asynchronous counterpart, or `asyncio.to_thread`.",
            )


_BROAD = {"Exception", "BaseException"}


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
