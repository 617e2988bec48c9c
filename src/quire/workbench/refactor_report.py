"""How a plan is reported: each change, then what is to be said of them all."""

from __future__ import annotations

from .refactor_tree import Plan, Tree, Unable
from .report import Report

_MOST_MENTIONS = 30


def tell(plan: Plan, tree: Tree, report: Report) -> None:
    """Report the changes of a plan, then the plan itself; raise Unable if there are none."""
    changes = plan.changes(tree)
    if not changes:
        raise Unable("nothing would change")
    for change in changes:
        report.whole("change", **change)
    report.whole(
        "plan", told=plan.told, changes=len(changes), places=plan.places, notes=plan.notes,
        renamed=plan.renamed, broken=tree.broken[:_MOST_MENTIONS],
        mentions=[vars(each) for each in plan.mentions[:_MOST_MENTIONS]],
        more=max(0, len(plan.mentions) - _MOST_MENTIONS),
    )  # fmt: skip
