"""Newer syntax of Python by ruff's own rules (`UP`), one rule at a time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from .refactor_modules import differences
from .refactor_tree import Plan, Tree, Unable

_SECONDS = 60
_OLDEST = (
    ("pyproject.toml", r"""requires-python\s*=\s*["'][^"'\n]*?(?:>=|~=|==|\^)\s*(3\.\d+)"""),
    ("pyproject.toml", r"""(?m)^python\s*=\s*["'][^"'\n]*?(?:>=|~|==|\^)\s*=?\s*(3\.\d+)"""),
    ("setup.cfg", r"python_requires\s*=\s*(?:>=|~=|==)\s*(3\.\d+)"),
    ("setup.py", r"""python_requires\s*=\s*["'][^"'\n]*?(?:>=|~=|==)\s*(3\.\d+)"""),
)
_WORDS = {"UP005": "Replace the old names of assert methods"}  # ruff has it the wrong way round


def syntax_rules(tree: Tree, version: str) -> list[tuple[str, str, int, int]]:
    """Give each rule that has something to fix: its code, its words, places and files."""
    found: dict[str, tuple[str, set[str], int]] = {}
    paths = sorted(tree.files)
    text = _ruff(tree, version, ["--select", "UP", "--output-format", "json", "--", *paths], "")
    for each in json.loads(text or "[]"):
        fix = each.get("fix")
        if not fix or fix.get("applicability") != "safe":
            continue
        code, path = str(each["code"]), str(each["filename"])
        title, files, places = found.get(
            code, (_WORDS.get(code) or str(fix.get("message") or each["message"]), set(), 0)
        )
        found[code] = (title, {*files, path}, places + 1)
    return [(code, title, places, len(files))
            for code, (title, files, places) in sorted(found.items())]  # fmt: skip


def syntax(tree: Tree, version: str, code: str) -> Plan:
    """Plan one of ruff's rules over the whole project, with the imports that it leaves unused."""
    plan = Plan(f"ruff {code}")
    options = ["--fix-only", "--quiet", "--stdin-filename"]
    for path, file in sorted(tree.files.items()):
        fixed = _ruff(tree, version, ["--select", code, *options, path, "-"], file.text)
        if fixed == file.text:
            continue
        if not path.endswith("__init__.py") and _is_tidy(tree, version, path):
            both = ["--select", f"{code},F401", *options, path, "-"]
            fixed = _ruff(tree, version, both, file.text)
        plan.spans[path] = differences(file.text, fixed)
    return plan


def _is_tidy(tree: Tree, version: str, path: str) -> bool:
    """Say whether a file has no unused import yet, so that one found later is the rule's doing."""
    text = _ruff(tree, version, ["--select", "F401", "--output-format", "json", "--", path], "")
    return not json.loads(text or "[]")


def _oldest(root: Path) -> str:
    """Give the oldest version of Python that the project allows; Unable where it says none."""
    for name, form in _OLDEST:
        path = root / name
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        found = re.search(form, text)
        if found:
            return found[1]
    raise Unable("the project does not say which Python it needs (requires-python)",
                 'a version, for example "upgrade the code to Python 3.12 syntax"')  # fmt: skip


def _ruff(tree: Tree, version: str, options: list[str], given: str) -> str:
    target = "py" + (version or _oldest(tree.root)).replace(".", "")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--exit-zero",
               "--target-version", target, *options]  # fmt: skip
    done = subprocess.run(
        command, cwd=tree.root, input=given.encode(), capture_output=True, timeout=_SECONDS,
        check=False,
    )  # fmt: skip
    if done.returncode != 0:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise Unable(f"ruff says: {words[-1] if words else done.returncode}",
                     "a version of Python that ruff knows, for example 3.12")  # fmt: skip
    return done.stdout.decode()
