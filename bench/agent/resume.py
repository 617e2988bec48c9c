"""How long it takes to go on with a session of many items, beside a fresh one.

    python bench/agent/resume.py [--items 5000] [--rounds 5] [--json FILE]

A session is written as the agent writes it: commands with outputs of a kilobyte, and a compaction
whenever the model's window is full (`--window`, in tokens; 0: never, and every item is sent again).
Measured is the time from the start of `quire` to its first request.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

import msgspec

from quire.agent.projection import Profile
from quire.agent.session import Session
from quire.models.script import Answer, Script
from quire.models.scripted import Scripted
from quire.models.scripted_server import ScriptedServer
from quire.protocol import items, records
from quire.protocol.events import OutputItemDone
from quire.protocol.responses import Usage

SOURCES = Path(__file__).resolve().parents[2] / "src"
MODEL = "gpt-5.1-codex"
_LINES = "a line of a file that was looked at = value\n" * 23
_USED = Usage()


def step(session: Session, number: int) -> None:
    """Record one command as it is carried out: two items, five events."""
    name = f"call_{number}"
    arguments = json.dumps({"command": f"cat file_{number}.py"})
    call = items.FunctionCall(call_id=name, name="shell_command", arguments=arguments)
    session.record(OutputItemDone(item=call))
    session.record(
        records.Answered(response_id=f"resp_{number}", model=MODEL, usage=_USED, seconds=1.0)
    )
    command = f"cat file_{number}.py"
    session.record(records.CommandStarted(call_id=name, index=0, command=command))
    session.record(
        records.CommandEnded(
            call_id=name, index=0, command=command, exit_code=0, timed_out=False, seconds=0.1
        )
    )
    text = f"Exit code: 0\nWall time: 0.1 seconds\nOutput:\n{_LINES}"
    session.record(records.ItemAdded(item=items.FunctionCallOutput(call_id=name, output=text)))


async def written(data: Path, work: Path, count: int, window: int) -> str:
    """Write a session of `count` items and return its id; nothing of it is worth a sync."""
    nobody = Scripted(Script(answer=()))
    profile = Profile(model=MODEL, tools=({"name": "read_output"},))
    session = Session.create(data, work, profile)
    session.window = msgspec.structs.replace(session.window, tokens=window or 1 << 40)
    session.record(records.TurnStarted(turn=1, prompt="go on"))
    session.record(records.ItemAdded(item=items.user("go on")))
    for number in range(count // 2):
        step(session, number)
        if number % 20 == 0:
            async for event in session.compact(nobody):
                session.record(event)
    session.record(records.Receipt(verdict="answered", summary=""))
    session.close()
    return session.id


async def waited(home: Path, work: Path, *order: str) -> tuple[float, int]:
    """Return the seconds until the first request of a run of `quire exec`, and its bytes."""
    async with ScriptedServer(Script(answer=(Answer(fault="silent"),))) as server:
        told = {"OPENAI_BASE_URL": server.address, "OPENAI_API_KEY": "none"}
        places = {"QUIRE_HOME": str(home), "HOME": str(home), "PYTHONPATH": str(SOURCES)}
        loop = asyncio.get_running_loop()
        began = loop.time()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "quire", "exec", "--no-verify", "-m", MODEL, *order),
            cwd=work,
            env={**os.environ, **places, **told},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        while not server.received:
            if process.returncode is not None:
                raise RuntimeError("Quire ended without a request.")
            await asyncio.sleep(0.001)
        seconds = loop.time() - began
        process.terminate()
        await process.wait()
        return seconds, len(server.received[0].body)


async def measured(count: int, rounds: int, window: int) -> dict[str, float]:
    """Return the medians of a fresh session and of one that is resumed."""
    fresh: list[float] = []
    resumed: list[float] = []
    size = 0
    with tempfile.TemporaryDirectory(dir="/var/tmp", ignore_cleanup_errors=True) as folder:
        home, work = Path(folder), Path(folder) / "work"
        work.mkdir()
        known = await written(home, work, count, window)
        for _ in range(rounds):
            fresh.append((await waited(home, work, "go on"))[0])
            seconds, size = await waited(home, work, "resume", known, "go on")
            resumed.append(seconds)
    return {
        "items": count,
        "fresh_seconds": statistics.median(fresh),
        "resumed_seconds": statistics.median(resumed),
        "difference_seconds": statistics.median(resumed) - statistics.median(fresh),
        "request_bytes": size,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--items", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--window", type=int, default=272_000, help="0: nothing is compacted")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = asyncio.run(measured(options.items, options.rounds, options.window))
    for name, value in figures.items():
        print(f"{name:20} {value:12,.3f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
