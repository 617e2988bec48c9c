"""Which provider answered, limits on tokens and models."""

from __future__ import annotations

from quire.store.migrating import run

revision = "0004"
down_revision = "0003"

_STATEMENTS = """
ALTER TABLE usage ADD COLUMN provider TEXT NOT NULL DEFAULT '';
ALTER TABLE usage ADD COLUMN streamed BIGINT NOT NULL DEFAULT 0;
"""


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    run(_STATEMENTS)
