"""The one process runner: opens walls for a policy and runs commands behind them."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from types import TracebackType

from msgspec import Struct
from msgspec.structs import replace

from quire.errors import QuireError, RefusedError, SandboxUnavailable
from quire.sandbox import orders, twins
from quire.sandbox.capture import Capture
from quire.sandbox.gate import Gate, relay_roots
from quire.sandbox.hidden import FILE as IGNORE_FILE
from quire.sandbox.hidden import Hidden
from quire.sandbox.pipes import Ends, Theirs, pipes
from quire.sandbox.policy import Policy, resolved, working_directory
from quire.sandbox.private import KEPT, Private, sweep
from quire.sandbox.process import Chunk, Command, Outcome, Process
from quire.sandbox.quarantine import move_aside, planted, refuse_links
from quire.sandbox.repositories import also_protected, linked
from quire.sandbox.spare import Spares
from quire.sandbox.survey import Mark, Survey
from quire.sandbox.tiers import UNWALLED, Protected, Tier, candidates
from quire.sandbox.twins import Twins
from quire.sandbox.vault import Vault
from quire.sandbox.warm import Supervisor

__all__ = ["Chunk", "Command", "Logs", "Outcome", "Process", "Sandbox"]

_TRIAL = Command(("/bin/sh", "-c", "exit 0"), seconds=20.0)


class Logs(Struct, frozen=True):
    """Where connections are logged (network.jsonl) and quarantined files go.

    With `output` the raw output of every command is kept there as well.
    """

    folder: Path
    output: bool = True


class Sandbox:
    """Walls around one workspace, with a warm supervisor that starts the commands.

    Close it, or use it as an asynchronous context: until then the supervisor lives.
    """

    def __init__(
        self, policy: Policy, tier: Tier, supervisor: Supervisor, places: tuple[Private, Logs]
    ) -> None:
        """Hold what `open` has prepared; `places` are the private directory and the logs."""
        self.policy = policy
        self._tier = tier
        self._supervisor = supervisor
        self._place, self._logs = places
        self._private, self._log_dir = self._place.path, self._logs.folder
        self._numbers = itertools.count(_first_free(self._log_dir))
        self._running: set[Process] = set()
        self._survey = Survey(policy.writable_roots, policy.protected)
        self._hidden = Hidden(policy.workspace, policy.hidden)
        self._hidden_now: tuple[Path, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._baseline: Protected = ((), ())
        self._door = asyncio.Lock()
        self._sweeping: asyncio.Future[tuple[Path, ...]] | None = None
        self._gate = Gate(policy, self._private / "gate", self._log_dir)
        self._vault = Vault(self._private / "vault", self._shelf)
        ready = tier.can_stand_ready and policy.network == "off"
        self._spares = Spares(self._tell, policy if ready else None)
        self._twins = Twins(policy, self._private) if tier.can_show_a_twin else None

    @classmethod
    async def open(
        cls,
        policy: Policy,
        *,
        unsafe: bool = False,
        external: bool = False,
        logs: Logs | None = None,
        only: str | None = None,
    ) -> Sandbox:
        """Return the best walls that hold here: bubblewrap, else Landlock, else none at all.

        `external` accepts isolation that an operator says exists, `unsafe` none; `only` names
        the one tier to try. Raises SandboxUnavailable when nothing holds, RefusedError for a
        policy that opens too much.
        """
        real = resolved(policy)
        further = (*linked(real.workspace), *relay_roots(real))
        real = replace(real, readable=(*real.readable, *further))
        if real.mode == "danger-full-access" and not unsafe:
            raise RefusedError(
                "Mode danger-full-access has no walls.",
                hint="Say so by its unsafe name: --unsafe-no-sandbox.",
                param="mode",
            )
        failures: list[str] = []
        for tier in candidates(real, unsafe=unsafe, external=external, only=only):
            try:
                return await cls._raise_walls(real, tier, logs)
            except SandboxUnavailable as error:
                failures.append(f"{tier.name}: {error.message}")
        raise SandboxUnavailable(
            "No walls can be put up here. " + " ".join(failures),
            hint="Install bubblewrap 0.6 or newer, or run on a kernel with Landlock; "
            "`quire sandbox status` shows what was tried.",
        )

    @classmethod
    async def _raise_walls(cls, policy: Policy, tier: Tier, logs: Logs | None) -> Sandbox:
        private = Private()
        for name in ("home", "tmp", "gate"):
            (private.path / name).mkdir()
        try:
            supervisor = await Supervisor.start(tier.setup(policy, private.path))
        except QuireError:
            private.remove()
            raise
        kept = logs or Logs(private.path / "log", output=False)
        sandbox = cls(policy, tier, supervisor, (private, kept))
        if kept.output or policy.network != "off":
            kept.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            await sandbox._gate.open()
            await sandbox._try_out()
        except BaseException:
            await sandbox.close()
            raise
        return sandbox

    @property
    def tier(self) -> str:
        """Return which walls stand: "bubblewrap", "landlock", "external" or "none"."""
        return self._tier.name

    def readable_secrets(self) -> tuple[Path, ...]:
        """Return what a `.quireignore` names and commands can read all the same in this tier."""
        return () if self._tier.hides_files else self._hidden_now

    def narrowed(self) -> tuple[Path, ...]:
        """Return the folders in which a command cannot read what it makes there itself.

        Landlock hides the files of a `.quireignore` at this price.
        """
        names = self._tier.unreadable(self.policy, self._hidden_now)
        return tuple(sorted({Path(name).parent for name in names}))

    async def __aenter__(self) -> Sandbox:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def start(self, command: Command) -> Process:
        """Start a command and return it while it runs.

        Raises RefusedError when its directory lies outside the policy's roots, or it has no words.
        """
        if not command.argv:
            raise RefusedError("A command without words.", hint="Name a program.", param="argv")
        cwd = working_directory(self.policy, command.cwd)
        async with self._door, self._calm() as (protected, stopped):
            run = f"{next(self._numbers):05}"
            order = self._order(command, str(cwd), protected, run)
            if stopped:
                order = order._replace(verify=tuple(map(str, protected[0])))
            usable = command.is_told_nothing and not stopped
            spare = None if command.twin else await self._spares.take(order, usable=usable)
            ends = spare or self._sent(order, command)
            process = self._process(ends, command, run)
            if stopped:
                await process.mounted()
        if command.last:
            self._swept()
        return process

    @asynccontextmanager
    async def _calm(self) -> AsyncIterator[tuple[Protected, bool]]:
        """Yield what to protect; stop what runs meanwhile where that could move any of it.

        Raises RefusedError when a command cannot be stopped.
        """
        protected = self._look_before()
        running = tuple(self._running)
        if not (running and self._tier.protects_during and self._movable(protected)):
            yield protected, False
            return
        try:
            if not all(await asyncio.gather(*(process.hold() for process in running))):
                raise RefusedError(
                    "A running command cannot be stopped while the walls of the next one go up.",
                    hint="Wait for the running command to end, then try again.",
                )
            yield self._look_before(), True
        finally:
            for process in running:
                process.go_on()

    def _movable(self, protected: Protected) -> bool:
        """Return whether a running command could move what the next one's walls must cover.

        What lay at the top of a root before anything ran is a mount for every command since.
        """
        known = {path for paths in self._baseline for path in paths}
        now = {path for paths in protected for path in paths}
        roots = self.policy.writable_roots
        return not now <= known or any(path.parent not in roots for path in known)

    def _sent(self, order: orders.Order, command: Command) -> Ends:
        ends, theirs = pipes(command.stdin, interactive=command.interactive)
        try:
            self._tell(order, theirs)
        except SandboxUnavailable:
            ends.close()
            raise
        return ends

    def _tell(self, order: orders.Order, theirs: Theirs) -> None:
        try:
            self._supervisor.send(order, theirs)
        finally:
            for descriptor in theirs:
                os.close(descriptor)

    def _process(self, ends: Ends, command: Command, run: str) -> Process:
        limits = self.policy.limits
        inspect = partial(self._inspect, run, ahead=not command.last)
        told = self._tier.exit_code
        room = sys.maxsize if command.endless else limits.output_bytes
        process = Process(ends, self._captures(run), room, inspect, told)
        self._running.add(process)
        return process

    async def run(self, command: Command) -> Outcome:
        """Run a command to its end; cancelling this kills everything it started."""
        process = await self.start(command)
        try:
            return await process.wait()
        except asyncio.CancelledError:
            await process.terminate()
            raise

    def traces(self) -> str:
        """Return a digest of all that commands can write; empty where there can be no twin.

        Raises RefusedError as `start` does.
        """
        return self._twins.traces(self._look_before()) if self._twins else ""

    @asynccontextmanager
    async def twin(self) -> AsyncIterator[Path | None]:
        """Give a copy of all that commands can write, for the `twin` of a Command.

        None where a copy would not be the same, would be large, or cannot be shown in this tier,
        and while a command runs. Raises RefusedError as `start` does.
        """
        twin = None
        async with self._door:
            if self._twins and not self._running:
                twin = await asyncio.to_thread(self._twins.made, self._look_before())
        try:
            yield twin
        finally:
            if twin is not None:
                await asyncio.to_thread(twins.remove, twin)

    async def close(self) -> None:
        """Kill what still runs, end the supervisor and remove the private directories.

        Those that a killed Quire has left are removed as well.
        """
        self._spares.close()
        for process in tuple(self._running):
            if not process.done():
                await process.terminate()
        self._running.clear()
        await self._gate.close()
        await asyncio.gather(self._supervisor.close(), self._swept())
        await asyncio.to_thread(self._place.remove)

    def _swept(self) -> asyncio.Future[tuple[Path, ...]]:
        """Begin to remove what a killed Quire has left, once: while the last command runs."""
        self._sweeping = self._sweeping or asyncio.ensure_future(asyncio.to_thread(sweep))
        return self._sweeping

    @property
    def _shelf(self) -> Path:
        return self._log_dir / KEPT

    async def _try_out(self) -> None:
        """Let walls stand ready, or a command run behind them; raises SandboxUnavailable."""
        cwd = str(self.policy.workspace)
        if await self._spares.stand(self._order(_TRIAL, cwd, self._look_before(), "")):
            return
        outcome = await self.run(_TRIAL)
        if outcome.exit_code != 0:
            said = outcome.stderr.decode("utf-8", "replace").strip()
            raise SandboxUnavailable(f"a trial command failed ({outcome.exit_code}): {said}")

    def _look_before(self) -> Protected:
        """Return what to protect now; what a running command may have done is no baseline."""
        marks = self._survey.look()
        roots = self.policy.writable_roots
        plain = tuple(m.path for m in marks if m.kind in ("directory", "file"))
        protected = (*plain, *also_protected(marks, roots))
        sockets = tuple(mark.path for mark in marks if mark.kind == "socket")
        deeper = any(mark.path.name == IGNORE_FILE for mark in marks)
        self._hidden_now = self._hidden.paths(deeper=deeper)
        found = protected, (*sockets, *self._hidden_now)
        if not self._running:
            refuse_links(marks)
            self._marks = marks
            self._baseline = found
            if self._tier.restores_after:
                self._vault.remember(protected)
        return found

    def _order(self, command: Command, cwd: str, protected: Protected, run: str) -> orders.Order:
        limits = self.policy.limits
        seconds = limits.seconds if command.seconds is None else command.seconds
        ceilings = orders.Ceilings(
            processes=limits.processes,
            memory_bytes=limits.memory_bytes,
            file_bytes=limits.file_bytes,
            disk_bytes=limits.disk_bytes,
            open_files=limits.open_files,
            seconds=min(seconds, limits.seconds),
        )
        environment = self._tier.environment(self.policy, self._private)
        environment += self._gate.variables(run)
        instead = self._tier.twin_options(self.policy, command.twin) if command.twin else ()
        return orders.Order(
            argv=(*self._gate.prefix(), *command.argv),
            cwd=cwd,
            environment=environment,
            ceilings=ceilings,
            options=(*instead, *self._tier.options(protected, cwd, environment)),
            roots=(str(self._private), *map(str, self.policy.writable_roots)),
            unreadable=self._tier.unreadable(self.policy, self._hidden_now),
        )

    def _captures(self, run: str) -> tuple[Capture, Capture]:
        kept = self._logs.output
        limits = self.policy.limits
        paths = [self._log_dir / f"{run}.{name}" if kept else None for name in ("out", "err")]
        out, err = (Capture(limits.output_bytes, path, limits.file_bytes) for path in paths)
        return out, err

    async def _inspect(self, run: str, process: Process, *, ahead: bool) -> tuple[str, ...]:
        """Move aside what the command has planted, put back what it has changed."""
        self._running.discard(process)
        if ahead and not self._running:
            self._spares.raise_one()
        refused = await self._gate.dismiss(run)
        if self._tier.name in UNWALLED:
            return ()
        new = planted(self._marks, self._survey.look(), read_only=self._tier.protects_during)
        findings = move_aside(new, self.policy.writable_roots, self._shelf)
        if self._tier.restores_after and not self._running:
            findings += self._vault.restore()
        return (*refused, *findings)


def _first_free(log_dir: Path) -> int:
    """Return the number that follows the logs of earlier walls in the same directory."""
    taken = (path.name.partition(".")[0] for path in log_dir.glob("*.out"))
    return 1 + max((int(name) for name in taken if name.isdigit()), default=0)
