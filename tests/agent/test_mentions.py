"""Files that an order mentions reach the model; what lies outside does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.agent.mentions import TEXT_BYTES, Mentioned, mentioned
from quire.errors import RefusedError, UsageError
from quire.protocol.items import Part, developer
from quire.sandbox.files import Root

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def files(order: str, workspace: Path) -> Mentioned:
    with Root(workspace) as root:
        return mentioned(order, workspace, root.read, 1_000)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "a.py").write_text("x = 1\n")
    (folder / "a b.md").write_text("# Title\n")
    (folder / "shot.png").write_bytes(PNG)
    (tmp_path / "secret.txt").write_text("secret")
    return folder


def test_a_file_is_given_once_as_text_and_an_image_as_an_image(workspace: Path) -> None:
    order = 'Compare @src/a.py, @"a b.md" and @shot.png. See @src/a.py.'
    found = files(order, workspace)
    assert found.messages == (
        developer('<file path="src/a.py">\nx = 1\n\n</file>'),
        developer('<file path="a b.md">\n# Title\n\n</file>'),
    )
    [image] = found.images
    assert isinstance(image, Part)
    assert str(image.image_url).startswith("data:image/png;base64,")


def test_words_with_a_sign_that_name_no_file_stay_words(workspace: Path) -> None:
    assert files("Ask me@src/a.py, use @property and @src in @types/node", workspace) == Mentioned()


@pytest.mark.parametrize("name", ["../secret.txt", "src/../../secret.txt"])
def test_a_file_outside_is_refused(workspace: Path, name: str) -> None:
    with pytest.raises(RefusedError, match="lies outside the workspace"):
        files(f"Read @{name}", workspace)
    with pytest.raises(RefusedError, match="lies outside the workspace"):
        files(f"Read @{workspace.parent / 'secret.txt'}", workspace)


def test_a_link_that_leads_outside_is_refused(workspace: Path) -> None:
    (workspace / "link.txt").symlink_to(workspace.parent / "secret.txt")
    with pytest.raises(RefusedError):
        files("Read @link.txt", workspace)


def test_a_long_file_is_cut_and_says_so(workspace: Path) -> None:
    (workspace / "long.txt").write_text("é" * TEXT_BYTES)
    [message] = files("Read @long.txt", workspace).messages
    assert f"[cut here; {TEXT_BYTES:,} more bytes are in the file]" in message.wire().decode()


def test_a_binary_file_is_refused(workspace: Path) -> None:
    (workspace / "a.bin").write_bytes(b"a\0b")
    with pytest.raises(UsageError, match="neither text nor an image"):
        files("Read @a.bin", workspace)
