"""The evidence of a receipt in lines for a person."""

from __future__ import annotations

from quire.protocol import records
from quire.protocol.responses import Usage

# What a person reads in the place of a verdict's name, where that is another word.
_WORDS = {"unverified": "done, not proven", "refused": "not done", "": "open"}


def verdict_in_words(verdict: str) -> str:
    """Return a verdict as every list and the screen show it; of none, that its order is open."""
    return _WORDS.get(verdict, verdict.replace("_", " "))


def receipt_lines(receipt: records.Receipt) -> list[str]:
    """Return the evidence of a receipt, a line a kind."""
    lines = [f"✓ {test}" for test in receipt.fixed[:10]]
    lines += [f"✗ {test} (was passing)" for test in receipt.broken[:10]]
    lines += [f"✗ {test}" for test in receipt.still_failing[:10]]
    if receipt.files:
        names = ", ".join(f"{change.path} ({change.kind})" for change in receipt.files)
        lines.append(f"files: {names}" + (" — put back as they were" if receipt.restored else ""))
    if receipt.commands:
        failed = sum(1 for run in receipt.commands if run.exit_code != 0)
        told = f"{failed} did not end with 0" if failed else "all ended with 0"
        lines.append(f"commands: {len(receipt.commands)} run, {told}")
    lines += [
        f"{rung.model}: {verdict_in_words(rung.verdict)}, {took(rung)}" for rung in receipt.rungs
    ]
    lines += [_attempt_line(each) for each in receipt.attempts]
    whole = receipt.session_usage.cost
    more = f" · session {whole:.4f} USD" if whole and whole != receipt.usage.cost else ""
    lines.append(took(receipt) + more)
    return lines


def _attempt_line(run: records.AttemptRun) -> str:
    """Return an attempt with its verdict, the size of its change, and what it took."""
    size = "1 line" if run.lines == 1 else f"{run.lines} lines"
    told = [verdict_in_words(run.verdict), *([size] if run.lines else [])]
    chosen = ", taken" if run.taken else ""
    return f"attempt {run.number} ({run.model}): {', '.join(told)}{chosen}, {took(run)}"


def name_of_task(session: str) -> str:
    """Return how a sub-task is called on the screen: by the end of its session's id."""
    return f"sub-task {session[-4:]}"


def took(
    run: records.Receipt | records.RungRun | records.AttemptRun | records.TaskEnded,
) -> str:
    """Return the time, the tokens and the cost of a task or of a part of it."""
    usage = run.usage
    cost = "" if usage.cost is None else f" · {usage.cost:.4f} USD"
    return f"{run.seconds:.1f} s · {tokens_of(usage)}{cost}"


def tokens_of(usage: Usage) -> str:
    """Return how many tokens went in and came out."""
    cached = usage.input_tokens_details.cached_tokens
    known = f" ({cached:,} cached)" if cached else ""
    return f"{usage.input_tokens:,} tokens in{known}, {usage.output_tokens:,} out"
