"""Keys of the gateway, with their rights and budgets."""

from __future__ import annotations

from quire.store.migrating import run

revision = "0002"
down_revision = "0001"

_STATEMENTS = """
CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    ending TEXT NOT NULL,
    name TEXT NOT NULL,
    project TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed DOUBLE PRECISION NOT NULL,
    disabled BIGINT NOT NULL,
    zdr BIGINT NOT NULL,
    per_minute BIGINT,
    day BIGINT,
    month BIGINT,
    total BIGINT
);
"""


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    run(_STATEMENTS)
