"""What a setup.py tells setuptools: it is run, in a copy of the project, with a stand-in."""

from __future__ import annotations

import json
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .project import SKIPPED_FOLDERS
from .refactor_tree import Unable

_SECONDS = 60
_VARIES = re.compile(r"version_info|sys\.version|hexversion|PY[23]\b|python_version")
_PLATFORM = re.compile(r"platform|os\.name")
_LARGEST = 20_000_000  # bytes: no setup.py reads a file of that size
# The oldest and the newest version and the platforms that values are asked for, too.
_VERSIONS = (("3.9", ""), ("3.14", ""))
_PLATFORMS = (("", "win32"), ("", "darwin"), ("", "linux"))


def told(root: Path) -> dict[str, object]:
    """Give the arguments of setup(); raise Unable where they differ by version or platform."""
    text = (root / "setup.py").read_text(encoding="utf-8", errors="replace")
    with copied(root) as copy:
        fields, why = _first(copy, interpreters(root))
        if fields is None:
            raise Unable(f"setup.py did not come to setup(): {why}", "what it imports and reads",
                         ("setup.py:1",))  # fmt: skip
        variants = [*(_VERSIONS if _VARIES.search(text) else ()),
                    *(_PLATFORMS if _PLATFORM.search(text) else ())]  # fmt: skip
        for version, platform in variants:
            other, _ = _first(copy, interpreters(root), version, platform)
            same = fields if other is None else other
            unlike = [key for key in {**fields, **same} if same.get(key) != fields.get(key)]
            if unlike:
                where = f"Python {version}" if version else platform
                raise Unable(f"setup.py gives another {unlike[0]} for {where}",
                             "markers, as `name; python_version < '3.11'`",
                             ("setup.py:1",))  # fmt: skip
    return fields


def interpreters(root: Path) -> list[str]:
    """Give the interpreters that may have what setup.py imports: this one, then the project's."""
    folders = [root / name for name in (".venv", "venv", "env")]
    if os.environ.get("VIRTUAL_ENV"):
        folders.append(Path(os.environ["VIRTUAL_ENV"]))
    found = [str(each / "bin" / "python") for each in folders if (each / "bin/python").is_file()]
    return [sys.executable, *found]


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """Copy a project, for what may write into its folder; the copy is gone afterwards."""

    def left(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if name in SKIPPED_FOLDERS or _is_large(folder, name)}

    with tempfile.TemporaryDirectory(prefix="quire-setup-") as folder:
        copy = Path(folder) / root.name
        shutil.copytree(root, copy, symlinks=True, ignore=left)
        yield copy


def _is_large(folder: str, name: str) -> bool:
    path = Path(folder, name)
    return path.is_file() and path.stat().st_size > _LARGEST


def _first(
    copy: Path, pythons: list[str], version: str = "", platform: str = ""
) -> tuple[dict[str, object] | None, str]:
    """Run setup.py with one interpreter after the other; give the fields, or the last words."""
    program = (pkgutil.get_data(__package__ or "", "migrate_capture.py") or b"").decode()
    words = ""
    for python in pythons:
        command = [python, "-c", program, version, platform]
        try:
            done = subprocess.run(command, cwd=copy, stdin=subprocess.DEVNULL, timeout=_SECONDS,
                                  capture_output=True, check=False)  # fmt: skip
        except subprocess.TimeoutExpired:
            return None, f"it ran for {_SECONDS} s"
        for line in reversed(done.stdout.decode(errors="replace").splitlines()):
            if line.startswith('{"told":'):
                fields: dict[str, object] = json.loads(line)["told"]
                return fields, ""
        said = done.stderr.decode(errors="replace").strip().splitlines()
        words = words or (said[-1][:200] if said else f"it ended with {done.returncode}")
    return None, words
