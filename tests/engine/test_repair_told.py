"""What a repair tells when it finds nothing, too much, or no fault at all."""

from __future__ import annotations

import msgspec
import pytest

from quire.protocol import items
from tests.engine.repairing import (
    BASELINE,
    CLEAN,
    CLEAN_DONE,
    DONE,
    FAILING,
    FIX,
    GREEN,
    NEAR,
    SUSPECTS,
    TESTS,
    lines,
    order,
    output,
    patch_output,
    play,
    printed,
    refused,
    said,
)


def test_a_project_without_a_failing_test_is_told_so() -> None:
    _, end = play([printed(CLEAN, CLEAN_DONE), printed(TESTS)])
    assert said(end.output) == (
        "All 3 tests pass, so there is nothing I can prove wrong: add a test that shows the bug "
        "and ask again."
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [("make the tests pass", "output_text"), ("fix the bug in m.py", "refusal")],
)
def test_on_a_ladder_a_bug_that_no_test_shows_is_left_to_the_next_model(
    text: str, kind: str
) -> None:
    told = items.developer(
        "<environment_context>\n<models>a larger one is asked where this one declines</models>\n"
    )
    asked = order(text)
    asked = msgspec.structs.replace(asked, input=(told, *asked.input))
    _, end = play([printed(CLEAN, CLEAN_DONE), printed(TESTS)], asked)
    [message] = [item for item in end.output if isinstance(item, items.Message)]
    parts = [part.type for part in message.content if isinstance(part, items.Part)]
    assert parts == [kind]


def test_a_suite_whose_runs_disagree_is_called_flaky_by_name() -> None:
    red = {**TESTS, "failed": [FAILING]}
    _, end = play([printed(CLEAN, CLEAN_DONE), printed(red), printed(TESTS), printed(TESTS)])
    assert refused(end.output) == (
        "Not fixed. The test suite is flaky: 1 test ended otherwise from run to run, with nothing "
        "changed in between.\n- tests/test_m.py::test_low (failed in 1 of 3 runs)\n\n"
        "Such a test proves no change. Look there for chance, the clock, the order of sets, and "
        "files or processes that tests share. To find the cause, a model could: set --model and "
        "OPENAI_API_KEY."
    )


def test_a_test_that_fails_only_in_a_fresh_process_is_not_called_flaky() -> None:
    red = printed({**TESTS, "failed": [FAILING]})
    _, end = play([printed(CLEAN, CLEAN_DONE), red, red, red])
    assert refused(end.output) == (
        "Not fixed. tests/test_m.py::test_low fails in each fresh run of the tests, but not in the "
        "process where I search, so I cannot work on it; a model could: set --model and "
        "OPENAI_API_KEY."
    )


def test_runs_that_say_nothing_are_not_asked_for_again() -> None:
    _, end = play([printed(CLEAN, CLEAN_DONE), output("cut")])
    assert said(end.output).startswith("All 3 tests pass")


def test_what_was_learned_is_told_when_nothing_was_found() -> None:
    done = {
        "type": "done",
        "outcome": "none",
        "reason": "No change of up to 2 edits passes",
        "learned": "The failing value comes from low",
        "tried": 5000,
        "seconds": 60.0,
    }
    _, end = play([printed(BASELINE, SUSPECTS, NEAR, done)])
    text = said(end.output)
    assert text.startswith(
        "Not fixed. No change of up to 2 edits passes. I tried 5,000 changes in 60.0 s."
    )
    assert "1 test of 4 failing: tests/test_m.py::test_low (assert 1 == 2 at m.py:4)." in text
    assert "I suspect:\n- m.py:4 in low (score 0.91): only failing tests\n- m.py:9 in up" in text
    assert not [item for item in end.output if isinstance(item, items.Reasoning) and item.summary]
    assert "The failing value comes from low" in text
    assert "`<` → `>` at m.py:4 fixes 1 of 2" in text
    assert text.endswith("A model could go on: set --model and OPENAI_API_KEY or OPENAI_BASE_URL.")


def test_changes_between_which_nothing_decides_are_shown_and_not_made() -> None:
    changes = [
        {"edits": ["m.py:4: `>=`"], "files": [{"path": "m.py", "diff": "@@\n-a < b\n+a >= b\n"}]},
        {
            "edits": ["m.py:4: `>`"],
            "files": [{"path": "m.py", "diff": "@@\n-a < b\n+a > b\n"}],
            "differs_on": "low(2, 2): True or False",
        },
    ]
    done = {"type": "done", "outcome": "none", "reason": "2 edits pass", "tried": 9, "seconds": 1.0}
    report = printed(BASELINE, SUSPECTS, {"type": "undecided", "candidates": changes}, done)
    _, end = play([report])
    assert said(end.output).startswith(
        "Not fixed. 2 edits pass. I tried 9 changes in 1.0 s.\n\n"
        "What passes the tests, likeliest first; I made none of them. "
        "A test of such an input decides.\n\n"
        "A. m.py:4: `>=`\nm.py\n@@\n-a < b\n+a >= b\n\n"
        "B. m.py:4: `>`\nm.py\n@@\n-a < b\n+a > b\n"
        "A and B differ on low(2, 2): True or False."
    )


def test_a_refusal_of_the_workbench_is_passed_on() -> None:
    refusal = {"type": "refused", "reason": "No tests were found", "needs": "a name"}
    _, end = play([printed(refusal, {"type": "done", "outcome": "refused"})])
    assert said(end.output) == "Not fixed. No tests were found. What is needed: a name."


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (lines(BASELINE), None, "the client stopped it at its time limit."),
        ("", 1, "its result did not reach me."),
        ("Rejected by the user.", 1, "The last words were: Rejected by the user."),
        ('{"type":"no_python"}', 98, "There is no Python 3.9 or newer"),
    ],
)
def test_a_search_without_a_result_is_told(text: str, code: int | None, told: str) -> None:
    _, end = play([output(text, code)])
    assert said(end.output).startswith("Not fixed. ")
    assert told in said(end.output)


def test_a_second_candidate_is_shown_with_what_tells_them_apart() -> None:
    other = {
        "edits": ["off by one: `b + 1`"],
        "files": [{"path": "m.py", "diff": "@@ def low(a, b):\n-    a < b\n+    a < b + 1\n"}],
        "differs_on": "low(1.5, 1): False or True",
    }
    report = printed(BASELINE, {**FIX, "alternatives": [other]}, DONE)
    _, end = play([report, patch_output, output(GREEN)])
    assert said(end.output).endswith(
        "The tests do not decide between this change and another one that passes them too: "
        "off by one: `b + 1`. They differ on low(1.5, 1): False or True (this change gives the "
        "first). Check which one you meant. The other one:\n"
        "m.py\n@@ def low(a, b):\n-    a < b\n+    a < b + 1"
    )


def test_an_alternative_that_cannot_be_read_does_not_hide_the_fix() -> None:
    report = printed(BASELINE, {**FIX, "alternatives": [{"edits": 7}]}, DONE)
    _, end = play([report, patch_output, output(GREEN)])
    assert said(end.output).startswith("Fixed.")
