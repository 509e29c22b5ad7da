"""Meetings, their agenda, who came, what was minuted and decided."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from frith.guard.access.models import Agency, Person
from frith.guard.audit.recording import Amendable, Fact, Recorded
from frith.work.governance.boards.models import Board


class MeetingKind(models.TextChoices):
    """What sort of meeting it is."""

    MEETING = "meeting", "Meeting"
    WORKSHOP = "workshop", "Workshop"
    PUBLIC = "public", "Public meeting"


class MeetingState(models.TextChoices):
    """How far a meeting has come. What may follow what stands in :mod:`frith.work.governance.meetings.states`."""

    PLANNED = "planned", "Planned"
    AGENDA_SENT = "agenda-sent", "Agenda sent"
    HELD = "held", "Held, minutes not agreed"
    AGREED = "agreed", "Minutes agreed"
    CANCELLED = "cancelled", "Cancelled"


class Purpose(models.TextChoices):
    """What an agenda item asks of the meeting."""

    DECIDE = "decide", "To decide"
    DISCUSS = "discuss", "To discuss"
    NOTE = "note", "To note"
    THEME = "theme", "Theme of a workshop"


class Exemption(models.TextChoices):
    """Why an item is not for the public: Local Government Act 1972, Schedule 12A, Part 1, by paragraph."""

    NONE = "", "Open to the public"
    INDIVIDUAL = "1", "Paragraph 1: about an individual"
    IDENTITY = "2", "Paragraph 2: likely to reveal who an individual is"
    BUSINESS = "3", "Paragraph 3: financial or business affairs"
    LABOUR = "4", "Paragraph 4: labour relations"
    PRIVILEGE = "5", "Paragraph 5: legal privilege"
    NOTICE = "6", "Paragraph 6: a notice or order that is proposed"
    CRIME = "7", "Paragraph 7: preventing, investigating or prosecuting crime"


class Came(models.TextChoices):
    """Whether an agency came."""

    PRESENT = "present", "Present"
    DEPUTY = "deputy", "Represented by a deputy"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Absent without apologies"


class Meeting(Amendable):
    """A meeting, workshop or public meeting of a board. Times are stored in UTC."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=10, choices=MeetingKind.choices, default=MeetingKind.MEETING)
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160)
    state = models.CharField(max_length=12, choices=MeetingState.choices, default=MeetingState.PLANNED)
    publicised_before = models.CharField(max_length=200, blank=True)
    publicised_after = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_not_backwards"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["board", "starts_at"], name="meeting_by_board")]

    def __str__(self) -> str:
        return self.title


class AgendaItem(Amendable):
    """An item of an agenda, or a theme of a workshop. ``position`` orders them, from 1."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.DISCUSS)
    presenter = models.CharField(max_length=120, blank=True)
    minutes_planned = models.PositiveIntegerField(default=10)
    exempt = models.CharField(max_length=2, choices=Exemption.choices, blank=True)

    def __str__(self) -> str:
        return f"{self.position} {self.title}"


class ItemPaper(Recorded):
    """A paper that an item rests on: one issued here, or an assessment made here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=[("paper", "Issued paper"), ("assessment", "Assessment")])
    reference = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["item", "kind", "reference"], name="item_paper_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(Recorded):
    """Whether an agency came to a meeting, and who for it. ``senior``: a senior person, as a public meeting asks.

    ``name`` is who came; ``person`` is there too if they have an account.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    came = models.CharField(max_length=10, choices=Came.choices)
    senior = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["meeting", "agency", "name"], name="attended_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.came}"


class Conflict(Fact):
    """A conflict of interest that somebody declared, and what was done about it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="conflicts")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="conflicts"
    )
    name = models.CharField(max_length=120)
    nature = models.TextField()
    left = models.BooleanField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"conflict of {self.name}"


class Minute(Amendable):
    """What was minuted of an item. It is saved while it is typed."""

    item = models.OneToOneField(AgendaItem, primary_key=True, on_delete=models.PROTECT, related_name="minute")
    text = models.TextField(blank=True)
    taken_by = models.UUIDField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"minute of {self.item_id}"


class Decision(Fact):
    """A decision as it was taken. One that was written down wrongly is ``replaces``d by another."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["board", "number"], name="decision_number_once"),
        ]

    def __str__(self) -> str:
        return f"decision {self.number} of {self.board_id}"


class Evidence(Fact):
    """What a decision rests on: a finding of an assessment or a figure, in the words that it had then.

    Only what was ``public`` already is printed in minutes for the public.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=[("finding", "Finding"), ("figure", "Figure")])
    source = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=120)
    edition = models.PositiveIntegerField(default=1)
    words = models.TextField()
    public = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["decision", "kind", "source", "reference"], name="evidence_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["kind", "reference"], name="evidence_by_reference")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class AgreedMinutes(Fact):
    """Minutes as a meeting agreed them: the document model, whole and for the public. Files are rendered from these."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agreed")
    edition = models.PositiveIntegerField()
    whole = models.TextField()
    public = models.TextField(blank=True)
    agreed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["meeting", "edition"], name="agreed_edition_once"),
        ]

    def __str__(self) -> str:
        return f"minutes of {self.meeting_id}, edition {self.edition}"
