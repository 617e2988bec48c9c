"""Checks of a review for conditions that cannot be meant as they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .review_fixes import bare_assertion, equality
from .review_view import (
    Spot,
    View,
    dotted,
    same,
    short,
    spot,
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
    return _negates(one, other) or _negates(other, one)


def _negates(one: ast.expr, other: ast.expr) -> bool:
    if isinstance(one, ast.UnaryOp) and isinstance(one.op, ast.Not):
        return same(one.operand, other)
    if not (isinstance(one, ast.Compare) and isinstance(other, ast.Compare)):
        return False
    if len(one.ops) != 1 or len(other.ops) != 1:
        return False
    alike = same(one.left, other.left) and same(one.comparators[0], other.comparators[0])
    return alike and _OPPOSITES.get(type(one.ops[0])) is type(other.ops[0])


def none_used(view: View) -> Iterator[Spot]:
    """Find the use of a name in the very branch where it is None."""
    for node in ast.walk(view.tree):
        if not isinstance(node, ast.If) or not view.touches(node):
            continue
        name = known_none(node.test)
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


def known_none(test: ast.expr) -> str:
    """Give the name that a condition knows to be None; "" if there is none."""
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
                    equality(view, pair, right),
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
                bare_assertion(view, node),
            )
