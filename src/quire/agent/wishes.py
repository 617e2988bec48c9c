"""What an order asks for: a repair, another change, or words."""

from __future__ import annotations

import re

from quire.engine.bisection_orders import asks_for_commit
from quire.engine.clauses import POLITE, clauses
from quire.engine.orders import read_order
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
# What begins with a word of a question is one, courtesy passed over ("can you" asks for a deed).
_QUESTION = re.compile(
    rf"{POLITE}(what|why|how|which|who|whose|where|when|is|are|was|were|does|did|has|have|had|will"
    r"|would|should|am|do (the|we|you|i|they|any|our|my)|(can|could|may|might) (i|we|it|one|this"
    r"|the|that)|any)\b",
    re.IGNORECASE,
)
# What asks to be told, or to be looked at; behind an "and" it may go on with a deed.
_TELLING = re.compile(
    rf"{POLITE}(explain|describe|list|count|compare|summari[sz]e|show (me|us|all|the|which|what"
    r"|how)|tell|find|search|look|read|report|check|verify|analy[sz]e|inspect|investigate|review|print"
    r"|name|give (me|us)|think|discuss|suggest|recommend|advise|estimate|evaluate|run)\b",
    re.IGNORECASE,
)
_DEED = (
    r"(fix|mend|repair|correct|patch|write|add|implement|create|build|generate|refactor|rename"
    r"|migrate|port|upgrade|update|change|edit|modify|adapt|adjust|improve|replace|make|split|merge"
    r"|move|extract|inline|convert|translate|document|optimi[sz]e|clean|tidy|simplify|rewrite"
    r"|remove|delete|drop|install|set up|configure|commit|push|release|publish|deploy|put|apply"
    r"|store|save)\b(?![.(:]\w)"
)
_BEGINS_DEED = re.compile(rf"{POLITE}{_DEED}", re.IGNORECASE)
_AND_DEED = re.compile(rf"\b(and|then)\W+{_DEED}", re.IGNORECASE)
_TALK = frozenset({"greeting", "about", "thanks", "stop", "again", "empty", "review", "status"})


def wants_repair(prompt: str) -> bool:
    """Tell whether an order asks for something to be repaired: only a proof counts then."""
    text = in_english(prompt)
    return bool(_REPAIR.search(text)) and not (_OTHER.match(text) or asks_for_commit(text))


def wants_change(prompt: str) -> bool:
    """Tell whether an order asks for something to be done, and not only to be told."""
    order = read_order(prompt)
    if order.kind in _TALK or (order.kind == "explain" and not wants_repair(prompt)):
        return False
    if _BEGINS_DEED.match(order.text):
        return True
    told = _TELLING.match(order.text)
    if told and _AND_DEED.search(order.text):
        return True
    if told or _QUESTION.match(order.text):
        return any(_BEGINS_DEED.match(clause) for clause in clauses(order.text)[1:])
    return True
