"""The gateway's own fixtures, for the SDKs that are driven against it."""

from __future__ import annotations

from tests.gateway.conftest import script, start

__all__ = ["script", "start"]
