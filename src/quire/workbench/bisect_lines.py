"""The lines of a commit that a test runs, as a part of its diff."""

from __future__ import annotations

import difflib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .bisect_trial import Judge, TimeUp
from .project import is_test_path
from .review_diff import ChangedFile, Comparison, Unreviewable, compare

_MOST_LINES = 40
_MOST_WIDTH = 160
_CONTEXT = 2
_Op = tuple[str, int, int, int, int]


@dataclass
class Touched:
    """What a commit changed: a part of its diff, all its files, and how the part was chosen.

    `run` tells that the test runs these lines, `in_tests` that one of the files is a test.
    """

    diff: str = ""
    files: tuple[str, ...] = ()
    run: bool = False
    in_tests: bool = False
    more: int = 0

    def as_fields(self) -> dict[str, object]:
        """Give it as data for a report."""
        return {"diff": self.diff, "files": list(self.files), "run": self.run,
                "in_tests": self.in_tests, "more": self.more}  # fmt: skip


def touched(judge: Judge, name: str) -> Touched:
    """Give the lines of a commit ("" for what is not committed) that the targets of a judge run."""
    try:
        change = compare(judge.root, commit=name)
    except Unreviewable:
        return Touched()
    if name not in judge.footprints:
        judge.footprints[name] = _footprint(judge, name)
    ran = judge.footprints[name]
    told = [line for file in change.files for line in _told(file, ran.get(file.path, set()))]
    if told:
        return _made(change, told, run=True)
    rest = [line for file in change.files for line in _told(file, None)]
    return _made(change, rest, run=False)


def _made(change: Comparison, lines: list[str], *, run: bool) -> Touched:
    paths = (*(file.path for file in change.files), *change.unread)
    shown = [line[:_MOST_WIDTH] for line in lines[:_MOST_LINES]]
    tests = any(is_test_path(path) for path in paths)
    return Touched("\n".join(shown), paths, run, tests, max(0, len(lines) - _MOST_LINES))


def _footprint(judge: Judge, name: str) -> dict[str, set[int]]:
    """Give the lines that run at a commit, by file; none where there is no time to see."""
    found: dict[str, set[int]] = {}
    with tempfile.TemporaryDirectory(prefix="quire-lines-") as folder:
        try:
            judge.again(name, Path(folder) / "lines")
        except TimeUp:
            return {}
        for path in Path(folder).iterdir():
            for file, lines in json.loads(path.read_text(encoding="utf-8")).items():
                found.setdefault(file, set()).update(lines)
    return found


def _told(file: ChangedFile, ran: set[int] | None) -> Iterator[str]:
    """Yield the diff of a file; only those parts of which a line ran, where that is known."""
    old, new = (file.before or "").splitlines(), (file.after or "").splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    groups = [
        group
        for group in matcher.get_grouped_opcodes(_CONTEXT)
        if ran is None or ran & set(_lines(group))
    ]
    if groups:
        yield file.path
    for group in groups:
        first, last = group[0], group[-1]
        yield f"@@ -{first[1] + 1},{last[2] - first[1]} +{first[3] + 1},{last[4] - first[3]} @@"
        for tag, low, high, begin, end in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[low:high])
                continue
            yield from (f"-{line}" for line in old[low:high])
            yield from (f"+{line}" for line in new[begin:end])


def _lines(group: list[_Op]) -> Iterator[int]:
    """Yield the numbers of the lines that a part changes, and those beside what it takes away."""
    for tag, _, _, begin, end in group:
        if tag == "delete":
            yield from (begin, begin + 1)
        elif tag != "equal":
            yield from range(begin + 1, end + 1)
