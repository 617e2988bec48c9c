"""Turn the unittest classes of a file into pytest's: plain asserts, the same tests."""

from __future__ import annotations

from collections.abc import Callable

from .migrate_cleanups import IMPORT, clean_up
from .migrate_conversion import Conversion
from .migrate_family import Family
from .refactor_tree import Plan, Tree


def unittest_files(tree: Tree, wanted: Callable[[str], bool]) -> list[tuple[list[str], int]]:
    """Give the test files with unittest classes, those that are converted together in one row.

    Each row has the number of its classes, and at least one of its files is `wanted`.
    """
    family = Family(tree)
    rows: list[tuple[list[str], int]] = []
    seen: set[str] = set()
    for path in sorted(family.cases):
        if not family.cases[path] or path in seen:
            continue
        files = family.files(path)
        seen |= set(files)
        if any(map(wanted, files)):
            rows.append((files, sum(len(family.cases.get(each, ())) for each in files)))
    return rows


def to_pytest(tree: Tree, path: str) -> Plan:
    """Plan the conversion of a file and of those that it shares classes with.

    Raise Unable where a part has no plain counterpart.
    """
    family = Family(tree)
    files = family.files(path)
    plan = Plan(f"Converted {' and '.join(files[:2])} to pytest" if len(files) < 3
                else f"Converted {len(files)} files to pytest")  # fmt: skip
    conversions = [Conversion(family, each, plan) for each in files]
    for each in conversions:
        each.rename()
    for each in conversions:
        each.classes()
    stacked = {where for each in files for where in clean_up(family, each, plan)}
    for each in conversions:
        each.needs |= {IMPORT} if each.file.path in stacked else set()
        each.module()
    names = [f"{old} is called {new} now" for each in conversions for old, new in each.names]
    if names:
        plan.notes.append(f"{', '.join(names)}: pytest collects no other name.")
    stays = sorted({name for each in conversions for name in each.stays})
    if stays:
        plan.notes.append(f"{' and '.join(stays)} stay, called on a TestCase of their own: "
                          "pytest has nothing with their meaning.")  # fmt: skip
    return plan
