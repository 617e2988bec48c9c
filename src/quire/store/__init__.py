"""Memory: the logs of sessions, as append-only JSON lines."""
