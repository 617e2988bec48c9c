"""Answers that decline an order in their own words, and others."""

from __future__ import annotations

import pytest

from quire.agent.declined import declines


@pytest.mark.parametrize(
    "words",
    [
        "This is beyond me.",
        "I can't do this.",
        "I can\u2019t do that",
        "I'm sorry, but I cannot help with this request.",
        "I looked through the project. Unfortunately, I was not able to find the cause.",
        "I am unable to complete this task.",
        "I couldn't figure out how the parser works, so I left everything as it was.",
        "It is beyond my capabilities to redesign the storage.",
        "I give up.",
        "I must decline.",
        "I already tried three ways. I give up.",
        "The order goes far beyond what I can do.",
        "This cannot be done.",
        "Unable to apply the change.",
        "Sorry, I can't.",
        "That is too complex for me.",
        "Not fixed. Two changes give the value, and nothing decides between them.",
        "Das kann ich leider nicht.",
        "I'm unable to assist with that.",
        "I don't think I can solve this one.",
        "I haven't been able to fix it.",
        "I tried to fix the test but was unable to do so.",
        "I do not have enough information to make the change.",
        "This requires a more capable model.",
        "Could not complete the task: the parser is too entangled.",
        "I couldn't make the tests pass.",
        "I searched everywhere, but the cause escapes me.",
        "I tried two changes without success and took both back.",
        "There is nothing I can do here.",
    ],
)
def test_an_answer_can_decline_in_its_own_words(words: str) -> None:
    assert declines(words)


@pytest.mark.parametrize(
    "words",
    [
        "Done.",
        "A haiku:\nOld pond.",
        "The flag is already there. I can't make it shorter.",
        "It was pushed. I could not run the linter: it is not installed.",
        "No changes are needed, so I cannot add anything.",
        "The function returns `None` when `I can't do this` is read.",
        "I did what you asked. You cannot undo it.",
        "> I can't do this\n\nIs what the log says; it comes from the client.",
        "I can do this in two ways. Which one do you want?",
        "I committed the files. I couldn't sign the commit: there is no key.",
        "The rename is done. I cannot rename the public API without a major version.",
        "Deployed. You can't roll it back from here.",
        "The setting is on by default. It can't be turned off.",
        "The cache cannot be filled twice; shall I add the guard anyway?",
        "Here is a plan: 1. Read. I can't tell how long it takes.",
        "I can help with that: which file do you mean?",
        "",
    ],
)
def test_other_answers_do_not_decline(words: str) -> None:
    assert not declines(words)


def test_the_engine_declines_as_data() -> None:
    told = "All 2 tests pass, so there is nothing I can prove wrong. Go is beyond me."
    assert not declines(told, engine=True)
    assert declines("Not fixed. Nothing decides between two changes.", engine=True)
