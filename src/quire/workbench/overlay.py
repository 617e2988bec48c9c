"""Load changed sources instead of the files on disk; installed as sitecustomize in fresh runs."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

FILES = "QUIRE_OVERLAY"
_LAID: dict[str, bytes] = {}  # by real path


def install(files: dict[str, bytes]) -> None:
    """Make imports of the given absolute paths compile the given sources."""
    _LAID.update(files)
    plain = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: Any, fullname: str) -> Any:
        path = self.get_filename(fullname)
        data = files.get(os.path.realpath(path))
        if data is None:
            return plain(self, fullname)
        return compile(data, path, "exec", dont_inherit=True)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


def read(path: Path) -> bytes:
    """Give the content that imports of a file compile."""
    laid = _LAID.get(os.path.realpath(path)) if _LAID else None
    return path.read_bytes() if laid is None else laid


def _next_sitecustomize(own: str) -> None:
    """Load the sitecustomize that this one hides."""
    for folder in sys.path:
        path = Path(folder or ".") / "sitecustomize.py"
        if os.path.realpath(path) != own and path.is_file():
            spec = importlib.util.spec_from_file_location("_hidden_sitecustomize", path)
            if spec is not None and spec.loader is not None:
                spec.loader.exec_module(importlib.util.module_from_spec(spec))
            return


if __name__ == "sitecustomize":
    if os.environ.get(FILES):
        table = json.loads(Path(os.environ[FILES]).read_text(encoding="utf-8"))
        install({path: Path(copy).read_bytes() for path, copy in table.items()})
    _next_sitecustomize(os.path.realpath(__file__))
