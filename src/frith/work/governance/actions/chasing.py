"""Chasing: a letter to whoever has actions that are due, once a day, that says nothing of what they are."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import send_mail

from frith.guard.access.models import Person
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write
from frith.vocabulary.faults import Fault, SourceUnreachable
from frith.work.governance.actions import permissions
from frith.work.governance.actions.models import Chased
from frith.work.governance.actions.queries import owners_to_chase

_LETTER = """\
{name},

one or more of your actions are due soon, or overdue. Sign in to Frith to see which, and to say how they go:

{address}/actions/?show=mine

This letter holds no details on purpose.
"""


def chase(*, by: Acting, address: str) -> tuple[list[str], list[Fault]]:
    """Write to each owner whose actions are due; return to whom, and what kept letters from the others.

    Each letter is one act: whoever was written to is not written to again today, also if the command is run again after
    it was stopped. ``address`` is where people sign in. Raises Refused.
    """
    permissions.check_may_chase(by)
    written: list[str] = []
    faults: list[Fault] = []
    for person in owners_to_chase(by):
        try:
            _write_to(by=by, person=person, address=address)
            written.append(person.email)
        except SourceUnreachable as trouble:
            faults += trouble.faults
    return written, faults


@act
def _write_to(*, by: Acting, person: Person, address: str) -> None:
    permissions.check_may_chase(by)
    kept = Chased(person=person, on=by.today, recorded_at=by.business_now)
    write(kept, event=event_by(by, Act.DISCLOSED, "letter about actions", person.pk))
    letter = _LETTER.format(name=person.name, address=address.rstrip("/"))
    try:
        send_mail("Actions of yours are due", letter, None, [person.email])
    except (SMTPException, OSError) as error:
        raise SourceUnreachable(
            Fault(
                "governance.letter-not-sent",
                "a letter about actions could not be sent",
                "FRITH_SMTP_URL",
                "a mail server that takes letters from here",
                type(error).__name__,
                "Mend the setting or wait for the server, then run the command again.",
            )
        ) from error
