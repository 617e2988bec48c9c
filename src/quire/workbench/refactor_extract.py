"""Extract whole statements of a function into a function of their own."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass

from .refactor_flow import Flow, flow, locals_of, needed
from .refactor_imports import bound_names
from .refactor_scopes import check_name
from .refactor_tree import Plan, Tree, Unable
from .source import SourceFile, first_line

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(frozen=True)
class Cut:
    """Statements to take out, the functions, classes and loops around them, outermost first."""

    block: list[ast.stmt]
    around: list[ast.AST]

    @property
    def function(self) -> ast.AST | None:
        """Give the innermost function around the statements."""
        return next((each for each in reversed(self.around) if isinstance(each, _FUNCTIONS)), None)

    @property
    def owner(self) -> ast.AST | None:
        """Give the class whose method the innermost function is."""
        function = self.function
        if function is None:
            return None
        place = self.around.index(function)
        outer = self.around[place - 1] if place else None
        return outer if isinstance(outer, ast.ClassDef) else None

    @property
    def loops(self) -> list[ast.stmt]:
        """Give the loops around the statements inside their function, the outermost first."""
        function = self.function
        start = self.around.index(function) if function else 0
        return [each for each in self.around[start:] if isinstance(each, _LOOPS)]


def extract(tree: Tree, place: str, lines: tuple[int, int], name: str) -> Plan:
    """Plan to make a function of the statements on these lines; raise Unable where one cannot."""
    check_name(name)
    path = _file(tree, place)
    file = tree.files[path]
    cut = _cut(file, lines)
    function = cut.function
    if not isinstance(function, _FUNCTIONS):
        raise Unable("these lines are not inside a function", "lines of one function")
    _refuse(file, cut)
    found = flow(function, cut.block, cut.loops)
    outer = {name for each in cut.around if isinstance(each, _FUNCTIONS) and each is not function
             for name in locals_of(each)}  # fmt: skip
    free = (needed(cut.block) & outer) - locals_of(function)
    found = Flow(sorted({*found.inputs, *free}), found.outputs, found.unsure)
    last = cut.block[-1]
    returns = isinstance(last, ast.Return)
    if found.unsure or (returns and found.outputs):
        names = ", ".join(found.unsure or found.outputs)
        raise Unable(f"{names} would be needed after these lines, which do not always set it",
                     "other lines", (f"{path}:{last.lineno}",))  # fmt: skip
    own = _own(cut)
    above = _needs_class(cut.block)
    method = bool(own) and (own in found.inputs or bool(above))
    if not method:
        _refuse_unbound(file, cut, above)
    _refuse_taken(file, cut, name, method=method)
    plan = Plan(f"Extracted lines {cut.block[0].lineno}-{last.end_lineno} of {path} as {name}")
    _write(plan, file, cut, (name, own if method else ""), found)
    return plan


def _file(tree: Tree, place: str) -> str:
    found = [path for path in tree.files if f"/{path}".endswith(f"/{place.removeprefix('./')}")]
    if len(found) != 1:
        raise Unable(f"{'no file' if not found else 'more than one file'} is called {place}",
                     "the path of one Python file", tuple(found))  # fmt: skip
    return found[0]


def _cut(file: SourceFile, lines: tuple[int, int]) -> Cut:
    """Find the statements that lie on these lines, blank lines and comments aside."""
    first, last = lines
    rows = file.text.splitlines()
    while first < last and not rows[min(first, len(rows)) - 1].split("#")[0].strip():
        first += 1
    while last > first and not rows[min(last, len(rows)) - 1].split("#")[0].strip():
        last -= 1
    found = _search(file.tree, [], first, last)
    if found is None:
        raise Unable(f"lines {lines[0]}-{lines[1]} of {file.path} are no whole statements",
                     "the lines of whole statements that follow each other")  # fmt: skip
    return found


def _search(node: ast.AST, around: list[ast.AST], first: int, last: int) -> Cut | None:
    inner = [*around, node] if not isinstance(node, ast.Module) else around
    for name in ("body", "orelse", "finalbody", "handlers", "cases"):
        block = getattr(node, name, None)
        if not isinstance(block, list):
            continue
        chosen = [each for each in block if isinstance(each, ast.stmt)
                  and first_line(each) >= first and (each.end_lineno or 0) <= last]  # fmt: skip
        if chosen and first_line(chosen[0]) == first and chosen[-1].end_lineno == last:
            return Cut(chosen, inner)
        for each in block:
            found = _search(each, inner, first, last)
            if found is not None:
                return found
    return None


def _refuse(file: SourceFile, cut: Cut) -> None:
    """Raise Unable for statements that mean something else in a function of their own."""
    loops = {id(each) for node in cut.block for inner in ast.walk(node)
             if isinstance(inner, _LOOPS) for each in ast.walk(inner)}  # fmt: skip
    declared = {name for each in ast.walk(cut.function if cut.function else cut.around[0])
                if isinstance(each, (ast.Global, ast.Nonlocal)) for name in each.names}  # fmt: skip
    for node in (inner for each in cut.block for inner in ast.walk(each)):
        what = _MEANINGS.get(type(node), "") or _frame(node)
        if isinstance(node, (ast.Break, ast.Continue)) and id(node) in loops:
            what = ""
        if isinstance(node, ast.Return) and node is cut.block[-1]:
            what = ""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
            what = "a `del`"
        if isinstance(node, ast.Name) and node.id in declared and _is_stored(node):
            what = "a name of an outer scope that they set"
        if what:
            line = getattr(node, "lineno", 0)
            raise Unable(f"these lines hold {what}, which means something else in another function",
                         "other lines", (f"{file.path}:{line}",))  # fmt: skip


def _frame(node: ast.AST) -> str:
    """Give the call that depends on the function it stands in, in words."""
    if not isinstance(node, ast.Call):
        return ""
    name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
    plain = isinstance(node.func, ast.Name)
    if plain and (
        name in ("locals", "eval", "exec") or (name in ("vars", "dir") and not node.args)
    ):
        return f"a call of `{name}`"
    if name in ("_getframe", "currentframe"):
        return f"a call of `{name}`"
    counted = any(each.arg == "stacklevel" for each in node.keywords)
    return "a `stacklevel`, which counts functions" if counted else ""


def _is_stored(node: ast.Name) -> bool:
    return not isinstance(node.ctx, ast.Load)


_MEANINGS: dict[type, str] = {
    ast.Yield: "a `yield`",
    ast.YieldFrom: "a `yield`",
    ast.Return: "a `return` before their end",
    ast.Break: "a `break` of a loop around them",
    ast.Continue: "a `continue` of a loop around them",
    ast.Global: "a `global`",
    ast.Nonlocal: "a `nonlocal`",
}


def _refuse_taken(file: SourceFile, cut: Cut, name: str, *, method: bool) -> None:
    owner = cut.owner
    if method and isinstance(owner, ast.ClassDef):
        taken = {getattr(each, "name", ""): each.lineno for each in owner.body}
    else:
        taken = bound_names(file)
        function = cut.function
        for each in ast.walk(function) if function is not None else ():
            if isinstance(each, ast.Name) and each.id == name:
                taken[name] = each.lineno
    if name in taken:
        raise Unable(f"{name} is taken", "another name", (f"{file.path}:{taken[name]}",))


def _decorated(function: ast.AST, name: str) -> bool:
    decorators = function.decorator_list if isinstance(function, _FUNCTIONS) else []
    return any(isinstance(each, ast.Name) and each.id == name for each in decorators)


def _own(cut: Cut) -> str:
    """Give the parameter through which a method has its object or its class, or nothing."""
    function = cut.function
    if cut.owner is None or not isinstance(function, _FUNCTIONS):
        return ""
    if _decorated(function, "staticmethod"):
        return ""
    given = [*function.args.posonlyargs, *function.args.args]
    return given[0].arg if given else ""


def _binding(cut: Cut) -> str:
    """Give the decorator that a new method needs to be called as the old one calls it."""
    function = cut.function
    name = getattr(function, "name", "")
    implied = name in ("__new__", "__init_subclass__", "__class_getitem__")
    bound = function is not None and _decorated(function, "classmethod")
    return "@classmethod" if bound or implied else ""


def _needs_class(block: list[ast.stmt]) -> str:
    """Give the word that finds the class around it by itself: `super()` or `__class__`."""
    for node in (inner for each in block for inner in ast.walk(each)):
        called = node.func if isinstance(node, ast.Call) and not node.args else None
        if isinstance(called, ast.Name) and called.id == "super":
            return "super()"
        if isinstance(node, ast.Name) and node.id == "__class__":
            return "__class__"
    return ""


def _refuse_unbound(file: SourceFile, cut: Cut, above: str) -> None:
    """Raise Unable for what only a function in the class can say: `super()`, private names."""
    if not any(isinstance(each, ast.ClassDef) for each in cut.around):
        return
    word = above
    for node in (inner for each in cut.block for inner in ast.walk(each)):
        name = getattr(node, "attr", None) or getattr(node, "id", None) or ""
        if isinstance(name, str) and name[:2] == "__" and name[-2:] != "__":
            word = word or name
    if word:
        place = f"{file.path}:{cut.block[0].lineno}"
        raise Unable(f"these lines use `{word}`, which means something inside their class only, "
                     "and would be a function outside of it", "lines that use the object, so that "
                     "they can be a method", (place,))  # fmt: skip


def _write(plan: Plan, file: SourceFile, cut: Cut, called: tuple[str, str], found: Flow) -> None:
    name, own = called
    block, function = cut.block, cut.function
    assert isinstance(function, _FUNCTIONS)
    start = file.line_start(file.start(block[0]))
    end = file.next_line(file.end(block[-1]))
    waits = any(isinstance(each, (ast.Await, ast.AsyncFor, ast.AsyncWith))
                for node in block for each in ast.walk(node))  # fmt: skip
    indent = file.indent(file.start(block[0]))
    outer = file.indent(file.start(function)) if own else ""
    step = indent[: len(file.indent(file.start(function.body[0])))
                  - len(file.indent(file.start(function)))] or "    "  # fmt: skip
    given = [each for each in _in_order(function, found.inputs) if each != own]
    typed = [_typed(file, function, each) for each in given]
    listed = ", ".join([own, *typed] if own else typed)
    bound = _binding(cut) if own else ""
    before = f"{outer}{bound}\n" if bound else ""
    head = f"{before}{outer}{'async ' if waits else ''}def {name}({listed}):"
    body = _moved(file.text[start:end], indent, outer + step).rstrip()
    results = ", ".join(_in_order(function, found.outputs))
    back = f"\n{outer + step}return {results}" if results else ""
    text = f"{head}\n{body}{back}\n"
    call = f"{'await ' if waits else ''}{f'{own}.' if own else ''}{name}({', '.join(given)})"
    left = f"{results} = " if results else ""
    if isinstance(block[-1], ast.Return):
        left = "return "
    ends = file.newline
    plan.edit(file.path, start, end, f"{indent}{left}{call}{ends}")
    if own:
        place = file.next_line(file.end(function))
        plan.edit(file.path, place, place, f"\n{text}".replace("\n", ends))
    else:
        place = _before(file, cut)
        plan.edit(file.path, place, place, f"{text}\n\n".replace("\n", ends))


def _before(file: SourceFile, cut: Cut) -> int:
    """Give the place before the outermost definition, and before the comments above it."""
    place = file.line_start(file.start(cut.around[0]))
    while place > 0:
        above = file.line_start(place - 1)
        if not file.text[above:place].startswith("#"):
            break
        place = above
    return place


def _in_order(function: ast.AST, names: list[str]) -> list[str]:
    """Order names as the function has them: its parameters first, then as they appear."""
    known = [each.arg for each in ast.walk(function) if isinstance(each, ast.arg)]
    used = [each for each in ast.walk(function) if isinstance(each, ast.Name)]
    known += [each.id for each in sorted(used, key=lambda each: (each.lineno, each.col_offset))]
    return sorted(names, key=lambda name: known.index(name) if name in known else len(known))


def _typed(file: SourceFile, function: ast.AST, name: str) -> str:
    """Give a parameter with the type that the function gives it, if it stays what it was."""
    for each in ast.walk(function):
        if isinstance(each, ast.arg) and each.arg == name and each.annotation is not None:
            plain = function.args if isinstance(function, _FUNCTIONS) else None
            if plain and each not in (plain.vararg, plain.kwarg):
                return f"{name}: {file.segment(each.annotation)}"
    return name


def _moved(text: str, old: str, new: str) -> str:
    """Give lines another indent; what lies inside a text of several lines stays as it is."""
    frozen: set[int] = set()
    dedented = f"if 1:\n{text}"
    for token in tokenize.generate_tokens(io.StringIO(dedented).readline):
        several = token.end[0] > token.start[0]
        if several and token.type in (tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)):
            frozen.update(range(token.start[0], token.end[0]))
    rows = re.split(r"\r?\n", text)
    return "\n".join(
        row if number in frozen or not row.startswith(old) else f"{new}{row[len(old) :]}"
        for number, row in enumerate(rows, start=1)
    )
