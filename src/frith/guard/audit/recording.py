"""The one way to write: rows and the event that accounts for them, in one transaction.

Models of the guards and the work rooms are :class:`Recorded`: outside :func:`write` they cannot be saved, changed or
deleted through the rows themselves or through any manager of theirs, Django's own base manager included. So no service
writes without an audit event by mistake or by haste. It is no wall against intent: SQL, a query set made by hand and
Django's private methods get past it, which is why a test looks for such calls and the trail itself is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, Event, canonical, event_by
from frith.guard.audit.models import SUBJECT_LENGTH, AuditEvent
from frith.vocabulary.faults import ChangedMeanwhile, Fault, Refused, RowsRejected

P = ParamSpec("P")
R = TypeVar("R")

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_inside_an_act: ContextVar[bool] = ContextVar("inside_an_act", default=False)


class UnrecordedWrite(RuntimeError):
    """A programming fault: something tried to write without an audit event."""


def _must_be_recorded(model: type[models.Model]) -> None:
    if not _writing.get():
        raise UnrecordedWrite(f"{model.__name__} is written through frith.guard.audit.recording.write only")


class RecordedQuerySet(models.QuerySet[Any]):
    """Reads freely; writes only inside :func:`write`."""

    def update(self, **kwargs: Any) -> int:
        """Refuse: a change in bulk has no event for each row."""
        raise UnrecordedWrite(f"{self.model.__name__} is not changed in bulk")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: rows are removed one act at a time."""
        raise UnrecordedWrite(f"{self.model.__name__} is not deleted in bulk")

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Add rows, inside :func:`write` only."""
        _must_be_recorded(self.model)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        """Refuse, as :meth:`update` does."""
        raise UnrecordedWrite(f"{self.model.__name__} is not changed in bulk")


class Recorded(models.Model):
    """A row that is never written without an audit event."""

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, inside :func:`write` only."""
        _must_be_recorded(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, inside :func:`write` only."""
        _must_be_recorded(type(self))
        return super().delete(*args, **kwargs)


class Fact(Recorded):
    """A row that is added and never changed: a correction is a new row."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a change is a programming fault."""
        if not self._state.adding:
            raise UnrecordedWrite(f"{type(self).__name__} is a fact: add a new row that supersedes it")
        super().save(*args, **kwargs)


class Amendable(Recorded):
    """A row that several people may change. ``lock`` counts its changes, so that of two who edit at once one is told.

    The row must be saved with the lock it was read with, or with the one that a person's form was filled from.
    """

    lock = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row, or change it if nobody else did since it was read. Raises ChangedMeanwhile."""
        if self._state.adding:
            super().save(*args, **kwargs)
            return
        _must_be_recorded(type(self))
        mine = type(self).objects.filter(pk=self.pk, lock=self.lock)
        said = {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if not field.primary_key and field.name != "lock"
        }
        if not models.QuerySet.update(mine, lock=self.lock + 1, **said):
            raise ChangedMeanwhile(
                Fault(
                    "record.changed-meanwhile",
                    "Somebody else changed this while you were working on it.",
                    str(self._meta.verbose_name),
                    given=f"the version numbered {self.lock}",
                    remedy="Look at what it says now, and save again what should still be changed.",
                )
            )
        self.lock += 1


def record(event: Event) -> None:
    """Add an event to the trail, in the transaction that is open."""
    AuditEvent(
        at=event.at,
        act=event.act.value,
        person=event.person,
        agency=event.agency,
        channel=event.channel,
        subject_type=event.subject_type,
        subject=event.subject,
        purpose=event.purpose,
        detail=canonical(dict(event.detail)),
    ).save()


def write(*rows: Recorded, event: Event) -> None:
    """Check and save rows in the order given, and the event that accounts for them, all or nothing.

    A new row is always added: it never takes the place of one that has its key. Raises RowsRejected if its key, or
    anything else that may stand once only, is taken; django.core.exceptions.ValidationError if a row breaks its model's
    rules.
    """
    try:
        with transaction.atomic():
            token = _writing.set(True)
            try:
                for row in rows:
                    row.full_clean(validate_unique=False, validate_constraints=False)
                    row.save(force_insert=row._state.adding)  # noqa: SLF001 - Django's own name for a new row
            finally:
                _writing.reset(token)
            record(event)
    except IntegrityError as error:
        taken = [fault for row in rows for fault in _taken(row)]
        if taken:
            raise RowsRejected(*taken) from error
        raise


def _taken(row: Recorded) -> list[Fault]:
    """Return what a row has that another row of its table has already, and only one may have."""
    faults = []
    once_only = [each for each in row._meta.constraints if isinstance(each, models.UniqueConstraint)]  # noqa: SLF001
    checks: list[Callable[[], None]] = [row.validate_unique]
    checks += [partial(each.validate, type(row), row) for each in once_only]
    for check in checks:
        try:
            check()
        except ValidationError as clash:
            faults.append(
                Fault(
                    "record.taken",
                    " ".join(clash.messages),
                    str(row._meta.verbose_name),  # noqa: SLF001 - Django's own way
                    "what no other has",
                    str(row.pk),
                    "Choose another key, or look at the one that is there. Nothing was written.",
                )
            )
    return faults


def write_many(rows: Iterable[Recorded], *, event: Event) -> None:
    """Add many rows of one kind at once, with the one event that accounts for them."""
    held = list(rows)
    with transaction.atomic():
        token = _writing.set(True)
        try:
            if held:
                type(held[0]).objects.bulk_create(held, batch_size=500)
        finally:
            _writing.reset(token)
        record(event)


def unwrite(*rows: Recorded, event: Event) -> None:
    """Remove rows in the order given, and keep the event that accounts for it, all or nothing.

    A row that another still points to is not removed: whoever calls has looked for such rows, and gives what points
    before what it points to. Raises django.db.models.ProtectedError else.
    """
    with transaction.atomic():
        token = _writing.set(True)
        try:
            for row in rows:
                row.delete()
        finally:
            _writing.reset(token)
        record(event)


def act(service: Callable[P, R]) -> Callable[P, R]:
    """Make a function with a ``by=`` argument one act: one transaction, and a refusal that leaves its own record.

    The refusal is written after the act was rolled back, so that it stays though nothing else does. A service that
    calls another stays one act.
    """

    @wraps(service)
    def acting(*args: P.args, **kwargs: P.kwargs) -> R:
        if _inside_an_act.get():
            return service(*args, **kwargs)
        token = _inside_an_act.set(True)
        try:
            with transaction.atomic():
                return service(*args, **kwargs)
        except Refused as refusal:
            record_refusal(cast("Acting", kwargs["by"]), service.__name__, refusal, subjects_of(kwargs))
            raise
        finally:
            _inside_an_act.reset(token)

    return acting


def subjects_of(asked: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Return the records that an act was asked about, by the name of the argument: each one's model and key.

    Rows, ids, and keys that are text count. Any other text may be contents, or a password, and is left alone.
    """
    found: dict[str, tuple[str, str]] = {}
    for name, value in asked.items():
        if isinstance(value, models.Model):
            found[name] = (value._meta.label_lower, str(value.pk))  # noqa: SLF001 - Django's own way
        elif isinstance(value, UUID) or (isinstance(value, str) and name == "key"):
            found[name] = ("", str(value))
    return found


def record_refusal(
    by: Acting, asked_for: str, refusal: Refused, subjects: Mapping[str, tuple[str, str]]
) -> None:
    """Write a refusal in a transaction of its own: what was asked for, of which records, and the reasons' codes."""
    detail: dict[str, str | int] = {"reason": ",".join(fault.code for fault in refusal.faults)}
    detail |= {name: f"{model} {key}".strip() for name, (model, key) in subjects.items()}
    first = next((key for _, key in subjects.values()), "")
    with transaction.atomic():
        # the column is short; the detail holds the key whole
        record(event_by(by, Act.REFUSED, asked_for, first[:SUBJECT_LENGTH], detail=detail))
