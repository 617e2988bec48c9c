"""Checks of a review for conditions, bounds, loops, resources and coroutines gone wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .review_view import (
    FUNCTIONS,
    Function,
    Spot,
    View,
    always_leaves,
    arguments_of,
    dotted,
    is_empty_body,
    loads,
    own,
    same,
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
_SHRINKING = {"remove", "pop", "append", "insert", "clear", "add", "discard", "popitem"}


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
        elif isinstance(user, ast.For) or _feeds_reader(view, user):
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


def _is_released(scope: ast.AST, name: str) -> bool:
    """Say whether a name is closed, entered, returned, yielded, stored or passed on."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Attribute) and node.attr in ("close", "__exit__", "detach"):
            if isinstance(node.value, ast.Name) and node.value.id == name:
                return True
        elif isinstance(node, (ast.Return, ast.Yield)):
            if node.value is not None and any(loads(node.value, name)):
                return not isinstance(node.value, ast.Call)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            if any(any(loads(item.context_expr, name)) for item in node.items):
                return True
        elif isinstance(node, ast.Assign) and any(loads(node.value, name)):
            if any(isinstance(target, (ast.Attribute, ast.Subscript)) for target in node.targets):
                return True
        elif isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names:
            return True
    return False


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


def same_condition(view: View) -> Iterator[Spot]:
    """Find conditions that repeat, branches that are equal, values compared with themselves."""
    for node in ast.walk(view.tree):
        if isinstance(node, ast.If) and (view.touches(node.test) or _touched_body(view, node)):
            yield from _repeated_branch(node)
        elif getattr(node, "lineno", 0) not in view.file.touched:
            continue
        elif isinstance(node, ast.BoolOp):
            yield from _repeated_operand(node)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            plain = not isinstance(node.left, (ast.Call, ast.Constant, ast.Await))
            identical = same(node.left, node.comparators[0])
            # `x != x` is how NaN is told.
            if (plain and identical and not isinstance(node.ops[0], (ast.NotEq, ast.Eq))) or (
                plain and identical and not isinstance(node.left, ast.Name) and not view.is_test
            ):
                yield _self_compared(node)
        elif isinstance(node, ast.Dict):
            yield from _repeated_key(node)


def _touched_body(view: View, node: ast.If) -> bool:
    return any(view.touches(each) for each in (*node.body, *node.orelse))


def _self_compared(node: ast.Compare) -> Spot:
    return spot(
        node,
        "Value is compared with itself",
        f"Both sides of `{short(node)}` are the same, so the answer never changes. One of them "
        "was meant to be another value.",
    )


def _repeated_branch(node: ast.If) -> Iterator[Spot]:
    seen = [node.test]
    rest = node.orelse
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        branch = rest[0]
        if any(same(branch.test, each) for each in seen):
            yield spot(
                branch,
                "Branch can never be taken",
                f"`{short(branch.test)}` was already tested above in the same chain, so this "
                "branch never runs. Another condition was meant.",
            )
        seen.append(branch.test)
        rest = branch.orelse
    if (
        rest
        and len(seen) == 1
        and ast.dump(ast.Module(node.body, [])) == ast.dump(ast.Module(rest, []))
    ):
        yield spot(
            node,
            "Both branches do the same",
            f"Whatever `{short(node.test)}` says, `{short(node.body[0])}` happens. One of the "
            "branches was meant to differ.",
        )


def _repeated_operand(node: ast.BoolOp) -> Iterator[Spot]:
    word = "and" if isinstance(node.op, ast.And) else "or"
    for place, value in enumerate(node.values):
        if any(same(value, other) for other in node.values[:place]):
            yield spot(
                node,
                "Condition repeats the same operand",
                f"`{short(value)}` stands twice in this `{word}`; the second adds nothing. "
                "Another operand was meant.",
            )
            return
        if isinstance(node.op, ast.Or) and place and isinstance(value, ast.Constant):
            compared = isinstance(node.values[place - 1], ast.Compare)
            if compared and isinstance(value.value, (str, int, float)) and value.value:
                yield spot(
                    node,
                    "Condition is always true",
                    f"`or {short(value)}` is a value, not a comparison, and it is true: the whole "
                    f"condition always holds. Write `in (…, {short(value)})`.",
                )
                return
        if isinstance(node.op, ast.Or) and place and _never_both(node.values[place - 1], value):
            yield spot(
                node,
                "Condition is always true",
                f"No value equals both, so one side of `{short(node)}` always holds. `and` is "
                "meant.",
            )
            return


def _never_both(one: ast.expr, other: ast.expr) -> bool:
    """Say whether two comparisons are `x != a` and `x != b` with different constants."""
    if not (isinstance(one, ast.Compare) and isinstance(other, ast.Compare)):
        return False
    for each in (one, other):
        if len(each.ops) != 1 or not isinstance(each.ops[0], ast.NotEq):
            return False
        if not isinstance(each.comparators[0], ast.Constant):
            return False
    return same(one.left, other.left) and not same(one.comparators[0], other.comparators[0])


def _repeated_key(node: ast.Dict) -> Iterator[Spot]:
    seen: set[str] = set()
    for key in node.keys:
        text = ast.dump(key) if isinstance(key, ast.Constant) else ""
        if text and key is not None and text in seen:
            yield spot(
                key,
                f"Key {short(key)} stands twice in the dict",
                "The later value silently replaces the earlier one. One of the keys is wrong.",
            )
        seen.add(text)


def inverted(view: View) -> Iterator[Spot]:
    """Find conditions that the change turned round while what they guard stayed the same."""
    if view.file.old_tree is None:
        return
    guarded: dict[str, ast.expr] = {}
    for node in ast.walk(view.file.old_tree):
        if isinstance(node, (ast.If, ast.While)):
            guarded[_guarded(node)] = node.test
    for new in ast.walk(view.tree):
        if not isinstance(new, (ast.If, ast.While)) or not view.touches(new.test):
            continue
        old = guarded.get(_guarded(new))
        if old is not None and not same(old, new.test) and _opposite(old, new.test):
            yield spot(
                new.test,
                "Condition was turned round, its branches were not",
                f"`{short(old)}` became `{short(new.test)}` and the code that it guards is the "
                "same: every input that took this branch now takes the other.",
            )


def _guarded(node: ast.If | ast.While) -> str:
    return ast.dump(ast.Module([*node.body, *node.orelse], []))


_OPPOSITES = {
    ast.Eq: ast.NotEq, ast.Lt: ast.GtE, ast.Gt: ast.LtE, ast.Is: ast.IsNot, ast.In: ast.NotIn,
}  # fmt: skip


def _opposite(one: ast.expr, other: ast.expr) -> bool:
    for left, right in ((one, other), (other, one)):
        if isinstance(left, ast.UnaryOp) and isinstance(left.op, ast.Not):
            if same(left.operand, right):
                return True
        if isinstance(left, ast.Compare) and isinstance(right, ast.Compare):
            alike = same(left.left, right.left) and len(left.ops) == len(right.ops) == 1
            if alike and same(left.comparators[0], right.comparators[0]):
                if _OPPOSITES.get(type(left.ops[0])) is type(right.ops[0]):
                    return True
    return False


def past_the_end(view: View) -> Iterator[Spot]:
    """Find indexes that reach one beyond the last element."""
    for node in ast.walk(view.tree):
        if getattr(node, "lineno", 0) not in view.file.touched:
            continue
        name = None
        if isinstance(node, ast.For):
            name = _too_far(node.iter, node)
        elif isinstance(node, ast.While):
            name = _runs_to_length(node)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Call):
            inner = node.slice
            if dotted(inner.func) == "len" and inner.args and same(inner.args[0], node.value):
                name = short(node.value)
        if name:
            yield spot(
                node.target if isinstance(node, ast.For) else node,
                f"Index runs past the end of `{name}`",
                f"The last index of `{name}` is `len({name}) - 1`, and this one reaches "
                f"`len({name})`: IndexError for every `{name}`, the empty one included.",
            )


def _too_far(iterated: ast.expr, loop: ast.For) -> str | None:
    """Give the sequence of `for i in range(len(x) + 1): x[i]`, or of `range(len(x)): x[i + 1]`."""
    if not (isinstance(iterated, ast.Call) and dotted(iterated.func) == "range" and iterated.args):
        return None
    end = iterated.args[0] if len(iterated.args) == 1 else iterated.args[1]
    extra = isinstance(end, ast.BinOp) and isinstance(end.op, ast.Add)
    length = end.left if isinstance(end, ast.BinOp) and extra else end
    if not (isinstance(length, ast.Call) and dotted(length.func) == "len" and length.args):
        return None
    sequence = length.args[0]
    if not isinstance(loop.target, ast.Name):
        return None
    for node in ast.walk(ast.Module(loop.body, [])):
        if isinstance(node, ast.Subscript) and same(node.value, sequence):
            plain = isinstance(node.slice, ast.Name) and node.slice.id == loop.target.id
            if extra and plain:
                return short(sequence)
            beyond = (
                isinstance(node.slice, ast.BinOp)
                and isinstance(node.slice.op, ast.Add)
                and isinstance(node.slice.right, ast.Constant)
                and any(loads(node.slice.left, loop.target.id))
            )
            if not extra and beyond and not _is_guarded(loop, loop.target.id):
                return short(sequence)
    return None


def _is_guarded(loop: ast.For, name: str) -> bool:
    return any(
        isinstance(node, (ast.If, ast.IfExp, ast.BoolOp, ast.Try))
        and (isinstance(node, ast.Try) or any(loads(node, name)))
        for node in ast.walk(ast.Module(loop.body, []))
    )


def _runs_to_length(node: ast.While) -> str | None:
    test = node.test
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1):
        return None
    length = test.comparators[0]
    if not (isinstance(test.ops[0], ast.LtE) and isinstance(length, ast.Call)):
        return None
    if dotted(length.func) != "len" or not length.args or not isinstance(test.left, ast.Name):
        return None
    for each in ast.walk(node):
        if isinstance(each, ast.Subscript) and same(each.value, length.args[0]):
            if isinstance(each.slice, ast.Name) and each.slice.id == test.left.id:
                return short(each.value)
    return None


def division_by_length(view: View) -> Iterator[Spot]:
    """Find divisions by the length of something that may be empty."""
    for node in view.touched(ast.BinOp):
        if not isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod)):
            continue
        if isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
            continue
        counted = _length_of(view, node.right)
        function = view.function(node)
        if counted is None or function is None or view.is_test:
            continue
        if not _is_checked(view, function, counted, node):
            name = short(counted)
            yield spot(
                node,
                f"Division by zero when `{name}` is empty",
                f"`{short(node)}` divides by `len({name})` and nothing before it rules out an "
                f"empty `{name}`: ZeroDivisionError for `{name} = []`.",
            )


def _length_of(view: View, node: ast.expr) -> ast.expr | None:
    """Give x of `len(x)`, or of a name that was just set to it."""
    if isinstance(node, ast.Call) and dotted(node.func) == "len" and node.args:
        return node.args[0] if dotted(node.args[0]) else None
    if isinstance(node, ast.Name):
        for each in own(view.scope(node)):
            if isinstance(each, ast.Assign) and len(each.targets) == 1:
                if dotted(each.targets[0]) == node.id:
                    if isinstance(each.value, ast.Call) and dotted(each.value.func) == "len":
                        return _length_of(view, each.value)
    return None


def _is_checked(view: View, function: Function, counted: ast.expr, node: ast.BinOp) -> bool:
    """Say whether a test, an assertion or a handler before a division looks at what is counted."""
    words = {dotted(counted), dotted(node.right)} - {""}
    for each in ast.walk(function):
        if isinstance(each, (ast.If, ast.IfExp, ast.While, ast.Assert)):
            names = {dotted(part) for part in ast.walk(each.test)}
            if words & names:
                return True
        elif isinstance(each, ast.For) and dotted(each.iter) in words and node in ast.walk(each):
            return True
        elif isinstance(each, ast.Assign) and isinstance(
            each.value, (ast.List, ast.Tuple, ast.Dict)
        ):
            filled = bool(getattr(each.value, "elts", None) or getattr(each.value, "keys", None))
            if filled and dotted(each.targets[0]) in words:
                return True
    return any(isinstance(each, (ast.Try, ast.comprehension)) for each in view.above(node))


def changed_while_read(view: View) -> Iterator[Spot]:
    """Find loops over a collection that their own body makes longer or shorter."""
    for loop in ast.walk(view.tree):
        if not isinstance(loop, ast.For) or not view.touches(loop):
            continue
        source = loop.iter
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute):
            if source.func.attr in ("items", "keys", "values") and not source.args:
                source = source.func.value
        name = dotted(source)
        for node in own(loop) if name else ():
            if _resizes(node, name) and not _stops_after(view, node, loop):
                yield spot(
                    view.statement(node),
                    f"`{name}` is changed while the loop reads it",
                    f"`{short(view.statement(node))}` changes `{name}` inside the loop over it: a "
                    "list skips the next element, a dict raises RuntimeError. Loop over a copy.",
                )
                break


def _resizes(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in _SHRINKING and dotted(node.func.value) == name
    if isinstance(node, ast.Delete):
        return any(
            isinstance(target, ast.Subscript) and dotted(target.value) == name
            for target in node.targets
        )
    return False


def _stops_after(view: View, node: ast.AST, loop: ast.For) -> bool:
    """Say whether the loop ends right after a statement."""
    statement = view.statement(node)
    block = view.parents[statement]
    for _, body in ast.iter_fields(block):
        if isinstance(body, list) and statement in body:
            rest = body[body.index(statement) + 1 :]
            return any(isinstance(each, (ast.Return, ast.Break, ast.Raise)) for each in rest)
    return isinstance(statement, ast.Return)


def none_used(view: View) -> Iterator[Spot]:
    """Find the use of a name in the very branch where it is None."""
    for node in ast.walk(view.tree):
        if not isinstance(node, ast.If) or not view.touches(node):
            continue
        name = _known_none(node.test)
        for statement in node.body if name else ():
            if any(_assigns(statement, name)):
                break
            used = next((each for each in ast.walk(statement) if _is_use(each, name)), None)
            if used is not None:
                yield spot(
                    used,
                    f"`{name}` is None here",
                    f"This branch runs only when `{short(node.test)}` holds, so `{short(used)}` "
                    "raises an error. The condition is the wrong way round.",
                )
                break


def _known_none(test: ast.expr) -> str:
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Is):
        right = test.comparators[0]
        if isinstance(right, ast.Constant) and right.value is None:
            return dotted(test.left) if isinstance(test.left, ast.Name) else ""
    return ""


def _assigns(node: ast.AST, name: str) -> Iterator[ast.AST]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and each.id == name and not isinstance(each.ctx, ast.Load):
            yield each


def _is_use(node: ast.AST, name: str) -> bool:
    return isinstance(node, (ast.Attribute, ast.Subscript)) and dotted(node.value) == name


def late_binding(view: View) -> Iterator[Spot]:
    """Find functions kept in a loop that will all see the loop's last value."""
    for node in view.touched(ast.Lambda):
        loop = next(
            (each for each in view.above(node) if isinstance(each, (ast.For, *FUNCTIONS))), None
        )
        if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
            continue
        name = loop.target.id
        user = view.parents.get(node)
        kept = isinstance(user, ast.Assign) and isinstance(user.targets[0], ast.Subscript)
        kept = kept or (
            isinstance(user, ast.Call)
            and isinstance(user.func, ast.Attribute)
            and user.func.attr in ("append", "add", "connect", "register", "add_done_callback")
        )
        taken = name in {each.arg for each in arguments_of(node)}
        if kept and not taken and any(loads(node.body, name)):
            yield spot(
                node,
                f"Every function kept here sees the last `{name}`",
                f"`{short(node)}` reads `{name}` when it is called, after the loop, not when it "
                f"is made. Bind it: `lambda {name}={name}: …`.",
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


def falls_off(view: View) -> Iterator[Spot]:
    """Find new functions with a declared result and a path that returns nothing."""
    for function in view.functions:
        if function.returns is None or not view.touches(function):
            continue
        text = ast.unparse(function.returns)
        if any(word in text for word in ("None", "Optional", "NoReturn", "Never", "Any", "object",
                                         "Iterator", "Generator", "Iterable", "TypeGuard")):  # fmt: skip
            continue
        inner = list(own(function))
        if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in inner):
            continue
        protocol = is_empty_body(function.body) or any(
            "abstract" in ast.unparse(each) or "overload" in ast.unparse(each)
            for each in function.decorator_list
        )
        old = function_named(view, function)
        if protocol or always_leaves(function.body) or (old and not always_leaves(old.body)):
            continue
        yield spot(
            function,
            f"`{function.name}` returns None on one path",
            f"The result is declared as `{text}`, but a path runs off the end and gives None: "
            "callers that use the result fail there with a TypeError or AttributeError.",
        )


def function_named(view: View, function: Function) -> Function | None:
    """Give the function of the same name and owner before the change."""
    if view.file.old_tree is None:
        return None
    owner = view.parents.get(function)
    wanted = (getattr(owner, "name", ""), function.name)
    for node in ast.walk(view.file.old_tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, FUNCTIONS) and (getattr(node, "name", ""), child.name) == wanted:
                return child
    return None


def removed_check(view: View) -> Iterator[Spot]:
    """Find functions that no longer reject what they rejected before."""
    raised = sum(isinstance(node, ast.Raise) for node in ast.walk(view.tree))
    before = view.file.old_tree
    if before is None or view.is_test:
        return
    if raised >= sum(isinstance(node, ast.Raise) for node in ast.walk(before)):
        return
    for function in view.functions:
        old = function_named(view, function)
        if old is None or same(old, function) or _calls(function) > _calls(old):
            continue
        kept = {ast.dump(node.test) for node in own(function) if isinstance(node, ast.If)}
        for guard in own(old):
            if not isinstance(guard, ast.If) or not isinstance(guard.body[-1], ast.Raise):
                continue
            if ast.dump(guard.test) not in kept and not _raises_like(function, guard.body[-1]):
                yield spot(
                    function if function.lineno in view.file.diff else _first_diff(view, function),
                    f"`{function.name}` no longer rejects `{short(guard.test, 30)}`"[:75],
                    f"Before, `{short(guard.test)}` ended in `{short(guard.body[-1])}`; that check "
                    "is gone and nothing else in the function makes it, so such input now passes.",
                )


def _calls(function: Function) -> int:
    kinds = [node for node in own(function) if isinstance(node, ast.Call)]
    return sum(
        not isinstance(each.func, ast.Name) or not each.func.id.endswith("Error") for each in kinds
    )


def _raises_like(function: Function, old: ast.Raise) -> bool:
    return any(isinstance(node, ast.Raise) and same(node.exc, old.exc) for node in own(function))


def _first_diff(view: View, function: Function) -> ast.AST:
    """Give the first statement of a function that the diff is about."""
    for node in function.body:
        if any(line in view.file.diff for line in range(node.lineno, (node.end_lineno or 0) + 1)):
            return node
    return function


def missing_self(view: View) -> Iterator[Spot]:
    """Find methods without a parameter for their object."""
    for node in ast.walk(view.tree):
        for child in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(child, FUNCTIONS) and child.lineno in view.file.touched:
                if not arguments_of(child) and not child.decorator_list:
                    yield spot(
                        child,
                        f"Method `{child.name}` has no `self`",
                        f"`{node.name}().{child.name}()` raises TypeError: the object is passed as "
                        "the first argument, and the method takes none.",
                    )


def parameter_unused(view: View) -> Iterator[Spot]:
    """Find parameters that the body used before the change and ignores now."""
    for function in view.functions:
        old = function_named(view, function)
        if old is None or same(old, function) or is_empty_body(function.body):
            continue
        for argument in arguments_of(function):
            name = argument.arg
            before = name in {each.arg for each in arguments_of(old)} and any(loads(old, name))
            if before and not any(loads(function, name)) and not name.startswith("_"):
                yield spot(
                    _first_diff(view, function),
                    f"`{function.name}` ignores its parameter `{name}` now",
                    f"Before the change the body read `{name}`; now callers can pass any value "
                    "and nothing changes. Either the use got lost, or the parameter should go.",
                )
