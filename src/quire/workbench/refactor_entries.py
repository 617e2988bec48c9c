"""Entry points (`package.module:function`): settings that name what is to be run."""

from __future__ import annotations

import ast
import re

from .refactor_tree import Plan, Tree

_SETTINGS = (".toml", ".cfg", ".ini")
_SCRIPT = "setup.py"


def rename_entries(tree: Tree, plan: Plan, names: dict[str, str]) -> None:
    """Change entry points that name what is renamed or moved, and say so.

    `names` maps `module:name`, or `module:` where a whole module moves, to what it becomes.
    """
    for path, text in tree.documents().items():
        if path.endswith(_SETTINGS):
            after = plan.texts.get(path, text)
            for old, new in names.items():
                for found in _entry(old).finditer(after):
                    _tell(plan, path, after.count("\n", 0, found.start()) + 1)
                after = _entry(old).sub(new, after)
            if after != text:
                plan.texts[path] = after
    _in_scripts(tree, plan, names)


def entries(names: dict[str, str]) -> dict[str, str]:
    """Give dotted names of what stands at the top of a module as entry points have them."""
    return {_marked(old): _marked(new) for old, new in names.items() if "." in old}


def _marked(name: str) -> str:
    module, _, last = name.rpartition(".")
    return f"{module}:{last}"


def _entry(old: str) -> re.Pattern[str]:
    end = r"(?=[A-Za-z_])" if old.endswith(":") else r"(?!\w)"
    return re.compile(rf"(?<![\w.]){re.escape(old)}{end}")


def _in_scripts(tree: Tree, plan: Plan, names: dict[str, str]) -> None:
    for path, file in tree.files.items():
        if path.rpartition("/")[2] != _SCRIPT:
            continue
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            for old, new in names.items():
                for found in _entry(old).finditer(file.text, file.start(node), file.end(node)):
                    plan.edit(path, found.start(), found.end(), new)
                    _tell(plan, path, node.lineno)


def _tell(plan: Plan, path: str, line: int) -> None:
    plan.notes.append(f"The entry point at {path}:{line} names it, so I changed it too.")
