"""Generated examples take as long as the machine needs, and leave no database behind."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("protocol", deadline=None, database=None)
settings.load_profile("protocol")
