"""The Python files of a project as a refactoring reads them, and the edits that it plans."""

from __future__ import annotations

import ast
import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .project import SKIPPED_FOLDERS, python_files, source_roots
from .source import SourceFile, Span, hunks, splice

_BOM = "\ufeff"

_DOCS = (".md", ".rst", ".txt", ".toml", ".cfg", ".ini", ".yaml", ".yml", ".json")
_MOST_DOCS = 2_000
_LARGEST_DOC = 1_000_000


class Unable(Exception):
    """A refactoring that cannot be done as asked: why, what it needs, and the places."""

    def __init__(self, reason: str, needs: str = "", places: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.needs = needs
        self.places = places


@dataclass
class Tree:
    """The files of a project, each read once; those that do not parse are left out."""

    root: Path
    files: dict[str, SourceFile] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    stubs: dict[str, SourceFile] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> Tree:
        """Read every Python file below `root`."""
        tree = cls(root)
        for path in python_files(root):
            try:
                tree.files[path] = SourceFile.read(root, path)
            except (OSError, SyntaxError, ValueError):
                tree.broken.append(path)
        tree.stubs = dict(tree._stubs())
        return tree

    def _stubs(self) -> Iterator[tuple[str, SourceFile]]:
        """Read the stubs (`.pyi`), which say again what modules define."""
        for found in sorted(self.root.rglob("*.pyi")):
            inner = found.relative_to(self.root)
            if SKIPPED_FOLDERS & set(inner.parts):
                continue
            try:
                yield inner.as_posix(), SourceFile.read(self.root, inner.as_posix())
            except (OSError, SyntaxError, ValueError):
                self.broken.append(inner.as_posix())

    def file(self, path: str) -> SourceFile:
        """Give a file that is read: a module or a stub."""
        return self.files[path] if path in self.files else self.stubs[path]

    @property
    def roots(self) -> list[str]:
        """Give the folders that modules are imported from, the deepest first, "" for the root."""
        found = {
            Path(each).relative_to(self.root).as_posix() if Path(each) != self.root else ""
            for each in source_roots(self.root)
        }
        return sorted(found, key=lambda each: -len(each))

    def module(self, path: str) -> str:
        """Give the dotted name that a file is imported by."""
        for folder in self.roots:
            if not folder or path.startswith(f"{folder}/"):
                inner = path[len(folder) + 1 :] if folder else path
                return inner.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        return path

    def path_of(self, module: str) -> str:
        """Give the file of a dotted module name, or an empty text."""
        return next((path for path in self.files if self.module(path) == module), "")

    def holding(self, word: str) -> list[str]:
        """List the files whose text holds a word."""
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        return [path for path, file in self.files.items() if pattern.search(file.text)]

    def documents(self) -> dict[str, str]:
        """Give the texts that are no Python: pages, settings."""
        found: dict[str, str] = {}
        for path in sorted(self.root.rglob("*")):
            inner = path.relative_to(self.root)
            if SKIPPED_FOLDERS & set(inner.parts) or path.suffix not in _DOCS:
                continue
            if path.is_file() and path.stat().st_size < _LARGEST_DOC and len(found) < _MOST_DOCS:
                try:
                    found[inner.as_posix()] = path.read_bytes().decode("utf-8")
                except UnicodeDecodeError:
                    continue
        return found

    def place(self, path: str, offset: int) -> str:
        """Give a place as people write it."""
        return f"{path}:{self.files[path].line_of(offset)}"


@dataclass(frozen=True)
class Mention:
    """A place that speaks of the name and was left alone."""

    path: str
    line: int
    text: str


@dataclass
class Plan:
    """What a refactoring will do, file by file, and what it has to say."""

    told: str
    spans: dict[str, set[Span]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # documents: the whole new text
    created: dict[str, str] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)  # of tests: name before, after

    def edit(self, path: str, start: int, end: int, text: str) -> None:
        """Plan that characters `start` up to `end` of a file become `text`."""
        self.spans.setdefault(path, set()).add(Span(start, end, text))

    @property
    def places(self) -> int:
        """Count the spans that change."""
        return sum(len(spans) for spans in self.spans.values())

    def changes(self, tree: Tree) -> list[dict[str, str]]:
        """Give the changes as the engine writes them; raise Unable if one does not parse."""
        found: list[dict[str, str]] = []
        for path, spans in sorted(self.spans.items()):
            if path in self.deleted:
                continue
            file = tree.file(path)
            _refuse_overlaps(file, spans)
            after = splice(file.text, list(spans))
            _check(path, after)
            if after != file.text:
                mark = _mark(file)
                diff = hunks(mark + file.text, mark + after)
                found.append({"how": "update", "path": path, "diff": diff})
        for path, after in sorted(self.texts.items()):
            before = _written(tree, path)
            found.append({"how": "update", "path": path, "diff": hunks(before, after)})
        for path, text in sorted(self.created.items()):
            _check(path, text)
            found.append({"how": "create", "path": path, "text": text})
        for path in self.deleted:
            text = _written(tree, path)
            found.append({"how": "delete", "path": path, "text": text})
        return found


def whole(file: SourceFile, node: ast.AST) -> tuple[int, int]:
    """Give the span of a statement with the comments right above it and the blank lines below."""
    start = file.line_start(file.start(node))
    while start > 0:
        above = file.line_start(start - 1)
        if not file.text[above:start].startswith("#") or file.line_of(above) == 1:
            break
        start = above
    end = file.next_line(file.end(node))
    while end < len(file.text) and not file.text[end : file.next_line(end)].strip():
        end = file.next_line(end)
    return start, end


def _refuse_overlaps(file: SourceFile, spans: Iterable[Span]) -> None:
    """Raise Unable if two edits of a file would both write the same characters."""
    end = -1
    for span in sorted(spans):
        if span.start < end:
            place = f"{file.path}:{file.line_of(span.start)}"
            raise Unable("two of the changes would write the same place", "", (place,))
        end = max(end, span.end)


def _mark(file: SourceFile) -> str:
    """Give the mark at the beginning of a file that the edits have to see; raise Unable.

    Patches are texts of UTF-8, so a file in another encoding would not come back as it was.
    """
    encoding = codecs.lookup(file.encoding).name  # `utf8` and its like are one
    if encoding == "utf-8-sig":
        return _BOM
    if encoding != "utf-8" and not file.text.isascii():
        raise Unable(f"{file.path} is written in {file.encoding}, and I write UTF-8 only",
                     "the file in UTF-8", (f"{file.path}:1",))  # fmt: skip
    return ""


def _written(tree: Tree, path: str) -> str:
    try:
        return (tree.root / path).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unable(f"{path} is not written in UTF-8, and I write nothing else",
                     "the file in UTF-8", (f"{path}:1",)) from error  # fmt: skip


def _check(path: str, text: str) -> None:
    if not path.endswith((".py", ".pyi")):
        return
    try:
        compile(text, path, "exec", dont_inherit=True, flags=0x400)  # the tree only
    except (SyntaxError, ValueError) as error:
        raise Unable(f"the change would leave {path} with a syntax error ({error})") from error
