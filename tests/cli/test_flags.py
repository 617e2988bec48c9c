"""Flags that cannot be meant are refused before anything happens, and what to give is said."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from quire.cli import quire
from quire.cli.results import leave
from quire.errors import StoreError

EMPTY = (
    "Invalid value for '-m' / '--model': It is empty. "
    "Without the flag the model of the settings is asked."
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "-m", "", "hi"), EMPTY),
        (("exec", "--model", " ", "hi"), EMPTY),
        (("review", "--model="), EMPTY),
        (("sessions", "import", "--codex", "-m", ""), EMPTY),
        (("exec", "-i", "", "hi"), "Invalid value for '-i' / '--image': File '' does not exist."),
        (
            ("exec", "-o", "/nowhere/answer.txt", "hi"),
            "Invalid value for '-o' / '--output-last-message': There is no folder '/nowhere'.",
        ),
        (
            ("review", "-o", "/nowhere/review.md"),
            "Invalid value for '-o' / '--output': There is no folder '/nowhere'.",
        ),
        (
            ("serve", "--host", ""),
            "Invalid value for '--host': It is empty. "
            "Give 127.0.0.1, or 0.0.0.0 for every address of this machine.",
        ),
        (
            ("serve", "--port", "99999"),
            "Invalid value for '--port': 99999 is not in the range 0<=x<=65535.",
        ),
        (
            ("config", "show", "-C", "/nowhere"),
            "Invalid value for '-C' / '--cd': Directory '/nowhere' does not exist.",
        ),
        (("serve", "--workers", "0"), "Invalid value for '--workers': 0 is not in the range x>=1."),
        (
            ("sandbox", "--timeout", "nan", "--", "true"),
            "Invalid value for '--timeout': nan is not a number.",
        ),
        (("exec", "--dollars", "nan"), "Invalid value for '--dollars': nan is not a number."),
        (
            ("keys", "create", ""),
            "Invalid value for 'NAME': It is empty. Give a name to tell it by, for example laptop.",
        ),
        (
            ("keys", "create", "k", "--total", "nan"),
            "Invalid value for '--total': nan is not a number.",
        ),
        (
            ("keys", "create", "k", "--day", "inf"),
            "Invalid value for '--day': inf is not in the range 0<=x<=1000000000.",
        ),
        (
            ("keys", "create", "k", "--month", "-1"),
            "Invalid value for '--month': -1.0 is not in the range 0<=x<=1000000000.",
        ),
        (
            ("keys", "create", "k", "--model", ""),
            "Invalid value for '--model': '' is no pattern of a model, for example 'quire/*'.",
        ),
        (
            ("keys", "create", "k", "--model", "quire/* gpt-*"),
            "Invalid value for '--model': 'quire/* gpt-*' is no pattern of a model, "
            "for example 'quire/*'.",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...], told: str) -> None:
    name, *rest = words
    command = quire.get_command(click.Context(quire), name)
    assert command is not None
    done = CliRunner().invoke(command, rest)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, f"Error: {told}")


def test_a_result_that_cannot_be_left_is_said(tmp_path: Path) -> None:
    leave(tmp_path / "result", b"Done.\n")
    assert (tmp_path / "result").read_bytes() == b"Done.\n"
    with pytest.raises(StoreError, match="cannot be written: Is a directory"):
        leave(tmp_path, b"Done.\n")
