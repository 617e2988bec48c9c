"""What lies in a folder: its files, its modules, what is installed; nothing of it is run."""

from __future__ import annotations

import ast
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path

from .project import SKIPPED_FOLDERS, is_test_path, source_roots
from .report import Report
from .reproduce_names import Names

_MOST_FILES = 400
_MOST_MODULES = 60
_TEST = re.compile(r"(test_.*|.*_test)\.py$")
_QUIET = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign,
    ast.AnnAssign, ast.AugAssign, ast.If, ast.Try, ast.Pass, ast.With,
)  # fmt: skip
_TOOLS = ("pytest", "click", "starlette", "venv", "pip")


def look(root: Path, report: Report) -> int:
    """Report the facts that a plan is made from; return 0."""
    names = Names(root)
    report.whole(
        "facts",
        root=root.name,
        files=files(root),
        modules=modules(names),
        tests=[path for path in names.files if _TEST.match(Path(path).name)],
        roots=[Path(each).relative_to(root).as_posix() for each in source_roots(root)],
        installed=[name for name in _TOOLS if find_spec(name) is not None],
        stdlib=sorted(getattr(sys, "stdlib_module_names", ())),
        python=f"{sys.version_info[0]}.{sys.version_info[1]}",
    )  # fmt: skip
    report.whole("done", outcome="looked")
    return 0


def files(root: Path) -> list[str]:
    """List the files of a project two folders deep, environments and build folders left out."""
    found: list[str] = []
    for folder, folders, here in os.walk(root):
        base = Path(folder).relative_to(root)
        folders[:] = sorted(set(folders) - SKIPPED_FOLDERS) if len(base.parts) < 3 else []
        found.extend((base / name).as_posix() for name in sorted(here))
        if len(found) > _MOST_FILES:
            break
    return found[:_MOST_FILES]


def modules(names: Names) -> list[str]:
    """List the importable modules that are no tests, scripts of the build or programs."""
    left = ("setup", "noxfile", "conftest", "tasks", "fabfile")
    found = [
        module
        for module, path in sorted(names.modules.items())
        if module not in left
        and not module.endswith("__main__")
        and not is_test_path(path)
        and all(part.isidentifier() for part in module.split("."))
        and not path.startswith(("docs/", "examples/", "scripts/"))
        and _is_quiet(names, path)
    ]
    return found[:_MOST_MODULES]


def _is_quiet(names: Names, path: str) -> bool:
    """Tell whether a file does nothing when it is imported but define things."""
    tree = names.tree(path)
    return tree is not None and all(
        isinstance(node, _QUIET)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in tree.body
    )
