"""Run one call or command of a project in a child and tell how it ended, with its frames."""

from __future__ import annotations

import io
import itertools
import os
import runpy
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Callable

from .forks import Send, last_message
from .limits import attempt, catch_alarms, limit_memory, limited, silence

_PLAIN = (type(None), bool, int, float, complex, str, bytes)
_LONGEST = 300
_MOST_TRIED = 600
_MOST_SAMPLES = 16
_DEEPEST = 4
_GRACE = 2.0
_BRIEF = 0.3  # seconds for one call of a search
_VARIADIC = 0x0C  # code flags of *args and **kwargs


@dataclass(frozen=True)
class Entered:
    """A frame of the project: `arguments` as they would be written, None when they cannot be."""

    path: str
    line: int
    function: str
    module: str
    arguments: str | None = None


@dataclass
class Ending:
    """How a probe ended: returned, raised, exited, found, or lost (no answer in time)."""

    how: str = "lost"
    error: str = ""
    kinds: tuple[str, ...] = ()
    message: str = ""
    frames: tuple[Entered, ...] = ()
    result: str = ""
    type: str = ""
    code: int = 0
    printed: str = ""
    source: str = ""
    equals: dict[str, bool] = field(default_factory=dict)
    samples: list[tuple[str, str]] = field(default_factory=list)


def plain(value: object, depth: int = 0) -> bool:
    """Tell whether a value can be written down as Python, without calling the project's code."""
    if type(value) in _PLAIN:
        return value == value and repr(value) not in ("inf", "-inf")
    if depth > _DEEPEST:
        return False
    if isinstance(value, dict) and type(value) is dict:
        return all(plain(k, depth + 1) and plain(v, depth + 1) for k, v in value.items())
    if isinstance(value, (list, tuple, set)) and type(value) in (list, tuple, set):
        return all(plain(each, depth + 1) for each in value)
    return False


def written(value: object) -> str:
    """Return a plain value as Python, or nothing where it is too long or not plain."""
    text = repr(value) if plain(value) else ""
    return text if len(text) <= _LONGEST else ""


class Watch:
    """Keeps the arguments of every call of the project's functions, as they were on entry."""

    def __init__(self, root: Path) -> None:
        self.root = f"{root}{os.sep}"
        self.arguments: dict[int, str | None] = {}

    def __call__(self, frame: FrameType, event: str, arg: object) -> None:
        """Note a call; the interpreter calls this for every one."""
        del arg
        if event == "call" and frame.f_code.co_filename.startswith(self.root):
            self.arguments[id(frame)] = given(frame)

    def frames(self, trace: TracebackType | None) -> tuple[Entered, ...]:
        """Return the project's frames of a traceback, outermost first."""
        found: list[Entered] = []
        while trace is not None:
            frame = trace.tb_frame
            path = os.path.realpath(frame.f_code.co_filename)
            if path.startswith(self.root):
                module = str(frame.f_globals.get("__name__", ""))
                found.append(Entered(path[len(self.root) :], trace.tb_lineno, frame.f_code.co_name,
                                     module, self.arguments.get(id(frame))))  # fmt: skip
            trace = trace.tb_next
        return tuple(found)


def _is_offered(frame: FrameType) -> bool:
    """Tell whether a frame belongs to a function that its module offers under its name."""
    function = frame.f_globals.get(frame.f_code.co_name)
    return getattr(function, "__code__", None) is frame.f_code


def given(frame: FrameType) -> str | None:
    """Return the arguments of a call as they would be written, None when they cannot be."""
    code = frame.f_code
    if code.co_flags & _VARIADIC or not _is_offered(frame):
        return None
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    function = frame.f_globals[code.co_name]
    defaults = getattr(function, "__defaults__", None) or ()
    known = dict(zip(names[code.co_argcount - len(defaults) : code.co_argcount], defaults))
    known.update(getattr(function, "__kwdefaults__", None) or {})
    words: list[str] = []
    named = False
    for place, name in enumerate(names):
        value = frame.f_locals[name]
        text = written(value)
        if name in known and (value is known[name] or (text and text == written(known[name]))):
            named = True
            continue
        if not text:
            return None
        words.append(f"{name}={text}" if named or place >= code.co_argcount else text)
    return ", ".join(words)


def call(root: Path, setup: Iterable[str], source: str, values: dict[str, str]) -> Ending:
    """Evaluate a call after its setup; `values` are expressions to compare the result with."""
    return _probed(root, partial(_call, tuple(setup), source, values), 10.0)


def command(root: Path, words: list[str]) -> Ending:
    """Run `-m module …` or `file.py …` in the interpreter as if it were the main program."""
    return _probed(root, partial(_command, words), 20.0)


@dataclass(frozen=True)
class Hunt:
    """A search for arguments: the import, the function, values for each parameter, the aim."""

    setup: str
    function: str
    pools: list[list[str]]
    aim: Entered
    error: str


def sample(root: Path, setup: str, function: str, pools: list[list[str]]) -> list[tuple[str, str]]:
    """Return calls that come to a plain result, each with that result."""
    found = _probed(root, partial(_sample, setup, function, pools), 5.0)
    return list(found.samples)


def search(root: Path, hunt: Hunt) -> Ending:
    """Try values for each parameter until the error comes from the place aimed at."""
    return _probed(root, partial(_search, hunt), 15.0)


_Work = Callable[[Ending, Watch], None]


def _probed(root: Path, work: _Work, seconds: float) -> Ending:
    found = last_message(partial(_live, root, work, seconds), seconds + _GRACE)
    return found if isinstance(found, Ending) else Ending()


def _live(root: Path, work: _Work, seconds: float, send: Send) -> None:
    silence()
    catch_alarms()
    limit_memory(2 << 30)
    watch, ending = Watch(root.resolve()), Ending()
    printed = io.StringIO()
    sys.stdout = printed
    error = limited(lambda: work(ending, watch), seconds, seconds)
    sys.setprofile(None)
    if isinstance(error, SystemExit):
        ending.how = "exited"
        ending.code = error.code if isinstance(error.code, int) else int(bool(error.code))
    elif error is not None:
        _raised(ending, error, watch)
    ending.printed = printed.getvalue()[-2000:]
    send(ending)


def _raised(ending: Ending, error: BaseException, watch: Watch) -> None:
    kind = type(error)
    words: list[str] = []
    attempt(lambda: words.append(str(error)))
    ending.how, ending.error = "raised", kind.__name__
    ending.kinds = tuple(each.__name__ for each in kind.__mro__)
    ending.message = " ".join("".join(words).split())[:_LONGEST]
    ending.frames = watch.frames(error.__traceback__)


def _call(setup: tuple[str, ...], source: str, values: dict[str, str], ending: Ending,
          watch: Watch) -> None:  # fmt: skip
    space: dict[str, object] = {"__name__": "__report__"}
    for line in setup:
        exec(compile(line, "<setup>", "exec"), space)
    code = compile(source, "<call>", "eval")
    sys.setprofile(watch)
    result = eval(code, space)
    sys.setprofile(None)
    ending.how, ending.result, ending.type = "returned", written(result), type(result).__name__
    for name, text in values.items():
        wanted = eval(compile(text, f"<{name}>", "eval"), space) if text else None
        ending.equals[name] = bool(text) and type(wanted) is type(result) and wanted == result


def _command(words: list[str], ending: Ending, watch: Watch) -> None:
    sys.setprofile(watch)
    if words[0] == "-m":
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = words
        sys.path.insert(0, str(Path(words[0]).resolve().parent))
        runpy.run_path(words[0], run_name="__main__")
    ending.how = "exited"


def _search(hunt: Hunt, ending: Ending, watch: Watch) -> None:
    space: dict[str, object] = {}
    exec(compile(hunt.setup, "<setup>", "exec"), space)
    ending.how = "unfound"
    for values in itertools.islice(itertools.product(*hunt.pools), _MOST_TRIED):
        source = f"{hunt.function}({', '.join(values)})"
        code = compile(source, "<call>", "eval")
        found = limited(partial(eval, code, space), _BRIEF, 4 * _BRIEF)
        frames = watch.frames(found.__traceback__) if found is not None else ()
        if not frames or type(found).__name__ != hunt.error:
            continue
        if (frames[-1].function, frames[-1].line) == (hunt.aim.function, hunt.aim.line):
            ending.how, ending.source = "found", source
            return


def _sample(
    setup: str, function: str, pools: list[list[str]], ending: Ending, watch: Watch
) -> None:
    del watch
    space: dict[str, object] = {}
    exec(compile(setup, "<setup>", "exec"), space)
    for values in itertools.islice(itertools.product(*pools), _MOST_TRIED):
        source = f"{function}({', '.join(values)})"
        given: list[object] = []
        code = compile(source, "<call>", "eval")
        error = limited(partial(_keep, code, space, given), _BRIEF, 4 * _BRIEF)
        if error is None and written(given[0]):
            ending.samples.append((source, written(given[0])))
        if len(ending.samples) >= _MOST_SAMPLES:
            return


def _keep(code: CodeType, space: dict[str, object], given: list[object]) -> None:
    given.append(eval(code, space))
