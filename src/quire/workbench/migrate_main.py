"""List the rules of a migration that have something to do, and plan them one at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from .migrate_rules import Rule, one_rule, rules_in, shipped
from .refactor_report import tell
from .refactor_tree import Plan, Tree, Unable
from .report import Report

_Row = tuple[str, str, int, int]  # id, words, places, files


@dataclass(frozen=True)
class Wish:
    """What is asked for: `what` names the migration, `rule` the one to plan, empty for the list."""

    what: str
    rule: str = ""
    version: str = ""
    old: str = ""
    new: str = ""
    paths: list[str] = field(default_factory=list)


def migrate(tree: Tree, order: str, report: Report) -> None:
    """Report the rules with something to do, or the changes of one; raise Unable."""
    wish = Wish(**json.loads(order))
    listed, planned = _MIGRATIONS[wish.what]
    if wish.rule:
        tell(planned(tree, wish), tree, report)
        return
    rows = listed(tree, wish)
    rules = [{"id": i, "title": t, "places": p, "files": f} for i, t, p, f in rows]
    report.whole("rules", rules=rules, broken=tree.broken[:20])


def _list_syntax(tree: Tree, wish: Wish) -> list[_Row]:
    from .migrate_syntax import syntax_rules

    return syntax_rules(tree, wish.version)


def _plan_syntax(tree: Tree, wish: Wish) -> Plan:
    from .migrate_syntax import syntax

    return syntax(tree, wish.version, wish.rule)


def _list_unittest(tree: Tree, wish: Wish) -> list[_Row]:
    from .migrate_unittest import unittest_files

    rows = unittest_files(tree, lambda path: _is_wanted(path, wish.paths))
    return [(files[0], f"{_together(files)} from unittest to pytest", number, len(files))
            for files, number in rows]  # fmt: skip


def _together(files: list[str]) -> str:
    """Name files in words; those that build upon one another are converted in one step."""
    shown = files if len(files) < 4 else [*files[:3], f"{len(files) - 3} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _is_wanted(path: str, wanted: list[str]) -> bool:
    return not wanted or any(f"/{path}".startswith(f"/{each.strip('/')}") for each in wanted)


def _plan_unittest(tree: Tree, wish: Wish) -> Plan:
    from .migrate_unittest import to_pytest

    return to_pytest(tree, wish.rule)


def _list_setup(tree: Tree, wish: Wish) -> list[_Row]:
    del wish
    old = [name for name in ("setup.py", "setup.cfg") if (tree.root / name).is_file()]
    if not old:
        raise Unable("there is no setup.py and no setup.cfg here")
    return [("pyproject", f"{' and '.join(old)} to pyproject.toml", 1, len(old))]


def _plan_setup(tree: Tree, wish: Wish) -> Plan:
    from .migrate_setup import to_pyproject

    del wish
    return to_pyproject(tree)


def _list_rules(tree: Tree, wish: Wish) -> list[_Row]:
    from .migrate_apply import planned

    found: list[_Row] = []
    for rule in _rules(tree, wish):
        plan = planned(tree, rule)
        if plan.places:
            found.append((rule.id, rule.title or rule.id, plan.places, len(plan.spans)))
    return found


def _plan_rule(tree: Tree, wish: Wish) -> Plan:
    from .migrate_apply import planned

    rule = next((each for each in _rules(tree, wish) if each.id == wish.rule), None)
    if rule is None:
        raise Unable(f"there is no rule {wish.rule}")
    return planned(tree, rule)


def _rules(tree: Tree, wish: Wish) -> list[Rule]:
    if wish.what == "shipped":
        return shipped(wish.old)
    if wish.what == "files":
        return rules_in(tree.root, wish.paths)
    return [one_rule(wish.old, wish.new)]


_Pair = tuple[Callable[[Tree, Wish], list[_Row]], Callable[[Tree, Wish], Plan]]
_MIGRATIONS: dict[str, _Pair] = {
    "syntax": (_list_syntax, _plan_syntax),
    "unittest": (_list_unittest, _plan_unittest),
    "setup": (_list_setup, _plan_setup),
    "shipped": (_list_rules, _plan_rule),
    "files": (_list_rules, _plan_rule),
    "names": (_list_rules, _plan_rule),
}
