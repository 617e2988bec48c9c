"""An endless session: does the agent's memory stay flat, and the time of a turn?

    python bench/agent/soak.py [--minutes 60] [--pace 0.2] [--window 16000] [--json FILE]

One `quire exec`, walls up, works on one order for as long as it is let: commands with long outputs,
patches, plans, commands side by side, and a compaction whenever its small window is full. The first
fifth is warm-up; the verdict compares the memory and the CPU time of a turn in the first and in the
last third of what is left, and the exit code is 1 where one of them is not flat. `--pace` is the
model's time to think, in seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from processes import cpu_of, family

from quire.models.replies import Reply, reply_to
from quire.models.script import Answer, FunctionWish, Script
from quire.models.scripted_server import Received, ScriptedServer

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parents[1] / "src"
_WARM = 0.2
_MEMORY_SLACK = 3_000_000
"""Bytes that the memory may differ by: an allocator's own noise."""
_MEMORY_GROWTH, _TURN_GROWTH = 1.05, 1.25
_TURN_SLACK = 0.003
_EVERY = 5.0
_TELL = 60.0


@dataclass(frozen=True)
class Sample:
    """One look: seconds since the start, bytes of the agent and of all its processes, turns.

    `cpu`: the seconds of all of them so far.
    """

    at: float
    memory: int
    tree: int
    turns: int
    cpu: float


@dataclass
class Seen:
    """What the server saw: the agent's own seconds of each turn, compactions, bytes."""

    turns: list[float] = field(default_factory=list)
    compactions: int = 0
    uploaded: int = 0


def _patch(old: str, new: str) -> dict[str, object]:
    lines = ("*** Begin Patch", "*** Update File: notes.txt", "@@", f"-{old}", f"+{new}")
    return {
        "type": "custom_tool_call",
        "name": "apply_patch",
        "input": "\n".join((*lines, "*** End Patch", "")),
    }


def answers() -> Iterator[Answer]:
    """Yield the answers of an endless session; each patch undoes the one before it."""
    words, number = ("one", "two"), 0
    while True:
        old, new = words if number % 2 == 0 else words[::-1]
        number += 1
        plan = [{"step": f"Round {number}", "status": "in_progress"}]
        yield _runs(f"seq 1 {100 + number % 300}", f"I decide to count in round {number}.")
        patch = {**_patch(old, new), "call_id": f"patch_{number}"}
        yield Answer(reasoning=f"Then {new} has to stand there.", items=(patch,))
        yield _runs("cat notes.txt")
        yield Answer(calls=(FunctionWish(name="update_plan", arguments={"plan": plan}),))
        yield Answer(calls=tuple(_command(f"echo {side}; ls") for side in "ab"))
        yield _runs(f"echo round {number} >&2; exit {number % 2}")


def _runs(command: str, thought: str = "") -> Answer:
    return Answer(reasoning=thought, calls=(_command(command),))


def _command(command: str) -> FunctionWish:
    return FunctionWish(name="shell_command", arguments={"command": command})


class Endless(ScriptedServer):
    """A scripted server without an end; it keeps times and sizes and no request."""

    def __init__(self, pace: float) -> None:
        """Think for `pace` seconds before each answer."""
        super().__init__(Script(answer=()))
        self._answers = answers()
        self._pace = pace
        self._size = 0
        self._sent_at = 0.0
        self.seen = Seen()
        self.over = False

    def _note(self, request: Received) -> None:
        if self._sent_at:
            self.seen.turns.append(time.monotonic() - self._sent_at)
        self.seen.compactions += len(request.body) < self._size
        self.seen.uploaded += len(request.body)
        self._size = len(request.body)

    def _reply(self, request: Received) -> Reply:
        self._asked += 1
        answer = Answer(text="Done.") if self.over else next(self._answers)
        return reply_to(answer, turn=self._asked, model="scripted")

    async def _sent(
        self, reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        await asyncio.sleep(self._pace)
        kept = await super()._sent(reply, reader, writer)
        self._sent_at = time.monotonic()
        return kept


def _memory(pid: int) -> int:
    """Return the resident bytes of a process, 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    kilobytes = next((line.split()[1] for line in lines if line.startswith("VmRSS:")), "0")
    return int(kilobytes) * 1024


async def _begun(address: str, home: Path, window: int) -> asyncio.subprocess.Process:
    work = home / "work"
    work.mkdir()
    (work / "notes.txt").write_text("one\n")
    limits = ("agent.steps=100000000", "agent.seconds=100000000", f"agent.window={window}")
    flags = [part for limit in limits for part in ("-c", limit)]
    argv = ["exec", "--no-verify", "-m", "gpt-5.1-codex", *flags, "work without an end"]
    told = {
        "OPENAI_BASE_URL": address,
        "OPENAI_API_KEY": "none",
        "QUIRE_HOME": str(home),
        "HOME": str(home),
        "PYTHONPATH": str(SOURCES),
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "quire", *argv),
        cwd=work,
        env={**os.environ, **told},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=(home / "said").open("wb"),
    )


async def soaked(minutes: float, pace: float, window: int) -> tuple[list[Sample], Seen]:
    """Let the agent work for so long. Raises RuntimeError when it ends by itself or badly."""
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory(dir="/var/tmp") as home:
        async with Endless(pace) as server:
            process = await _begun(server.address, Path(home), window)
            began = time.monotonic()
            while (at := time.monotonic() - began) < minutes * 60 and process.returncode is None:
                found = family(process.pid)
                tree = sum(map(_memory, found))
                turns = len(server.seen.turns)
                cpu = sum(map(cpu_of, found))
                samples.append(Sample(at, _memory(process.pid), tree, turns, cpu))
                if at // _TELL > (at - _EVERY) // _TELL:
                    print(_told(samples[-1], server.seen), flush=True)
                await asyncio.sleep(_EVERY)
            server.over = True
            code = await process.wait()
            if code != 0:
                raise RuntimeError(f"Quire ended with {code}: {(Path(home) / 'said').read_text()}")
    return samples, server.seen


def _told(sample: Sample, seen: Seen) -> str:
    recent = seen.turns[-200:] or [0.0]
    return (
        f"{sample.at / 60:5.1f} min  {sample.turns:7} turns  {seen.compactions:5} compactions  "
        f"{sample.memory / 1e6:6.1f} MB  tree {sample.tree / 1e6:6.1f} MB  "
        f"{statistics.median(recent) * 1e3:6.1f} ms a turn"
    )


def verdict(samples: list[Sample], seen: Seen) -> dict[str, object]:
    """Return the figures of the first and the last third after the warm-up, and what they say."""
    first, last = _thirds(samples, samples[-1].at)
    memory = [statistics.median(each.memory for each in third) for third in (first, last)]
    cpu = [_a_turn(third) for third in (first, last)]
    return {
        "turns": len(seen.turns),
        "compactions": seen.compactions,
        "uploaded_bytes": seen.uploaded,
        "memory_bytes": memory,
        "tree_bytes": [statistics.median(each.tree for each in third) for third in (first, last)],
        "turn_cpu_seconds": cpu,
        "turn_wall_seconds": [_wall(third, seen) for third in (first, last)],
        "memory_is_flat": memory[1] <= memory[0] * _MEMORY_GROWTH + _MEMORY_SLACK,
        "turn_is_flat": cpu[1] <= cpu[0] * _TURN_GROWTH + _TURN_SLACK,
    }


def _thirds(samples: list[Sample], end: float) -> tuple[list[Sample], list[Sample]]:
    """Return the first and the last third of what follows the warm-up."""
    third = (1 - _WARM) / 3 * end
    begin = _WARM * end
    first = [each for each in samples if begin <= each.at < begin + third]
    return first, [each for each in samples if each.at >= end - third]


def _a_turn(samples: list[Sample]) -> float:
    turns = samples[-1].turns - samples[0].turns
    return (samples[-1].cpu - samples[0].cpu) / max(turns, 1)


def _wall(samples: list[Sample], seen: Seen) -> float:
    return statistics.median(seen.turns[samples[0].turns : samples[-1].turns])


def main() -> None:
    """Soak, print the figures, and end with 1 where something grew."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--pace", type=float, default=0.2, help="seconds the model thinks")
    parser.add_argument("--window", type=int, default=16_000, help="of the model, in tokens")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    samples, seen = asyncio.run(soaked(options.minutes, options.pace, options.window))
    said = verdict(samples, seen)
    for name, value in said.items():
        print(f"{name:18} {value}")
    if options.json:
        told = {**said, "samples": [vars(each) for each in samples]}
        options.json.write_text(json.dumps(told, indent=1) + "\n")
    sys.exit(not (said["memory_is_flat"] and said["turn_is_flat"]))


if __name__ == "__main__":
    main()
