"""The gate of one sandbox: nothing by default, the proxy and its relay where a policy asks."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from quire.sandbox import bubblewrap
from quire.sandbox.policy import Policy, toolchain_roots

if TYPE_CHECKING:
    from quire.sandbox.proxy import Proxy

PORT = 3128
"""The proxy's port inside: free, since the network namespace is the command's own."""


class Gate:
    """What a command needs to reach the proxy; empty when the network is off."""

    def __init__(self, policy: Policy, directory: Path, log_dir: Path) -> None:
        self._directory = directory
        self._proxy: Proxy | None = None
        if policy.network == "proxy":
            from quire.sandbox.proxy import Proxy
            from quire.sandbox.verdicts import Rules

            rules = Rules(policy.hosts, networks=policy.networks, ports=policy.ports)
            self._proxy = Proxy(rules, log_dir / "network.jsonl")

    async def open(self) -> None:
        """Listen, and lay out the relay that runs inside."""
        if self._proxy is not None:
            from quire.sandbox import relay

            shutil.copyfile(relay.__file__, self._directory / "relay.py")
            await self._proxy.start(self._directory / "socket")

    async def close(self) -> None:
        """Stop listening."""
        if self._proxy is not None:
            await self._proxy.close()

    def prefix(self) -> tuple[str, ...]:
        """Return the words that go before a command."""
        if self._proxy is None:
            return ()
        inside = (f"{bubblewrap.GATE}/relay.py", f"{bubblewrap.GATE}/socket", str(PORT))
        return (sys.executable, "-I", "-S", *inside)

    def variables(self, run: str) -> tuple[tuple[str, str], ...]:
        """Return the variables of one run, with a token of its own."""
        return self._proxy.variables(run, PORT) if self._proxy is not None else ()

    async def dismiss(self, run: str) -> tuple[str, ...]:
        """End a run and return a finding for each connection that was refused."""
        if self._proxy is None:
            return ()
        from quire.sandbox.proxy import ALLOWED

        refused = [c for c in await self._proxy.dismiss(run) if c.verdict != ALLOWED]
        return tuple(f"network refused: {c.host}:{c.port}: {c.verdict}" for c in refused)


def relay_roots(policy: Policy) -> tuple[Path, ...]:
    """Return what the relay needs to run inside."""
    return toolchain_roots(Path(sys.executable)) if policy.network == "proxy" else ()
