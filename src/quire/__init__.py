"""Quire: a coding agent, a gateway and an embedded engine around one protocol."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
