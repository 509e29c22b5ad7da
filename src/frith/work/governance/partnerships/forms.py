"""Forms of partnerships."""

from __future__ import annotations

from typing import Any

from frith.guard import forms as ask
from frith.guard.access.models import Agency
from frith.guard.forms import OnceForm
from frith.vocabulary.agencies import AuthorityKind, LegalRole
from frith.work.governance.partnerships.models import Partnership


class PartnershipForm(OnceForm):
    """A new partnership over one area; more are added afterwards."""

    name = ask.line("Name of the partnership", "Enter the name of the partnership")
    short_name = ask.line("Short name", "Enter a short name", longest=40)
    area = ask.line("Code of the area", "Enter the code of the area, such as E09000033", longest=20)
    area_name = ask.line("Name of the area", "Enter the name of the area", longest=120)
    starts = ask.day("Since when", "Enter the day since when it is there")


class AgencyPartForm(OnceForm):
    """An agency that belongs to a partnership."""

    agency = ask.one_of("Agency", "Choose the agency")
    role = ask.choice(
        "Legal role",
        [(role.value, role.words) for role in LegalRole],
        "Choose the role that the law gives it",
    )
    kind = ask.one_of(
        "Which responsible authority", "Choose which", hint="For responsible authorities only.", needed=False
    )
    follows = ask.one_of(
        "Whose duties it took over",
        "Choose which",
        hint="That body's part ends the day before.",
        needed=False,
    )
    starts = ask.day("Since when", "Enter the day since when it belongs")

    def __init__(self, partnership: Partnership, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        agencies = Agency.objects.order_by("name").values_list("pk", "name")
        self.fields["agency"].choices = [("", "Choose"), *agencies]  # type: ignore[attr-defined]
        kinds = [(kind.value, kind.words) for kind in AuthorityKind]
        self.fields["kind"].choices = [("", "None of them"), *kinds]  # type: ignore[attr-defined]
        parts = [(part.pk, part.agency.name) for part in partnership.parts.select_related("agency")]
        self.fields["follows"].choices = [("", "Nobody's"), *parts]  # type: ignore[attr-defined]


class EndForm(OnceForm):
    """The last day of something."""

    ends = ask.day("Last day", "Enter the last day")
