"""What a person can set about the walls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from quire.sandbox.policy import Limits


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """The sandbox part of the configuration.

    `external` says that an outside container or machine isolates Quire (not verified);
    `environment` names further variables of the caller that commands may see; `hosts` are the
    names that network mode "proxy" lets through ("python" and "node" stand for their package
    registries), `networks` the inner networks that they may lie in, `ports` those of theirs that
    are reached.
    """

    mode: Literal["read-only", "workspace-write"] = "workspace-write"
    network: Literal["off", "proxy"] = "off"
    writable: tuple[Path, ...] = ()
    readable: tuple[Path, ...] = ()
    environment: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ("python", "node")
    networks: tuple[str, ...] = ()
    ports: tuple[Annotated[int, Meta(ge=1, le=65535)], ...] = (80, 443)
    limits: Limits = Limits()
    bubblewrap: Path | None = None
    external: bool = False
