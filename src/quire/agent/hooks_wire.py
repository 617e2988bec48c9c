"""What a hook reads on its standard input, and what its end and its output mean.

Exit code 2 blocks, and standard error says why. With 0, a JSON object on standard output may
carry `decision`, `reason`, `continue`, `systemMessage` and, also within `hookSpecificOutput`,
`permissionDecision`, `permissionDecisionReason`, `updatedInput` and `additionalContext`. A
different code is a failure of the hook, which stops nothing.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from quire.agent.hooks import Moment

Permission = Literal["", "allow", "ask", "deny"]
CONTEXT_CHARACTERS = 10_000
_TEXT_IS_CONTEXT = ("SessionStart", "UserPromptSubmit")


class Said(Struct, frozen=True, kw_only=True):
    """What a hook says; `problem` tells why its answer cannot be used."""

    blocked: bool = False
    reason: str = ""
    permission: Permission = ""
    updated: dict[str, object] | None = None
    context: str = ""
    message: str = ""
    problem: str = ""


class _Specific(Struct, frozen=True, rename="camel"):
    permission_decision: Literal["allow", "deny", "ask", "defer"] | None = None
    permission_decision_reason: str = ""
    updated_input: dict[str, object] | None = None
    additional_context: str = ""


class _Output(_Specific, frozen=True, rename="camel"):
    decision: Literal["approve", "block", "allow", "deny"] | None = None
    reason: str = ""
    go_on: bool = msgspec.field(default=True, name="continue")
    stop_reason: str = ""
    system_message: str = ""
    hook_specific_output: _Specific | None = None


def read(moment: Moment, exit_code: int | None, stdout: str, stderr: str) -> Said:
    """Return what a hook says by its exit code and its output."""
    if exit_code == 2:
        return Said(blocked=True, reason=stderr.strip() or "The hook gives no reason.")
    if exit_code != 0:
        return Said(problem=f"it ended with {exit_code}: {stderr.strip()[:500]}")
    text = stdout.strip()
    if not text.startswith("{"):
        return Said(context=_cut(text) if moment in _TEXT_IS_CONTEXT else "")
    try:
        output = msgspec.json.decode(text, type=_Output)
    except msgspec.MsgspecError as error:
        return Said(problem=f"its output is not what a hook may say: {error}")
    return _of_output(moment, output)


def _of_output(moment: Moment, output: _Output) -> Said:
    inner = output.hook_specific_output or _Specific()
    permission = inner.permission_decision or output.permission_decision
    reason = inner.permission_decision_reason or output.permission_decision_reason
    ends = not output.go_on and moment != "Stop"  # there, not to go on is what happens anyway
    blocks = permission == "deny" or output.decision in ("block", "deny") or ends
    why = reason or output.reason or output.stop_reason
    approved = output.decision in ("approve", "allow") or permission == "allow"
    return Said(
        blocked=blocks,
        reason=why or ("The hook gives no reason." if blocks else ""),
        permission="ask" if permission == "ask" else "allow" if approved else "",
        updated=inner.updated_input or output.updated_input,
        context=_cut(inner.additional_context or output.additional_context),
        message=output.system_message,
    )


def together(before: Said, later: Said) -> Said:
    """Return what two hooks say together: the stricter word counts, contexts add up."""
    order: tuple[Permission, ...] = ("", "allow", "ask")
    return replace(
        before,
        blocked=before.blocked or later.blocked,
        reason=before.reason or later.reason,
        permission=max(before.permission, later.permission, key=order.index),
        updated=before.updated if later.updated is None else later.updated,
        context="\n".join(text for text in (before.context, later.context) if text),
    )


def _cut(text: str) -> str:
    if len(text) <= CONTEXT_CHARACTERS:
        return text
    return f"{text[:CONTEXT_CHARACTERS]}\n[cut: a hook may say {CONTEXT_CHARACTERS} characters]"
