"""Forms of meetings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms

from frith.guard import business_clock
from frith.guard import forms as ask
from frith.guard.forms import OnceForm
from frith.work.governance.meetings.models import AgendaItem, Came, Exemption, Meeting, MeetingKind, Purpose


class MeetingForm(OnceForm):
    """When and where a meeting is."""

    title = ask.line("Title", "Enter the title of the meeting")
    on = ask.day("Day", "Enter the day of the meeting")
    starts = ask.clock("From", "Enter when it begins")
    ends = ask.clock("Until", "Enter when it ends")
    place = ask.line("Place", "Say where it is, or how to join")

    def times(self) -> dict[str, Any]:
        """Return when it begins and ends, in UTC; times are typed as London's clocks show them."""
        day = self.cleaned_data["on"]
        return {
            name: datetime.combine(day, self.cleaned_data[which], business_clock.LONDON).astimezone(UTC)
            for name, which in (("starts_at", "starts"), ("ends_at", "ends"))
        }


class NewMeetingForm(MeetingForm):
    """A meeting to be put into the calendar."""

    kind = ask.choice("What it is", MeetingKind.choices, "Choose what it is")
    field_order = ("title", "kind", "on", "starts", "ends", "place")


class ChangeMeetingForm(MeetingForm):
    """Changes to a meeting."""

    publicised_before = ask.line(
        "How it was made known beforehand",
        "",
        hint="For a public meeting: regulation 12 asks that it is made known before and after.",
        longest=200,
        needed=False,
    )
    publicised_after = ask.line("How it was made known afterwards", "", longest=200, needed=False)


def answers_of(meeting: Meeting) -> dict[str, Any]:
    """Return what a meeting says, to begin a change from."""
    starts, ends = (
        moment.astimezone(business_clock.LONDON) for moment in (meeting.starts_at, meeting.ends_at)
    )
    return {
        "title": meeting.title,
        "on": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": meeting.place,
        "publicised_before": meeting.publicised_before,
        "publicised_after": meeting.publicised_after,
        "lock": meeting.lock,
    }


class ItemForm(OnceForm):
    """An item of an agenda."""

    title = ask.line("Item", "Enter what the item is about")
    purpose = ask.choice("What it asks of the meeting", Purpose.choices, "Choose what it asks of the meeting")
    presenter = ask.line("Who presents it", "", longest=120, needed=False)
    minutes_planned = ask.number("Minutes", "Enter how many minutes it takes", most=480)
    exempt = ask.one_of("Publication", "", needed=False)

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["exempt"].label = "Is it open to the public?"
        self.fields["exempt"].choices = Exemption.choices  # type: ignore[attr-defined]

    def item(self) -> dict[str, Any]:
        """Return the answers as services take them."""
        said = self.given()
        return {**said, "purpose": Purpose(said["purpose"]), "exempt": Exemption(said["exempt"])}


def answers_of_item(item: AgendaItem) -> dict[str, Any]:
    """Return what an item says, to begin a change from."""
    names = ("title", "purpose", "presenter", "minutes_planned", "exempt", "lock")
    return {name: getattr(item, name) for name in names}


class ConflictForm(OnceForm):
    """An interest that somebody declares."""

    name = ask.line("Who declares it", "Enter who declares it", longest=120)
    nature = ask.text("What the interest is", "Say what the interest is", rows=3)
    item = ask.one_of("Of which item", "", needed=False)
    left = ask.tick("Left the room for the item")

    def __init__(self, items: list[AgendaItem], *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        chosen = [(item.pk, item.title) for item in items]
        self.fields["item"].choices = [("", "The whole meeting"), *chosen]  # type: ignore[attr-defined]


class GuestForm(forms.Form):
    """Somebody who has no seat on the board and came all the same: all of it, or nothing."""

    name = ask.line("Name", "", longest=120, needed=False)
    agency = ask.one_of("Agency", "Choose an agency", needed=False)
    came = ask.one_of("Did they come?", "Choose whether they came", needed=False)

    def __init__(self, agencies: list[tuple[UUID, str]], *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for name, label, choices in (
            ("agency", "Agency", agencies),
            ("came", "Did they come?", Came.choices),
        ):
            self.fields[name].label = label
            self.fields[name].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
        self.fields["name"].label = "Name"

    def clean(self) -> dict[str, Any]:
        """Check that whoever is named has an agency and came or did not: no half of it is thrown away."""
        given: dict[str, Any] = super().clean() or {}
        missing = {
            "name": "Enter the name of whoever came",
            "agency": "Choose the agency that they came for",
            "came": "Choose whether they came",
        }
        if any(given.values()):
            for name, words in missing.items():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given


class EvidenceForm(OnceForm):
    """What a decision rests on."""

    rests_on = ask.one_of("Finding or figure", "Choose what the decision rests on")

    def __init__(self, choices: Any, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["rests_on"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
