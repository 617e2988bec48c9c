"""Files that do not load: mended by their text, and each mend judged by a fresh run."""

from __future__ import annotations

import difflib
import io
import itertools
import re
import time
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import fresh
from .baseline import Baseline
from .mend_names import named
from .mend_syntax import Mend, fault, mends
from .project import Project, is_test_path, python_files
from .report import Report
from .source import hunks

MOST_RUNS = 16
_RUN = 10.0  # seconds
_MORE = 4  # runs after the first one in which the files load, if none passes every test
MOST_FILES = 3_000
_SYNTAX = ("SyntaxError", "IndentationError", "TabError")
_NAMES = ("NameError", "ImportError", "ModuleNotFoundError", "AttributeError: module")
_SHOWN = 200
_PLACE = re.compile(r"(?<!\S)(?:\S+, )?line \d+: |^\S+: ")  # in the words for a mend


@dataclass(frozen=True)
class Laid:
    """Files that load again and hold another fault: texts before and after, and what was done."""

    texts: dict[str, tuple[str, str]]
    kind: str

    def after(self) -> dict[str, str]:
        """Give the new texts by path."""
        return {path: new for path, (_, new) in self.texts.items()}

    def edits(self) -> list[dict[str, object]]:
        """Give the changes as data."""
        return [_edit(path, old, new, self.kind) for path, (old, new) in self.texts.items()]

    def contents(self, root: Path) -> dict[str, bytes]:
        """Give the new files as bytes, by path."""
        return {path: _encoded(root / path, text) for path, text in self.after().items()}


class Mending:
    """The search for changes that make the files of a project load again.

    Afterwards `laid` is the best change with which they load, where not every test passes.
    """

    def __init__(
        self, project: Project, before: Baseline, unloaded: Iterable[str], report: Report
    ) -> None:
        self.project = project
        self.before = before
        self.report = report
        self.tried = 0
        self.laid: Laid | None = None
        self._unloaded = frozenset(unloaded)
        self._most = (-len(self._unloaded), len(before.passed))

    def run(self, seconds: float) -> dict[str, object] | None:
        """Give the fields of a fix with which every test passes, or None."""
        errors = [outcome.error for outcome in self.before.failed.values()]
        if not any(kind in error for error in errors for kind in (*_SYNTAX, *_NAMES)):
            return None
        end, most = time.monotonic() + seconds, MOST_RUNS
        for texts, kind in self._changes(errors):
            if time.monotonic() > end or self.tried >= most:
                break
            self.tried += 1
            self.report.progress("mend", self.tried, 0, kind)
            result = self._run(texts, min(end - time.monotonic(), _RUN + 5 * self.before.seconds))
            fixes = self._fixes(result)
            if fixes:
                return self._fields(texts, kind, fixes)
            if self._is_better(result):
                left = 0 if result.timed_out else _MORE
                most = min(most, self.tried + left) if self.laid is None else most
                self.laid = Laid(
                    {path: (self.files[path], new) for path, new in texts.items()}, kind
                )
        return None

    def _changes(self, errors: list[str]) -> Iterator[tuple[dict[str, str], str]]:
        """Yield new texts by path, and what they are in words, the likeliest first."""
        files = _texts(self.project.root)
        self.files = files
        broken = [path for path, text in files.items() if fault(text) is not None]
        if broken:
            ways = [mends(files[path]) for path in broken[:3]]
            for chosen in sorted(itertools.product(*ways), key=_cost)[:MOST_RUNS]:
                words = "; ".join(f"{p}, {m.kind}" for p, m in zip(broken, chosen))
                yield {path: mend.text for path, mend in zip(broken, chosen)}, words
            return
        for change in named(errors, files):
            yield {change.path: change.mend.text}, change.mend.kind

    def _run(self, texts: dict[str, str], seconds: float) -> fresh.Run:
        changed = {path: _encoded(self.project.root / path, text) for path, text in texts.items()}
        return fresh.run(self.project, seconds, changed)

    def _fixes(self, result: fresh.Run) -> list[str]:
        """Give the tests that pass now, if none fails."""
        known = set(self.before.passed) - set(self.before.unstable)
        if not result.green or not known <= set(result.passed):
            return []
        return [name for name in self.before.failed if _passes(name, result.passed)]

    def _is_better(self, result: fresh.Run) -> bool:
        """Say whether more files load, or more tests pass, than with any change before."""
        failed = {each["id"] for each in result.failed}
        reached = (-len(self._unloaded & failed), len(result.passed))
        better = result.any and reached > self._most
        self._most = reached if better else self._most
        return better

    def _fields(self, texts: dict[str, str], kind: str, fixes: list[str]) -> dict[str, object]:
        old = self.files
        return {
            "edits": [_edit(path, old[path], text, kind) for path, text in texts.items()],
            "files": [{"path": p, "diff": hunks(old[p], text)} for p, text in texts.items()],
            "fixes": fixes,
            "description": f"{kind}.",
            "per_second": 0,
            "alternatives": [],
        }


def _cost(chosen: tuple[Mend, ...]) -> float:
    return sum(mend.cost for mend in chosen)


def _texts(root: Path) -> dict[str, str]:
    """Give the texts of the project's own modules, its tests left out."""
    paths = [path for path in python_files(root) if not is_test_path(path)]
    found: dict[str, str] = {}
    for path in paths[:MOST_FILES]:
        try:
            data = (root / path).read_bytes()
            found[path] = data.decode(_encoding(data))
        except (OSError, UnicodeDecodeError):
            continue  # what is no text is not mended as one
    return found


def _encoding(data: bytes) -> str:
    try:
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError:
        return "utf-8"


def _encoded(path: Path, text: str) -> bytes:
    return text.encode(_encoding(path.read_bytes()))


def _passes(name: str, passed: list[str]) -> bool:
    """Say whether a test passes, or the tests of a file that could not be loaded."""
    module = name.rpartition("_FailedTest.")[2]
    return any(test == name or test.startswith((f"{name}::", f"{module}.")) for test in passed)


def _edit(path: str, old: str, new: str, kind: str) -> dict[str, object]:
    before, after = old.splitlines(), new.splitlines()
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changes = [code for code in codes if code[0] != "equal"]
    _, low, high, start, stop = changes[0] if changes else ("", 0, 0, 0, 0)
    return {
        "path": path,
        "line": low + 1,
        "before": "\n".join(before[low:high])[:_SHOWN],
        "after": "\n".join(after[start:stop])[:_SHOWN],
        "kind": _PLACE.sub("", kind),
    }
