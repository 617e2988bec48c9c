"""Projects as refactorings read them, and what a plan makes of their files."""

from __future__ import annotations

from pathlib import Path

from quire.workbench.refactor_tree import Plan, Tree
from quire.workbench.source import splice
from tests.workbench.trees import lay


def tree_of(root: Path, files: dict[str, str]) -> Tree:
    """Lay out files and read them as a project."""
    return Tree.read(lay(root, files))


def changed(tree: Tree, plan: Plan) -> dict[str, str]:
    """Give the files that a plan changes as it leaves them, checked to parse."""
    plan.changes(tree)
    edited = {path: splice(tree.file(path).text, list(spans)) for path, spans in plan.spans.items()}
    return {**edited, **plan.created, **plan.texts}
