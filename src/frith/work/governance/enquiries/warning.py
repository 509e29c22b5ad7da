"""Warning askers: a letter before the link of an enquiry ends, once for each link, that says nothing of what it is."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import send_mail

from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.recording import act, write
from frith.vocabulary.faults import Fault, SourceUnreachable
from frith.work.governance.enquiries import permissions, queries
from frith.work.governance.enquiries.models import EnquiryLink

_LETTER = """\
{name},

the link of an enquiry of yours ends soon, and nobody has answered. Sign in to Frith to see which, and to send
another:

{address}/enquiries/

This letter holds no details on purpose.
"""


def warn(*, by: Acting, address: str) -> tuple[int, list[Fault]]:
    """Write to each asker whose link ends within two days; return how many letters, and what kept others back.

    Each letter is one act: a link is written about once, also if the command is run again after it was stopped.
    ``address`` is where people sign in. Raises Refused.
    """
    permissions.check_may_warn(by)
    written = 0
    faults: list[Fault] = []
    for link in queries.links_that_end_soon(by):
        try:
            _write_about(by=by, link=link, address=address)
            written += 1
        except SourceUnreachable as trouble:
            faults += trouble.faults
    return written, faults


@act
def _write_about(*, by: Acting, link: EnquiryLink, address: str) -> None:
    permissions.check_may_warn(by)
    link.warned_at = by.at
    write(link, event=queries.event_about(by, Act.DISCLOSED, link.enquiry, purpose="asker warned"))
    asker = link.enquiry.asked_by
    letter = _LETTER.format(name=asker.name, address=address.rstrip("/"))
    try:
        send_mail("A link of yours ends soon", letter, None, [asker.email])
    except (SMTPException, OSError) as error:
        raise SourceUnreachable(
            Fault(
                "enquiry.warning-not-sent",
                "a letter about a link that ends could not be sent",
                "FRITH_SMTP_URL",
                "a mail server that takes letters from here",
                type(error).__name__,
                "Mend the setting or wait for the server, then run the command again.",
            )
        ) from error
