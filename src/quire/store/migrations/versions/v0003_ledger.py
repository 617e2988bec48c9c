"""What keys spent, and a row for each answer."""

from __future__ import annotations

from quire.store.migrating import run

revision = "0003"
down_revision = "0002"

_STATEMENTS = """
CREATE TABLE spending (
    key TEXT NOT NULL,
    period TEXT NOT NULL,
    spent BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    PRIMARY KEY (key, period)
);

CREATE TABLE usage (
    id TEXT PRIMARY KEY,
    at DOUBLE PRECISION NOT NULL,
    key TEXT NOT NULL,
    project TEXT NOT NULL,
    app TEXT NOT NULL,
    asked TEXT NOT NULL,
    model TEXT NOT NULL,
    status TEXT NOT NULL,
    input_tokens BIGINT NOT NULL,
    cached_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    reasoning_tokens BIGINT NOT NULL,
    cost BIGINT,
    seconds DOUBLE PRECISION NOT NULL,
    first_token DOUBLE PRECISION
);
CREATE INDEX usage_at ON usage (at);
CREATE INDEX usage_key ON usage (key, at);
"""


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    run(_STATEMENTS)
