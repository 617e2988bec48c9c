"""The packed workbench in the cache."""

from __future__ import annotations

import os
import time
from pathlib import Path

from quire.cli.packing import packed

DAY = 86_400


def test_what_nothing_has_read_for_a_month_goes_when_a_version_is_packed(tmp_path: Path) -> None:
    folder = tmp_path / "workbench"
    folder.mkdir()
    for name, days in (("old.pyz", 31), ("recent.pyz", 29), ("cut.4711", 400)):
        (folder / name).write_bytes(b"x")
        then = time.time() - days * DAY
        os.utime(folder / name, (then, then))
    first = packed(tmp_path)
    kept = {path.name for path in folder.iterdir()}
    assert len(kept) == 3  # the recent one, the one that was packed, and that for other Pythons
    assert {"recent.pyz", first.path.name} <= kept
    assert packed(tmp_path) == first
