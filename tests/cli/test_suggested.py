"""Suggestions held against files: line ends, ends of files, paths, suggestions that collide."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from quire.cli.suggested import suggested, whole_patch
from quire.engine.reviews import Finding, LineRange, Location, Review, Suggestion
from tests.workbench.repository import git


def review(path: str, *suggestions: Suggestion | None) -> Review:
    place = Location(f"/p/{path}", LineRange(1, 1))
    findings = tuple(
        Finding(
            title="[P2] Odd", body="", confidence_score=0.5, code_location=place, suggestion=each
        )
        for each in suggestions
    )
    return Review(
        findings=findings,
        overall_correctness="patch is correct",
        overall_explanation="",
        overall_confidence_score=0.5,
    )


@pytest.mark.parametrize(
    ("path", "before", "wish", "after"),
    [
        ("m.py", b"a = 1\r\n#\r\n", Suggestion(1, 1, "a = 3\nc = 4"), b"a = 3\r\nc = 4\r\n#\r\n"),
        ("m.py", b"a = 1\nb = 2", Suggestion(2, 2, "b = 3\n"), b"a = 1\nb = 3"),
        ("m.py", b"a = 1\nb = 2\n", Suggestion(1, 1, ""), b"b = 2\n"),
        ("m.py", b"\xef\xbb\xbfa=1\n#\n", Suggestion(2, 2, "b=3"), b"\xef\xbb\xbfa=1\nb=3\n"),
        ("m.py", b"a = 1\n", Suggestion(1, 1, "\n"), b"\n"),
        ("my notes.txt", b"one\n", Suggestion(1, 1, "(two\n"), b"(two\n"),
        ("sub/\xe4.py", b"a = 1\n", Suggestion(1, 1, "a = '\xe4'\n"), "a = '\xe4'\n".encode()),
    ],
)  # fmt: skip
def test_a_patch_applies_with_git(
    tmp_path: Path, path: str, before: bytes, wish: Suggestion, after: bytes
) -> None:
    git(tmp_path, "init", "-q")
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(before)
    whole, dropped = suggested(review(path, wish), "/p", {path: before}.get)
    assert dropped == 0
    patch = whole.findings[0].patch or ""
    assert patch == whole_patch(whole, "/p", {path: before}.get)
    subprocess.run(["git", "apply"], cwd=tmp_path, input=patch.encode(), check=True)
    assert file.read_bytes() == after


@pytest.mark.parametrize(
    ("path", "before", "text"),
    [
        ("m.py", b"a = 1\n", "a ="),
        ("m.py", b"a = 1\n", "a = 1"),
        ("m.py", b"a = 1\rb = 2\n", "a = 2"),
        ("m.py", b"a = '\xff'\n", "a = 2"),
        ("m.txt", b"one\n", "two\r"),
        ("m.txt", b"one\n", "two\0"),
        ("a\n+++ b/x.txt", b"one\n", "two"),
        ("../m.txt", b"one\n", "two"),
        (".git/config", b"one\n", "two"),
        ("gone.txt", None, "two"),
    ],
)
def test_what_does_not_hold_is_dropped(path: str, before: bytes | None, text: str) -> None:
    given = review(path, Suggestion(1, 1, text))
    assert suggested(given, "/p", {path: before}.get) == (review(path, None), 1)


def test_of_two_on_the_same_line_the_first_counts() -> None:
    files = {"m.py": b"a = 1\nb = 2\nc = 3\n"}
    wishes = Suggestion(2, 2, "b = 4\n"), Suggestion(1, 2, "d = 5\n"), Suggestion(3, 3, "c = 6\n")
    whole, dropped = suggested(review("m.py", *wishes), "/p", files.get)
    assert dropped == 0
    assert whole_patch(whole, "/p", files.get).splitlines()[3:] == [
        " a = 1", "-b = 2", "-c = 3", "+b = 4", "+c = 6"
    ]  # fmt: skip
