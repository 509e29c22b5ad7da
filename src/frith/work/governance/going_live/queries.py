"""All reads of imports, and of what is here for a file to be compared with."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignObjectRel, Model, QuerySet

from frith.guard import business_clock
from frith.guard.access.models import Agency, Membership, Person
from frith.guard.access.queries import present_on
from frith.guard.acting import Acting
from frith.guard.audit.events import canonical
from frith.guard.audit.models import AuditEvent
from frith.guard.audit.recording import Recorded, act
from frith.guard.encryption import decrypted
from frith.vocabulary.faults import Fault, Refused, UnknownName
from frith.work.governance.actions.models import Action
from frith.work.governance.boards.models import Board, BoardMember, Capacity, ReportingLine
from frith.work.governance.going_live import permissions
from frith.work.governance.going_live.known import Held, Known
from frith.work.governance.going_live.models import Import, ImportedRow, Upload
from frith.work.governance.going_live.reading import RawRow
from frith.work.governance.going_live.sheets import BY_ID, PEOPLE
from frith.work.governance.going_live.values import key_of
from frith.work.governance.meetings.models import Meeting
from frith.work.governance.partnerships.models import Partnership, in_force
from frith.work.governance.partnerships.queries import partnerships_visible_to
from frith.work.governance.strategy.models import Plan, PriorityChange

UNDONE_WITHIN = timedelta(days=30)
KEPT = timedelta(days=1)
"""How long a file that was handed in and not imported is kept."""
CHUNK = 500
SHOWN = 200
NO_IMPORT = Fault(
    "import.not-visible",
    "There is no such import here that you may see: they are for the officers of the partnership.",
    remedy="Check the address, or ask the partnership's officer.",
)
NO_UPLOAD = Fault(
    "import.no-file",
    "There is no such file here that you handed in: it was imported, thrown away, or a day is over since.",
    remedy="Hand it in again.",
)


def upload(by: Acting, partnership: Partnership, key: UUID) -> Upload:
    """Return a file that this person handed in. Raises Refused, with the same words if it is absent or another's."""
    permissions.check_may_import(by, partnership)
    found: Upload | None = Upload.objects.filter(pk=key, partnership=partnership, person=by.person).first()
    if found is None:
        raise Refused(NO_UPLOAD)
    return found


def content_of(found: Upload) -> bytes:
    """Return the bytes of a file that was handed in."""
    return base64.b64decode(decrypted(found.content))


def stale_uploads(now: datetime) -> QuerySet[Upload]:
    """Return the files that were handed in and not imported within the time for it."""
    found: QuerySet[Upload] = Upload.objects.filter(at__lt=now - KEPT).defer("content")
    return found


def imports_of(by: Acting, partnership: Partnership) -> QuerySet[Import]:
    """Return the imports of a partnership, latest first. Raises Refused."""
    permissions.check_may_import(by, partnership)
    found: QuerySet[Import] = Import.objects.filter(partnership=partnership)
    return found.order_by("-made_at")


@act
def imported(*, by: Acting, key: UUID, partnership: Partnership | None = None) -> Import:
    """Return an import. Raises Refused, with the same words if it is absent or not theirs to see."""
    found: Import | None = Import.objects.filter(pk=key).select_related("partnership").first()
    wrong = found is not None and partnership is not None and found.partnership_id != partnership.pk
    if found is None or wrong or not permissions.may_import(by, found.partnership):
        raise Refused(NO_IMPORT)
    return found


def import_of(partnership: Partnership, table: str, digest: str) -> Import | None:
    """Return the import of the same bytes that stands, or None."""
    found: Import | None = Import.objects.filter(
        partnership=partnership, table=table, digest=digest, undone_at__isnull=True
    ).first()
    return found


@act
def partnership_named(*, by: Acting, name: str = "") -> Partnership:
    """Return the partnership with a name that this person may see; without a name, the only one.

    Raises UnknownName if none was named and there are several; Refused if there is none of the name that they may see.
    """
    visible = {key_of(each.name): each for each in partnerships_visible_to(by)}
    names = "; ".join(each.name for each in visible.values())
    if not name and len(visible) > 1:
        raise UnknownName(
            Fault("import.partnership", "say which partnership it is for", "--partnership", names)
        )
    found = visible.get(key_of(name)) if name else next(iter(visible.values()), None)
    if found is None:
        raise Refused(
            Fault(
                "import.partnership",
                "There is no partnership of this name here that you may see.",
                "--partnership",
                names or "none that you may see",
                name,
                "Ask the partnership's officer.",
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A record that an import made, in words."""

    sheet: str
    line: int
    words: str


MAIN = {
    "people": "access.person",
    "boards": "governance.board",
    "members": "governance.boardmember",
    "meetings": "governance.meeting",
    "actions": "governance.action",
    "plans": "governance.plan",
}
"""The record that a row of each table stands for; what comes with it is not listed."""


def made_by(found: Import) -> list[MadeRow]:
    """Return what an import made that is still here, a line for each record that its rows stand for."""
    rows = [
        row
        for row in found.made.order_by("position")
        if row.record_type in (MAIN[row.sheet], "governance.priority")
    ][:SHOWN]
    records = records_of(rows)
    return [
        MadeRow(BY_ID[row.sheet].title, row.line, words_of(records[row.record]))
        for row in rows
        if row.record in records
    ]


def words_of(record: Model) -> str:
    """Return a record in the words by which people know it."""
    if isinstance(record, BoardMember):
        return f"{record.person.name} on {record.board.name}, {record.get_capacity_display().lower()}"
    if isinstance(record, Action):
        return f"{record.board.name}, action {record.number}: {record.words[:100]}"
    return str(record)


def records_of(rows: Iterable[ImportedRow]) -> dict[str, Recorded]:
    """Return the records of an import's rows that are still here, by key."""
    by_type: dict[str, list[str]] = {}
    for row in rows:
        by_type.setdefault(row.record_type, []).append(row.record)
    found: dict[str, Recorded] = {}
    for record_type, keys in by_type.items():
        model = apps.get_model(record_type)
        for chunk in _chunks(keys):
            found |= {str(pk): record for pk, record in model._default_manager.in_bulk(chunk).items()}  # noqa: SLF001
    return found


def fingerprint(record: Model) -> str:
    """Return a hash of all that a record says, its lock too."""
    fields = record._meta.concrete_fields  # noqa: SLF001 - Django's own way
    said = {each.attname: each.value_to_string(record) for each in fields}
    return hashlib.sha256(canonical({name: str(value) for name, value in said.items()}).encode()).hexdigest()


def in_the_way(found: Import) -> list[Fault]:
    """Return what keeps an import from being undone: rows that were changed or used since."""
    rows = list(found.made.order_by("position"))
    records = records_of(rows)
    by_key = {row.record: row for row in rows}
    faults = []
    for row in rows:
        record = records.get(row.record)
        if record is None:
            faults.append(_in_the_way(row, "import.gone", "what this row made is not here any more"))
        elif fingerprint(record) != row.said:
            faults.append(_in_the_way(row, "import.changed", f"this was changed since: {words_of(record)}"))
    for key, by_what in _used(records):
        words = f"this is used since, by a record of the kind “{by_what}”: {words_of(records[key])}"
        faults.append(_in_the_way(by_key[key], "import.used", words))
    return faults


def _in_the_way(row: ImportedRow, code: str, what: str) -> Fault:
    where = f"{BY_ID[row.sheet].title}, row {row.line}"
    return Fault(
        code, what, where, remedy="Undo the rest by hand: nothing of an import that is in use is removed."
    )


def _used(records: dict[str, Recorded]) -> Iterator[tuple[str, str]]:
    """Yield each record that something else points to which was not made with it, and what does, once for each kind."""
    by_model: dict[type[Recorded], list[str]] = {}
    for key, record in records.items():
        by_model.setdefault(type(record), []).append(key)
    for model, keys in by_model.items():
        for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django's own way
            if not isinstance(relation, ForeignObjectRel) or not relation.auto_created:
                continue
            pointing, name = relation.field.model, relation.field.attname
            told: set[str] = set()
            for chunk in _chunks(keys):
                found = pointing._base_manager.filter(**{f"{name}__in": chunk})  # noqa: SLF001
                for pk, key in found.values_list("pk", name):
                    if str(pk) not in records and str(key) not in told:
                        told.add(str(key))
                        yield str(key), str(pointing._meta.verbose_name)  # noqa: SLF001
        if model is Person:
            for chunk in _chunks(keys):
                acted = AuditEvent.objects.filter(person__in=chunk).values_list("person", flat=True)
                yield from ((key, "act of theirs") for key in sorted(set(acted)))


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def known(by: Acting, partnership: Partnership, rows: Collection[RawRow]) -> Known:
    """Return what is here of a partnership, for the rows of a file to be compared with."""
    agencies: QuerySet[Agency] = Agency.objects.filter(
        pk__in=partnership.parts.filter(in_force(by.today)).values("agency")
    )
    by_name = {key_of(agency.short_name): agency for agency in agencies}
    by_name |= {key_of(agency.name): agency for agency in agencies}
    here = Known(by.today, by_name)
    _know_people(here, by, agencies, rows)
    _know_boards(here, partnership)
    _know_meetings_and_actions(here, partnership)
    _know_plans(here, partnership)
    return here


def _know_people(here: Known, by: Acting, agencies: QuerySet[Agency], rows: Collection[RawRow]) -> None:
    roles: dict[UUID, set[str]] = {}
    held = Membership.objects.filter(in_force(by.today), person__agency__in=agencies)
    for person, role in held.values_list("person", "role"):
        roles.setdefault(person, set()).add(role)
    wall_day = business_clock.day_of(by.at)
    for person in present_on(wall_day).filter(agency__in=agencies):
        here.people[person.email] = person
        here.accounts[person.email] = Held(
            {
                "name": person.name,
                "email": person.email,
                "agency": person.agency,
                "roles": tuple(sorted(roles.get(person.pk, ()))),
            }
        )
    emails = sorted(
        {row.cells.get("email", "").lower() for row in rows if row.sheet is PEOPLE} - here.accounts.keys()
    )
    for chunk in _chunks(emails):
        for person in Person.objects.filter(email__in=chunk):
            left = person.left_on is not None and person.left_on <= wall_day
            here.taken[person.email] = "has left" if left else "works for an agency outside the partnership"


def _know_boards(here: Known, partnership: Partnership) -> None:
    boards: QuerySet[Board] = (
        partnership.boards.filter(sealed=False).order_by("starts").prefetch_related("terms")
    )
    lines = ReportingLine.objects.filter(in_force(here.today), board__in=boards.order_by(), to__sealed=False)
    superior = {line.board_id: line.to.name for line in lines.select_related("to")}
    chairs: dict[tuple[UUID, str], str] = {}
    seats = BoardMember.objects.filter(board__in=boards.order_by()).select_related(
        "person", "board", "deputy_for__person"
    )
    for seat in seats.order_by("starts"):
        if seat.ends is None or seat.ends >= here.today:
            chairs[seat.board_id, seat.capacity] = seat.person.email
        here.seats.setdefault(key_of(seat.board.name), []).append(
            Held(
                {
                    "person": seat.person.email,
                    "capacity": seat.capacity,
                    "deputy_for": seat.deputy_for.person.email if seat.deputy_for else None,
                    "starts": seat.starts,
                    "ends": seat.ends,
                }
            )
        )
    for board in boards:
        terms = max(board.terms.all(), key=lambda each: each.edition, default=None)
        here.board_rows[key_of(board.name)] = board
        said = {
            "name": board.name,
            "kind": board.kind,
            "starts": board.starts,
            "chair": chairs.get((board.pk, Capacity.CHAIR.value)),
            "secretary": chairs.get((board.pk, Capacity.SECRETARY.value)),
            "reports_to": superior.get(board.pk),
        }
        if terms:
            names = ("purpose", "meets", "quorum", "quorum_authorities", "agreed_on")
            said |= {name: getattr(terms, name) for name in names}
        here.boards[key_of(board.name)] = Held(said)


def _know_meetings_and_actions(here: Known, partnership: Partnership) -> None:
    open_boards = {"board__partnership": partnership, "board__sealed": False}
    for meeting in Meeting.objects.filter(**open_boards).select_related("board"):
        begins, ends = (
            each.astimezone(business_clock.LONDON) for each in (meeting.starts_at, meeting.ends_at)
        )
        here.meetings[key_of(meeting.board.name, begins.date(), meeting.title)] = Held(
            {
                "board": meeting.board.name,
                "title": meeting.title,
                "on": begins.date(),
                "begins": begins.time(),
                "ends": ends.time(),
                "place": meeting.place,
                "kind": meeting.kind,
                "state": meeting.state,
            }
        )
    for action in Action.objects.filter(**open_boards).select_related("board", "agency", "owner"):
        names = ("words", "given_on", "due_on", "first_due_on", "state", "closed_on", "reason", "agency")
        said = {name: getattr(action, name) for name in names}
        said |= {"board": action.board.name, "owner": action.owner.email if action.owner else None}
        here.actions[key_of(action.board.name, action.words, action.agency_id)] = Held(said)


def _know_plans(here: Known, partnership: Partnership) -> None:
    plans: QuerySet[Plan] = partnership.plans.order_by("first_year")
    for plan in plans:
        here.plan_rows[key_of(plan.title)] = plan
        names = ("first_year", "last_year", "strategy", "agreed_on")
        here.plans[key_of(plan.title)] = Held(
            {"plan": plan.title, **{name: getattr(plan, name) for name in names}}
        )
    changes = PriorityChange.objects.filter(priority__partnership=partnership, plan__isnull=False)
    for change in changes.select_related("priority__lead", "priority__board", "plan").order_by("-number"):
        priority = change.priority
        names = ("title", "aim", "success", "lead")
        said = {name: getattr(priority, name) for name in names}
        said |= {
            "plan": change.plan.title,
            "board": priority.board.name if priority.board else None,
            "reason": change.reason,
            "on": change.on,
        }
        here.priorities[key_of(priority.title)] = Held(said)
