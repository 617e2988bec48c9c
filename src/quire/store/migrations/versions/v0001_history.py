"""Responses, conversations and background jobs."""

from __future__ import annotations

from quire.store.migrating import run

revision = "0001"
down_revision = None

_STATEMENTS = """
CREATE TABLE responses (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    background BIGINT NOT NULL,
    previous TEXT,
    conversation TEXT,
    place BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    input TEXT NOT NULL,
    output TEXT,
    body TEXT NOT NULL
);
CREATE INDEX responses_previous ON responses (previous);

CREATE TABLE items (
    owner TEXT NOT NULL,
    id TEXT NOT NULL,
    holder TEXT NOT NULL,
    PRIMARY KEY (owner, id)
);
CREATE INDEX items_holder ON items (holder);

CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    metadata TEXT NOT NULL
);

CREATE TABLE conversation_items (
    conversation TEXT NOT NULL,
    place BIGINT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (conversation, place)
);
CREATE INDEX conversation_items_id ON conversation_items (conversation, id);

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    worker TEXT NOT NULL,
    beat DOUBLE PRECISION NOT NULL,
    cancelled BIGINT NOT NULL,
    owner TEXT NOT NULL,
    caller TEXT NOT NULL,
    request TEXT NOT NULL
);

CREATE TABLE events (
    response TEXT NOT NULL,
    number BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (response, number)
);
"""


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    run(_STATEMENTS)
