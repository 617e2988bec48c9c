"""The tiers as values: how each walls in, and which of them may be tried here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from quire.errors import RefusedError, SandboxUnavailable
from quire.sandbox import bubblewrap, landlock, orders, places, seccomp, syscalls, unreadable
from quire.sandbox.policy import Policy

UNWALLED = ("external", "none")
"""Tiers in which Quire enforces nothing of its own."""

UNVERIFIED = "external isolation, not verified"
"""What is said of a container or machine that an operator says isolates Quire."""

Variables = tuple[tuple[str, str], ...]
Protected = tuple[tuple[Path, ...], tuple[Path, ...]]
"""Paths that a command must not change; what is hidden: sockets of host programs, and files."""


class Tier:
    """One way of walling in; this one has no walls: the base of "external" and "none"."""

    protects_during: ClassVar[bool] = False
    hides_files: ClassVar[bool] = False
    restores_after: ClassVar[bool] = False
    can_stand_ready: ClassVar[bool] = False
    can_show_a_twin: ClassVar[bool] = False

    def __init__(self, name: str) -> None:
        self.name = name

    def setup(self, policy: Policy, private: Path) -> orders.Setup:
        """Return what the supervisor must know; raises SandboxUnavailable if it cannot hold."""
        return orders.Setup("none")

    def options(self, protected: Protected, cwd: str, environment: Variables) -> tuple[str, ...]:
        """Return the wall's own options for one command."""
        return ()

    def twin_options(self, policy: Policy, twin: Path) -> tuple[str, ...]:
        """Return the options that let a command take `twin` for the workspace; they come first."""
        return ()

    def unreadable(self, policy: Policy, secrets: tuple[Path, ...]) -> tuple[str, ...]:
        """Return those of `secrets` that a command is kept from by rules; raises RefusedError."""
        return ()

    def exit_code(self, code: int | None, said: bytes) -> int | None:
        """Return a command's exit code in the shell's way."""
        return code

    def environment(self, policy: Policy, private: Path) -> Variables:
        """Return all variables of a command: the policy's, and what the tier sets."""
        given = dict(policy.environment)
        return tuple({"HOME": str(private / "home"), **self._basics(private, given)}.items())

    def _basics(self, private: Path, given: dict[str, str]) -> dict[str, str]:
        return {"PATH": places.DEFAULT_PATH, **given, "TMPDIR": str(private / "tmp")}


class Bubblewrap(Tier):
    """Tier A: namespaces through the system's bubblewrap, and seccomp."""

    protects_during = True
    hides_files = True
    can_stand_ready = True
    can_show_a_twin = True

    def __init__(self, configured: Path | None = None) -> None:
        super().__init__("bubblewrap")
        self._configured = configured

    def setup(self, policy: Policy, private: Path) -> orders.Setup:
        """Return the set-up; raises SandboxUnavailable without bubblewrap 0.6 or newer."""
        found = bubblewrap.find(self._configured)
        if found is None:
            raise SandboxUnavailable("bubblewrap 0.6 or newer is not installed.")
        return orders.Setup(
            tier="bubblewrap",
            program=_assembled(seccomp.NAMESPACED).hex(),
            bubblewrap=str(found[0]),
            options=bubblewrap.fixed_options(found[1], policy, private),
        )

    def options(self, protected: Protected, cwd: str, environment: Variables) -> tuple[str, ...]:
        """Return bubblewrap's options: what is protected is bound read-only over itself."""
        return bubblewrap.options(protected, cwd, environment)

    def twin_options(self, policy: Policy, twin: Path) -> tuple[str, ...]:
        """Return the mounts that lay `twin` over the workspace and what is private."""
        return bubblewrap.twin_options(policy, twin)

    def exit_code(self, code: int | None, said: bytes) -> int | None:
        """Return 127 or 126 where bubblewrap could not start the program and ended with 1."""
        return bubblewrap.exit_code(said) if code == 1 else code

    def environment(self, policy: Policy, private: Path) -> Variables:
        """Return all variables: home and temporary directory have fixed names in here."""
        basics = {"PATH": places.DEFAULT_PATH, **dict(policy.environment)}
        return tuple({**basics, "HOME": bubblewrap.HOME, "TMPDIR": "/tmp"}.items())


class Landlock(Tier):
    """Tier B: Landlock and seccomp in the process itself, without any namespace."""

    hides_files = True
    restores_after = True

    def __init__(self) -> None:
        super().__init__("landlock")

    def unreadable(self, policy: Policy, secrets: tuple[Path, ...]) -> tuple[str, ...]:
        """Return `secrets`; raises RefusedError where they would cost too many rules."""
        names = tuple(map(str, secrets))
        entries = unreadable.count(str(policy.workspace), names) if names else 0
        if entries > unreadable.MOST:
            raise RefusedError(
                f"{entries:,} files lie beside those that .quireignore hides; Landlock hides "
                f"nothing among more than {unreadable.MOST:,}.",
                hint="Put secrets into a folder of their own, or install bubblewrap.",
                param="hidden",
            )
        return names

    def setup(self, policy: Policy, private: Path) -> orders.Setup:
        """Return the set-up; raises SandboxUnavailable without Landlock or with a network."""
        abi = landlock.version()
        if not abi:
            raise SandboxUnavailable("this kernel has no Landlock, or a container forbids it.")
        if policy.network != "off":
            raise SandboxUnavailable("network mode proxy needs the namespaces of bubblewrap.")
        rules = (*seccomp.SHARED, *(seccomp.NO_TRUNCATE if abi < 3 else ()))
        own = (policy.workspace, *policy.readable)
        kept = (*places.SYSTEM, *places.KERNEL_FILES, *places.readable_configuration())
        return orders.Setup(
            tier="landlock",
            program=_assembled(rules).hex(),
            readable=(*kept, *map(str, own)),
            writable=(
                *(str(private / name) for name in ("home", "tmp")),
                *map(str, policy.writable_roots),
            ),
            devices=places.DEVICES,
        )

    def environment(self, policy: Policy, private: Path) -> Variables:
        """Return all variables: home and temporary directory are private and real paths."""
        given = dict(policy.environment)
        return tuple({**self._basics(private, given), "HOME": str(private / "home")}.items())


def candidates(policy: Policy, *, unsafe: bool, external: bool, only: str | None) -> Iterator[Tier]:
    """Yield the tiers to try, best first; "none" only when a person asked for it by name."""
    if policy.mode != "danger-full-access":
        for tier in (Bubblewrap(), Landlock()):
            if only in (None, tier.name):
                yield tier
    if external and only in (None, "external"):
        yield Tier("external")
    if unsafe and only in (None, "none"):
        yield Tier("none")


def _assembled(rules: tuple[seccomp.Rule, ...]) -> bytes:
    machine = syscalls.machine()
    try:
        return seccomp.assemble(rules, machine)
    except KeyError as error:
        raise SandboxUnavailable(f"there is no system call filter for {machine}.") from error
