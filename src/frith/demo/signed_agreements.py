"""The invented sharing agreements as the Word documents that would have been signed: the file that each has here."""

from __future__ import annotations

from frith.guard.protection.agreements.services import Agreeing
from frith.publication.document import Block, Bullets, Document, Heading, Paragraph
from frith.publication.word import render_word
from frith.vocabulary.disclosure import Audience, Marking
from frith.vocabulary.gateways import gateway_named
from frith.vocabulary.periods import day_in_words

INVENTED = "Invented for the demonstration: nobody signed it, and no agency in it is real."


def signed(agreeing: Agreeing) -> bytes:
    """Return an agreement as a Word document. The same agreement gives the same bytes."""
    gateway = gateway_named(agreeing.gateway)
    sharing = [agency.name for agency in agreeing.controllers]
    taking = [agency.name for agency in agreeing.recipients]
    body: list[Block] = [
        Heading(1, "Why", "why", numbered=False),
        Paragraph((agreeing.purpose,)),
        Heading(1, "What is shared", "what", numbered=False),
        Paragraph((agreeing.shared,)),
        Heading(1, "Who shares", "who-shares", numbered=False),
        Bullets(tuple((name,) for name in sharing)),
        Heading(1, "Who receives", "who-receives", numbered=False),
        Bullets(tuple((name,) for name in taking)),
        Heading(1, "By which law", "law", numbered=False),
        Paragraph((f"{gateway.statute}. {gateway.limits}",)),
        Heading(1, "Signed", "signed", numbered=False),
        Bullets(
            tuple(
                (f"For {name}: signed on {day_in_words(agreeing.valid_from)}",)
                for name in sorted({*sharing, *taking})
            )
        ),
    ]
    return render_word(
        Document(
            id="sharing-agreement",
            title=agreeing.title,
            subtitle=f"Sharing agreement, {day_in_words(agreeing.valid_from)} to {day_in_words(agreeing.valid_to)}",
            publisher="The parties",
            as_at=agreeing.valid_from,
            marking=Marking.OFFICIAL,
            audience=Audience.PARTNERSHIP,
            front=(
                ("First day", day_in_words(agreeing.valid_from)),
                ("Last day", day_in_words(agreeing.valid_to)),
                ("Reviewed on", day_in_words(agreeing.review_on)),
            ),
            body=tuple(body),
            annex=(),
            figures=(),
            definitions=(),
            sources=(),
            invented=INVENTED,
            edition="Edition 1",
        )
    )
