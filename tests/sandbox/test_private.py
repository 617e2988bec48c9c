"""Private directories go with their owner, also when it was killed; quarantined files stay."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quire.sandbox.private import Private, sweep, temporary

SOURCE = Path(__file__).parents[2] / "src"
OWNER = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
from quire.sandbox.private import Private
made = Private()
(made.path / "tmp").mkdir()
(made.path / "tmp/closed").mkdir(mode=0)
print(made.path, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let temporary directories lie below the test's own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def owner(place: Path) -> tuple[subprocess.Popen[str], Path]:
    """Start a process that owns a private directory."""
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", OWNER, str(SOURCE)],
        env={"TMPDIR": str(place)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_only_what_a_killed_owner_left_is_swept(place: Path) -> None:
    process, left = owner(place)
    mine = Private()
    (place / "quire-other").mkdir(mode=0o700)
    (place / "quire-link").symlink_to(place / "quire-other")
    assert sweep() == ()
    assert left.is_dir()
    process.kill()
    process.communicate()
    assert sweep() == (left,)
    names = ["quire-link", "quire-other", mine.path.name]
    assert sorted(entry.name for entry in place.iterdir()) == sorted(names)
    mine.remove()
    assert not mine.path.exists()


def test_quarantined_files_stay(place: Path) -> None:
    with temporary() as folder:
        (folder / "walls/quarantine/x").mkdir(parents=True)
        (folder / "walls/network.jsonl").touch()
        (folder / "outputs").mkdir()
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) == [
        "walls",
        "walls/quarantine",
        "walls/quarantine/x",
    ]
    assert sweep() == ()


def test_several_that_sweep_at_once_do_not_hinder_each_other(place: Path) -> None:
    def live(number: int) -> None:
        for _ in range(30):
            sweep()
            with temporary() as folder:
                (folder / str(number)).mkdir()

    left = [owner(place) for _ in range(3)]
    for process, _ in left:
        process.kill()
        process.communicate()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(live, range(4)))
    assert list(place.iterdir()) == []
