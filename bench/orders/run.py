"""Counts the orders that reach the job which their writer meant: `python bench/orders/run.py`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

HERE = Path(__file__).resolve().parent
SETS = ("seen", "unseen")
if __name__ == "__main__":
    sys.path[0:1] = [str(HERE.parents[1] / "src")]


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    """An order and the job that its writer meant; two that are both right are parted by `|`."""

    order: str
    job: str

    @property
    def jobs(self) -> tuple[str, ...]:
        """Return the jobs that are right."""
        return tuple(self.job.split("|"))


def read(name: str) -> list[Told]:
    """Read a set of orders."""
    lines = (HERE / f"{name}.jsonl").read_text().splitlines()
    return [msgspec.json.decode(line, type=Told) for line in lines]


def reached(order: str) -> str:
    """Return the job that an order reaches, `several` where it is taken for more than one work."""
    from quire.engine.answerer import works_of

    works = works_of(order)
    return works[0] if len(works) == 1 else "several"


def table(rows: Iterable[tuple[Told, str]]) -> str:
    """Return one line for each job, and one for all: orders, and how many reach it."""
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for told, job in rows:
        for name in (told.jobs[0], "all"):
            total[name] += 1
            right[name] += job in told.jobs
    width = max(map(len, total))
    names = [*sorted(total.keys() - {"all"}), "all"]
    return "\n".join(
        f"{name:{width}} {right[name]:4} of {total[name]:4}  {right[name] / total[name]:4.0%}"
        for name in names
    )


def main(words: Sequence[str] | None = None) -> int:
    """Measure and report; the orders that go elsewhere are listed with `--show`."""
    parser = argparse.ArgumentParser(prog="bench/orders/run.py", description=__doc__)
    parser.add_argument("--set", choices=SETS, default="unseen")
    parser.add_argument("--show", action="store_true", help="list the orders that go elsewhere")
    chosen = parser.parse_args(words)
    rows = [(told, reached(told.order)) for told in read(chosen.set)]
    if chosen.show:
        for told, job in rows:
            if job not in told.jobs:
                print(f"{told.job} -> {job}: {told.order!r}")
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
