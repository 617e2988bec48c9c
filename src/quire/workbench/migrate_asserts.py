"""What each assert method of unittest is as a plain assert, with the same meaning."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

_TIGHT = (ast.Name, ast.Constant, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict,
          ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.JoinedStr, ast.BinOp)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """The arguments of an assert method as text: those by position, and by name."""

    plain: list[str]
    named: dict[str, str]

    def value(self, at: int, name: str) -> str:
        """Give an argument by its place or its name, or an empty text."""
        return self.plain[at] if at < len(self.plain) else self.named.get(name, "")


def given(segment: Callable[[ast.AST], str], call: ast.Call) -> Given:
    """Read the arguments of a call, in brackets where an operator would tear them."""
    named = {each.arg or "**": _tight(segment, each.value) for each in call.keywords}
    return Given([_tight(segment, each) for each in call.args], named)


def _tight(segment: Callable[[ast.AST], str], node: ast.expr) -> str:
    text = segment(node)
    if isinstance(node, _TIGHT) and "\n" not in text:
        return text
    if "\n" in text and isinstance(node, (ast.List, ast.Dict, ast.Set, ast.Call)):
        return text
    wrapped = isinstance(node, (ast.Tuple, ast.GeneratorExp)) and text.startswith("(")
    return text if wrapped else f"({text})"


def is_unhashable(node: ast.expr) -> bool:
    """Say whether a display holds what no `Counter` can count: lists, dictionaries, sets."""
    kinds = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
        return isinstance(node.elt, kinds)
    return any(isinstance(each, kinds) for each in getattr(node, "elts", ()))


def _is_atom(text: str) -> bool:
    node = ast.parse(text, mode="eval").body
    return text.startswith("(") or isinstance(node, (ast.Name, ast.Constant, ast.Attribute,
                                                     ast.Call, ast.Subscript))  # fmt: skip


def _compared(operator: str) -> Callable[[Given], str]:
    return lambda args: _with(f"{args.plain[0]} {operator} {args.plain[1]}", args, 2)


def _alone(form: str) -> Callable[[Given], str]:
    return lambda args: _with(form.format(args.plain[0]), args, 1)


def _with(test: str, args: Given, at: int) -> str:
    message = args.value(at, "msg")
    return f"assert {test}" + (f", {message}" if message and message != "None" else "")


def _near(operator: str, bound: str) -> Callable[[Given], str]:
    def made(args: Given) -> str:
        first, second = (each if _is_atom(each) else f"({each})" for each in args.plain[:2])
        delta = args.named.get("delta", "")
        if delta:
            return _with(f"abs({first} - {second}) {bound} {delta}", args, 9)
        places = args.value(2, "places") or "7"
        return _with(f"round({first} - {second}, {places}) {operator} 0", args, 3)

    return made


def _instance(form: str) -> Callable[[Given], str]:
    return lambda args: _with(form.format(*args.plain[:2]), args, 2)


def _searched(form: str) -> Callable[[Given], str]:
    return lambda args: _with(form.format(args.plain[1], args.plain[0]), args, 2)


def _counted(args: Given) -> str:
    return _with(f"Counter({args.plain[0]}) == Counter({args.plain[1]})", args, 2)


# Name of the method → how many arguments it needs, and what it becomes.
ASSERTS: dict[str, tuple[int, Callable[[Given], str]]] = {
    "assertEqual": (2, _compared("==")),
    "assertNotEqual": (2, _compared("!=")),
    "assertIs": (2, _compared("is")),
    "assertIsNot": (2, _compared("is not")),
    "assertIn": (2, _compared("in")),
    "assertNotIn": (2, _compared("not in")),
    "assertGreater": (2, _compared(">")),
    "assertGreaterEqual": (2, _compared(">=")),
    "assertLess": (2, _compared("<")),
    "assertLessEqual": (2, _compared("<=")),
    "assertCountEqual": (2, _counted),
    "assertDictContainsSubset": (2, _instance("{}.items() <= {}.items()")),
    "assertListEqual": (2, _compared("==")),
    "assertTupleEqual": (2, _compared("==")),
    "assertDictEqual": (2, _compared("==")),
    "assertSetEqual": (2, _compared("==")),
    "assertSequenceEqual": (2, _compared("==")),
    "assertMultiLineEqual": (2, _compared("==")),
    "assertTrue": (1, _alone("{}")),
    "assertFalse": (1, _alone("not {}")),
    "assertIsNone": (1, _alone("{} is None")),
    "assertIsNotNone": (1, _alone("{} is not None")),
    "assertIsInstance": (2, _instance("isinstance({}, {})")),
    "assertNotIsInstance": (2, _instance("not isinstance({}, {})")),
    "assertAlmostEqual": (2, _near("==", "<=")),
    "assertNotAlmostEqual": (2, _near("!=", ">")),
    "assertRegex": (2, _searched("re.search({}, {})")),
    "assertNotRegex": (2, _searched("not re.search({}, {})")),
}
