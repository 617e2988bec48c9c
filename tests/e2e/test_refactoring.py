"""A refactoring as a stranger sees it: planned, written and proven inside the walls."""

from __future__ import annotations

from tests.cli.line import Line, events


def test_a_function_is_renamed_in_every_file_and_proven(line: Line) -> None:
    (line.folder / "shop.py").write_text("def total(x):\n    return x + 1  # kept\n")
    (line.folder / "test_shop.py").write_text(
        "from shop import total as t\n\n\ndef test_total():\n    assert t(1) == 2\n"
    )

    done = line.run("exec", "--json", "rename function total to amount")

    end = events(done.stdout)[-1]
    assert (done.returncode, end["type"]) == (0, "turn.completed"), done.stdout + done.stderr
    assert end["receipt"]["summary"] == "Every test passes, as before."
    assert (line.folder / "shop.py").read_text() == "def amount(x):\n    return x + 1  # kept\n"
    assert "from shop import amount as t" in (line.folder / "test_shop.py").read_text()


def test_unittest_becomes_pytest_with_the_same_tests(line: Line) -> None:
    (line.folder / "test_shop.py").write_text(
        "import unittest\n\n\nclass ShopTest(unittest.TestCase):\n"
        "    def test_sum(self):\n        self.assertEqual(1 + 1, 2)\n"
    )

    done = line.run("exec", "--json", "convert the unittest tests to pytest")

    end = events(done.stdout)[-1]
    assert (done.returncode, end["type"]) == (0, "turn.completed"), done.stdout + done.stderr
    assert end["receipt"]["summary"] == "Every test passes, as before."
    assert (line.folder / "test_shop.py").read_text() == (
        "class TestShop:\n    def test_sum(self):\n        assert 1 + 1 == 2\n"
    )
