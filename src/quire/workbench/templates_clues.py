"""Edits that follow a clue: what is given and never used, begun and never carried on, asked for."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from .hoards import hoarded
from .oddities import counts_turns, unfilled
from .predicates import Choice, results
from .scope import MOST_PLACES, WORD, Place
from .source import Edit, SourceFile
from .templates_borrowed import required
from .units import FUNCTIONS

_IDLE = 3.0  # bits by which an edit is likelier that uses what the function was given in vain
_COUNTS = 1.5  # the same for what counts the turns of a loop: many loops have no use for it
_UNREAD = 1.5  # the same for what its file imports in vain
_WHOLE = 0.5  # bits by which a whole value is likelier to be given to a function than a part
_CALLABLE = {"function", "method", "builtin_function_or_method", "type", "partial"}
_MODULE_CALLS = {  # of one value, that are forgotten
    "copy": ("deepcopy", "copy"), "math": ("floor", "ceil", "sqrt", "fabs"), "re": ("escape",),
    "html": ("escape", "unescape"), "textwrap": ("dedent",), "json": ("dumps", "loads"),
}  # fmt: skip
_SHORT = 32  # characters of an expression that is worth repeating
_LONG = 90  # characters of a statement that is worth repeating


@lru_cache(maxsize=MOST_PLACES)
def idle(place: Place) -> Mapping[str, float]:
    """Give names that nothing reads, a function's own and what its file imports, with bits."""
    arguments = place.function.args
    given = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    names = [node for node in place.nodes if isinstance(node, ast.Name)]
    read = {node.id for node in names if not isinstance(node.ctx, ast.Store)}
    read -= hoarded(place.nodes)
    named = {node.id for node in names} | given
    own = {n for n in named - read if not n.startswith("_") and n not in ("self", "cls")}
    counters = _counters(place)
    bits = {name: _COUNTS if name in counters else _IDLE for name in own}
    return {**dict.fromkeys(_unread(place.source), _UNREAD), **bits}


def _counters(place: Place) -> set[str]:
    """Give the names that only count the turns of a loop."""
    loops = (node for node in place.nodes if isinstance(node, (ast.For, ast.comprehension)))
    return {
        loop.target.id for loop in loops if isinstance(loop.target, ast.Name) and counts_turns(loop)
    }


@lru_cache(maxsize=64)
def _unread(source: SourceFile) -> frozenset[str]:
    """Give the imported names and the private functions of a file that nothing in it reads."""
    if source.path.endswith("__init__.py"):
        return frozenset()
    made: set[str] = set()
    for node in ast.iter_child_nodes(source.tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            made |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, FUNCTIONS) and node.name.startswith("_"):
            made.add(node.name)
    for node in source.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            made.discard(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            made.discard(node.value)
    return frozenset(made - {"annotations"})


def mentioned(edit: Edit, names: Mapping[str, float]) -> float:
    """Give the bits by which an edit is likelier because it brings a name in."""
    words = (word for span in edit.spans for word in names_in(span.text)) if names else ()
    return max((names.get(word, 0.0) for word in words), default=0.0)


def applied(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Apply a function that was given and is not used to a value."""
    parent = place.parent(node)
    if place.called(node) or isinstance(getattr(node, "ctx", None), ast.Store):
        return
    yield from _module_calls(place, node)
    inner = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and n.id in place.locals}
    for name in sorted(idle(place)):
        seen = place.known.types.get(name, set())
        if not seen & _CALLABLE and name not in place.known.callables:
            continue
        texts = dict.fromkeys(
            (f"{name}({place.text(node)})", *(f"{name}({n})" for n in sorted(inner)))
        )
        for text in (name,) if isinstance(node, ast.Lambda) else texts:
            bits = 6.0 - _WHOLE * isinstance(parent, ast.stmt)
            yield place.swap(node, text, f"`{text}`"[:90], bits, "wrap")


def _module_calls(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Apply a function of an imported module to a value."""
    for name, module in sorted(place.known.modules.items()):
        for function in _MODULE_CALLS.get(module, ()):
            text = f"{name}.{function}({place.text(node)})"
            bits = 7.0 - _WHOLE * isinstance(place.parent(node), ast.stmt)
            bits -= _WHOLE * (f"{name}.{function}(" in place.source.text)
            yield place.swap(node, text, f"`{text}`"[:90], bits, "wrap")


def handed_on(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Hand a value that is not used on to a call, under its own name."""
    if any(keyword.arg is None for keyword in node.keywords):
        return
    known = {keyword.arg for keyword in node.keywords}
    end = place.source.end(node) - 1
    comma = ", " if node.args or known else ""
    for name in sorted(set(idle(place)) - known):
        text = f"{comma}{name}={name}"
        yield place.put([(end, end, text)], f"hand `{name}` on", 7.0, "arguments")


def carried_on(place: Place) -> Iterator[tuple[str, float]]:
    """Yield what could be done to names that are begun as nothing and never changed."""
    reads = [text for text in place.expressions if len(text) <= _SHORT]
    for name, value in begun(place).items():
        others = [n for n in place.locals if n != name and n not in ("self", "cls")]
        for text in (*others, *reads):
            if re.search(rf"\b{name}\b", text):
                continue
            more = 0.0 if text in others else 0.7
            yield from ((new, bits + more) for new, bits in _steps(name, value, text))
        if isinstance(value, ast.Constant) and isinstance(value.value, int):
            yield from ((f"{name} += 1", 6.0), (f"{name} -= 1", 7.0))
        if isinstance(value, ast.Constant) and isinstance(value.value, bool):
            yield f"{name} = {not value.value}", 5.0


def entered(place: Place) -> Iterator[tuple[str, float]]:
    """Yield what could be put into tables that are read and never filled."""
    tables = unfilled(place.function)
    loops = [node.target for node in place.nodes if isinstance(node, ast.For)] if tables else []
    turning = {n.id: None for t in loops for n in ast.walk(t) if isinstance(n, ast.Name)}
    for name in sorted(tables):
        for key in turning:
            yield f"{name}[{key}] = True", 5.0
            yield f"{name}[{key}] += 1", 5.0
            for value in place.locals:
                if value not in (name, key, "self", "cls"):
                    yield f"{name}[{key}] = {value}", 4.5


@lru_cache(maxsize=MOST_PLACES)
def begun(place: Place) -> Mapping[str, ast.expr]:
    """Give the names that are set once, to nothing or a number, read, and not changed."""
    stores: dict[str, list[ast.AST]] = {}
    changed: set[str] = set()
    for node in place.nodes:
        parent = place.parent(node)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stores.setdefault(node.id, []).append(parent)
        elif isinstance(node, ast.Name) and isinstance(parent, (ast.Attribute, ast.Subscript)):
            stored = isinstance(parent.ctx, (ast.Store, ast.Del))
            done = isinstance(place.parent(place.parent(parent)), ast.Expr)
            changed |= {node.id} if stored or done else set()
    found: dict[str, ast.expr] = {}
    for name, (first, *more) in stores.items():
        once = not more and name not in changed and isinstance(first, ast.Assign)
        if once and isinstance(first, ast.Assign) and _nothing(first.value):
            found[name] = first.value
    return found


def _nothing(value: ast.expr) -> bool:
    """Say whether a value is a first one: a constant, a display, a call without a value."""
    called = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and not value.args
    return called or isinstance(value, (ast.Constant, ast.List, ast.Dict))


def _steps(name: str, value: ast.expr, text: str) -> Iterator[tuple[str, float]]:
    """Yield statements that carry a name on with a value."""
    if isinstance(value, ast.Constant) and not isinstance(value.value, str):
        yield f"{name} = {text}", 6.0
    if isinstance(value, ast.Constant) and isinstance(value.value, (int, float)):
        yield from ((f"{name} += {text}", 6.0), (f"{name} -= {text}", 7.5))
        yield f"{name} = max({name}, {text})", 7.5
        yield f"{name} = min({name}, {text})", 8.0
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield f"{name} += {text}", 6.0
    kind = getattr(getattr(value, "func", None), "id", "")
    if isinstance(value, ast.List) or kind in ("list", "deque"):
        yield from ((f"{name}.append({text})", 6.0), (f"{name}.extend({text})", 7.5))
    if kind == "set":
        yield f"{name}.add({text})", 6.0
    if kind in ("Counter", "defaultdict"):
        yield f"{name}[{text}] += 1", 6.5


def told(place: Place) -> Iterator[tuple[str, float]]:
    """Yield calls of methods of known objects whose parameters are named as what is at hand."""
    here = set(place.locals)
    for name in (n for n in place.values if n not in ("self", "cls")):
        kinds = place.known.types.get(name, set())
        for source in (place.source, *place.known.sources):
            for method, needed in _methods(source, kinds):
                if needed and set(needed) <= here - {name}:
                    yield f"{name}.{method}({', '.join(needed)})", 6.5


def _methods(source: SourceFile, kinds: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the public methods of the classes of a file, with what they must be given."""
    for kind in source.tree.body if kinds else ():
        if not isinstance(kind, ast.ClassDef) or kind.name not in kinds:
            continue
        for node in kind.body:
            if isinstance(node, FUNCTIONS) and not node.name.startswith("_"):
                yield node.name, required(node, 1)


@lru_cache(maxsize=MOST_PLACES)
def refusals(place: Place) -> tuple[Choice, ...]:
    """List ways to raise the errors that failing tests ask for, the likeliest first."""
    found: dict[str, float] = {}
    known = {*place.locals, *place.builtins, *place.known.globals}
    for name, message in place.known.errors.items():
        if name not in place.known.globals and not hasattr(builtins, name):
            continue
        for node in place.source.nodes:
            text = place.text(node) if isinstance(node, ast.Raise) and _is(node, name) else ""
            names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} if text else set()
            if text and "\n" not in text and len(text) <= _LONG and names <= known:
                found.setdefault(text, 2.0)
        if message:
            found.setdefault(f"raise {name}({message!r})", 2.0)
        for argument in place.function.args.args:
            if argument.arg not in ("self", "cls"):
                found.setdefault(f"raise {name}({argument.arg})", 3.0)
        found.setdefault(f"raise {name}()", 5.0)
    ordered = sorted(found.items(), key=lambda item: (item[1], item[0]))
    return tuple(Choice(text, bits) for text, bits in ordered[:8])


def _is(node: ast.Raise, name: str) -> bool:
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == name


def refused(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Raise the error that a test asks for instead of leaving, or of doing nothing."""
    for choice in refusals(place):
        if choice.text != place.text(node):
            words = f"`{choice.text}` instead of `{place.text(node)}`"
            yield place.swap(node, choice.text, words[:90], 3.0 + choice.bits, "error")


def ways_out(place: Place) -> list[Choice]:
    """List the statements that leave a function: errors that are asked for, then its values."""
    values = [Choice(f"return {c.text}".rstrip(), c.bits) for c in results(place)]
    return [*refusals(place), *values]


def strange(way: Choice, test: Choice) -> float:
    """Give bits for an error that tells of something else than what its condition asks about."""
    if not way.text.startswith("raise "):
        return 0.0
    about = names_in(way.text.partition("(")[2].split('"')[0].split("'")[0])
    return 1.5 if about and not about & names_in(test.text) else 0.0


def left_over(place: Place, node: ast.stmt) -> set[str]:
    """Give the names that the loop before a statement carries on and nothing reads later."""
    block = place.block(node)
    before = block[block.index(node) - 1] if node in block[1:] else None
    if not isinstance(before, (ast.For, ast.While)):
        return set()
    inside = [n for n in ast.walk(before) if isinstance(n, ast.AugAssign)]
    carried = {n.target.id for n in inside if isinstance(n.target, ast.Name)}
    rest = [n for statement in block[block.index(node) :] for n in ast.walk(statement)]
    return carried - {n.id for n in rest if isinstance(n, ast.Name)}


def names_in(text: str) -> set[str]:
    """Give the words of a text that could be names."""
    return set(WORD.findall(text))
