"""The forms of orders for a migration by rules, and of those that tell two names."""

from __future__ import annotations

_THE = (
    r"(?:(?:the|all|of|my|our|this|these|every|any|old|existing|whole|entire|remaining|legacy)\s+)*"
)
_THING = (
    r"(?:code[\s-]?base|code|project|package|app|application|library|repo(?:sitory)?|syntax|files?"
    r"|sources?(?:\s+code)?|typing|type\s+hints|annotations|everything|scripts?|modules?|it|us|["
    r"\w/]+\.py)"
)
_OBJECT = rf"(?:{_THE}(?:python\s+)?{_THING}(?:'s)?\s+)+"
REST = r"(?P<rest>(?:\W.*)?)"
_RULE = r"`?(?P<file>[\w./-]+\.(?:toml|ya?ml|json))`?"
FILES = (
    rf"(?:apply|run|use|follow|take)\s+{_THE}(?:migration\s+)?(?:rules?|mapping|rule\s?files?"
    rf"|rule\s?set)"
    rf"\b.*?{_RULE}(?:\s+(?:(?:on|to|for|in|migrate|convert|update|port|change)"
    rf"\s+)*{_THE}{_THING})?"
    rf"{REST}",
    rf"(?:apply|run|use)\s+{_THE}migration\s+(?:rules?|files?)\b{REST}",
    rf"apply\s+{_THE}migrations{REST}",
    rf"(?:migrate|convert|update|port|change)\b.*\b(?:with|using|by|via|through|according\s+to"
    rf"|following"
    rf"|from)\s+{_THE}(?:(?:migration\s+)?(?:rules?|mapping|rule\s?file|migration\s+file|table)\s+"
    rf"(?:(?:in|from|of|at)\s+)?(?:the\s+file\s+)?){_RULE}{REST}",
    rf"(?:migrate|port)\s+{_OBJECT}(?:with|using|by|via)\s+{_RULE}{REST}",
)
_KINDS = (
    r"(?:(?:deprecated|old|obsolete|legacy)\s+)?(?:api\s+|functions?\s+|calls?\s+(?:to\s+|of"
    r"\s+)?|names?"
    r"\s+|class\s+|uses?\s+of\s+|usages?\s+of\s+|occurrences?\s+of\s+)?"
)
_X = r"`?(?P<old>[A-Za-z_$][^\s`,]*?(?:\([^)]*\))?)`?(?:\s+(?:calls?|everywhere))?"
_Y = r"`?(?P<new>[A-Za-z_$][^\s`,]*?(?:\([^()]*(?:\([^)]*\)[^()]*)*\))?)`?"
_END = r"(?P<rest>(?:[\s,;].*)?)"
NAMES = (
    rf"replace\s+{_THE}{_KINDS}{_X}\s+(?:with|by)\s+{_Y}{_END}",
    rf"(?:swap|exchange|substitute)\s+(?:out\s+)?{_THE}{_KINDS}{_X}\s+(?:for|with|by)\s+{_Y}{_END}",
    rf"(?:change|migrate|switch|convert|port|update|upgrade)\s+(?:from\s+)?{_THE}{_KINDS}{_X}"
    rf"(?:\s+(?:over\s+)?to\s+|\s*(?:-+>|=>|\u2192)\s*){_Y}{_END}",
    rf"use\s+{_Y}\s+(?:instead\s+of|rather\s+than|in\s+place\s+of)\s+{_THE}{_KINDS}{_X}{_END}",
)  # fmt: skip
