"""The tests of storage run against the database that they say they do."""

import os

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for() -> None:
    asked_for = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert connection.vendor == asked_for
