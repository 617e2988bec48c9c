"""Run what a report says, or what its traceback shows, until the same fault is seen."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .project import is_test_path
from .reproduce_expect import promised
from .reproduce_names import Names, imports
from .reproduce_probe import Ending, Entered, Hunt, call, command, sample, search
from .reproduce_text import Frame, Report, Step, Trace, whole_call

_QUOTED = re.compile(r"'[^'\n]{0,40}'|-?\b\d+\b")
_POOLS = {
    "str": ["''", "'a'", "' '", "'a b'", "'0'", "'A,b'", "'\\n'", "'12'", "'a=b'", "'Ab cd'"],
    "int": ["0", "1", "-1", "2", "3", "10", "7", "100"],
    "float": ["0.0", "1.0", "-1.0", "0.5"],
    "list": ["[]", "[1]", "[1, 2]", "['']", "['a']", "[0]", "[3, 1, 2]", "[2, 2]", "[-1, 4]",
             "[0.5, 1.5]", "['b', 'a']", "['x y']"],
    "dict": ["{}", "{'a': 1}", "{'': ''}"],
    "bool": ["False", "True"],
    "tuple": ["()", "(1,)", "(1, 2)"],
    "set": ["set()", "{1}"],
}  # fmt: skip
_SEARCHED = "a search for arguments that end in the same error at the same line"
_SEQUENCES = ("data", "array", "sequence", "collection", "iterable")
_ANY = ["''", "[]", "0", "{}", "None", "'a'", "1", "-1", "[1]", "'a b'", "[1, 2]", "1.5"]


class Unseen(Exception):
    """The fault could not be seen; `outcome` is none, or documented."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


@dataclass(frozen=True)
class Seen:
    """A call of the project that shows the fault.

    `words` are the command line where the call reads it; `how` says where the call comes from.
    """

    step: Step
    imports: tuple[str, ...]
    source: str
    path: str
    module: str
    function: str
    ending: Ending
    how: str
    words: tuple[str, ...] = ()

    @property
    def call(self) -> ast.Call | None:
        """The call as a tree."""
        node = ast.parse(self.source, mode="eval").body
        return node if isinstance(node, ast.Call) else None


def see(root: Path, names: Names, report: Report) -> Seen:
    """Return a call that shows the fault; raise Unseen with what was tried."""
    if not report.steps and report.trace is None:
        raise Unseen("none", "the report holds no call, no command and no traceback")
    said: list[str] = []
    for step in report.steps:
        found = (
            _by_command(root, names, step, report.text, said)
            if step.kind == "command"
            else _by_call(root, names, step, report.text, said)
        )
        if found:
            return found
    if report.trace is not None:
        found = _by_trace(root, names, report.trace, report.text, said)
        if found:
            return found
    raise Unseen(
        "none", "; ".join(dict.fromkeys(said)) or "nothing that it names is in the project"
    )


def _by_call(root: Path, names: Names, step: Step, told: str, said: list[str],
             how: str = "the report") -> Seen | None:  # fmt: skip
    ways = imports(names, step.source, step.setup, told)
    if not ways:
        said.append(f"{step.source} names something that the project does not have")
    for way in ways:
        values = {"wants": step.wants, "shown": step.shown}
        ending = call(root, [*way, *step.setup], step.source, values)
        if _is_fault(step, ending, said):
            function, module = _target(step.source, way)
            path = names.modules.get(module, "")
            seen = Seen(_meant(step, ending), tuple(way), step.source, path, module, function,
                        ending, how)  # fmt: skip
            return _sharper(root, names, seen)
    return None


def _target(source: str, way: list[str]) -> tuple[str, str]:
    """Return the function that a call names, and the module that it is taken from."""
    dotted = source.partition("(")[0]
    function = dotted.rpartition(".")[2]
    for line in way:
        head, _, name = line.partition(" import ")
        if name and dotted.split(".")[0] == name:
            return function, head.removeprefix("from ")
        if dotted.startswith(f"{line.removeprefix('import ')}."):
            return function, line.removeprefix("import ")
    return function, way[0].split()[1] if way else ""


def _meant(step: Step, ending: Ending) -> Step:
    """Take what was shown below a prompt for what is expected, where the call gives another."""
    if step.wants or step.wants_error or not step.shown or ending.equals.get("shown"):
        return step
    return Step(step.kind, step.source, step.setup, wants=step.shown, error=step.error)


def _is_fault(step: Step, ending: Ending, said: list[str]) -> bool:
    wished = bool(step.wants or step.wants_error)
    if ending.how == "raised":
        if step.wants_error and step.wants_error in ending.kinds:
            said.append(f"{step.source} raises {ending.error} here, as it should")
            return False
        if wished or not step.error or step.error in ending.kinds:
            inside = bool(ending.frames) or wished
            if not inside:
                said.append(f"{step.source} raises {ending.error} before it reaches the project")
            return inside
        said.append(f"{step.source} raises {ending.error} here, not {step.error}")
        return False
    if ending.how != "returned":
        said.append(f"{step.source} does not come to an end here")
        return False
    if step.wants_error or (step.wants and not ending.equals.get("wants")):
        return True
    if not step.wants and step.shown and not ending.equals.get("shown"):
        return True
    said.append(f"{step.source} gives {ending.result or f'a {ending.type}'} here")
    return False


def _sharper(root: Path, names: Names, seen: Seen) -> Seen:
    """Return the same fault at the call on its way for which the most is promised."""
    step = seen.step
    if step.wants or step.wants_error:
        return seen
    best, most = seen, _rank(names, seen)
    for frame in seen.ending.frames:
        other = _entered(root, names, frame, seen, seen.how)
        if other is not None and _rank(names, other) > most:
            best, most = other, _rank(names, other)
    return best


def _rank(names: Names, seen: Seen) -> int:
    """Return how much is promised for a call: 2 a value or an error, 1 a type, 0 nothing."""
    node = names.function(seen.path, seen.function)
    if node is None:
        return 0
    promise = promised(node, seen.call, seen.ending.error)
    return 2 if promise.value or promise.error else int(bool(promise.types))


def _entered(root: Path, names: Names, frame: Entered, seen: Seen, how: str) -> Seen | None:
    """Return the call that a frame was, if it can be made by itself and fails alike."""
    if frame.arguments is None or is_test_path(frame.path):
        return None
    module = names.module_of(frame.path)
    way = f"from {module} import {frame.function}"
    source = f"{frame.function}({frame.arguments})"
    ending = call(root, [way], source, {})
    if ending.how != "raised" or ending.error != seen.ending.error or not ending.frames:
        return None
    step = Step("call", source, error=seen.ending.error)
    return Seen(step, (way,), source, frame.path, module, frame.function, ending, how)


def _by_command(root: Path, names: Names, step: Step, told: str, said: list[str]) -> Seen | None:
    del told
    try:
        words = shlex.split(step.source)[1:]
    except ValueError:
        return None
    if words[:1] != ["-m"] and not (root / words[0]).is_file():
        said.append(f"there is no {words[0]} here")
        return None
    ending = command(root, words)
    if ending.how != "raised" or not ending.frames:
        said.append(f"`{step.source}` {_how(ending)}")
        return None
    if step.error and step.error not in ending.kinds:
        said.append(f"`{step.source}` raises {ending.error} here, not {step.error}")
        return None
    whole = Seen(step, (), step.source, "", "", "", ending, f"running `{step.source}`")
    found = [each for frame in ending.frames
             if (each := _entered(root, names, frame, whole, whole.how))]  # fmt: skip
    found.sort(key=lambda each: -_rank(names, each))
    argv = tuple(words[1:] if words[0] == "-m" else words)
    if found and _rank(names, found[0]):
        return found[0]
    entry = _entry(root, names, ending, argv, whole)
    if entry is None and not found:
        said.append(f"`{step.source}` fails in no function that a test could call")
    return entry or (found[0] if found else None)


def _how(ending: Ending) -> str:
    if ending.how == "exited":
        return f"ends with exit code {ending.code} here"
    return f"fails outside the project: {ending.error}" if ending.error else "does not end here"


def _entry(
    root: Path, names: Names, ending: Ending, argv: tuple[str, ...], whole: Seen
) -> Seen | None:
    """Return the function that reads the command line, called with that line."""
    for frame in ending.frames:
        if frame.arguments != "":
            continue
        module = names.module_of(frame.path)
        way = f"from {module} import {frame.function}"
        source = f"{frame.function}()"
        again = call(root, ["import sys", f"sys.argv = {list(argv)!r}", way], source, {})
        if again.how == "raised" and again.error == ending.error:
            return Seen(whole.step, (way,), source, frame.path, module, frame.function, again,
                        whole.how, argv)  # fmt: skip
    return None


def _by_trace(root: Path, names: Names, trace: Trace, told: str, said: list[str]) -> Seen | None:
    for source in _calls_in(trace):
        step = Step("call", source, error=trace.error)
        found = _by_call(root, names, step, told, said, "the traceback's own lines")
        if found:
            return found
    outer = names.path_of(trace.frames[0])
    if outer and trace.frames[0].function == "<module>" and not is_test_path(outer):
        step = Step("command", f"python {shlex.quote(outer)}", error=trace.error)
        found = _by_command(root, names, step, told, said)
        if found:
            return found
    return _by_search(root, names, trace, said)


def _calls_in(trace: Trace) -> Iterator[str]:
    """Yield the calls with plain arguments that the lines of a traceback show, innermost first."""
    for place in range(len(trace.frames) - 1, 0, -1):
        caller, callee = trace.frames[place - 1], trace.frames[place]
        for match in re.finditer(
            rf"(?<![\w.])(?:\w+\.)*{re.escape(callee.function)}\(", caller.source
        ):
            source = whole_call(caller.source[match.start() :])
            if source and _is_plain(source):
                yield source


def _is_plain(source: str) -> bool:
    node = ast.parse(source, mode="eval").body
    arguments = (
        [*node.args, *(each.value for each in node.keywords)]
        if isinstance(node, ast.Call)
        else [node]
    )
    return not any(isinstance(inner, ast.Name) for each in arguments for inner in ast.walk(each))


def _by_search(root: Path, names: Names, trace: Trace, said: list[str]) -> Seen | None:
    """Look for arguments that end in the same error at the same line of the same function."""
    inner = next((frame for frame in reversed(trace.frames) if names.path_of(frame)), None)
    if inner is None:
        said.append("the traceback names no file of this project")
        return None
    aim = _aim(names, inner)
    if aim is None:
        said.append(f"{inner.path} reads otherwise at line {inner.line} now")
        return None
    for frame in reversed(trace.frames):
        path = names.path_of(frame)
        node = names.function(path, frame.function) if path else None
        if (
            node is None
            or node.args.vararg
            or node.args.kwarg
            or isinstance(node, ast.AsyncFunctionDef)
        ):
            continue
        module = names.module_of(path)
        way = f"from {module} import {frame.function}"
        pools = [_pool(each, trace) for each in (*node.args.posonlyargs, *node.args.args)]
        ending = search(root, Hunt(way, frame.function, pools, aim, trace.error))
        if ending.how == "found":
            again = call(root, [way], ending.source, {})
            step = Step("call", ending.source, error=trace.error)
            return Seen(step, (way,), ending.source, path, module, frame.function, again, _SEARCHED)
    said.append(f"no arguments were found that raise {trace.error} at {aim.path}:{aim.line}")
    return None


def _aim(names: Names, frame: Frame) -> Entered | None:
    """Return the place of the error in the files as they are now."""
    path = names.path_of(frame)
    line = names.line(path, frame.line)
    if frame.source and line != frame.source:
        return None
    return Entered(path, frame.line, frame.function, names.module_of(path))


def samples(root: Path, seen: Seen) -> list[tuple[str, str, str]]:
    """Return calls of the same function that work: import, call, result."""
    call_ = seen.call
    if call_ is None or not seen.ending.error or seen.words or seen.step.setup:
        return []
    if len(seen.imports) != 1 or not isinstance(call_.func, ast.Name):
        return []
    names = [("", each) for each in call_.args] + [(f"{e.arg}=", e.value) for e in call_.keywords]
    pools = [[f"{name}{value}" for value in _like(node)] for name, node in names]
    if not pools:
        return []
    found = sample(root, seen.imports[0], seen.function, pools)
    return [(seen.imports[0], source, result) for source, result in found]


def _like(node: ast.expr) -> list[str]:
    """Return values of the same type as a plain argument, itself among them."""
    try:
        kind = type(ast.literal_eval(node)).__name__
    except (ValueError, TypeError, SyntaxError):
        return [ast.unparse(node)]
    return list(dict.fromkeys([*_POOLS.get(kind, _ANY), ast.unparse(node)]))


def _pool(argument: ast.arg, trace: Trace) -> list[str]:
    """Return values worth trying for a parameter: of its type, and those of the error's message."""
    told = _QUOTED.findall(trace.message)
    kind = ast.unparse(argument.annotation).partition("[")[0].lower() if argument.annotation else ""
    if kind in _POOLS:
        fit = [each for each in told if type(ast.literal_eval(each)).__name__ == kind]
        return list(dict.fromkeys([*_POOLS[kind], *fit]))
    first = _POOLS["list"] if argument.arg.endswith("s") or argument.arg in _SEQUENCES else []
    return list(dict.fromkeys([*first, *_ANY, *told]))
