"""Whole outputs are kept by name and read by pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.errors import UsageError
from quire.tools.outputs import Outputs


def test_pages_join_to_the_whole_output(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path, page_bytes=100)
    out, _ = outputs.logs("call_1", 0, 50)
    whole = "äöü€😀 abc\n" * 60
    out.add(whole.encode())
    pages = [outputs.page(out.name, number) for number in range(1, 12)]
    assert pages[0].startswith(f"Page 1 of 11 of {out.name} (1,080 bytes):\n")
    assert "".join(page.partition(":\n")[2] for page in pages) == whole


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path, page_bytes=100)
    out, _ = outputs.logs("call_1", 0, 50)
    out.add(b"x" * 150)
    with pytest.raises(UsageError, match=f"'page' is 3; {out.name} has pages 1 to 2"):
        outputs.page(out.name, 3)


@pytest.mark.parametrize("name", ["", "../secret", "/etc/passwd", "0123456789.out", "a:b"])
def test_only_outputs_can_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path.parent / "secret").write_text("x")
    with pytest.raises(UsageError, match="there is no such output"):
        Outputs(tmp_path, page_bytes=100).page(name, 1)


def test_a_call_id_that_comes_again_gets_a_log_of_its_own(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path, page_bytes=100)
    for text in (b"first", b"second"):
        outputs.logs("call_1", 0, 50)[0].add(text)
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"first", b"second"]
    assert [ends.head for ends in outputs.left("call_1", 0, 50)] == [b"second", b""]


def test_a_silent_command_leaves_no_file(tmp_path: Path) -> None:
    out, err = Outputs(tmp_path, page_bytes=100).logs("call_1", 0, 50)
    assert (out.take().total, err.name, list(tmp_path.iterdir())) == (0, "", [])
