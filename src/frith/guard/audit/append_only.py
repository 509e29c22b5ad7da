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


def _statements() -> list[str]:
    acts = ["UPDATE", "DELETE"]
    if connection.vendor != "postgresql":
        return [_SQLITE.format(table=t, name=a.lower(), act=a) for t in _TABLES for a in acts]
    return [
        _POSTGRESQL.format(table=t, name=a.lower(), act=a, each="STATEMENT" if a == "TRUNCATE" else "ROW")
        for t in _TABLES
        for a in [*acts, "TRUNCATE"]
    ]
