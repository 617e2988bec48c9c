"""Whether a call fits a signature, as far as the code alone tells."""

from __future__ import annotations

import ast

from .review_index import Definition, Use
from .review_view import FUNCTIONS, Function, dotted

_PLAIN = {"staticmethod", "classmethod", "functools.wraps", "lru_cache", "functools.lru_cache",
          "cache", "functools.cache", "override", "typing.override"}  # fmt: skip


def signature_of(definition: Definition) -> Function | None:
    """Give the function whose parameters a call fills; None where that is not known."""
    node = definition.node
    if isinstance(node, FUNCTIONS):
        return node if {dotted(each) for each in node.decorator_list} <= _PLAIN else None
    if node.decorator_list or node.keywords:
        return None
    made = [child for child in node.body if isinstance(child, FUNCTIONS)]
    if any(child.name in ("__new__",) for child in made):
        return None
    return next((child for child in made if child.name == "__init__"), None)


def misfit(use: Use) -> str:
    """Say in words why a call raises TypeError; "" when it fits or cannot be told."""
    function = signature_of(use.target)
    if function is None:
        return ""
    call = use.call
    if any(isinstance(each, ast.Starred) for each in call.args):
        return ""
    if any(each.arg is None for each in call.keywords):
        return ""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    skipped = 1 if use.bound and names else 0
    return _too_many(function, call, names[skipped:]) or _missing(function, call, names, skipped)


def _too_many(function: Function, call: ast.Call, names: list[str]) -> str:
    spec = function.args
    if len(call.args) > len(names) and spec.vararg is None:
        return f"takes {len(names)} positional arguments, and {len(call.args)} are given"
    named = {each.arg for each in spec.args if each.arg in names}
    named |= {each.arg for each in spec.kwonlyargs}
    for keyword in call.keywords:
        name = keyword.arg or ""
        # A parameter that goes by place alone leaves its name to `**`.
        if name in named and name in names[: len(call.args)]:
            return f"gets `{name}` twice"
        if name not in named and spec.kwarg is None:
            return f"has no parameter `{name}`"
    return ""


def _missing(function: Function, call: ast.Call, names: list[str], skipped: int) -> str:
    spec = function.args
    needed = names[: len(names) - len(spec.defaults)]
    given = {keyword.arg for keyword in call.keywords} | set(names[: skipped + len(call.args)])
    missing = [name for name in needed[skipped:] if name not in given]
    missing += [
        each.arg
        for each, default in zip(spec.kwonlyargs, spec.kw_defaults)
        if default is None and each.arg not in given
    ]
    return f"needs `{'`, `'.join(missing)}`" if missing else ""


def swapped(use: Use) -> tuple[str, str] | None:
    """Give two names that a call passes in each other's place."""
    function = signature_of(use.target)
    if function is None or any(isinstance(each, ast.Starred) for each in use.call.args):
        return None
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    names = names[1:] if use.bound else names
    given = [each.id if isinstance(each, ast.Name) else "" for each in use.call.args]
    for one, (wanted, got) in enumerate(zip(names, given)):
        for other in range(one + 1, min(len(names), len(given))):
            if got and got == names[other] and given[other] == wanted and got != wanted:
                return got, given[other]
    return None
