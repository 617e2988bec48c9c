"""`/review` at the terminal UI: findings as `quire review` has them, told with the next message."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest

from tests.cli.line import Line, Serve, words_of
from tests.cli.reviewing import answer
from tests.cli.test_tui import at
from tests.cli.tui_seat import Seat, seat
from tests.workbench.repository import git, write


@pytest.fixture
def own(line: Line, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make a change in the line's folder; return what gives this process its environment."""
    git(line.folder, "init", "-q", "-b", "main")
    write(line.folder, {"m.py": "def first(words):\n    return words[0]\n"})
    git(line.folder, "add", "-A")
    git(line.folder, "commit", "-q", "-m", "Start")
    write(line.folder, {"m.py": "def first(words, seen=[]):\n    return words[0] is 'a'\n"})

    def take() -> None:
        for name, value in line.environment.items():
            monkeypatch.setenv(name, value)

    return take


def test_a_models_findings_are_shown_and_told_to_it(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    place = {"absolute_file_path": str(line.folder / "m.py"), "line_range": {"start": 2, "end": 2}}
    found = {
        "title": "[P1] Compares by identity", "body": "Two equal texts may differ.",
        "confidence_score": 0.9, "priority": 1, "code_location": place, "check": "identity",
    }  # fmt: skip
    elsewhere = {**place, "line_range": {"start": 90, "end": 91}}
    log = upstream(
        {"text": "Hello."},
        answer(found, {**found, "title": "[P1] Elsewhere", "code_location": elsewhere}),
        {"text": "Done."},
        {"text": "No JSON."},
    )
    own()

    async def work(one: Seat) -> None:
        await one.gives("say hello")
        await one.waits_for("  Hello.")
        await one.waits_for_the_end()
        await one.gives("/review look at identity")
        await one.waits_for("[P1] Compares by identity")
        await one.waits_for_the_end()
        assert not one.sees("Elsewhere")
        await one.gives("fix the first one")
        await one.waits_for("  Done.")
        await one.waits_for_the_end()
        assert "\n".join(one.screen()).count("Compares by identity") <= 1
        await one.gives("/review")
        await one.waits_for("The model's answer is no review")
        await one.waits_for_the_end()
        await one.gives("/resume")
        await one.waits_for("Sessions of this folder")
        await one.waits_for("say hello")
        assert not one.sees("Review the uncommitted changes.")

    at(line, work, verify=False)
    _, first, second, _ = (json.loads(row)["body"] for row in log.read_text().splitlines())
    asked = words_of(first["input"][-1])
    assert "look at identity" in asked and "identity" in asked
    told = [words_of(item) for item in second["input"] if item.get("role") == "user"]
    assert told[:2] == ["say hello", "fix the first one"]
    assert told[2].startswith("A review of the uncommitted changes found:\n\n**Patch is incorrect")
    assert "[P1] Compares by identity" in told[2]


def test_the_engine_reviews_without_an_upstream(line: Line, own: Callable[[], None]) -> None:
    own()

    async def whole() -> None:
        async with seat(line, model="quire/standard") as one:
            await one.gives("/review")
            await one.waits_for("m.py:2")
            await one.waits_for_the_end()
            await one.gives("/new")
            git(line.folder, "checkout", "-q", "m.py")
            await one.gives("/review")
            await one.waits_for("There is no change to review.")

    asyncio.run(whole())
