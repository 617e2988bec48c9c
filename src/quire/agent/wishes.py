"""What an order asks for: a repair, another change, or words."""

from __future__ import annotations

import re

from quire.engine.clauses import POLITE, clauses
from quire.engine.tongues import in_english

_REPAIR = re.compile(
    r"\b(fix(e[sd])?|fixing|repair(s|ed|ing)?|debug(ging)?|bugs?|broken|crash(es|ed|ing)?"
    r"|regressions?|fail(s|ed|ing|ures?)?|(not|\w+n.t|stopped|wrongly) work(ing|s)?"
    r"|(make|get) .{0,40}\b(pass|green)|traceback|instead of"
    r"|(raises?|throws?|gives?|gets?|got) .{0,20}(Error|Exception)"
    r"|should(n.t| not)? (return|be|give|raise))\b|^>>> "
    r"|^\W*((calling|running) )?`?[\w.]+\([^\n]*\)`?,? +(raises?|throws?|returns?|gives?|is|yields?"
    r"|hangs?|should|must)\b|\bexpected\b.{0,60}\b(but|got)\b|\b(hangs?|wrong)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
# Orders whose first word says that nothing is to be repaired, whatever names follow; one that asks
# for a cause may go on to say that it be mended.
_OTHER = re.compile(
    r"\s*(please |can you )?((review|rename|move|extract|inline|reorder|convert)\b"
    r"|(fix|resolve) ((all|the|any|our|my|stdlib) )*deprecat(?!.*\b(fail|broken|crash|tests?\b))"
    r"|(?!.*\b(fix(es|ing)?|repair|solve|correct|mend|patch|make .{0,60}\b(pass|green|work))\b)"
    r"(why|how come|diagnose|explain|what\W*(s|is|are|was|causes|makes)|what fails|which|how many"
    r"|(do|does|did|are|is|will|(list|run|execute) (the|all|my|our|unit|failing)|check (for|if)) "
    r"|(tell me|show me|find out|figure out) (why|what))\b)",
    re.IGNORECASE | re.DOTALL,
)
# With one of these begins a clause of an order that wants something to be otherwise than before.
_CHANGE = re.compile(
    rf"{POLITE}(fix|mend|repair|correct|patch|write|add|implement|create|build|scaffold|generate"
    r"|refactor|rename|migrate|port|upgrade|update|change|edit|modify|adapt|adjust|improve|replace"
    r"|make|turn|split|merge|move|extract|inline|convert|modernise|modernize|translate|document"
    r"|optimise|optimize|speed up|clean up|tidy|simplify|rewrite|reword|reorder|remove|delete|drop"
    r"|install|set up|configure|prepare|commit|push|rebase|release|publish|deploy|design|redesign"
    r"|draft|compose|draw|format|type|annotate|support|allow|let|get|bring|bump|pin|solve|resolve"
    r"|close|secure|harden|finish|complete|develop|introduce|enable|disable|put|use|switch)\b"
    r"(?![.(:]\w)",
    re.IGNORECASE,
)


def wants_repair(prompt: str) -> bool:
    """Tell whether an order asks for something to be repaired: only a proof counts then."""
    text = in_english(prompt)
    return _REPAIR.search(text) is not None and _OTHER.match(text) is None


def wants_change(prompt: str) -> bool:
    """Tell whether an order asks for something to be done, and not only to be told."""
    text = in_english(prompt)
    if _OTHER.match(text) is None and wants_repair(text):
        return True
    return any(_CHANGE.match(clause) for clause in clauses(text))
