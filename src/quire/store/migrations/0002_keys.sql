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
