"""Makes tasks of real packages: a fault that their tests notice, with half of these hidden."""

from __future__ import annotations

import ast
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

import msgspec

from bench.engine import catalog
from bench.engine.package_faults import KINDS, Fault, draw, with_fault
from bench.engine.package_suites import Suite, SuiteResult, choose_hidden, hide, is_noticed
from bench.engine.tasks import Judgement

TRIES_PER_KIND = 6  # before it is the next kind's turn
ASIDE = {
    "test", "tests", "testing", "doc", "docs", "example", "examples", "bench", "benchmark",
    "benchmarks", "fuzz", "scripts", "tools", "build",
}  # fmt: skip
ASIDE_FILES = (
    "test_*.py", "*_test.py", "test.py", "tests.py", "conftest.py", "setup*.py", "noxfile.py",
    "tasks.py", "benchmark*.py",
)  # fmt: skip


class PackageTask(msgspec.Struct, frozen=True):
    """A package with one fault; `original` is the folder of the package as it was published."""

    package: str
    number: int
    original: Path
    suite: Suite
    fault: Fault
    hidden: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return a name made of package, kind and number."""
        return f"{self.package}-{self.kind.replace(' ', '_')}-{self.number}"

    @property
    def set(self) -> str:
        """Return the package's name."""
        return self.package

    @property
    def kind(self) -> str:
        """Return the kind of fault."""
        return self.fault.kind

    def prepare(self, folder: Path) -> None:
        """Lay the package with its fault out, as a git repository without the hidden tests."""
        lay_out(self.original, folder, self.fault, self.hidden)
        catalog.make_repository(folder)
        # A published package brings files along that its own rules have git ignore.
        git = ["git", "-c", "user.name=Bench", "-c", "user.email=bench@example.invalid"]
        for words in (["add", "-A", "-f"], ["commit", "-q", "--amend", "--no-edit"]):
            subprocess.run([*git, *words], cwd=folder, check=True, capture_output=True)

    def judge(self, folder: Path) -> Judgement:
        """Decide whether the sources mean what they meant, or pass all tests as they were.

        Both answers are the same: hidden tests are among the package's own.
        """
        original, repaired = source_texts(self.original), source_texts(folder)
        right = means_the_same(original, repaired) or self._passes(repaired)
        return Judgement(right, right)

    def _passes(self, repaired: Mapping[str, str]) -> bool:
        with tempfile.TemporaryDirectory(prefix="quire-judge-") as name:
            folder = Path(name) / "project"
            shutil.copytree(self.original, folder)
            for file in source_texts(self.original).keys() - repaired.keys():
                (folder / file).unlink()
            for file, text in repaired.items():
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_bytes(text.encode())
            return self.suite.run(folder).code == 0


def is_source(file: PurePosixPath) -> bool:
    """Return whether a file of a package is part of the program: no test, document or tool."""
    folders = file.parts[:-1]
    aside = any(part in ASIDE or part.startswith(".") for part in folders)
    return (
        file.suffix == ".py" and not aside and not any(fnmatch(file.name, p) for p in ASIDE_FILES)
    )


def source_texts(folder: Path) -> dict[str, str]:
    """Return the texts of the program's files by their names; those not in UTF-8 are left out."""
    return dict(_texts(folder, is_source))


def _texts(folder: Path, wanted: Callable[[PurePosixPath], bool]) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.py")):
        file = PurePosixPath(path.relative_to(folder).as_posix())
        if wanted(file) and path.is_file():
            data = path.read_bytes()
            text = data.decode(errors="ignore")
            if text.encode() == data:
                yield str(file), text


def means_the_same(original: Mapping[str, str], repaired: Mapping[str, str]) -> bool:
    """Return whether the same files are there, and each has the syntax tree that it had."""
    return original.keys() == repaired.keys() and all(
        repaired[file] == text or _tree(repaired[file]) == _tree(text)
        for file, text in original.items()
    )


def _tree(text: str) -> str:
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError:
        return text


def lay_out(original: Path, folder: Path, fault: Fault, hidden: Collection[str]) -> None:
    """Copy a package, put the fault in and take the hidden test functions out."""
    shutil.copytree(original, folder)
    path = folder / fault.file
    changed = with_fault(path.read_bytes().decode(), fault)
    if changed is None:
        raise ValueError(f"{fault.file}: the {fault.kind} fault at {fault.start} changes nothing")
    path.write_bytes(changed.encode())
    hide(folder, hidden)


def find_tasks(
    package: str, original: Path, suite: Suite, seed: int, wanted: int
) -> list[PackageTask]:
    """Return tasks of different kinds, in different functions, that the package's tests notice."""
    texts = source_texts(original)
    drawn = {kind: iter(faults) for kind, faults in draw(texts, f"{package} {seed}").items()}
    rng = random.Random(f"order {package} {seed}")
    turns = rng.sample(KINDS, len(KINDS)) * (1 + -(-wanted // len(KINDS)))
    tasks: list[PackageTask] = []
    used: set[tuple[str, int]] = set()
    for kind in turns:
        for _, fault in zip(range(TRIES_PER_KIND), drawn[kind], strict=False):
            if len(tasks) >= wanted:
                return tasks
            place = (fault.file, fault.line)
            if place in used or with_fault(texts[fault.file], fault) is None:
                continue
            hidden = hidden_tests(original, fault, suite, rng)
            if hidden is not None:
                used.add(place)
                tasks.append(PackageTask(package, len(tasks) + 1, original, suite, fault, hidden))
                break
    return tasks


def hidden_tests(
    original: Path, fault: Fault, suite: Suite, rng: random.Random
) -> tuple[str, ...] | None:
    """Return the tests to hide of those that notice a fault; None if it makes no task."""
    first = _outcome(original, fault, suite, ())
    if not is_noticed(first):
        return None
    texts = dict(_texts(original, lambda file: not is_source(file)))
    hidden = choose_hidden(first.failed, texts, rng)
    if not hidden:
        return ()
    rest = _outcome(original, fault, suite, hidden)
    return hidden if is_noticed(rest) and set(rest.failed) <= set(first.failed) else None


def _outcome(original: Path, fault: Fault, suite: Suite, hidden: Collection[str]) -> SuiteResult:
    with tempfile.TemporaryDirectory(prefix="quire-fault-") as name:
        folder = Path(name) / "project"
        lay_out(original, folder, fault, hidden)
        return suite.run(folder)
