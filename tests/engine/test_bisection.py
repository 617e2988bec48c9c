"""Orders that ask for the commit since which a test fails: which are, and what is answered."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from quire.engine.answerer import works_of
from quire.engine.bisection_orders import asks_for_commit, target
from quire.engine.bisection_telling import DEFINITE, read_bisected, told
from quire.protocol.items import Json
from tests.engine.scenes import folders, play

COMMIT: Json = {
    "name": "1f" * 20,
    "short": "1f1f1f1",
    "author": "Ann",
    "date": "2026-01-02",
    "subject": "Skip the header",
    "merge": False,
}
BEFORE: Json = {**COMMIT, "short": "2e2e2e2", "subject": "Say more"}
FOUND: Json = {
    "type": "bisected",
    "outcome": "first",
    "tests": ["tests/test_m.py::test_total"],
    "commit": COMMIT,
    "good": BEFORE,
    "error": "assert 5 == 6",
    "where": "tests/test_m.py:5",
    "files": ["m.py"],
    "diff": "m.py\n@@ -1,1 +1,1 @@\n-a = 1\n+a = 2",
    "run": True,
}
DONE: Json = {"type": "done", "outcome": "ended", "tried": 4, "of": 20, "seconds": 2.0}


@pytest.mark.parametrize("scenario", folders("bisection"), ids=lambda path: path.name)
def test_scenario(scenario: Path, tmp_path: Path) -> None:
    play(scenario, tmp_path)


@pytest.mark.parametrize(
    ("order", "arguments"),
    [
        ("which commit broke test_total?", "--name=test_total"),
        ("when did tests/test_foo.py start to fail?", "--select=tests/test_foo.py"),
        ("find the commit that broke the build", ""),
        ("find the commit that broke the tests", ""),
        ("bisect the failing test", ""),
        ("who broke test_total?", "--name=test_total"),
        ("git bisect test_total since v1.0", "--name=test_total --since=v1.0"),
        ("since when does test_total fail?", "--name=test_total"),
        ("Which change introduced the failure in tests/test_cart.py::test_total?",
         "--select=tests/test_cart.py::test_total"),
        ("what commit caused test_total to fail in the last 20 commits?",
         "--name=test_total --last=20"),
        ("test_total worked in v1.2, which commit broke it?", "--name=test_total --since=v1.2"),
        ("test_total passed at 1a2b3c4. find the first bad commit",
         "--name=test_total --since=1a2b3c4"),
        ("Which of the last thirty commits broke tests/test_cart.py?",
         "--select=tests/test_cart.py"),
        ("bisect test_total between v1.0 and HEAD", "--name=test_total --since=v1.0"),
        ("how long has test_total been failing?", "--name=test_total"),
        ("which commit made test_total fail since last release", "--name=test_total "
         "--since=:release"),
        ("what commit broke everything since `good-tag`?", "--since=good-tag"),
        ("can you bisect tests.test_m.Doubles.test_two since yesterday?",
         "--name=test_two --since=yesterday"),
        ("which PR broke test_total", "--name=test_total"),
        ("what was the last commit where test_total passed?", "--name=test_total"),
        ("trace the regression in test_total to a commit", "--name=test_total"),
        ("When did we break test_io? It was fine on tag rc-1", "--name=test_io --since=rc-1"),
    ],
)  # fmt: skip
def test_an_order_for_the_commit(order: str, arguments: str) -> None:
    assert works_of(order) == ("bisection",)
    assert " ".join(target(order)) == arguments


@pytest.mark.parametrize(
    ("order", "job"),
    [
        ("find out which commit broke test_x and fix it", "repair"),
        ("fix test_bisect_left", "repair"),
        ("why does test_x fail since yesterday?", "explain"),
        ("which line broke test_total?", "explain"),
        ("did my last commit break anything?", "review"),
        ("review commit 4f2a9c1", "review"),
        ("bisect([1, 2], 2) returns 1, should be 2", "reproduce"),
        ("which tests fail since the last commit?", "status"),
        ("write a commit message", "beyond"),
    ],
)
def test_an_order_for_other_work(order: str, job: str) -> None:
    assert works_of(order) == (job,)
    assert not asks_for_commit(order)


def answered(*lines: Json) -> str:
    """Return what is said of a report."""
    text = "\n".join(msgspec.json.encode(line).decode() for line in (*lines, DONE))
    return told(read_bisected((text,)))


def test_the_commit_is_told_with_its_evidence() -> None:
    assert answered(FOUND) == (
        "1f1f1f1 broke tests/test_m.py::test_total.\n\n"
        "commit  1f1f1f1\nauthor  Ann\ndate    2026-01-02\nsubject Skip the header\n\n"
        "It passes at the commit before, 2e2e2e2 of 2026-01-02 by Ann: Say more. Both were run "
        "three times.\n\n"
        "There it fails with: assert 5 == 6 (tests/test_m.py:5)\n\n"
        "What it changes of the lines that the test runs:\n\n"
        "m.py\n@@ -1,1 +1,1 @@\n-a = 1\n+a = 2\n\n"
        'Next: "fix the failing tests" looks for a change of the code as it is now; `git show '
        "1f1f1f1` shows the whole commit, `git revert 1f1f1f1` takes it back.\n\n"
        "Nothing was changed. 4 commits of 20 were run."
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": "merge", "commit": {**COMMIT, "merge": True}}, "`git revert -m 1 1f1f1f1`"),
        ({"outcome": "merge"}, "none of its sides fails alone"),
        ({"outcome": "branch"}, "fails already where it left"),
        ({"outcome": "range", "between": [BEFORE]}, "One of 2 commits broke"),
        ({"outcome": "never", "came": True, "laid": True}, "it passes at none of them either"),
        ({"outcome": "shallow"}, "`git fetch --unshallow`"),
        ({"outcome": "unsteady"}, "Such a test proves no commit guilty"),
        ({"outcome": "time", "between": [BEFORE]}, '"since 2e2e2e2" in the order'),
        ({"outcome": "time"}, "no time to run both sides again"),
        ({"outcome": "time", "good": None}, "no commit that passes was found"),
        ({"outcome": "unjudged"}, "cannot be judged at commits older than 1f1f1f1"),
        ({"outcome": "unknown"}, "Not looked for"),
        ({"outcome": "passes", "tests": []}, "No test fails now"),
        ({"laid": True}, "The file of the test is newer than that"),
        ({"now": "passes"}, "the last commit is what fails"),
        ({"now": "NameError: x"}, "Now it fails otherwise: NameError: x."),
        ({"run": False}, "The test runs none of its lines by itself"),
        ({"diff": "", "files": ["a.bin"]}, "of which I can show no lines: `git show 1f1f1f1`"),
        ({"more": 7}, "(and 7 more lines: git show 1f1f1f1)"),
        ({"in_tests": True, "files": ["tests/test_m.py"]}, "It changes nothing but tests"),
    ],
)
def test_each_end_has_words(fields: Json, words: str) -> None:
    assert words in answered({**FOUND, **fields})


def test_what_no_run_decides_is_no_answer() -> None:
    assert {"shallow", "unsteady", "time", "unjudged", "unknown"}.isdisjoint(DEFINITE)
