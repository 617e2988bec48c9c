"""What lies outside the walls: opened when a person allows a command there, closed at the end."""

from __future__ import annotations

from msgspec.structs import replace

from quire import config
from quire.sandbox.runner import Sandbox
from quire.tools.toolbox import Toolbox


class Outside:
    """The way out of the walls of one task."""

    def __init__(self, toolbox: Toolbox, walls: Sandbox) -> None:
        """Open nothing yet."""
        self._toolbox = toolbox
        self._within = walls
        self._walls: Sandbox | None = None

    async def walls(self) -> Sandbox:
        """Return what runs commands without walls; they see the person's home, but no keys."""
        if self._walls is None:
            policy = self._within.policy
            seen = config.command_environment({**dict(policy.environment), **config.home()})
            policy = replace(policy, mode="danger-full-access", network="off", environment=seen)
            self._walls = await Sandbox.open(policy, unsafe=True)
        return self._walls

    async def tools(self) -> Toolbox:
        """Return the tools that run their commands without walls."""
        return self._toolbox.behind(await self.walls())

    async def close(self) -> None:
        """End what still runs there."""
        if self._walls is not None:
            await self._walls.close()
