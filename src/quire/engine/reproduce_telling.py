"""What the engine says of a fault that it has seen, and of the test that shows it."""

from __future__ import annotations

from quire.engine.findings import FileDiff, Fix
from quire.engine.telling import clipped

PLAN = (
    "The order reports a fault. I run what it says to see the fault myself, write a test that "
    "fails in the same way, and repair only then."
)


def preface(call: str, error: str, gave: str, how: str) -> str:
    """Tell what was seen before the test is written."""
    seen = f"raises {error}" if error else f"gives {clipped(gave) or 'another value'}"
    return f"`{call}` {seen} here ({how}). I write the test that shows it first."


def with_test(text: str, path: str, test: str, *, fixed: bool) -> str:
    """Return the repair's own words, and where the test is that shows the fault."""
    if fixed:
        kept = f"I wrote one first, saw it fail, and left it in {path}."
        return f"{text}\n\nThe fault had no test. {kept}"
    return f"{text}\n\n{_shown(path, test)}"


def unwritten(path: str, test: str, reason: str) -> str:
    """Tell that the test could not be written."""
    return f"Not fixed. Writing {path} failed: {clipped(reason)}. The test:\n{test}".rstrip()


def unfailing(path: str, test: str) -> str:
    """Tell that the test did not fail in the project's own run."""
    return (
        "Not fixed. I saw the fault, but the test that should show it does not fail in the "
        f"project's own run.\n\n{_shown(path, test)}"
    )


def unsaid(call: str, basis: str) -> str:
    """Tell that the report holds no value, and what is known instead."""
    known = f" Known is only: {basis}." if basis else ""
    return (
        f"The report does not say what {call} should give.{known} "
        f'Say which value is right, for example "{call} should return …".'
    )


def undecided(fix: Fix, call: str, error: str, basis: str, test: str) -> str:
    """Tell that nothing decides what the call should give, and show the candidates."""
    why = (
        f"What it should give is known only so far: {basis}."
        if basis
        else "No docstring, annotation or other return says what it should give."
    )
    changes = [
        "\n".join((f"{letter}. {words}", *(f"{file.path}\n{file.diff}".rstrip() for file in files)))
        for letter, (words, files) in zip("ABC", _candidates(fix), strict=False)
    ]
    if fix.unlike:
        why += f" A also changes what worked: {clipped(fix.unlike)}."
    apart = next((rival.differs_on for rival in fix.rivals if rival.differs_on), "")
    told = f"\n\nThey differ on {clipped(apart)} (A gives the first)." if apart else ""
    if error:
        head = f"The report says that {call} must not raise {error}. {why} "
        head += "These changes would end the crash"
        ask = f'Say which value is right, for example "{call} should return …".'
    else:
        head = (
            f"One example does not decide: each of these changes makes {call} give what it should"
        )
        ask = "Say what another call should give."
    return (
        f"Not fixed. {head}; I made none of them.\n\n"
        + "\n\n".join(changes)
        + f"{told}\n\n{ask} The failing test:\n{test}"
    ).rstrip()


def _candidates(fix: Fix) -> list[tuple[str, tuple[FileDiff, ...]]]:
    first = fix.description.rstrip(".") or "; ".join(edit.kind for edit in fix.edits)
    return [(first, fix.files), *(("; ".join(rival.edits), rival.files) for rival in fix.rivals)]


def _shown(path: str, test: str) -> str:
    return f"The test that shows the fault, for {path}:\n{test}".rstrip()
