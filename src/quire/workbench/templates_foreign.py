"""Edit templates for what an error says is not there: other languages, or scopes, have it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import ATOM, Place, level_of_text
from .source import Edit
from .templates_missing import NEEDED
from .templates_statements import insert_before
from .units import Function

_BITS = -2.0  # nobody writes such a word but for what it means elsewhere
_LESS = 0.75  # bits for each reading after the first one
# Names without a value, and what stands for them.
_NAMES: dict[str, tuple[str, ...]] = {
    "null": ("None",), "nil": ("None",), "NULL": ("None",), "undefined": ("None",),
    "nullptr": ("None",), "true": ("True",), "TRUE": ("True",), "false": ("False",),
    "FALSE": ("False",), "this": ("self",), "Infinity": ("float('inf')",), "NaN": ("float('nan')",),
    "INT_MAX": ("float('inf')", "2**31 - 1"), "INT_MIN": ("float('-inf')", "-(2**31)"),
    "println": ("print",), "printf": ("print",), "xrange": ("range",), "unicode": ("str",),
    "raw_input": ("input",), "long": ("int",), "basestring": ("str",), "String": ("str",),
    "boolean": ("bool",), "self": ("cls",), "cls": ("self",), "length": ("len",), "size": ("len",),
    "strlen": ("len",),
}  # fmt: skip
# Members of what is no name here: the owner and the member, and what stands for the call or value.
_OWNED: dict[str, tuple[str, ...]] = {
    "Math.max": ("max({all})",), "Math.min": ("min({all})",), "Math.abs": ("abs({all})",),
    "Math.round": ("round({all})",), "Math.floor": ("int({all})", "{0} // 1"),
    "Math.trunc": ("int({all})",), "Math.sqrt": ("{0} ** 0.5",), "Math.pow": ("{0} ** {1}",),
    "Math.ceil": ("-(-{0} // 1)",), "Integer.MAX_VALUE": ("float('inf')", "2**31 - 1"),
    "Integer.MIN_VALUE": ("float('-inf')", "-(2**31)"), "Integer.parseInt": ("int({all})",),
    "Number.MAX_VALUE": ("float('inf')",), "String.valueOf": ("str({all})",),
    "Integer.toString": ("str({all})",), "Character.isDigit": ("{0}.isdigit()",),
    "Character.isLetter": ("{0}.isalpha()",), "Character.isLetterOrDigit": ("{0}.isalnum()",),
    "Character.toLowerCase": ("{0}.lower()",), "Character.toUpperCase": ("{0}.upper()",),
    "Character.getNumericValue": ("int({0})",), "Arrays.sort": ("{0}.sort()",),
    "Collections.sort": ("{0}.sort()",), "Collections.reverse": ("{0}.reverse()",),
    "Arrays.asList": ("[{all}]",), "Object.keys": ("{0}.keys()",), "Array.isArray":
    ("isinstance({0}, list)",), "console.log": ("print({all})",), "Objects.equals": ("{0} == {1}",),
    "JSON.stringify": ("json.dumps({all})",), "JSON.parse": ("json.loads({all})",),
}  # fmt: skip
# Methods and properties that a value lacks, by the number of arguments, and what stands for them.
_METHODS: dict[tuple[str, int], tuple[str, ...]] = {
    **{(name, 0): ("len({x})",) for name in ("length", "size", "len", "count", "getLength")},
    **{(name, 0): ("not {x}",) for name in ("isEmpty", "empty", "is_empty", "isempty")},
    **{(name, 1): ("{x}.append({0})", "{x}.add({0})", "heappush({x}, {0})") for name in (
        "push", "push_back", "add", "addLast", "enqueue", "offer", "append", "put", "insert",
        "pushBack", "emplace_back")},
    **{(name, 1): ("{x}.appendleft({0})", "{x}.insert(0, {0})") for name in (
        "unshift", "push_front", "addFirst", "offerFirst", "prepend", "appendleft")},
    **{(name, 0): ("{x}.popleft()", "{x}.pop(0)", "{x}.pop()") for name in (
        "poll", "shift", "dequeue", "removeFirst", "pop_front", "pollFirst", "popleft")},
    **{(name, 0): ("{x}.pop()",) for name in ("pop_back", "removeLast", "pollLast", "pop_right")},
    **{(name, 0): ("{x}[-1]", "{x}[0]") for name in ("peek", "top", "last", "back", "peekLast",
                                                  "getLast")},
    **{(name, 0): ("{x}[0]", "{x}[-1]") for name in ("front", "first", "peekFirst", "getFirst")},
    **{(name, 1): ("{0} in {x}",) for name in (
        "contains", "includes", "has", "containsKey", "has_key", "exists", "hasOwnProperty",
        "include", "contain", "containsValue")},
    **{(name, 1): ("{x}[{0}]",) for name in ("charAt", "at", "get", "elementAt", "nth", "item")},
    **{(name, 2): ("{x}[{0}:{1}]",) for name in ("substring", "substr", "slice", "subList")},
    **{(name, 1): ("{x}[{0}:]",) for name in ("substring", "substr", "slice", "subList")},
    **{(name, 1): ("{x}.find({0})", "{x}.index({0})") for name in ("indexOf", "index_of", "find")},
    ("lastIndexOf", 1): ("{x}.rfind({0})",), ("toString", 0): ("str({x})",),
    ("equals", 1): ("{x} == {0}",), ("compareTo", 1): ("({x} > {0}) - ({x} < {0})",),
    ("toLowerCase", 0): ("{x}.lower()",), ("toUpperCase", 0): ("{x}.upper()",),
    ("tolower", 0): ("{x}.lower()",), ("toupper", 0): ("{x}.upper()",),
    ("lowercase", 0): ("{x}.lower()",), ("uppercase", 0): ("{x}.upper()",),
    ("trim", 0): ("{x}.strip()",), ("chomp", 0): ("{x}.rstrip()",),
    ("trimStart", 0): ("{x}.lstrip()",), ("trimEnd", 0): ("{x}.rstrip()",),
    ("startsWith", 1): ("{x}.startswith({0})",), ("endsWith", 1): ("{x}.endswith({0})",),
    ("replaceAll", 2): ("{x}.replace({0}, {1})",), ("gsub", 2): ("{x}.replace({0}, {1})",),
    ("toCharArray", 0): ("list({x})",), ("charCodeAt", 1): ("ord({x}[{0}])",),
    ("getOrDefault", 2): ("{x}.get({0}, {1})",), ("keySet", 0): ("{x}.keys()",),
    ("entrySet", 0): ("{x}.items()",), ("entries", 0): ("{x}.items()",),
    ("iteritems", 0): ("{x}.items()",), ("iterkeys", 0): ("{x}.keys()",),
    ("itervalues", 0): ("{x}.values()",), ("putIfAbsent", 2): ("{x}.setdefault({0}, {1})",),
    ("putAll", 1): ("{x}.update({0})",), ("addAll", 1): ("{x}.extend({0})", "{x}.update({0})"),
    ("concat", 1): ("{x} + {0}",), ("join", 1): ("{0}.join({x})",), ("join", 0): ("''.join({x})",),
    ("reverse", 0): ("{x}[::-1]",), ("reversed", 0): ("{x}[::-1]",), ("sort", 0): ("sorted({x})",),
    ("sorted", 0): ("sorted({x})",), ("sum", 0): ("sum({x})",), ("max", 0): ("max({x})",),
    ("min", 0): ("min({x})",), ("abs", 0): ("abs({x})",), ("clone", 0): ("{x}.copy()", "{x}[:]"),
    ("copy", 0): ("{x}[:]",), ("next", 0): ("next({x})",), ("intValue", 0): ("int({x})",),
    ("delete", 1): ("{x}.discard({0})", "{x}.remove({0})", "{x}.pop({0})"),
    ("remove", 1): ("{x}.pop({0})", "{x}.discard({0})"), ("erase", 1): ("{x}.remove({0})",),
    ("union", 1): ("{x} + {0}",), ("append", 2): ("{x}.insert({0}, {1})",),
    ("split", 0): ("list({x})",), ("items", 0): ("enumerate({x})",),
}  # fmt: skip


def foreign_names(place: Place, node: ast.Name) -> Iterator[Edit]:
    """Use Python's name for what another language calls otherwise."""
    if node.id in place.known.unbound:
        for worse, new in enumerate(_NAMES.get(node.id, ())):
            words = f"`{new}`, which other languages call `{node.id}`"
            yield place.swap(node, new, words, _BITS + _LESS * worse, NEEDED)


def foreign_members(place: Place, node: ast.Attribute) -> Iterator[Edit]:
    """Use what Python has instead of a method or property that a value lacks."""
    call = place.parent(node)
    called = isinstance(call, ast.Call) and call.func is node
    whole: ast.expr = call if isinstance(call, ast.Call) and called else node
    given = call.args if isinstance(call, ast.Call) and called and not call.keywords else []
    owner = place.text(node.value)
    if isinstance(node.value, ast.Name) and owner in place.known.unbound:
        forms = _OWNED.get(f"{owner}.{node.attr}", ())
    elif node.attr in place.known.lacking:
        forms = _METHODS.get((node.attr, len(given)), ())
    else:
        return
    texts = [_whole(place.text(each)) for each in given]
    inside = ", ".join(place.text(each) for each in given)
    for worse, form in enumerate(forms):
        if any(f"{{{number}}}" in form for number in range(len(texts), 3)):
            continue
        new = form.format(*texts, x=place.atom(node.value), all=inside)
        words = f"`{new}`, which other languages write `.{node.attr}`"[:90]
        yield place.swap(whole, new, words, _BITS + _LESS * worse, NEEDED)


def _whole(text: str) -> str:
    """Give an argument as it can stand beside any operator."""
    return text if level_of_text(text) >= ATOM else f"({text})"


def other_scope(place: Place) -> Iterator[Edit]:
    """Take a name that has no value here from the object, the function or the module around."""
    for name in sorted(place.known.unbound):
        for function in (n for n in place.nodes if isinstance(n, ast.FunctionDef)):
            if name in _stored(function) and name in place.locals:
                yield _declared(place, function, f"nonlocal {name}", 1.5)
        if name in _stored(place.function) and name in place.known.globals:
            yield _declared(place, place.function, f"global {name}", 2.0)
        yield from _of_object(place, name)


def _declared(place: Place, function: Function, text: str, bits: float) -> Edit:
    body = function.body
    documented = len(body) > 1 and ast.get_docstring(function) is not None
    edit = insert_before(place, body[documented], text, f"insert `{text}`", bits)
    return edit._replace(group=NEEDED)


def _of_object(place: Place, name: str) -> Iterator[Edit]:
    """Yield the change of each use of a name to the attribute of that name."""
    arguments = place.function.args.args
    if not arguments or arguments[0].arg not in ("self", "cls"):
        return
    owner = arguments[0].arg
    kinds = place.known.types.get(owner, set())
    if not any(name in place.known.attributes.get(kind, set()) for kind in kinds):
        return
    uses = [n for n in place.nodes if isinstance(n, ast.Name) and n.id == name]
    if len(uses) > 1:
        spans = [(place.source.start(n), place.source.end(n), f"{owner}.{name}") for n in uses]
        words = f"`{owner}.{name}` instead of `{name}`, {len(uses)} times"
        yield place.put(spans, words, 2.5, NEEDED)


def _stored(function: ast.AST) -> set[str]:
    names = (each for each in ast.walk(function) if isinstance(each, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}
