"""Forms of protection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from frith.guard import forms as ask
from frith.guard.access.models import Agency, Person
from frith.guard.documents.forms import file
from frith.guard.forms import OnceForm
from frith.guard.protection.agreements.models import Terms
from frith.guard.protection.agreements.queries import Agreed
from frith.guard.protection.agreements.services import Agreeing
from frith.guard.protection.break_glass.models import Finding
from frith.guard.protection.record_types import all_types
from frith.guard.roles import Role
from frith.vocabulary.gateways import GATEWAYS

ROLES = [(role.value, role.words) for role in Role if role is not Role.OPERATOR]


def several(label: str, missing: str, *, hint: str = "", needed: bool = True) -> forms.MultipleChoiceField:
    """Return a question with a few answers, any number of which can be ticked."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=needed,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing},
    )


class AgreementForm(OnceForm):
    """What is agreed. For each type of record there is a question of its own: which fields are shared."""

    title = ask.line("Title", "Enter the title of the agreement")
    purpose = ask.text(
        "Purpose", "Enter the purpose", hint="What the sharing is for, in a few sentences.", rows=3
    )
    shared = ask.text("What is shared, in words", "Say what is shared", rows=3)
    gateway = ask.one_of(
        "Lawful gateway",
        "Choose the gateway",
        hint="The law that lets or makes the agencies share. A power does not override data-protection law.",
    )
    controllers = several(
        "Who shares records", "Choose who shares records", hint="Each accepts it for itself."
    )
    recipients = several("Who receives", "Choose who receives")
    roles = several(
        "In which roles the recipients' people see the records",
        "Choose the roles",
        hint="Only where fields of records are shared.",
        needed=False,
    )
    valid_from = ask.day("First day", "Enter the first day")
    valid_to = ask.day("Last day", "Enter the last day")
    review_on = ask.day(
        "Reviewed on", "Enter the day on which it is reviewed", hint="A day while it is in force."
    )

    def __init__(self, agencies: Iterable[Agency], *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._agencies = {str(agency.pk): agency for agency in agencies}
        named = [(pk, agency.name) for pk, agency in self._agencies.items()]
        _choose(self, "controllers", named)
        _choose(self, "recipients", named)
        _choose(self, "roles", ROLES)
        laws = [(g.id, f"{g.statute}: {g.force.value}, {g.data.value} data") for g in GATEWAYS]
        _choose(self, "gateway", [("", "Choose"), *laws])
        for kind in all_types():
            self.fields[kind.id] = several(
                f"Which fields of {kind.many} are shared",
                "",
                hint="What is not ticked is not read from the database for them.",
                needed=False,
            )
            _choose(self, kind.id, list(kind.fields.items()))
        self.order_fields(
            [
                "title",
                "purpose",
                "shared",
                "gateway",
                "controllers",
                "recipients",
                *(k.id for k in all_types()),
            ]
        )

    def agreeing(self) -> Agreeing:
        """Return the answers."""
        said = self.cleaned_data
        return Agreeing(
            title=said["title"],
            purpose=said["purpose"],
            shared=said["shared"],
            gateway=said["gateway"],
            controllers=[self._agencies[pk] for pk in said["controllers"]],
            recipients=[self._agencies[pk] for pk in said["recipients"]],
            fields={kind.id: said[kind.id] for kind in all_types() if said[kind.id]},
            roles=[Role(role) for role in said["roles"]],
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            review_on=said["review_on"],
        )


class AmendmentForm(AgreementForm):
    """A further version of an agreement, with why there is one."""

    why = ask.text("Why it is amended", "Say why it is amended", rows=2)


class AcceptForm(OnceForm):
    """A controller's yes."""

    sure = forms.BooleanField(
        label="We hold the signed agreement, and accept this version for our records",
        error_messages={"required": "Tick the box to accept, or leave this page"},
    )


class ExtendForm(OnceForm):
    """An emergency extension."""

    until = ask.day("Goes on until", "Enter the last day of the extension")
    reason = ask.text("What the emergency is", "Say what the emergency is", rows=3)


class EndAgreementForm(OnceForm):
    """The end of an agreement."""

    why = ask.text("Why it ends", "Say why it ends", rows=3)


class DocumentForm(OnceForm):
    """A document of an agreement."""

    title = ask.line("Title", "Enter the title of the document")
    reference = ask.line(
        "Where it is kept", "", hint="Such as a reference in your records system.", longest=200, needed=False
    )
    file = file("The file itself", "", needed=False)


class LiaisonForm(OnceForm):
    """A liaison officer, of the agency that the person works for."""

    person = ask.one_of("Person", "Choose the person")
    starts = ask.day("Since when", "Enter the first day")

    def __init__(self, people: Iterable[Person], *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _choose(self, "person", [("", "Choose"), *_named(people)])


class DenyForm(OnceForm):
    """Somebody, or an agency, who must not see a record."""

    whom = ask.one_of("Who must not see it", "Choose who must not see it")
    reason = ask.text(
        "Why", "Say why they must not see it", hint="Only those who keep this list read it.", rows=3
    )

    def __init__(
        self, agencies: Iterable[Agency], people: Iterable[Person], *args: Any, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        all_of = [(f"agency {agency.pk}", f"Everybody of {agency.name}") for agency in agencies]
        each = [(f"person {pk}", words) for pk, words in _named(people)]
        _choose(self, "whom", [("", "Choose"), *each, *all_of])

    def named(self) -> tuple[UUID | None, UUID | None]:
        """Return the key of the person, or of the agency, that was chosen."""
        what, _, key = self.cleaned_data["whom"].partition(" ")
        return (UUID(key), None) if what == "person" else (None, UUID(key))


class LiftForm(OnceForm):
    """Why somebody may see a record again."""

    why = ask.text("Why they may see it again", "Say why they may see it again", rows=3)


class BreakGlassForm(OnceForm):
    """Why a record is opened."""

    record = ask.line(
        "Which record",
        "Enter the record's address or reference",
        hint="Its address on this site, or the reference that its agency uses.",
    )
    reason = ask.text(
        "Whose life is at risk, and from what",
        "Say whose life is at risk, from what, and why it cannot wait",
        hint="In your own words and your own name. The data-protection officers read it.",
        rows=4,
    )


class ReviewForm(OnceForm):
    """What a data-protection officer found."""

    finding = ask.choice("What you found", Finding.choices, "Choose what you found")
    words = ask.text("In words, and what follows", "Say what you found, and what follows", rows=4)


class SimulatorForm(forms.Form):
    """Whose view, and on which day."""

    person = ask.one_of("Person", "Choose the person")
    day = ask.day("Day", "Enter the day")

    def __init__(self, people: Iterable[Person], *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _choose(self, "person", [("", "Choose"), *_named(people)])


def answers_of(agreed: Agreed) -> dict[str, Any]:
    """Return what a version says, to begin an amendment from."""
    terms: Terms = agreed.terms
    classes = list(terms.classes.all())
    return {
        "title": agreed.agreement.title,
        "purpose": terms.purpose,
        "shared": terms.data,
        "gateway": terms.gateway,
        "controllers": [str(party.agency_id) for party in agreed.parties if party.controller],
        "recipients": [str(party.agency_id) for party in agreed.parties if party.recipient],
        "roles": sorted({role for each in classes for role in each.roles}),
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
        "review_on": terms.review_on,
        "lock": agreed.agreement.lock,
        **{each.record_type: each.fields for each in classes},
    }


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def _named(people: Iterable[Person]) -> list[tuple[Any, str]]:
    named = [(str(person.pk), f"{person.name}, {person.agency.name}") for person in people]
    return sorted(named, key=lambda each: each[1].lower())
