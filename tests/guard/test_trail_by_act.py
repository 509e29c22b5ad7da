"""The trail's page of one act is found by an index, however many entries of other acts there are."""

import pytest
from django.db import connection

from frith.guard.audit.events import Act
from frith.guard.audit.queries import latest_events

pytestmark = pytest.mark.django_db


def test_entries_of_one_act_are_found_and_counted_by_an_index() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a table as small as this one whole, whatever indexes it has")
    refused = latest_events().filter(act=Act.REFUSED.value)
    how = refused.explain()
    assert "audit_by_act (act=?)" in how
    assert "TEMP B-TREE" not in how  # already in the order that is shown
