"""An order may be a pasted log or made to keep its reader busy: it is read all the same."""

from __future__ import annotations

import pytest

from quire.engine.answerer import works_of

LENGTH = 40_000  # characters; what is read in the square of them ends at the test's time limit


@pytest.mark.parametrize(
    "unit",
    ["the ", "`a ", "tried() ", "arrived/", "dead.latest/", "thanks ", "breaks `resp. ",
     "unittest and sh.", "please ", "a, b, ", "f(", "x", "fix it and ", "- fix it\n"],
)  # fmt: skip
def test_long_texts_are_read(unit: str) -> None:
    text = (unit * LENGTH)[:LENGTH]
    assert len(works_of(text)) == 1
    assert works_of(f"rename `Cart.add` to `put`\n\n{text}") in (("refactor",), ("beyond",))


def test_a_fault_below_a_long_log_is_seen() -> None:
    log = "INFO 12:00 job finished in time\n" * 600
    assert works_of(f'{log}Traceback (most recent call last):\n  File "a.py", line 3, in go') == (
        "reproduce",
    )
