"""Images of the workspace come back as parts; everything else is told why not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quire.protocol.events import Event
from quire.protocol.items import FunctionCall, FunctionCallOutput, Part
from quire.protocol.records import ItemAdded
from quire.tools.settings import Settings

Run = Callable[..., list[list[Event]]]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def view(path: str) -> FunctionCall:
    return FunctionCall(call_id="c", name="view_image", arguments=json.dumps({"path": path}))


def output(text: str | tuple[Part, ...]) -> ItemAdded:
    return ItemAdded(item=FunctionCallOutput(call_id="c", output=text))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        (b"GIF89a" + bytes(20), "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ],
)
def test_an_image_is_shown(run: Run, workspace: Path, data: bytes, kind: str) -> None:
    (workspace / "a.img").write_bytes(data)
    url = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    relative, absolute = run(view("a.img"), view(str(workspace / "a.img")))
    assert relative == absolute == [output((Part(type="input_image", image_url=url),))]


def test_what_cannot_be_shown_is_told(run: Run, workspace: Path) -> None:
    (workspace / "a.txt").write_text("text")
    (workspace / "big.png").write_bytes(PNG + bytes(200))
    told = run(view("a.txt"), view("none.png"), view("big.png"), settings=Settings(image_bytes=100))
    assert told == [
        [
            output(
                "'path' is 'a.txt', which is not a PNG, JPEG, GIF or WebP image. "
                "Read it as text or convert it first."
            )
        ],
        [output("'path' is 'none.png'; there is no such file in the workspace.")],
        [
            output(
                "'path' is 'big.png', an image of 228 bytes; at most 100 can be shown. "
                "Make a smaller copy first, for example with `convert -resize 1600x`."
            )
        ],
    ]


def test_an_image_outside_the_workspace_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    for path in ("../secret.png", str(tmp_path / "secret.png")):
        [[event]] = run(view(path))
        assert isinstance(event, ItemAdded)
        assert isinstance(event.item, FunctionCallOutput)
        assert "is not a plain relative path" in str(event.item.output)
