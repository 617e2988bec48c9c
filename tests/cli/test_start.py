"""The first moments of the program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import quire
from tests.cli.line import Line

INTERRUPTING = """
import os, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["INTERRUPTED_AT"]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
"""


def test_an_interrupt_while_it_is_loaded_ends_it_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTING, encoding="utf-8")
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", "quire", "--help"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "INTERRUPTED_AT": "click"},
        capture_output=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_an_interrupt_before_there_is_a_session_promises_none(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTING, encoding="utf-8")
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    more = {"PYTHONPATH": os.pathsep.join(paths), "QUIRE_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-m", "quire", "exec", "hello"],
        env={**os.environ, **more, "INTERRUPTED_AT": "quire.cli.drive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, b"", b"Interrupted.")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(("wish", "coloured"), [("", True), ("1", False), ("please", False)])
def test_no_color_is_honoured_on_a_terminal(tmp_path: Path, wish: str, coloured: bool) -> None:
    environment = {**os.environ, "NO_COLOR": wish, "HOME": str(tmp_path), "XDG_DATA_HOME": ""}
    master, slave = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "quire", "resume", "nowhere"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    written = os.read(master, 10_000)
    os.close(master)
    assert done.returncode == 2
    assert (b"\x1b[" in written) is coloured


def said(*words: bytes | str, folder: Path, **more: str) -> tuple[int, str]:
    """Run the program with its output on a full disk; give the exit code and what it complains."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "quire", *words],
            cwd=folder,
            env={**os.environ, "HOME": str(folder), **more},
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    return done.returncode, done.stderr.decode()


def test_a_full_disk_is_told_in_words(tmp_path: Path) -> None:
    expected = 1, "quire: the output: No space left on device\n"
    assert said("config", "show", folder=tmp_path) == expected


def test_a_folder_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    leave = f"cd {tmp_path}/gone && rmdir {tmp_path}/gone && {sys.executable} -m quire sessions"
    there = {**os.environ, "PYTHONPATH": str(Path(quire.__file__).parents[1])}
    done = subprocess.run(["sh", "-c", leave], env=there, capture_output=True)
    assert done.returncode == 1
    assert done.stderr == b"quire: the current folder: No such file or directory\n"


def test_words_in_no_encoding_are_refused_with_their_place(tmp_path: Path) -> None:
    code, words = said(b"which tests fail \xe4?", folder=tmp_path, LC_ALL="C", PYTHONUTF8="1")
    assert code == 2
    assert "Not UTF-8, at character 18: 'which tests fail \\\\udce4?'." in words


def test_what_an_output_cannot_show_is_spelt_out(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quire", "who are you?"],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path), "PYTHONIOENCODING": "ascii"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    assert done.returncode == 0
    assert b" \\xb7 " in done.stdout + done.stderr


@pytest.mark.parametrize("order", ["hello\n", "- hello\n- thanks"])
def test_words_on_standard_input_alone_are_an_order(line: Line, order: str) -> None:
    done = line.run(stdin=order)
    assert f"\n> {order.strip()}\n" in done.stdout


@pytest.mark.parametrize("nothing", ["", " \n"])
def test_without_words_on_standard_input_the_help_is_shown(line: Line, nothing: str) -> None:
    done = line.run(stdin=nothing)
    assert done.returncode == 2
    assert "Usage: " in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("closed", "told"), [("2>&-", "Hello. "), (">&-", ""), ("<&- >&- 2>&-", "")]
)
def test_what_a_closed_stream_would_show_is_shown_nowhere(
    line: Line, closed: str, told: str
) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$0" "$@" {closed}', *line.argv("exec", "hello")],
        cwd=line.folder, env=line.environment, stdin=subprocess.DEVNULL, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.startswith(told)
    assert (len(done.stdout.splitlines()) == 1) is bool(told)
