"""What the agent itself costs: start, each turn, memory, upload; against the floor in one run.

    python bench/agent/run.py [--rounds 5] [--turns 30] [--json FILE]

Every contender is a fresh process that talks to a scripted server in this one. A turn is one
call of `true`; its cost is the slope between a session of one turn and one of many, so start and
end fall out. Contenders that are not installed are left out.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quire.models.script import Answer, Script
from quire.models.scripted_server import ScriptedServer

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parents[1] / "src"
PROMPT = "go on"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Contender:
    """An agent: its command for an address, and its further environment."""

    name: str
    argv: Callable[[str], list[str]]
    environment: Callable[[str, Path], dict[str, str]]


@dataclass(frozen=True)
class Figures:
    """Medians of one contender: seconds, seconds, seconds, bytes, bytes."""

    name: str
    first_request_cpu: float
    first_request_wall: float
    turn: float
    peak: float
    uploaded: float


def _quire(*flags: str) -> Callable[[str], list[str]]:
    base = [sys.executable, "-m", "quire", "exec", "--no-verify", "-m", "scripted"]
    return lambda address: [*base, *flags, PROMPT]


def _mini(address: str) -> list[str]:
    return [sys.executable, "-m", "minisweagent.run.mini", "-y", "-t", PROMPT, "-m", "openai/x"]


def _keys(address: str, home: Path) -> dict[str, str]:
    return {
        "OPENAI_BASE_URL": address,
        "OPENAI_API_KEY": "none",
        "QUIRE_HOME": str(home),
        "HOME": str(home),
        "PYTHONPATH": str(SOURCES),
    }


def contenders() -> Iterator[Contender]:
    """Yield the floor first, then Quire with and without its walls, then whoever is installed."""
    floor = HERE / "floor.py"
    yield Contender("floor", lambda address: [sys.executable, str(floor), address, PROMPT], _keys)
    yield Contender("quire", _quire(), _keys)
    yield Contender("quire, no walls", _quire("--unsafe-no-sandbox"), _keys)
    if importlib.util.find_spec("minisweagent"):
        yield Contender("mini-swe-agent", _mini, _keys)


def script(turns: int) -> Script:
    """Return the answers of a session: `turns` calls and a last word."""
    return Script(answer=(Answer(shell=("true",), times=turns), Answer(text="Done.")))


async def _started(contender: Contender, address: str, home: Path) -> asyncio.subprocess.Process:
    work = home / "work"
    work.mkdir(exist_ok=True)
    argv = [sys.executable, str(HERE / "spawned.py"), *contender.argv(address)]
    environment = {**os.environ, **contender.environment(address, home)}
    return await asyncio.create_subprocess_exec(
        *argv,
        cwd=work,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


async def session(contender: Contender, turns: int) -> tuple[float, float, float]:
    """Return wall seconds, peak bytes and uploaded bytes of one whole session."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as home:
        async with ScriptedServer(script(turns)) as server:
            process = await _started(contender, server.address, Path(home))
            _, told = await process.communicate()
            facts = json.loads(told.splitlines()[-1])
            if facts["exit_code"] != 0 or len(server.received) != turns + 1:
                raise RuntimeError(f"{contender.name} failed: {told.decode()}")
            uploaded = sum(len(request.body) for request in server.received)
    return facts["wall"], facts["peak"], uploaded


async def first_request(contender: Contender) -> tuple[float, float]:
    """Return CPU and wall seconds until the first request has arrived."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", ignore_cleanup_errors=True) as home:
        async with ScriptedServer(Script(answer=(Answer(fault="silent"),))) as server:
            loop = asyncio.get_running_loop()
            began = loop.time()
            process = await _started(contender, server.address, Path(home))
            while not server.received:
                if process.returncode is not None:
                    raise RuntimeError(f"{contender.name} ended without a request")
                await asyncio.sleep(0.001)
            wall = loop.time() - began
            cpu = sum(_cpu(pid) for pid in _family(process.pid) if pid != process.pid)
            os.killpg(process.pid, 15)
            await process.communicate()
    return cpu, wall


def _family(root: int) -> list[int]:
    """Return a process and all its descendants."""
    found = [root]
    for pid in found:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def _cpu(pid: int) -> float:
    """Return the CPU seconds of a process and of its children that ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / _TICKS


async def measured(rounds: int, turns: int) -> list[Figures]:
    """Measure every contender, interleaved so that a busy machine is the same to all."""
    known = [*contenders()]
    seen: dict[str, list[tuple[float, ...]]] = {each.name: [] for each in known}
    for _ in range(rounds):
        for each in known:
            cpu, wall = await first_request(each)
            short, _, _ = await session(each, 1)
            whole, peak, uploaded = await session(each, turns)
            slope = (whole - short) / (turns - 1)
            seen[each.name].append((cpu, wall, slope, peak, uploaded))
    return [
        Figures(name, *(statistics.median(column) for column in zip(*rows, strict=True)))
        for name, rows in seen.items()
    ]


def table(figures: list[Figures]) -> str:
    """Return the figures as a table; what lies in parentheses is the ratio to the floor."""
    floor = figures[0]
    lines = [
        f"{'':18}{'first request CPU':>22}{'wall':>18}{'a turn':>20}{'peak':>20}{'upload':>20}"
    ]
    for each in figures:
        cells = (
            _cell(each.first_request_cpu * 1e3, floor.first_request_cpu * 1e3, "ms", 22),
            _cell(each.first_request_wall * 1e3, floor.first_request_wall * 1e3, "ms", 18),
            _cell(each.turn * 1e3, floor.turn * 1e3, "ms", 20),
            _cell(each.peak / 1e6, floor.peak / 1e6, "MB", 20),
            _cell(each.uploaded / 1e3, floor.uploaded / 1e3, "kB", 20),
        )
        lines.append(f"{each.name:18}{''.join(cells)}")
    return "\n".join(lines)


def _cell(value: float, floor: float, unit: str, width: int) -> str:
    return f"{value:.1f} {unit} ({value / max(floor, 1e-9):.1f})".rjust(width)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--turns", type=int, default=30)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = asyncio.run(measured(options.rounds, options.turns))
    print(table(figures))
    if options.json:
        options.json.write_text(json.dumps([vars(each) for each in figures], indent=2) + "\n")


if __name__ == "__main__":
    main()
