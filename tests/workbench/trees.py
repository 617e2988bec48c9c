"""Small projects on disk and the workbench run on them as its own program."""

from __future__ import annotations

import json
import subprocess
import sys
import zipapp
from dataclasses import dataclass
from pathlib import Path
from typing import cast

WORKBENCH = Path(__file__).parents[2] / "src" / "quire" / "workbench"
MAIN = "import sys\nfrom quire_workbench.main import main\nsys.exit(main(sys.argv[1:]))\n"
Finding = dict[str, object]


@dataclass(frozen=True)
class Ran:
    """What a run of the workbench printed."""

    findings: list[Finding]
    exit_code: int

    def first(self, kind: str) -> Finding:
        """Give the first finding of a kind; raise StopIteration if there is none."""
        return next(finding for finding in self.findings if finding["type"] == kind)

    def kinds(self) -> list[object]:
        """Give the kinds of all findings in order."""
        return [finding["type"] for finding in self.findings]


def pack(folder: Path) -> Path:
    """Pack the program as it is shipped: a zip whose package is quire_workbench."""
    package = folder / "packed" / "quire_workbench"
    package.mkdir(parents=True)
    for path in WORKBENCH.glob("*.py"):
        (package / path.name).write_bytes(path.read_bytes())
    (folder / "packed" / "__main__.py").write_text(MAIN)
    target = folder / "workbench.pyz"
    zipapp.create_archive(folder / "packed", target)
    return target


def lay(root: Path, files: dict[str, str]) -> Path:
    """Write files below a root, line ends as given."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


def contents(root: Path) -> dict[str, bytes]:
    """Read every file below a root."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def run(program: Path, *arguments: str) -> Ran:
    """Run the packed program."""
    command = [sys.executable, "-I", str(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    lines = [cast(Finding, json.loads(line)) for line in done.stdout.splitlines()]
    return Ran(lines, done.returncode)
