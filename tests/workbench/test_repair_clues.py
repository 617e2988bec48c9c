"""Clues that lead a repair: names nobody reads, first values nobody changes, errors asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.test_repair import changes

GIVEN = """def ranked(players, score):
    return sorted(players, key=lambda player: player["wins"])
"""
TEST_GIVEN = """from m import ranked

PLAYERS = [{"name": "a", "wins": 3, "lost": 1}, {"name": "b", "wins": 2, "lost": 9}]

def test_by_a_difference():
    found = ranked(PLAYERS, lambda player: player["wins"] - player["lost"])
    assert [p["name"] for p in found] == ["b", "a"]

def test_by_fewest_wins():
    assert ranked(PLAYERS, lambda player: -player["wins"])[0]["name"] == "a"
"""
BEGUN = """def longest(words):
    best = None
    for word in words:
        if best is None or len(word) > len(best):
            pass
    return best
"""
TEST_BEGUN = """from m import longest

def test_last():
    assert longest(["a", "bb", "ccc"]) == "ccc"

def test_first():
    assert longest(["ccc", "bb", "aaa"]) == "ccc"

def test_none():
    assert longest([]) is None
"""
REFUSED = """class Stock:
    def __init__(self):
        self.counts = {}

    def add(self, name, count):
        self.counts[name] = self.counts.get(name, 0) + count

    def take(self, name, count):
        self.counts[name] -= count
        return count
"""
TEST_REFUSED = """import pytest
from m import Stock

def stock():
    made = Stock()
    made.add("pen", 3)
    return made

def test_too_many():
    with pytest.raises(ValueError):
        stock().take("pen", 5)

def test_all():
    assert stock().take("pen", 3) == 3

def test_some():
    made = stock()
    assert made.take("pen", 1) == 1
    assert made.counts == {"pen": 2}
"""
TOLD = """class Journal:
    def __init__(self):
        self.lines = []

    def note(self, who, amount):
        self.lines.append((who, amount))

def pay(journal, accounts, who, amount):
    accounts[who] -= amount
    return accounts[who]
"""
TEST_TOLD = """from m import Journal, pay

def test_paid():
    assert pay(Journal(), {"ann": 5}, "ann", 2) == 3

def test_noted():
    journal = Journal()
    pay(journal, {"ann": 5, "bob": 1}, "ann", 2)
    pay(journal, {"ann": 5, "bob": 1}, "bob", 1)
    assert journal.lines == [("ann", 2), ("bob", 1)]
"""


@pytest.mark.parametrize(
    ("code", "test", "new"),
    [
        (GIVEN, TEST_GIVEN, "score"),
        (BEGUN, TEST_BEGUN, "best = word"),
        (
            REFUSED,
            TEST_REFUSED,
            "if count > self.counts[name]:\n            raise ValueError(count)",
        ),
        (TOLD, TEST_TOLD, "journal.note(who, amount)"),
    ],
    ids=["given, not used", "begun, not carried on", "an error asked for", "a call not made"],
)
def test_a_clue_leads_to_the_edit(
    program: Path, tmp_path: Path, code: str, test: str, new: str
) -> None:
    edits = changes(program, tmp_path, {"m.py": code, "test_m.py": test})
    assert new in str(edits[0]["after"])
