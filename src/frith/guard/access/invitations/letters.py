"""The letter that brings an invitation."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import send_mail

from frith.guard.access.invitations.services import STANDS
from frith.guard.access.models import Person
from frith.vocabulary.faults import Fault, SourceUnreachable

_LETTER = """\
{name},

you have been invited to Frith, in which your community safety partnership works, for {agency}.
Open this address to choose a password and set up the second step of signing in:

{link}

It works once, and for {days} days. If you did not expect this letter, leave it: nobody can sign in
as you with this address alone who does not open it.
"""


def send_invitation(person: Person, link: str) -> None:
    """Send a person the link of their invitation. Raises SourceUnreachable if the letter cannot be sent."""
    letter = _LETTER.format(name=person.name, agency=person.agency.name, link=link, days=STANDS.days)
    try:
        send_mail("Your invitation to Frith", letter, None, [person.email])
    except (SMTPException, OSError) as error:
        raise SourceUnreachable(
            Fault(
                "access.letter-not-sent",
                "the invitation stands, but its letter could not be sent",
                "FRITH_SMTP_URL",
                "a mail server that takes letters from here",
                type(error).__name__,
                "Mend the setting or wait for the server, then invite the person again.",
            )
        ) from error
