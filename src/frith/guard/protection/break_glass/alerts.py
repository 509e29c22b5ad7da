"""The message that data-protection officers get at once when a record is opened in a risk to life.

It names who opened what type of record and until when: never the record, the reason or anybody whom it is about, since
e-mail is not a safe place. That it could not be sent stops nobody: the opening waits for its review either way.
"""

from __future__ import annotations

import logging
from datetime import date

from django.core.mail import send_mail

from frith.guard.access.queries import people_in_role
from frith.guard.acting import Acting
from frith.guard.protection.break_glass.models import Opening
from frith.guard.protection.break_glass.queries import clock
from frith.guard.protection.record_types import SharedType
from frith.guard.roles import Role

LOG = logging.getLogger(__name__)


def officers(wall_day: date, business_day: date) -> list[str]:
    """Return the addresses of the data-protection officers who are here now."""
    held = people_in_role(Role.DATA_PROTECTION_OFFICER, wall_day, business_day)
    return list(held.values_list("email", flat=True))


def tell_officers(by: Acting, opening: Opening, kind: SharedType, addresses: list[str]) -> bool:
    """Send the message, to each officer alone; return whether all were sent."""
    subject = f"A {kind.one} was opened in a risk to life"
    text = (
        f"{by.name} of {by.agency_name} opened a {kind.one} in a risk to life, at {clock(opening.opened_at)}.\n"
        f"The access ends at {clock(opening.until)}.\n\n"
        "Sign in to Frith and review it: it is on your first page, under the number "
        f"{opening.pk}.\n"
    )
    sent = True
    for address in addresses:
        try:
            send_mail(subject, text, None, [address])
        except OSError:
            LOG.exception("the alert of opening %s was not sent to a data-protection officer", opening.pk)
            sent = False
    return sent
