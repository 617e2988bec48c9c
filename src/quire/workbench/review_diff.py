"""What a change touches: files before and after, read from git without running anything of its."""

from __future__ import annotations

import ast
import difflib
import hashlib
import io
import os
import shutil
import subprocess
import tokenize
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

_GIT = (
    "git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "diff.external=",
    "-c", "core.untrackedCache=false", "-c", "safe.directory=*", "-c", "credential.helper=",
    "-c", "protocol.allow=never", "--no-pager", "--literal-pathspecs",
)  # fmt: skip
_TIMEOUT = 60.0  # seconds
_MOST_BYTES = 1_000_000
_MOVED = 0.5
# Git's name for a tree without files, by the length of the repository's hashes.
_NOTHING = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


TRUNK = ":trunk"  # asks for the branch that the present one grew from
_TRUNKS = ("origin/HEAD", "origin/main", "origin/master", "main", "master", "trunk", "develop")


class Unreviewable(Exception):
    """There is no change to review; the message says why, `needs` what would help."""

    def __init__(self, reason: str, needs: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.needs = needs


@dataclass
class ChangedFile:
    """One changed file: its text before and after, None where it did not exist.

    `was` is the path that it had before, where it had another; `unreadable` the line of the first
    byte that Python cannot read and could before, 0 for none.
    """

    path: str
    before: str | None
    after: str | None
    was: str = ""
    unreadable: int = 0

    @cached_property
    def touched(self) -> frozenset[int]:
        """Give the lines of the text after that are new or changed."""
        return frozenset(line for _, _, low, high in self._changes for line in range(low, high))

    @cached_property
    def removed(self) -> frozenset[int]:
        """Give the lines of the text before that are gone or changed."""
        return frozenset(line for low, high, _, _ in self._changes for line in range(low, high))

    @cached_property
    def diff(self) -> frozenset[int]:
        """Give the lines that the diff is about: `touched` and the neighbours of a deletion.

        A file that moved as it was has its first line.
        """
        edges = set(self.touched)
        if self.was and self.before == self.after:
            edges.add(1)
        last = max(1, len((self.after or "").splitlines()))
        for _, _, low, high in self._changes:
            if low == high:
                edges.update((min(max(low - 1, 1), last), min(low, last)))
        return frozenset(edges)

    @cached_property
    def tree(self) -> ast.Module | None:
        """Give the tree after; None where there is none or it does not parse."""
        return parsed(self.after)

    @cached_property
    def old_tree(self) -> ast.Module | None:
        """Give the tree before; None where there is none or it does not parse."""
        return parsed(self.before)

    @property
    def is_python(self) -> bool:
        """Say whether the file holds Python."""
        return self.path.endswith(".py")

    @cached_property
    def _changes(self) -> list[tuple[int, int, int, int]]:
        old, new = (self.before or "").splitlines(), (self.after or "").splitlines()
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        return [
            (a + 1, b + 1, c + 1, d + 1)
            for tag, a, b, c, d in matcher.get_opcodes()
            if tag != "equal"
        ]


@dataclass
class Comparison:
    """A base and what came of it: the changed files, sorted by path.

    `unread` are the changed files that are no text or too large.
    """

    root: Path
    base: str
    files: list[ChangedFile] = field(default_factory=list)
    commit: str = ""
    unread: list[str] = field(default_factory=list)

    @property
    def python(self) -> list[ChangedFile]:
        """Give the changed Python files."""
        return [file for file in self.files if file.is_python]


def parsed(text: str | None) -> ast.Module | None:
    """Parse a text; give None where there is none or it is no Python."""
    if text is None:
        return None
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git so that no setting of the repository starts a program; raise Unreviewable.

    `given` is what it reads on standard input.
    """
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": "/nonexistent",
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
    }
    try:
        done = subprocess.run(
            [*_GIT, *arguments], cwd=root, env=environment, input=given,
            capture_output=True, timeout=_TIMEOUT, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise Unreviewable("there is no git here", "git, and a repository") from None
    except subprocess.TimeoutExpired:
        raise Unreviewable(f"git {arguments[0]} took longer than {_TIMEOUT:.0f} s") from None
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Unreviewable(f"git {arguments[0]}: {words[0] if words else 'failed'}")
    return done.stdout


def compare(root: Path, base: str = "", commit: str = "") -> Comparison:
    """Read the change: the working tree against HEAD or a base, or one commit.

    A base stands for the commit where the present branch left it. Raises Unreviewable.
    """
    if not _inside(root):
        raise Unreviewable("this folder is in no git repository", "a repository with a commit")
    if commit:
        name = _commit(root, commit)
        parent = _tree(root, f"{name}^")
        found = Comparison(root, parent, commit=name)
        after = {path: _Side(blob) for path, blob in _listed(root, name).items()}
    else:
        found = Comparison(root, _merge_base(root, base) if base else _tree(root, "HEAD"))
        after = _working(root)
    before = _listed(root, found.base)
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old == (new.blob if new else None):
            continue
        sides = _read(root, old), _read(root, new)
        if any(side is not None and not _is_text(side) for side in sides):
            found.unread.append(path)
            continue
        file = _changed(path, *sides)
        if file.before != file.after:
            found.files.append(file)
    _follow_moves(found.files)
    return found


def _follow_moves(files: list[ChangedFile]) -> None:
    """Give new files the text that they had under another name, as git does: half the lines."""
    gone = [file for file in files if file.after is None and file.is_python]
    for file in files:
        if file.before is not None or not gone or not file.is_python:
            continue
        lines = Counter((file.after or "").splitlines())
        shares = [(_shared(lines, old), old.path.rpartition("/")[2] == file.path.rpartition("/")[2])
                  for old in gone]  # fmt: skip
        best = max(range(len(gone)), key=lambda place: shares[place])
        if shares[best][0] >= _MOVED:
            file.was, file.before = gone[best].path, gone.pop(best).before


def _shared(lines: Counter[str], old: ChangedFile) -> float:
    """Give the share of lines that two texts have in common, of the longer one."""
    before = Counter((old.before or "").splitlines())
    most = max(sum(lines.values()), sum(before.values()), 1)
    return sum((lines & before).values()) / most


def _inside(root: Path) -> bool:
    try:
        return git(root, "rev-parse", "--is-inside-work-tree").strip() == b"true"
    except Unreviewable as error:
        if "there is no git" in error.reason:
            raise
        return False


def _commit(root: Path, name: str) -> str:
    try:
        found = git(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
    except Unreviewable:
        raise Unreviewable(
            f"there is no commit {name!r} in this repository", "the name of a commit or branch"
        ) from None
    return found.decode().strip().splitlines()[-1]


def _tree(root: Path, name: str) -> str:
    """Give a commit's name, or that of the empty tree where there is no such commit yet."""
    try:
        return _commit(root, name)
    except Unreviewable:
        width = git(root, "rev-parse", "--show-object-format").strip()
        return _NOTHING[64 if width == b"sha256" else 40]


def _merge_base(root: Path, base: str) -> str:
    name = _trunk(root) if base == TRUNK else _commit(root, base)
    try:
        return git(root, "merge-base", name, "HEAD").decode().split()[0]
    except (Unreviewable, IndexError):
        return name


def _trunk(root: Path) -> str:
    """Give the commit of the branch that others grow from; Unreviewable if it has no usual name."""
    for name in _TRUNKS:
        try:
            return _commit(root, name)
        except Unreviewable:
            continue
    raise Unreviewable("no branch is called main or master here", "the name of the base branch")


def _listed(root: Path, name: str, *options: str) -> dict[str, str]:
    """Give the files of a tree below `root`, each with the hash of its contents."""
    found: dict[str, str] = {}
    for line in git(root, "ls-tree", "-r", "-z", *options, name).split(b"\0"):
        head, _, path = line.partition(b"\t")
        parts = head.split()
        if len(parts) == 3 and parts[1] == b"blob" and parts[0] != b"120000":
            found[os.fsdecode(path)] = parts[2].decode()
    return found


@dataclass(frozen=True)
class _Side:
    """A file on one side: its hash, and its contents where they are at hand."""

    blob: str
    data: bytes | None = None


def _working(root: Path) -> dict[str, _Side]:
    """Give the files of the working tree that git tracks or would track."""
    listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    wide = git(root, "rev-parse", "--show-object-format").strip() == b"sha256"
    found: dict[str, _Side] = {}
    for name in set(listed.split(b"\0")) - {b""}:
        path = os.fsdecode(name)
        whole = root / path
        if whole.is_symlink() or not whole.is_file():
            continue
        data = whole.read_bytes()
        head = b"blob %d\0" % len(data)
        digest = hashlib.sha256 if wide else hashlib.sha1
        found[path] = _Side(digest(head + data).hexdigest(), data)
    return found


def _read(root: Path, side: _Side | str | None) -> bytes | None:
    """Give the contents of a file on one side, by its hash or from the disk."""
    if isinstance(side, _Side):
        return side.data if side.data is not None else git(root, "cat-file", "blob", side.blob)
    return git(root, "cat-file", "blob", side) if side else None


def _changed(path: str, old: bytes | None, new: bytes | None) -> ChangedFile:
    file = ChangedFile(path, _decoded(old), _decoded(new))
    if file.is_python and not _unreadable(old):
        file.unreadable = _unreadable(new)
    return file


def _unreadable(data: bytes | None) -> int:
    """Give the line of the first byte that is not in a source's own encoding, 0 for none."""
    source = io.BytesIO(data or b"")
    try:
        encoding = tokenize.detect_encoding(source.readline)[0]
        (data or b"").decode(encoding)
    except UnicodeDecodeError as error:
        return error.object[: error.start].count(b"\n") + 1
    except SyntaxError:
        return 1
    return 0


def _is_text(data: bytes) -> bool:
    return len(data) <= _MOST_BYTES and b"\0" not in data[:8000]


def _decoded(data: bytes | None) -> str | None:
    """Give a text with plain line ends: what git converts on its way in is no change."""
    if data is None:
        return None
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def lay(root: Path, folder: Path) -> Path:
    """Write the files of the working tree that git tracks or would track into a folder.

    They are those of the whole repository, whose packages and settings reach down to `root`; gives
    the place of `root` among them.
    """
    top = root / os.fsdecode(git(root, "rev-parse", "--show-cdup").strip())
    listed = git(top, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in sorted(set(listed.split(b"\0")) - {b""}):
        source, target = top / os.fsdecode(name), folder / os.fsdecode(name)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder / _below(root)


def _below(root: Path) -> str:
    """Give the path of a folder below the top of its repository."""
    return os.fsdecode(git(root, "rev-parse", "--show-prefix").strip(b"\n"))


def extract(root: Path, name: str, folder: Path) -> Path:
    """Write the files of a commit into a folder; no filter or hook takes part.

    They are those of the whole repository; gives the place of `root` among them.
    """
    listed = [
        (path, blob)
        for path, blob in _listed(root, name, "--full-tree").items()
        if ".." not in Path(path).parts and not path.startswith("/")
    ]
    wanted = "".join(f"{blob}\n" for _, blob in listed).encode()
    data = git(root, "cat-file", "--batch", given=wanted)
    position = 0
    for path, _ in listed:
        end = data.index(b"\n", position)
        size = int(data[position:end].split()[2])
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data[end + 1 : end + 1 + size])
        position = end + 2 + size
    return folder / _below(root)
