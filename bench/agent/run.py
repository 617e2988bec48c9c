"""What the agent itself costs: start, each turn, memory, upload; against the floor in one run.

    python bench/agent/run.py [--rounds 5] [--turns 30] [--think 0.05] [--json FILE]
        [--install-peers]

Every contender is a fresh process that talks to a scripted server in this one. A turn is one
call of `true` in the form that the contender offers; its cost is the slope between a session of
one turn and one of many, so start and end fall out. The model of those sessions answers at once;
beside a model that thinks for `--think` seconds, what counts is the time from the end of an answer
to the next request: that is what a person waits for. Peers that are not installed are left out,
and that is said.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec
from peers import Contender, absent, contenders, install
from processes import cpu_of, family
from thinking import ThinkingServer

from quire.models.script import Answer, Script
from quire.models.scripted_server import ScriptedServer

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Figures:
    """Medians of one contender, in seconds and bytes."""

    name: str
    first_request_cpu: float
    first_request_wall: float
    turn_cpu: float
    turn: float
    waited: float
    memory: float
    uploaded: float


def script(contender: Contender, turns: int, ends: Answer | None = None) -> Script:
    """Return the answers of a session: `turns` calls and a last word."""
    turn = msgspec.structs.replace(contender.turn, times=turns)
    return Script(answer=(turn, contender.ends if ends is None else ends))


async def _started(
    contender: Contender, address: str, home: Path, *through: str
) -> asyncio.subprocess.Process:
    work = home / "work"
    work.mkdir(exist_ok=True)
    return await asyncio.create_subprocess_exec(
        *through,
        *contender.argv(address, home),
        cwd=work,
        env=contender.environment(address, home),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


async def session(contender: Contender, turns: int) -> tuple[float, int]:
    """Return wall seconds and uploaded bytes of one whole session."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", ignore_cleanup_errors=True) as home:
        async with ScriptedServer(script(contender, turns)) as server:
            measuring = (sys.executable, str(HERE / "spawned.py"))
            process = await _started(contender, server.address, Path(home), *measuring)
            _, told = await process.communicate()
            facts = json.loads(told.splitlines()[-1])
            if facts["exit_code"] != 0 or len(server.received) != turns + 1:
                raise RuntimeError(f"{contender.name} failed: {told.decode()[-2000:]}")
            uploaded = sum(len(request.body) for request in server.received)
    return facts["wall"], uploaded


async def waited(contender: Contender, turns: int, think: float) -> float:
    """Return the median seconds from an answer to the next request, beside a model that thinks."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", ignore_cleanup_errors=True) as home:
        async with ThinkingServer(script(contender, turns), think) as server:
            process = await _started(contender, server.address, Path(home))
            await process.communicate()
            return statistics.median(server.turns)


async def held(contender: Contender, turns: int) -> tuple[float, float, int]:
    """Return CPU and wall seconds until the request after `turns` turns has come, and the memory.

    That is the bytes of all processes at that moment.
    """
    silent = Answer(fault="silent")
    with tempfile.TemporaryDirectory(dir="/var/tmp", ignore_cleanup_errors=True) as home:
        async with ScriptedServer(script(contender, turns, silent)) as server:
            loop = asyncio.get_running_loop()
            began = loop.time()
            process = await _started(contender, server.address, Path(home))
            while len(server.received) <= turns:
                if process.returncode is not None:
                    raise RuntimeError(f"{contender.name} ended without a request")
                await asyncio.sleep(0.001)
            wall = loop.time() - began
            found = family(process.pid)
            cpu, memory = sum(map(cpu_of, found)), sum(map(_memory, found))
            os.killpg(process.pid, 15)
            await process.communicate()
    return cpu, wall, memory


def _memory(pid: int) -> int:
    """Return the bytes of a process, those it shares in proportion (PSS); 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


async def measured(rounds: int, turns: int, think: float) -> list[Figures]:
    """Measure every contender, interleaved so that a busy machine is the same to all."""
    known = [*contenders()]
    seen: dict[str, list[tuple[float, ...]]] = {each.name: [] for each in known}
    for number in range(1, rounds + 1):
        for each in known:
            cpu, wall, _ = await held(each, 0)
            worked, _, memory = await held(each, turns)
            short, _ = await session(each, 1)
            whole, uploaded = await session(each, turns)
            slope = (whole - short) / (turns - 1)
            pause = await waited(each, turns, think)
            turn_cpu = max(worked - cpu, 0.0) / turns
            seen[each.name].append((cpu, wall, turn_cpu, slope, pause, memory, uploaded))
        print(f"round {number} of {rounds}", file=sys.stderr)
    return [
        Figures(name, *(statistics.median(column) for column in zip(*rows, strict=True)))
        for name, rows in seen.items()
    ]


_HEADS = (
    ("first request CPU", 22),
    ("wall", 18),
    ("a turn CPU", 20),
    ("wall", 20),
    ("beside a model", 20),
    ("memory", 20),
    ("upload", 20),
)


def table(figures: list[Figures]) -> str:
    """Return the figures as a table; what lies in parentheses is the ratio to the floor."""
    floor = figures[0]
    lines = [" " * 18 + "".join(head.rjust(width) for head, width in _HEADS)]
    for each in figures:
        cells = (
            _cell(each.first_request_cpu * 1e3, floor.first_request_cpu * 1e3, "ms", 22),
            _cell(each.first_request_wall * 1e3, floor.first_request_wall * 1e3, "ms", 18),
            _cell(each.turn_cpu * 1e3, floor.turn_cpu * 1e3, "ms", 20),
            _cell(each.turn * 1e3, floor.turn * 1e3, "ms", 20),
            _cell(each.waited * 1e3, floor.waited * 1e3, "ms", 20),
            _cell(each.memory / 1e6, floor.memory / 1e6, "MB", 20),
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
    parser.add_argument("--think", type=float, default=0.05, help="seconds that a model takes")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--install-peers", action="store_true", help="Codex CLI, mini-swe-agent")
    options = parser.parse_args()
    if options.install_peers:
        install()
    for name in absent():
        print(f"{name} is not installed and is left out (--install-peers)", file=sys.stderr)
    figures = asyncio.run(measured(options.rounds, options.turns, options.think))
    print(table(figures))
    if options.json:
        options.json.write_text(json.dumps([vars(each) for each in figures], indent=2) + "\n")


if __name__ == "__main__":
    main()
