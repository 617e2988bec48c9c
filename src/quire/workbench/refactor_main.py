"""Plan a refactoring of a project and report it; nothing is written here."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .refactor_definitions import Wanted
from .refactor_report import tell
from .refactor_tree import Plan, Tree, Unable
from .report import Report


@dataclass(frozen=True)
class Wish:
    """What is asked for; which fields count depends on `do`."""

    do: str
    name: str = ""
    kind: str = ""
    place: str = ""
    to: str = ""
    docs: bool = False
    first: int = 0
    last: int = 0
    steps: list[dict[str, object]] = field(default_factory=list)

    @property
    def wanted(self) -> Wanted:
        """Give the thing that is named."""
        return Wanted(self.name, self.kind, self.place)


def run(verb: str, arguments: list[str]) -> int:
    """Run a verb in the present folder on its order, one JSON object; 2 for wrong usage.

    What cannot be done is reported with the reason.
    """
    if len(arguments) != 1:
        sys.stderr.write(f"usage: workbench {verb} ORDER\n")
        return 2
    report = Report()
    try:
        _VERBS[verb](Tree.read(Path.cwd()), arguments[0], report)
    except Unable as error:
        report.whole("unable", reason=error.reason, needs=error.needs, places=error.places)
    return 0


def refactor(tree: Tree, order: str, report: Report) -> None:
    """Report the changes that a refactoring makes, then the plan; raise Unable."""
    from rope.refactor.patchedast import MismatchedTokenError

    wish = Wish(**json.loads(order))
    try:
        plan = _PLANS[wish.do](tree, wish)
    except (MismatchedTokenError, ValueError) as error:
        places = tuple(f"{path}:1" for path in sorted(tree.files) if _is_beyond_rope(tree, path))
        if not places:
            raise
        raise Unable(
            "the library that follows names (rope) cannot read every file here",
            "these files without the text that it loses its place in, an f-string as a rule",
            places,
        ) from error
    tell(plan, tree, report)


def _is_beyond_rope(tree: Tree, path: str) -> bool:
    """Say whether rope finds other tokens in a file than Python does."""
    from rope.refactor.patchedast import MismatchedTokenError, get_patched_ast

    try:
        get_patched_ast(tree.files[path].text, True)
    except (MismatchedTokenError, ValueError):
        return True
    return False


def _rename(tree: Tree, wish: Wish) -> Plan:
    from .refactor_rename import rename

    return rename(tree, wish.wanted, wish.to, docs=wish.docs)


def _move(tree: Tree, wish: Wish) -> Plan:
    from .refactor_move import move

    return move(tree, wish.wanted, wish.to, docs=wish.docs)


def _signature(tree: Tree, wish: Wish) -> Plan:
    from .refactor_signature import change_signature, read_step

    return change_signature(tree, wish.wanted, [read_step(each) for each in wish.steps])


def _extract(tree: Tree, wish: Wish) -> Plan:
    from .refactor_extract import extract

    return extract(tree, wish.place, (wish.first, wish.last), wish.to)


def _inline(tree: Tree, wish: Wish) -> Plan:
    from .refactor_inline import inline

    return inline(tree, wish.wanted)


_PLANS: dict[str, Callable[[Tree, Wish], Plan]] = {
    "rename": _rename,
    "move": _move,
    "signature": _signature,
    "extract": _extract,
    "inline": _inline,
}


def _migrate(tree: Tree, order: str, report: Report) -> None:
    from .migrate_main import migrate

    migrate(tree, order, report)


_VERBS: dict[str, Callable[[Tree, str, Report], None]] = {"refactor": refactor, "migrate": _migrate}
