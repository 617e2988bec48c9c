"""Rows of results, the tables made from them, and the line that names the machine."""

from __future__ import annotations

import os
import platform
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

VERDICTS = ("correct", "false", "unfixed", "refused", "error")


class Row(msgspec.Struct, frozen=True):
    """The result of one task. `claim` is what was said, `verdict` what is true.

    `rate` are candidates a second of a search that was long enough to tell, else 0.
    """

    id: str
    set: str
    kind: str
    verdict: str
    claim: str
    seconds: float
    given_pass: bool
    hidden_pass: bool
    output: str
    rate: int = 0


def verdict(claim: str, given: bool, hidden: bool) -> str:
    """Return the verdict: tests that pass without being correct count as false, said or not."""
    if claim == "fixed" or given:
        return "correct" if given and hidden else "false"
    if claim == "refused":
        return "refused"
    return "error" if claim.startswith("error") else "unfixed"


def totals(rows: Sequence[Row]) -> dict[str, float]:
    """Return the count of each verdict, and median and 90th percentile of seconds."""
    counts = Counter(row.verdict for row in rows)
    seconds = sorted(row.seconds for row in rows)
    return {
        "tasks": len(rows),
        **{name: counts[name] for name in VERDICTS},
        "median_s": round(statistics.median(seconds), 2),
        "p90_s": round(seconds[max(0, -(-len(seconds) * 9 // 10) - 1)], 2),
    }


def table(rows: Sequence[Row], group: Callable[[Row], str]) -> str:
    """Return one line of totals for each group."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(group(row), []).append(row)
    columns = list(totals(rows))
    lines = [f"{'':20}" + "".join(f"{name:>9}" for name in columns)]
    for name in sorted(groups):
        lines.append(_line(name, totals(groups[name]), columns))
    return "\n".join([*lines, _line("all", totals(rows), columns)])


def _line(name: str, values: dict[str, float], columns: Sequence[str]) -> str:
    return f"{name:20}" + "".join(f"{values[column]:>9}" for column in columns)


def rate(rows: Sequence[Row]) -> str:
    """Return a line with the candidates tried a second, from what searches alone print."""
    rates = [row.rate for row in rows if row.rate]
    if not rates:
        return ""
    median = round(statistics.median(rates))
    return f"{median} candidates a second (median of {len(rates)} longer searches)"


def machine() -> str:
    """Return one line about the machine: processor, cores in use, system, Python."""
    processor = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                processor = line.partition(":")[2].strip()
                break
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.release()}"
    return f"{processor}, {cores} cores, {system}, Python {platform.python_version()}"


def write(path: Path, how: str, rows: Sequence[Row]) -> None:
    """Write results to a JSON file, with how they were measured and on what machine."""
    result = {"how": how, "machine": machine(), "all": totals(rows), "rows": rows}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(result)))
