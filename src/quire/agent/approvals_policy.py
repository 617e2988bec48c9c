"""Which calls may run as they are, which are asked about, and which are refused: a pure function.

The words are Codex's (codex-agent, sandbox and approvals): with `untrusted` everything is asked
but commands that are known to read only; with `on-request` what the model wants to do outside the
walls; with `never` nothing, and a wish to leave the walls is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from quire.agent.approvals_rules import covered, only_reads, rememberable
from quire.agent.approvals_words import SHELLS, Words, of_words, simple_commands
from quire.store.choices import Allowed
from quire.tools.wishes import Wish

Approvals = Literal["never", "on-request", "untrusted"]


class Ruling(NamedTuple):
    """What the policy says; `why` is for the question or the refusal, or who allowed it."""

    verdict: Literal["allow", "ask", "refuse"]
    why: str = ""


def ruling(
    policy: Approvals, wish: Wish, allowed: Sequence[Allowed], project: Path, wanted: str
) -> Ruling:
    """Rule about a wish; `wanted` is what a hook of the person's own says: allow, ask, nothing."""
    if policy == "never":
        return _unasked(wish, wanted)
    if wish.outside:
        if is_remembered(wish, allowed, project):
            return Ruling("allow", "remembered")
        if wanted == "allow":
            return Ruling("allow", "hook")
        return Ruling("ask", wish.reason or "The model wants to run this outside the walls.")
    if wanted == "ask":
        return Ruling("ask", "A hook wants a person to look at this.")
    if wanted == "allow" or policy == "on-request" or is_harmless(wish):
        return Ruling("allow", "hook" if wanted == "allow" else "")
    if is_remembered(wish, allowed, project):
        return Ruling("allow", "remembered")
    return Ruling("ask", _WHY.get(wish.kind, "It is not a command that is known to read only."))


_WHY = {
    "patch": "It changes files.",
    "function": "It calls a tool of an MCP server.",
    "typing": "It types into a command that runs.",
}


def _unasked(wish: Wish, wanted: str) -> Ruling:
    if wish.outside:
        return Ruling("refuse", "Nothing runs outside the walls here (approvals: never).")
    if wanted == "ask":
        return Ruling("refuse", "A hook wants a person to look at this (approvals: never).")
    return Ruling("allow")


def is_harmless(wish: Wish) -> bool:
    """Tell whether a wish is known to change nothing."""
    if wish.kind in ("look", "task"):  # whatever a sub-task wants is asked about in its turn
        return True
    simple = _simple(wish)
    return bool(simple) and all(only_reads(words) for words in simple or ())


def is_remembered(wish: Wish, allowed: Sequence[Allowed], project: Path) -> bool:
    """Tell whether what was remembered for the project allows every simple command of a wish.

    Inside the walls commands that only read may stand between them; a change of the folder may
    not, since it gives the same words another meaning.
    """
    if not _within(wish, project):
        return False
    prefixes = _prefixes(wish, allowed)
    simple = _simple(wish)
    return bool(simple) and all(
        covered(words, prefixes) or _passes(wish, words) for words in simple or ()
    )


def entries_for(wish: Wish, allowed: Sequence[Allowed], project: Path) -> tuple[Allowed, ...]:
    """Return what can be remembered so that a wish is not asked about again; nothing if unsure."""
    simple = _simple(wish)
    if not simple or not _within(wish, project):
        return ()
    prefixes = _prefixes(wish, allowed)
    proposed = wish.prefix if len(simple) == 1 else ()
    return tuple(
        Allowed(prefix=rememberable(words, proposed), where="outside" if wish.outside else "inside")
        for words in dict.fromkeys(simple)
        if not covered(words, prefixes) and not _passes(wish, words)
    )


def _prefixes(wish: Wish, allowed: Sequence[Allowed]) -> list[Words]:
    return [entry.prefix for entry in allowed if entry.where == "outside" or not wish.outside]


def _passes(wish: Wish, words: Words) -> bool:
    """Tell whether a command needs no entry: it only reads, and only what the walls show."""
    return not wish.outside and words[0] != "cd" and only_reads(words)


def _within(wish: Wish, project: Path) -> bool:
    return (project / wish.folder).resolve().is_relative_to(project.resolve())


def _simple(wish: Wish) -> tuple[Words, ...] | None:
    """Return all simple commands of a wish, None where somebody could be mistaken about them."""
    if wish.kind != "command" or (wish.shell and wish.shell not in SHELLS):
        return None
    found: list[Words] = []
    for command in wish.commands:
        parsed = simple_commands(command) if isinstance(command, str) else of_words(command)
        if parsed is None:
            return None
        found += parsed
    return tuple(found)
