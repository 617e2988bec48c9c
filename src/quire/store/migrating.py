"""Bring a database's tables up to date: made at once where it is new, by Alembic where it is older.

Alembic is loaded only where there is something to migrate: a start should not wait for it.
"""

from __future__ import annotations

from importlib.resources import as_file, files

from sqlalchemy import Connection, inspect, text

from quire.errors import StoreError
from quire.store.schema import METADATA

# The number that PostgreSQL knows our migration lock by.
_LOCK = 7_118_423
_TABLE = "alembic_version"
_PREFIX = "v"
_FIGURES = 4


def migrate(connection: Connection, *, at_once: bool = True) -> None:
    """Make the tables of this Quire, one worker at a time; `at_once` where there are none yet.

    Raises StoreError when the database was made by a newer Quire.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    found, head = _version(connection), _head()
    if found > head:
        raise StoreError(
            f"The database has version {found}, this Quire knows {head}.",
            hint="Upgrade Quire, or use another database.",
        )
    if not found and at_once:
        METADATA.create_all(connection)
        connection.execute(text(f"CREATE TABLE {_TABLE} (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text(f"INSERT INTO {_TABLE} VALUES (:head)"), {"head": head})
    elif found < head:
        _upgrade(connection)


def _version(connection: Connection) -> str:
    """Return the revision of a database, nothing where it is new."""
    if not inspect(connection).has_table(_TABLE):
        return ""
    return str(connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar() or "")


def _head() -> str:
    """Return the newest revision, by the names of the files that hold them."""
    names = [path.name for path in (files("quire.store") / "migrations" / "versions").iterdir()]
    return max(name[1 : 1 + _FIGURES] for name in names if name.startswith(_PREFIX))


def _upgrade(connection: Connection) -> None:
    from alembic.command import upgrade
    from alembic.config import Config

    with as_file(files("quire.store") / "migrations") as folder:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(folder))
        config.set_main_option("path_separator", "os")
        upgrade(config, "head")


def run(statements: str) -> None:
    """Run the statements of a migration, each of which ends with a semicolon."""
    from alembic import op

    for statement in statements.split(";"):
        if statement.strip():
            op.execute(text(statement))
