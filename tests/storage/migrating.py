"""Takes every app's changes of the tables back and makes them anew, and prints what the database's tables look like.

Prints one JSON object: the tables as they were made, after each app went back and forth, and after all did.
"""

# ruff: noqa: E402 - Django is started before what uses its tables is loaded
import json
import sys

from frith.website.starting import prepare_database, start

start()

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from frith.guard.audit import append_only

SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2, 3"
POSTGRESQL = """
SELECT table_name, column_name, data_type, is_nullable, coalesce(column_default, '') FROM information_schema.columns
WHERE table_schema = 'public'
UNION ALL SELECT tablename, indexname, indexdef, '', '' FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '' FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', '' FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2, 3
"""


def looks() -> list[list[str]]:
    """Everything that the database says of its tables; columns may have come in another order."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)
        return [[str(value) for value in row] for row in cursor.fetchall()]


def ours() -> list[str]:
    """The apps that change tables, ours and Django's."""
    return sorted({app for app, _ in MigrationExecutor(connection).loader.disk_migrations})


def back(*labels: str) -> None:
    MigrationExecutor(connection).migrate([(label, None) for label in labels])


def forth() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    append_only.install()


def main() -> None:
    prepare_database()
    said = {"made": looks(), "each": {}, "apps": ours()}
    for label in ours():
        back(label)
        kept = {model._meta.db_table for model in apps.get_app_config(label).get_models()}
        assert not kept & set(connection.introspection.table_names()), label
        forth()
        said["each"][label] = looks()
    back(*ours())
    with connection.cursor() as cursor:
        said["nothing"] = connection.introspection.table_names(cursor)
    forth()
    said["all"] = looks()
    prepare_database()
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
