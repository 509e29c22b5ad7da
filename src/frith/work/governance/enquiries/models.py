"""Enquiries, the links by which they are answered, and the answers. What is asked and answered is encrypted."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from frith.guard.access.models import Agency, Person
from frith.guard.audit.recording import Amendable, Fact
from frith.work.governance.actions.models import Action
from frith.work.governance.boards.models import Board
from frith.work.governance.meetings.models import Meeting
from frith.work.governance.partnerships.models import Partnership

ENQUIRY = "enquiry"


class EnquiryKind(models.TextChoices):
    """What is asked for."""

    QUESTIONS = "questions", "Answers to questions"
    FILE = "file", "One file"


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    TEXT = "text", "In words"
    YES_NO = "yes-no", "Yes, no or don't know"
    DATE = "date", "A date"


class DataAsked(models.TextChoices):
    """What kind of data an answer holds, as data-protection law divides it."""

    NONE = "none", "Nothing about a person"
    PERSONAL = "personal", "Personal data"
    SPECIAL = "special", "Special category data, such as health or ethnicity"
    CRIMINAL = "criminal", "Data about criminal offences"


class Way(models.TextChoices):
    """How an answer came."""

    LINK = "link", "By the link"
    WORD = "word", "On the Word form"


class Enquiry(Amendable):
    """An enquiry: who is asked, by whom, under which law, about what kind of data.

    It belongs to a board, or to a meeting or action of one (``board`` is theirs then), or stands alone in its
    partnership. ``asked`` holds the purpose and the questions, encrypted with ``own_key``. ``answer_by`` is a business
    day; how long the link works is for the wall clock (:class:`EnquiryLink`). ``read_at`` is when the asker read the
    answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="enquiries")
    board = models.ForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    kind = models.CharField(max_length=10, choices=EnquiryKind.choices)
    respondent = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160)
    email = models.EmailField()
    gateway = models.CharField(max_length=40)
    data_asked = models.JSONField(default=list)
    own_key = models.TextField()
    asked = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enquiries")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "enquiries"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=True, action__isnull=True) | Q(board__isnull=False),
                name="enquiry_of_meeting_or_action_has_board",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["asked_by", "asked_at"], name="enquiry_by_asker"),
            models.Index(fields=["board", "asked_at"], name="enquiry_by_board"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def sealed(self) -> bool:
        """Whether it belongs to a sealed board."""
        return self.board is not None and self.board.sealed


class EnquiryLink(Amendable):
    """A link that was sent, of which only a hash is kept, and the code that was told by another way, hashed too.

    It works until it expires, an answer used it, a later one or a withdrawal replaced it, or its code was given wrongly
    too often. ``warned_at`` is when the asker was written to because it ends. Times are of the wall clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="links")
    hashed = models.CharField(max_length=64, unique=True)
    hashed_code = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_codes = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"link of {self.enquiry_id}"


class EnquiryAnswer(Fact):
    """The answer, once. ``answers`` are those to the questions in their order, encrypted with the enquiry's own key.

    ``document`` is the file that was asked for, or the Word form as it came back. ``recorded_by`` is the enquiry's own
    id where the person who was asked sent it by the link, and the person who brought the form in otherwise.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="answer")
    way = models.CharField(max_length=8, choices=Way.choices)
    answers = models.TextField(blank=True)
    document = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    def __str__(self) -> str:
        return f"answer to {self.enquiry_id}"
