"""Opens walls and runs commands that leave daemons, until somebody kills it with kill -9."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from quire.sandbox.policy import Policy
from quire.sandbox.runner import Command, Sandbox

SCRIPT = (
    "setsid sleep {mark} >/dev/null 2>&1 & (setsid sh -c 'sleep {mark} & wait' &) ; sleep {mark}"
)


async def main(workspace: str, tier: str, mark: str) -> None:
    """Run commands for ever, several at a time."""
    async with await Sandbox.open(Policy(Path(workspace)), only=tier) as sandbox:
        print("opened", flush=True)
        while True:
            script = SCRIPT.format(mark=mark)
            commands = [Command(("sh", "-c", script), seconds=0.05 * n) for n in range(1, 4)]
            await asyncio.gather(*(sandbox.run(command) for command in commands))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
