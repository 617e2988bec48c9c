"""Inline a variable into its uses, or a function of one expression into its calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .refactor_definitions import Definition, Wanted, chosen, node_of
from .refactor_imports import bindings, bound_names, drop_alias
from .refactor_mentions import exported
from .refactor_occurrences import Found, Occurrence, occurrences
from .refactor_timing import Setting, Use, refuse_another_value
from .refactor_tree import Plan, Tree, Unable, whole
from .source import SourceFile, Span, splice

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ATOMS = (ast.Name, ast.Constant, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict,
          ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.JoinedStr)  # fmt: skip
_ACTS = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
_MAYBE = (ast.IfExp, ast.BoolOp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp,
          ast.GeneratorExp)  # fmt: skip
_Function = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def inline(tree: Tree, wanted: Wanted) -> Plan:
    """Plan to put a thing's meaning in the place of its name; raise Unable where it may differ."""
    definition = chosen(tree, wanted)
    if definition.kind == "function":
        return _function(tree, definition)
    if definition.kind in ("local", "variable"):
        return _variable(tree, definition)
    raise Unable(f"{definition.words} cannot be inlined",
                 "a variable, or a function whose body is one `return`")  # fmt: skip


def _variable(tree: Tree, definition: Definition) -> Plan:
    file = tree.files[definition.path]
    uses = occurrences(tree, [definition]).certain
    outside = [use for use in uses if use.path != definition.path]
    if outside:
        raise Unable(f"{definition.name} is used in other files", "a variable of one file",
                     tuple(tree.place(use.path, use.start) for use in sorted(outside)))  # fmt: skip
    node = _assignment(file, definition, uses)
    value = node.value
    assert value is not None
    starts = {use.start for use in uses} - {definition.offset}
    loads = [each for each in ast.walk(file.tree) if isinstance(each, ast.Name)
             and file.start(each) in starts]  # fmt: skip
    if not loads:
        raise Unable(f"{definition.name} is never used", "", (f"{file.path}:{definition.line}",))
    if hidden := starts - {file.start(each) for each in loads}:
        raise Unable("I cannot tell what stands at one of its uses", "",
                     tuple(tree.place(file.path, each) for each in sorted(hidden)))  # fmt: skip
    _refuse_variable(file, node, loads)
    text = file.segment(value)
    if not isinstance(value, _ATOMS) or "\n" in text:
        text = f"({text})" if not text.startswith("(") or not _is_wrapped(text) else text
    _refuse_formatted(file, loads, text)
    plan = Plan(f"Inlined the variable {definition.qualified}")
    for load in loads:
        plan.edit(file.path, file.start(load), file.end(load), text)
    start = file.line_start(file.start(node))
    plan.edit(file.path, start, file.next_line(file.end(node)), "")
    return plan


def _refuse_formatted(file: SourceFile, loads: list[ast.Name], text: str) -> None:
    """Raise Unable for a use in an f-string that cannot hold the value."""
    told = {id(inner) for each in ast.walk(file.tree) if isinstance(each, ast.FormattedValue)
            for inner in ast.walk(each)}  # fmt: skip
    for load in (each for each in loads if id(each) in told):
        place = (f"{file.path}:{load.lineno}",)
        if re.search(r"['\"\\\n#:!]|^\{", text):
            raise Unable("an f-string uses it, which cannot hold the value on older Pythons",
                         "a value without quotes, colons and braces", place)  # fmt: skip
        if re.compile(r"\s*=\s*[}:!]").match(file.text, file.end(load)):
            raise Unable("an f-string shows it by its name", "", place)


def _is_wrapped(text: str) -> bool:
    try:
        return isinstance(ast.parse(text[1:-1], mode="eval"), ast.Expression)
    except SyntaxError:
        return False


def _assignment(file: SourceFile, definition: Definition, uses: set[Occurrence]) -> Setting:
    """Give the only statement that sets the variable."""
    starts = {use.start for use in uses}
    stores = [each for each in ast.walk(file.tree) if isinstance(each, ast.Name)
              and not isinstance(each.ctx, ast.Load) and file.start(each) in starts]  # fmt: skip
    places = tuple(f"{file.path}:{each.lineno}" for each in stores)
    if len(stores) > 1:
        raise Unable(f"{definition.name} is set {len(stores)} times",
                     "a variable that is set once", places)  # fmt: skip
    node = next((each for each in ast.walk(file.tree) if _is_plain(each, stores)), None)
    if not isinstance(node, (ast.Assign, ast.AnnAssign)):
        raise Unable(f"{definition.name} is not set by a statement `{definition.name} = …` of its "
                     "own", "a variable that is set so", places)  # fmt: skip
    line = file.text[file.line_start(file.start(node)) : file.next_line(file.end(node))]
    if not _is_alone(line, node):
        raise Unable("other code stands on the same line", "a line of its own", places)
    return node


def _is_alone(line: str, node: ast.stmt) -> bool:
    try:
        return ast.unparse(ast.parse(line.strip())) == ast.unparse(node)
    except SyntaxError:
        return False


def _is_plain(node: ast.AST, stores: list[ast.Name]) -> bool:
    if isinstance(node, ast.Assign):
        return len(node.targets) == 1 and node.targets[0] in stores
    return isinstance(node, ast.AnnAssign) and node.target in stores and node.value is not None


def _refuse_variable(file: SourceFile, node: Setting, loads: list[ast.Name]) -> None:
    """Raise Unable where the value could be another one at a use, or be computed again."""
    value = node.value
    assert value is not None
    acts = any(isinstance(each, _ACTS) for each in ast.walk(value))
    made = isinstance(value, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.SetComp,
                                   ast.DictComp, ast.GeneratorExp))  # fmt: skip
    where = tuple(f"{file.path}:{each.lineno}" for each in loads)
    if (acts or made) and len(loads) > 1:
        raise Unable("its value would be computed more than once", "a value without a call", where)
    if acts and not _is_next(file, node, loads[0]):
        raise Unable("its value would be computed later than now", "a use in the next statement",
                     where)  # fmt: skip
    refuse_another_value(Use(file, node, value, loads, _around(file.tree, node)))


def _around(tree: ast.Module, node: ast.AST) -> ast.AST:
    """Give the innermost function around a node, or the module."""
    found: ast.AST = tree
    for each in ast.walk(tree):
        if isinstance(each, _FUNCTIONS) and any(inner is node for inner in ast.walk(each)):
            found = each
    return found


def _is_next(file: SourceFile, node: ast.stmt, load: ast.Name) -> bool:
    """Say whether a use stands in the simple statement right after another."""
    for each in ast.walk(file.tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(each, name, None)
            if isinstance(block, list) and node in block:
                after = block[block.index(node) + 1 :][:1]
                simple = [one for one in after if not hasattr(one, "body")]
                return any(
                    load in list(ast.walk(one))
                    and not any(isinstance(part, _MAYBE) for part in ast.walk(one))
                    for one in simple
                )
    return False


def _function(tree: Tree, definition: Definition) -> Plan:
    file = tree.files[definition.path]
    node = node_of(file, definition)
    value = _only_value(file, node)
    assert isinstance(node, ast.FunctionDef)
    found = occurrences(tree, [definition])
    _refuse_exported(tree, definition, found)
    plan = Plan(f"Inlined the function {definition.qualified}")
    for path in sorted({use.path for use in found.certain}):
        other = tree.files[path]
        starts = {use.start for use in found.certain if use.path == path}
        _calls(tree, plan, (other, starts), (file, node, value), definition)
    start, end = whole(file, node)
    plan.edit(file.path, start, end, "")
    return plan


def _refuse_exported(tree: Tree, definition: Definition, found: Found) -> None:
    """Raise Unable if `__all__` of a file that has the function promises it to others."""
    places = tuple(
        tree.place(path, tree.files[path].start(each))
        for path in sorted({use.path for use in found.certain})
        for node in tree.files[path].tree.body
        for each in exported(node)
        if each.value == definition.name
    )
    if places:
        raise Unable(f"{definition.name} is in `__all__`, so others may use it",
                     "a function that is not exported", places)  # fmt: skip


def _only_value(file: SourceFile, node: ast.AST | None) -> ast.expr:
    """Give the expression that a function returns, if that is all it does."""
    place = (f"{file.path}:{getattr(node, 'lineno', 1)}",)
    if not isinstance(node, ast.FunctionDef) or node.decorator_list:
        raise Unable("it is async or decorated", "a plain function", place)
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    one = body[0] if len(body) == 1 else None
    if not isinstance(one, ast.Return) or one.value is None:
        raise Unable("its body is more than one `return`", "a function of one expression", place)
    args = node.args
    if args.vararg or args.kwarg:
        raise Unable("it takes any number of arguments", "plain parameters", place)
    if any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in ast.walk(one.value)):
        raise Unable("it is a generator", "a function that is none", place)
    if any(isinstance(each, ast.Name) and each.id == node.name for each in ast.walk(one.value)):
        raise Unable("it calls itself", "a function that does not", place)
    return one.value


_Source = tuple[SourceFile, ast.FunctionDef, ast.expr]


def _calls(
    tree: Tree, plan: Plan, where: tuple[SourceFile, set[int]], source: _Source,
    definition: Definition,
) -> None:  # fmt: skip
    """Plan the calls of one file; raise Unable for a use that is no call."""
    file, starts = where
    parents = {id(inner): each for each in ast.walk(file.tree)
               for inner in ast.iter_child_nodes(each)}  # fmt: skip
    done: set[int] = {definition.offset} if file.path == definition.path else set()
    for binding in bindings(tree, file):
        place = file.start(binding.alias)
        if place in starts:
            drop_alias(plan, file, binding)
            done.add(place)
    calls = [each for each in ast.walk(file.tree) if isinstance(each, ast.Call)
             and file.end(each.func) - len(definition.name) in starts]  # fmt: skip
    for node in calls:
        if any(each is not node and each in calls for each in ast.walk(node)):
            where_it_is = f"{file.path}:{node.lineno}"
            raise Unable("a call of it stands inside another call of it",
                         "calls apart from each other", (where_it_is,))  # fmt: skip
        done.add(file.end(node.func) - len(definition.name))
        _same_names(tree, file, node, source)
        text = _meaning(file, node, source)
        if _needs_brackets(source[2], text, parents.get(id(node))):
            text = f"({text})"
        plan.edit(file.path, file.start(node), file.end(node), text)
    left = sorted(starts - done)
    if left:
        raise Unable(f"{definition.name} is used other than in a call", "calls only",
                     tuple(tree.place(file.path, place) for place in left))  # fmt: skip


def _needs_brackets(value: ast.expr, text: str, parent: ast.AST | None) -> bool:
    if "\n" in text:
        return True
    whole = (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr, ast.Call, ast.keyword)
    return not isinstance(value, _ATOMS) and not isinstance(parent, whole)


def _same_names(tree: Tree, file: SourceFile, call: ast.Call, source: _Source) -> None:
    """Raise Unable if a name of the expression means something else where the call is."""
    home, function, value = source
    params = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    free = {each.id for each in ast.walk(value) if isinstance(each, ast.Name)} - params
    top = set(bound_names(home))
    place = f"{file.path}:{call.lineno}"
    if file is not home and free & top:
        raise Unable(f"{', '.join(sorted(free & top))} of {home.path} is not known in {file.path}",
                     "a function that uses its parameters only", (place,))  # fmt: skip
    around = _around(file.tree, call)
    hidden = {each.arg for each in ast.walk(around) if isinstance(each, ast.arg)}
    if around is not file.tree:
        hidden |= {each.id for each in ast.walk(around) if isinstance(each, ast.Name)
                   and isinstance(each.ctx, ast.Store)}  # fmt: skip
    if free & hidden:
        raise Unable(f"{', '.join(sorted(free & hidden))} means something else there", "", (place,))
    del tree


def _meaning(file: SourceFile, call: ast.Call, source: _Source) -> str:
    """Give the expression with a call's arguments in the place of the parameters."""
    home, function, value = source
    place = f"{file.path}:{call.lineno}"
    given = dict(_given(file, call, home, function))
    uses: dict[str, list[ast.Name]] = {name: [] for name in given}
    for each in ast.walk(value):
        if isinstance(each, ast.Name) and each.id in uses:
            uses[each.id].append(each)
    inner = {each.id for each in ast.walk(value) if isinstance(each, ast.Name)
             and isinstance(each.ctx, ast.Store)}  # fmt: skip
    inner |= {each.arg for each in ast.walk(value) if isinstance(each, ast.arg)}
    spans: list[Span] = []
    acting = 0
    maybe = any(isinstance(each, _MAYBE) for each in ast.walk(value))
    for name, (text, node) in given.items():
        acts = any(isinstance(each, _ACTS) for each in ast.walk(node))
        acting += acts
        if acts and (len(uses[name]) != 1 or maybe or acting > 1):
            raise Unable(f"the argument {text} would be computed another time, or in another order",
                         "an argument without a call", (place,))  # fmt: skip
        if inner & {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}:
            raise Unable("a name inside the expression hides one of the arguments", "", (place,))
        whole = text if isinstance(node, _ATOMS) else f"({text})"
        spans.extend(Span(home.start(each), home.end(each), whole) for each in uses[name])
    start, end = home.start(value), home.end(value)
    moved = [Span(each.start - start, each.end - start, each.text) for each in spans]
    return splice(home.text[start:end], moved)


def _given(
    file: SourceFile, call: ast.Call, home: SourceFile, function: ast.FunctionDef
) -> Iterator[tuple[str, tuple[str, ast.expr]]]:
    """Yield each parameter with the text and the tree of its value in a call."""
    args = function.args
    names = [each.arg for each in (*args.posonlyargs, *args.args)]
    defaults = dict(zip(names[len(names) - len(args.defaults) :], args.defaults))
    pairs = zip(args.kwonlyargs, args.kw_defaults)
    defaults.update({each.arg: value for each, value in pairs if value is not None})
    spread = [each for each in call.args if isinstance(each, ast.Starred)]
    keywords = {each.arg: each.value for each in call.keywords}
    if spread or None in keywords:
        raise Unable("a call gives its arguments as a whole", "plain arguments",
                     (f"{file.path}:{call.lineno}",))  # fmt: skip
    values: dict[str, ast.expr] = dict(zip(names, call.args))
    values.update({name: value for name, value in keywords.items() if name})
    for name in (*names, *(each.arg for each in args.kwonlyargs)):
        if name in values:
            yield name, (file.segment(values[name]), values[name])
        elif name in defaults:
            yield name, (home.segment(defaults[name]), defaults[name])
        else:
            raise Unable(f"a call gives no {name}", "", (f"{file.path}:{call.lineno}",))
