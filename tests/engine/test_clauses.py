"""Orders are taken into clauses."""

from __future__ import annotations

import re

import pytest

from quire.engine.clauses import POLITE, clauses


def test_a_clause_ends_with_a_sentence_a_line_or_a_dash() -> None:
    text = "We are on 3.7. Bring it to 3.12, please!\n1. rename `a. b`\n- use e.g. pytest - thanks"
    whole, *found = clauses(text)
    assert whole == text
    assert found == [
        "We are on 3.7.", "Bring it to 3.12, please!", "rename `a. b`", "use e.g. pytest", "thanks",
    ]  # fmt: skip


def test_a_text_of_one_clause_is_not_repeated() -> None:
    assert clauses("fix the tests") == ("fix the tests",)
    assert clauses("") == ()


def test_endless_texts_have_forty_clauses() -> None:
    assert len(clauses("".join(f"do {number}. " for number in range(99)))) == 40


@pytest.mark.parametrize(
    "courtesy",
    ["", "please ", "Could you please ", "I'd like you to ", "hey, can you ", "i want to ",
     "would it be possible to ", "The task is to ", "then let's "],
)  # fmt: skip
def test_courtesy_before_a_verb_is_passed_over(courtesy: str) -> None:
    assert re.fullmatch(POLITE + "rename it", f"{courtesy}rename it", re.IGNORECASE)


@pytest.mark.parametrize("other", ["I cannot ", "he wants to ", "nobody can "])
def test_nothing_else_is_passed_over(other: str) -> None:
    assert not re.match(POLITE + "rename it", f"{other}rename it", re.IGNORECASE)
