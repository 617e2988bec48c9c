"""Opens walls, runs one command and does nothing more, until somebody kills it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from quire.sandbox.policy import Policy
from quire.sandbox.runner import Command, Sandbox


async def main(workspace: str) -> None:
    """Hold walls with a spare for ever."""
    async with await Sandbox.open(Policy(Path(workspace)), only="bubblewrap") as sandbox:
        await sandbox.run(Command(("true",)))
        print("ran", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
