"""Hostile paths, and a directory that turns into a link while files are changed."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quire.errors import RefusedError
from quire.sandbox import kernel, syscalls
from quire.sandbox.files import Root
from quire.sandbox.policy import PROTECTED_NAMES

PARTS = st.one_of(
    st.sampled_from(
        ["a", "b", "dir", "link", "up", "self", "..", ".", "", "~", "/", ".git", ".GIT", ".Git",
         "\0", "a\0", "\\", "..\\", "\u2025", "\uff0e\uff0e", "a\n", "%2e%2e", "proc", "fd"]
    ),
    st.text(max_size=4),
)  # fmt: skip
PATHS = st.lists(PARTS, min_size=1, max_size=6).map("/".join)


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with `inside` to work in and `outside` to keep unchanged."""
    base = tmp_path_factory.mktemp("files")
    (base / "inside/dir").mkdir(parents=True)
    (base / "outside").mkdir()
    (base / "outside/keep").write_text("keep")
    (base / "inside/link").symlink_to(base / "outside")
    (base / "inside/up").symlink_to("..")
    (base / "inside/self").symlink_to("/proc/self/root")
    return base


def outside(base: Path) -> list[tuple[str, str]]:
    return sorted((path.name, path.read_text()) for path in (base / "outside").iterdir())


@settings(max_examples=300, deadline=None)
@given(path=PATHS)
def test_no_path_leads_out(arena: Path, path: str) -> None:
    beside = sorted(entry.name for entry in arena.iterdir())
    with Root(arena / "inside") as root:
        verbs: tuple[Callable[[], object], ...] = (
            lambda: root.write(path, b"evil"),
            lambda: root.rename(path, path + "x"),
            lambda: root.delete(path + "x"),
            lambda: root.read(path),
        )
        for verb in verbs:
            try:
                verb()
            except (OSError, RefusedError, UnicodeEncodeError):
                continue
    assert outside(arena) == [("keep", "keep")]
    assert sorted(entry.name for entry in arena.iterdir()) == beside
    made = {part.casefold() for p in (arena / "inside").rglob("*") for part in p.parts[-1:]}
    assert not made & set(PROTECTED_NAMES)


def exchange(one: Path, other: Path) -> int:
    """Exchange two names in one step; return 1 (renameat2 with RENAME_EXCHANGE)."""
    kernel.system_call(syscalls.number("renameat2"), -100, address(one), -100, address(other), 2)
    return 1


def address(path: Path) -> int:
    """Return where the bytes of a path lie, kept for good."""
    KEPT.setdefault(path, ctypes.create_string_buffer(bytes(path)))
    return ctypes.addressof(KEPT[path])


KEPT: dict[Path, ctypes.Array[ctypes.c_char]] = {}


def test_a_swapped_directory_leads_nowhere(tmp_path: Path) -> None:
    """A thread turns `dir` into a link to the outside and back as fast as it can."""
    inside, away = tmp_path / "inside", tmp_path / "outside"
    (inside / "dir/deep").mkdir(parents=True)
    (away / "deep").mkdir(parents=True)
    (away / "deep/file").write_text("keep")
    (inside / "dir/deep/file").write_text("mine")
    (inside / "spare").symlink_to(away)
    stop = threading.Event()
    swaps = 0

    def swap() -> None:
        nonlocal swaps
        while not stop.is_set():
            swaps += exchange(inside / "dir", inside / "spare")

    swapper = threading.Thread(target=swap)
    swapper.start()
    done = refused = 0
    with Root(inside) as root:
        for number in range(3000):
            try:
                root.write("dir/deep/file", b"mine %d" % number)
                root.write("dir/deep/new", b"new")
                root.rename("dir/deep/new", "dir/deep/renamed")
                root.delete("dir/deep/renamed")
                done += 1
            except (OSError, RefusedError):
                refused += 1
    stop.set()
    swapper.join()
    assert [(p.name, p.read_text()) for p in (away / "deep").iterdir()] == [("file", "keep")]
    assert swaps > 10
    assert done > 0
    assert done + refused == 3000
