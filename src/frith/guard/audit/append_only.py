"""The database refuses, too, to change or remove what the audit trail holds.

Frith's own code cannot do it; these triggers stop other programs that use the database by mistake. Whoever owns the
database can take them away, which is why there are seals and checkpoints as well.
"""

from __future__ import annotations

from django.db import connection

from frith.guard.audit.models import AuditEvent, AuditSeal

_TABLES = tuple(model._meta.db_table for model in (AuditEvent, AuditSeal))  # noqa: SLF001 - Django's own way

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION frith_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
"""
_POSTGRESQL = """
CREATE OR REPLACE TRIGGER {table}_no_{name} BEFORE {act} ON {table}
FOR EACH {each} EXECUTE FUNCTION frith_append_only()
"""


def install() -> None:
    """Put the triggers in place; doing it again changes nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for statement in _statements():
            cursor.execute(statement)


def missing() -> tuple[str, ...]:
    """Return the triggers that should be in place and are not, or that were switched off."""
    asked = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        held = {name for (name,) in cursor.fetchall()}
    return tuple(sorted({f"{table}_no_{act.lower()}" for table, act in _guarded()} - held))


def _guarded() -> list[tuple[str, str]]:
    """Return each table with each act that is refused on it."""
    acts = ["UPDATE", "DELETE", "TRUNCATE"] if connection.vendor == "postgresql" else ["UPDATE", "DELETE"]
    return [(table, act) for table in _TABLES for act in acts]


def _statements() -> list[str]:
    if connection.vendor != "postgresql":
        return [_SQLITE.format(table=table, name=act.lower(), act=act) for table, act in _guarded()]
    return [
        _POSTGRESQL.format(
            table=table, name=act.lower(), act=act, each="STATEMENT" if act == "TRUNCATE" else "ROW"
        )
        for table, act in _guarded()
    ]
