"""Several workers: what each holds, and what all must know."""

from __future__ import annotations

from quire.store.migrating import run

revision = "0005"
down_revision = "0004"

_STATEMENTS = """
ALTER TABLE keys ADD COLUMN tokens_per_minute BIGINT;
ALTER TABLE keys ADD COLUMN models TEXT NOT NULL DEFAULT '';

ALTER TABLE usage ADD COLUMN entry TEXT NOT NULL DEFAULT '';
ALTER TABLE usage ADD COLUMN byok BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN byok_cost BIGINT NOT NULL DEFAULT 0;
CREATE INDEX usage_entry ON usage (entry, at);

CREATE TABLE workers (
    id TEXT PRIMARY KEY,
    beat DOUBLE PRECISION NOT NULL
);
CREATE TABLE purses (
    worker TEXT NOT NULL,
    key TEXT NOT NULL,
    period TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (worker, key, period)
);
UPDATE spending SET reserved = 0;

CREATE TABLE rates (
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    level DOUBLE PRECISION NOT NULL,
    at DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (key, kind)
);

CREATE TABLE meters (
    server TEXT NOT NULL,
    worker TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (server, worker)
);

CREATE TABLE attempts (
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    minute BIGINT NOT NULL,
    good BIGINT NOT NULL,
    bad BIGINT NOT NULL,
    PRIMARY KEY (provider, model, minute)
);
CREATE TABLE rests (
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    until DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (provider, model)
);
CREATE TABLE homes (
    session TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL
);
CREATE INDEX homes_at ON homes (at);
CREATE TABLE prefixes (
    digest TEXT PRIMARY KEY,
    at DOUBLE PRECISION NOT NULL
);
CREATE INDEX prefixes_at ON prefixes (at);
"""


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    run(_STATEMENTS)
