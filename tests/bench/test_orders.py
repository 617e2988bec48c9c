"""The bench of orders: what it reads, and what orders that were looked at come to."""

from __future__ import annotations

import pytest

from bench.orders.run import SETS, Told, main, reached, read, table
from quire.engine import answerer

JOBS = {job.__name__.rpartition(".")[2] for job in answerer.JOBS} | {"several", "beyond"}


@pytest.mark.parametrize("name", SETS)
def test_orders_name_jobs_that_there_are(name: str) -> None:
    told = read(name)
    assert len({each.order for each in told}) == len(told) > 100
    assert {job for each in told for job in each.jobs} <= JOBS


def test_no_order_is_in_both_sets() -> None:
    seen, unseen = ({each.order for each in read(name)} for name in SETS)
    assert not seen & unseen


@pytest.mark.parametrize(
    ("order", "job"),
    [
        ("set this project up", "setup"),
        ("are we green?", "status"),
        ("test_cache is flaky, fix it", "flaky"),
        ("rename foo to bar, then write tests for it", "several"),
        ("to do:\n- fix the bug in Cart.total\n- rename total to amount", "several"),
        ("make the tests pass + write tests for src/m.py", "several"),
        ("add CSV export", "beyond"),
        ("did I break anything with my last commit?", "review"),
        ("does this change break something?", "review"),
        ("why did my last commit break test_login?", "explain"),
        ("what do you think about our error handling?", "beyond"),
        ("what do you think is wrong with test_login?", "explain"),
        ("thx :)", "talk"),
    ],
)
def test_an_order_reaches_its_job(order: str, job: str) -> None:
    assert reached(order) == job


def test_orders_that_were_looked_at_reach_their_jobs() -> None:
    wrong = [each for each in read("seen") if reached(each.order) not in each.jobs]
    assert len(wrong) < 0.08 * len(read("seen")), wrong


def test_the_table_counts_by_the_first_job() -> None:
    rows = [(Told("a", "status|explain"), "explain"), (Told("b", "status"), "repair")]
    assert table(rows).splitlines() == ["status    1 of    2   50%", "all       1 of    2   50%"]


def test_the_figure_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--set", "unseen"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("all")
