"""Boards, their terms of reference, members and reporting lines. All of them have dates, so that history stays."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from frith.guard.access.models import Person
from frith.guard.audit.recording import Amendable, Fact, Recorded
from frith.work.governance.partnerships.models import Partnership, not_backwards


class BoardKind(models.TextChoices):
    """What a board is for."""

    STRATEGIC = "strategic", "Strategic board"
    EXECUTIVE = "executive", "Executive group"
    DELIVERY = "delivery", "Delivery group"
    TASK = "task", "Task group"
    CONTEST = "contest", "CONTEST group"


class Strand(models.TextChoices):
    """The strands of CONTEST, the United Kingdom's strategy for countering terrorism."""

    PREVENT = "prevent", "Prevent"
    PURSUE = "pursue", "Pursue"
    PROTECT = "protect", "Protect"
    PREPARE = "prepare", "Prepare"


class Capacity(models.TextChoices):
    """As what somebody sits on a board."""

    CHAIR = "chair", "Chair"
    VICE_CHAIR = "vice-chair", "Vice-chair"
    SECRETARY = "secretary", "Secretary"
    MEMBER = "member", "Member"
    DEPUTY = "deputy", "Deputy"
    ADVISER = "adviser", "Adviser"
    CTSA = "ctsa", "Counter-terrorism security adviser"


RUNS_IT = (Capacity.CHAIR.value, Capacity.VICE_CHAIR.value, Capacity.SECRETARY.value)
"""The capacities that run a board: they may change its terms, members and meetings."""


class Board(Amendable):
    """A board or group of a partnership. Outside a ``sealed`` one nobody learns what it does, or that it did anything.

    A CONTEST group has one strand and is always sealed. ``follows`` is the board whose work it took over.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="boards")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=BoardKind.choices)
    strand = models.CharField(max_length=10, choices=Strand.choices, blank=True)
    sealed = models.BooleanField(default=False)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            not_backwards("board_not_backwards"),
            models.UniqueConstraint(fields=["partnership", "name", "starts"], name="board_once"),
            models.CheckConstraint(
                condition=Q(kind=BoardKind.CONTEST, sealed=True) & ~Q(strand="")
                | ~Q(kind=BoardKind.CONTEST) & Q(strand=""),
                name="contest_has_one_strand_and_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TermsOfReference(Fact):
    """Terms of reference as a board agreed them. A change is the next edition; the earlier ones stay.

    ``quorum`` is how many members make a meeting; ``quorum_authorities`` how many responsible authorities they must
    come from. The law asks for neither since June 2011: what stands here is the partnership's own rule.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="terms")
    edition = models.PositiveIntegerField()
    purpose = models.TextField()
    membership = models.TextField(blank=True)
    meets = models.CharField(max_length=120)
    quorum = models.PositiveIntegerField()
    quorum_authorities = models.PositiveIntegerField(default=0)
    agreed_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["board", "edition"], name="terms_edition_once"),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="quorum_from_one"),
        ]

    def __str__(self) -> str:
        return f"terms of {self.board_id}, edition {self.edition}"


class BoardMember(Recorded):
    """Somebody on a board, in a capacity, between dates. A deputy says for whom."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    capacity = models.CharField(max_length=12, choices=Capacity.choices)
    deputy_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            not_backwards("seat_not_backwards"),
            models.UniqueConstraint(fields=["board", "person", "starts"], name="seat_once"),
            models.CheckConstraint(
                condition=Q(capacity=Capacity.DEPUTY) | Q(deputy_for__isnull=True), name="deputy_for_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.board_id}"


class ReportingLine(Recorded):
    """That one board reports to another, between dates."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="reports")
    to = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="reported_by")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            not_backwards("line_not_backwards"),
            models.UniqueConstraint(fields=["board", "to", "starts"], name="line_once"),
            models.CheckConstraint(condition=~Q(board=F("to")), name="reports_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} reports to {self.to_id}"
