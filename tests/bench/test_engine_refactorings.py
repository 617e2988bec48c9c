"""Orders are drawn by a seed and understood; what comes of one is judged by bytes and names."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.engine.drivers import pack_workbench
from bench.engine.package_suites import Suite
from bench.engine.refactor_draw import draw
from bench.engine.refactor_measure import Lab, Row, table
from quire.engine.refactor_orders import read_wish

# rope says this to itself
pytestmark = pytest.mark.filterwarnings("ignore:Delete once deprecated:DeprecationWarning")

BOXES = """LIMIT = 10


class Box:
    size = 1

    def grow(self, number, again):
        more = number + again
        self.size += more
        return self.size


def double(number):
    return number * 2
"""
TESTS = "from boxes import Box, double\n\n\ndef test_double():\n    assert double(3) == 6\n"


def test_orders_of_every_kind_are_drawn_and_understood() -> None:
    orders = draw({"boxes.py": BOXES}, "1", 100)
    assert {order.kind for order in orders} == {
        "rename function", "rename method", "rename class", "rename variable", "rename local",
        "rename parameter", "rename attribute", "move", "extract", "inline", "parameters",
    }  # fmt: skip
    for order in orders:
        assert read_wish(order.words) is not None, order.words
        assert not order.back or read_wish(order.back) is not None, order.back
    assert draw({"boxes.py": BOXES}, "1", 100) == orders
    assert draw({"boxes.py": BOXES}, "2", 5) != orders[:5]
    assert draw({"boxes.py": "print 'of another age'"}, "1", 5) == []


def test_orders_are_judged_in_copies(tmp_path: Path) -> None:
    folder = tmp_path / "boxes"
    folder.mkdir()
    (folder / "boxes.py").write_text(BOXES)
    (folder / "test_boxes.py").write_text(TESTS)
    suite = Suite(Path(sys.executable))
    lab = Lab("boxes", folder, suite, suite.run(folder), pack_workbench(tmp_path / "w.pyz"))
    orders = [
        order
        for order in draw({"boxes.py": BOXES}, "1", 100)
        if order.words.startswith(("rename function", "inline"))
    ]
    verdicts = {row.kind: row.verdict for row in lab.rows(orders, tmp_path / "copies")}
    assert verdicts == {"rename function": "done", "inline": "done"}
    assert (folder / "boxes.py").read_text() == BOXES


def test_the_table_counts_by_kind() -> None:
    rows = [Row("p", "move", "", "done", 1.0), Row("p", "move", "", "refused", 1.0)]
    assert table(rows).splitlines()[-2:] == [
        "| move | 2 | 1 | 0 | 1 | 0 | 0 |",
        "| all | 2 | 1 | 0 | 1 | 0 | 0 |",
    ]
