"""`/review` at the terminal UI: findings as `quire review` has them, told with the next message."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest

from tests.cli.line import Line, Serve, words_of
from tests.cli.reviewing import answer, finding
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
    file, title = line.folder / "m.py", "[P1] Compares by identity"
    log = upstream(
        {"text": "Hello."},
        answer(finding(file, 2, 2, title), finding(file, 90, 91, "[P1] Elsewhere")),
        {"text": "Done."},
        {"text": "No JSON."},
    )
    own()

    async def work(one: Seat) -> None:
        await one.asks("say hello", "  Hello.")
        await one.asks("/review look at identity", "[P1] Compares by identity")
        assert not one.sees("Elsewhere")
        await one.asks("fix the first one", "  Done.")
        assert "\n".join(one.screen()).count("Compares by identity") <= 1
        await one.asks("/review", "The model's answer is no review")
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
            await one.asks("/review", "m.py:2")
            await one.gives("/new")
            git(line.folder, "checkout", "-q", "m.py")
            await one.gives("/review")
            await one.waits_for("There is no change to review.")

    asyncio.run(whole())
