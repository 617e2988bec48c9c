"""Images of the workspace come back as parts; everything else is told why not."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from PIL import Image

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
                "'a.txt' is not a PNG, JPEG, GIF or WebP image. "
                "Read it as text or convert it first."
            )
        ],
        [output("'path' is 'none.png'; there is no such file in the workspace.")],
        [
            output(
                "'big.png' is an image of 228 bytes; at most 100 can be shown. "
                "Make a smaller copy first, for example with `convert -resize 1600x`."
            )
        ],
    ]


def test_an_image_is_made_to_fit_the_box(run: Run, workspace: Path) -> None:
    for name, size in (("wide.png", (3000, 1500)), ("tall.jpg", (400, 1536)), ("fits.png", (9, 9))):
        Image.new("RGB", size).save(workspace / name)
    sizes = []
    for [event] in run(view("wide.png"), view("tall.jpg"), view("fits.png")):
        assert isinstance(event, ItemAdded)
        assert isinstance(event.item, FunctionCallOutput)
        assert not isinstance(event.item.output, str)
        [part] = event.item.output
        assert isinstance(part, Part)
        assert isinstance(part.image_url, str)
        head, _, data = part.image_url.partition(",")
        with Image.open(BytesIO(base64.b64decode(data))) as image:
            sizes.append((head, image.size))
    assert sizes == [
        ("data:image/png;base64", (1536, 768)),
        ("data:image/jpeg;base64", (200, 768)),
        ("data:image/png;base64", (9, 9)),
    ]


def test_without_pillow_a_large_image_says_what_to_install(tmp_path: Path) -> None:
    bare = tmp_path / "packages"
    bare.mkdir()
    (bare / "msgspec").symlink_to(Path(msgspec.__file__).parent)
    script = (
        "import sys; sys.path = [p for p in sys.path if 'site-packages' not in p]\n"
        "sys.path.append(sys.argv[1])\n"
        "from quire.tools import images\n"
        "images.data_url(b'\\x89PNG\\r\\n\\x1a\\n' + bytes(200), 'a.png', 100)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(bare)], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1].endswith(
        "an image of 208 bytes; at most 100 can be shown. Have it made smaller: "
        "pip install 'quire[images]'. Or make a smaller copy first."
    )


def test_an_image_outside_the_workspace_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    for path in ("../secret.png", str(tmp_path / "secret.png")):
        [[event]] = run(view(path))
        assert isinstance(event, ItemAdded)
        assert isinstance(event.item, FunctionCallOutput)
        assert "is not a plain relative path" in str(event.item.output)
