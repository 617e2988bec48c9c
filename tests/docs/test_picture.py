"""The picture of a run: what a terminal shows of its bytes, and what the drawing holds."""

from __future__ import annotations

import importlib.util
from types import ModuleType
from xml.etree import ElementTree

import pytest

from tests.docs.pages import ROOT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def picture() -> ModuleType:
    spec = importlib.util.spec_from_file_location("picture", ROOT / "docs" / "picture.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(picture: ModuleType, text: str) -> list[str]:
    return ["".join(cell.letter for cell in row) for row in picture.rows_of(text)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("search: 10\rsearch: 200\r\x1b[Kdone", ["done"]),
        ("abc\rX", ["Xbc"]),
        ("x" * 97, ["x" * 96, "x"]),
        ("\x1b[32mgreen\x1b[0m \x1b[1mbold\x1b[0m", ["green bold"]),
    ],
)
def test_a_terminal_is_obeyed(picture: ModuleType, text: str, rows: list[str]) -> None:
    assert shown(picture, text) == rows


def test_colours_and_weights_are_drawn(picture: ModuleType) -> None:
    drawn = picture.drawn(picture.rows_of("a \x1b[31m<b>\x1b[0m \x1b[1mc\x1b[0m"))
    spans = list(ElementTree.fromstring(drawn).iter(f"{SVG}tspan"))
    look = [(span.text, span.get("fill"), span.get("font-weight")) for span in spans]
    assert look == [
        ("a", None, None),
        ("<b>", picture.COLOURS[31], None),
        ("c", picture.BRIGHT, "bold"),
    ]


def test_the_picture_shows_a_proven_fix_and_no_place_of_a_machine() -> None:
    text = (ROOT / "docs" / "picture.svg").read_text(encoding="utf-8")
    told = "".join(ElementTree.fromstring(text).itertext())
    assert "FIXED" in told and "14 passed, 0 failed" in told
    assert "/tmp/" not in told and "/home/" not in told
