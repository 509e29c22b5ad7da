"""The letter that brings the link of an enquiry, without a word of what is asked."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import send_mail

from frith.vocabulary.faults import Fault, SourceUnreachable
from frith.vocabulary.periods import day_in_words
from frith.work.governance.enquiries.models import Enquiry

_LETTER = """\
{name},

{asker} of {agency} asks you for an answer, for {partnership}. Reference: {reference}.

{link}

To open it you need a code of six figures. {asker} tells you the code by telephone or in person, never by
e-mail. The link works until {until}, and once: when you have sent your answer it is used up.

This letter holds no details on purpose. If you do not know what this is about, ask {asker} by a number
that you know already, and leave the link.
"""


def send_link(enquiry: Enquiry, link: str) -> None:
    """Send the link of an enquiry to whoever is asked. Raises SourceUnreachable if the letter cannot be sent."""
    letter = _LETTER.format(
        name=enquiry.respondent,
        asker=enquiry.asked_by.name,
        agency=enquiry.agency.name,
        partnership=enquiry.partnership.name,
        reference=enquiry.reference,
        link=link,
        until=day_in_words(enquiry.answer_by),
    )
    try:
        send_mail(f"A request from {enquiry.agency.name}", letter, None, [enquiry.email])
    except (SMTPException, OSError) as error:
        raise SourceUnreachable(
            Fault(
                "enquiry.letter-not-sent",
                "the enquiry stands, but its letter could not be sent",
                "FRITH_SMTP_URL",
                "a mail server that takes letters from here",
                type(error).__name__,
                "Mend the setting or wait for the server, then send the link again.",
            )
        ) from error
