"""The terminal UI as a program: in tmux, without its library, without a terminal."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.line import Line, Serve
from tests.cli.terminal import person


class Tmux:
    """One terminal of 80 by 24."""

    def __init__(self, socket: Path, line: Line) -> None:
        self._socket = str(socket)
        variables = {**line.environment, "TERM": "screen-256color", "LANG": "C.UTF-8"}
        env = [f"{name}={value}" for name, value in variables.items()]
        command = shlex.join(["env", "-i", *env, *line.argv("--no-verify")])
        self._run("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24",
                  "-c", str(line.folder), f"{command}; echo left with $?; sleep 60")  # fmt: skip

    def _run(self, *arguments: str) -> str:
        argv = ["tmux", "-S", self._socket, *arguments]
        return subprocess.run(argv, capture_output=True, text=True, check=True).stdout

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def sends(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def waits_for(self, words: str) -> None:
        end = time.monotonic() + 60
        while words not in self.screen():
            assert time.monotonic() < end, f"{words!r} never came:\n{self.screen()}"
            time.sleep(0.05)

    def ends(self) -> None:
        self._run("kill-server")


@pytest.fixture
def tmux(tmp_path: Path, line: Line) -> Iterator[Callable[[], Tmux]]:
    """Return what opens `quire` in tmux."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    opened: list[Tmux] = []

    def at() -> Tmux:
        opened.append(Tmux(tmp_path / "tmux", line))
        return opened[-1]

    yield at
    for one in opened:
        one.ends()


def test_keys_go_in_and_the_screen_comes_out(
    line: Line, upstream: Serve, tmux: Callable[[], Tmux]
) -> None:
    call = {"name": "shell_command", "arguments": {"command": "echo hello > made; cat made"}}
    upstream({"calls": [call]}, {"text": "It is made."})
    line.environment |= {"QUIRE_MODEL": "gpt-5.1-codex", "NO_COLOR": "1"}
    one = tmux()
    one.waits_for("ready")
    one.sends("-l", "make it")
    one.sends("Enter")
    one.waits_for("It is made.")
    one.waits_for("ready")
    assert "> make it" in one.screen()
    assert "  $ echo hello > made; cat made\n    hello\n" in one.screen()
    assert (line.folder / "made").read_text() == "hello\n"
    one.sends("C-c")
    one.waits_for("Ctrl-C again leaves")
    one.sends("C-c")
    one.waits_for("left with 0")
    assert "The session is kept: quire resume 0" in one.screen()


def test_without_words_at_a_terminal_it_opens(line: Line) -> None:
    with person(line) as one:
        one.waits_for("ready")
        one.presses(b"/quit\r")
        assert one.watches_to_the_end() == 0


def test_without_a_terminal_it_says_so_and_help_is_shown(line: Line) -> None:
    done = line.run("tui")
    assert (done.returncode, done.stderr) == (
        2, 'quire: The terminal UI needs a terminal; in scripts: quire exec "TASK".\n',
    )  # fmt: skip
    done = line.run()
    assert (done.returncode, "Commands:" in done.stdout + done.stderr) == (2, True)


def test_without_its_library_one_line_says_what_to_install(line: Line) -> None:
    hides = (
        "import sys\n"
        "sys.modules['textual'] = None\n"
        "from quire.cli import main\n"
        "sys.argv = ['quire']\n"
        "main()\n"
    )
    with person(line, program=(sys.executable, "-c", hides)) as one:
        assert one.watches_to_the_end() == 2
    assert one.seen == "quire: The terminal UI is not installed: pip install 'quire[tui]'\n"
