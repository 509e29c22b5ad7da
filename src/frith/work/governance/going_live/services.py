"""All writes about imports. What is imported is written by the services of people, boards, meetings and so on."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from uuid import UUID, uuid4

from frith.guard.access.models import Agency
from frith.guard.access.services import add_person
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import Recorded, act, unwrite, write, write_many
from frith.guard.encryption import encrypted
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, RowsRejected
from frith.work.governance.actions.services import give_action
from frith.work.governance.boards.models import BoardKind, BoardMember, Capacity
from frith.work.governance.boards.services import Terms, add_board, add_member
from frith.work.governance.going_live import permissions, queries, reading
from frith.work.governance.going_live.checking import Checked, Row, RowFault, before_of, check, moment
from frith.work.governance.going_live.known import Known
from frith.work.governance.going_live.models import Import, ImportedRow, Upload
from frith.work.governance.going_live.sheets import PLANS
from frith.work.governance.going_live.values import key_of
from frith.work.governance.meetings.models import MeetingKind, MeetingState
from frith.work.governance.meetings.services import plan_meeting
from frith.work.governance.partnerships.models import Partnership, in_force
from frith.work.governance.strategy.services import add_plan, add_priority, agree_plan

IMPORT, UPLOAD = "import", "upload"


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


@act
def check_file(*, by: Acting, partnership: Partnership, table: str, name: str, content: bytes) -> Checked:
    """Return every fault of a file's rows, and what it would add. Raises Refused, or UnreadableInput."""
    permissions.check_may_import(by, partnership)
    contents = reading.read(name, content, table)
    return check(by, queries.known(by, partnership, contents.rows), contents)


@act
def hand_in(
    *, by: Acting, partnership: Partnership, table: str, name: str, content: bytes, key: UUID | None = None
) -> Upload:
    """Keep a file, encrypted, until it is imported or thrown away, or for a day. Raises Refused, or UnreadableInput.

    Files that others handed in and forgot are removed.
    """
    permissions.check_may_import(by, partnership)
    held: Upload | None = Upload.objects.filter(pk=key, person=by.person).first() if key else None
    if held:
        return held
    reading.read(name, content, table)
    for old in queries.stale_uploads(by.at):
        unwrite(old, event=event_by(by, Act.ERASED, UPLOAD, old.pk, purpose="not imported within a day"))
    made = Upload(
        id=key or uuid4(),
        partnership=partnership,
        table=table,
        file_name=reading.safe_name(name),
        digest=digest_of(content),
        content=encrypted(base64.b64encode(content).decode("ascii")),
        person=by.person,
        at=by.at,
    )
    write(
        made,
        event=event_by(by, Act.COLLECTED, UPLOAD, made.pk, detail={"digest": made.digest, "table": table}),
    )
    return made


@act
def throw_away(*, by: Acting, upload: Upload) -> None:
    """Remove a file that was handed in and is not to be imported. Raises Refused."""
    found = queries.upload(by, upload.partnership, upload.pk)
    unwrite(found, event=event_by(by, Act.ERASED, UPLOAD, found.pk, purpose="thrown away"))


@act
def import_upload(*, by: Acting, partnership: Partnership, key: UUID) -> Import:
    """Import a file that was handed in; asked twice it is one import. Raises as :func:`import_file` does."""
    permissions.check_may_import(by, partnership)
    held: Import | None = Import.objects.filter(pk=key, partnership=partnership).first()
    if held:
        return held
    upload = queries.upload(by, partnership, key)
    made = import_file(
        by=by,
        partnership=partnership,
        table=upload.table,
        name=upload.file_name,
        content=queries.content_of(upload),
        key=key,
    )
    unwrite(upload, event=event_by(by, Act.ERASED, UPLOAD, key, purpose="imported"))
    return made


@act
def import_file(
    *, by: Acting, partnership: Partnership, table: str, name: str, content: bytes, key: UUID | None = None
) -> Import:
    """Add what a file holds and is not here yet, all or nothing. The same bytes twice are one import.

    Raises Refused; UnreadableInput; RowsRejected with every fault of every row, or if nothing in it is new.
    """
    permissions.check_may_import(by, partnership)
    digest = digest_of(content)
    stands = queries.import_of(partnership, table, digest)
    if stands:
        return stands
    checked = check_file(by=by, partnership=partnership, table=table, name=name, content=content)
    if checked.faults:
        raise RowsRejected(*(each.told() for each in checked.faults))
    if not checked.additions:
        raise RowsRejected(
            Fault("import.nothing-new", "all that the file holds is here already", reading.safe_name(name))
        )
    made_rows = _add_all(by, partnership, checked)
    imported = Import(
        id=key or uuid4(),
        partnership=partnership,
        table=table,
        file_name=reading.safe_name(name),
        digest=digest,
        added=len(checked.additions),
        there=len(checked.there),
        made_at=by.business_now,
        made_by=by.person,
    )
    detail: dict[str, str | int] = {"digest": digest, "table": table, "rows": imported.added}
    write(imported, event=event_by(by, Act.COLLECTED, IMPORT, imported.pk, detail=detail))
    rows = [
        ImportedRow(
            imported=imported,
            position=position,
            sheet=row.sheet.id,
            line=row.line,
            record_type=record._meta.label_lower,  # noqa: SLF001 - Django's own way
            record=str(record.pk),
        )
        for position, (row, record) in enumerate(made_rows, 1)
    ]
    stored = queries.records_of(rows)
    for each in rows:
        each.said = queries.fingerprint(stored[each.record])
    write_many(rows, event=event_by(by, Act.COLLECTED, IMPORT, imported.pk, detail={"records": len(rows)}))
    return imported


@act
def undo(*, by: Acting, imported: Import) -> Import:
    """Remove all that an import made, or nothing. Undoing it again changes nothing.

    Raises Refused; RowsRejected if it is too long ago, or with every row that was changed or used since.
    """
    permissions.check_may_import(by, imported.partnership)
    if imported.undone_at:
        return imported
    rows = list(imported.made.order_by("-position"))
    if any(row.record_type == "access.person" for row in rows):
        permissions.check_may_add_people(by)
    if by.business_now - imported.made_at > queries.UNDONE_WITHIN:
        raise RowsRejected(
            Fault(
                "import.too-late",
                "the import is too long ago to be undone as a whole",
                imported.file_name,
                f"within {queries.UNDONE_WITHIN.days} days",
                remedy="Change by hand what is wrong.",
            )
        )
    faults = queries.in_the_way(imported)
    if faults:
        raise RowsRejected(*faults)
    records = queries.records_of(rows)
    imported.undone_at, imported.undone_by = by.business_now, by.person
    unwrite(
        *(records[row.record] for row in rows),
        event=event_by(by, Act.ERASED, IMPORT, imported.pk, detail={"records": len(rows)}, purpose="undone"),
    )
    write(imported, event=event_by(by, Act.ALTERED, IMPORT, imported.pk, detail={"field": "undone_at"}))
    return imported


Made = list[tuple[Row, Recorded]]


def _add_all(by: Acting, partnership: Partnership, checked: Checked) -> Made:
    """Add the rows of a file in order, and return what was made of each; a service's fault says in which row."""
    made: Made = []
    faults: list[RowFault] = []
    for row in checked.additions:
        try:
            made += [(row, record) for record in _ADD[row.sheet.id](by, partnership, checked.known, row)]
        except RowsRejected as trouble:
            faults += [RowFault(row.sheet.title, row.line, "", fault) for fault in trouble.faults]
    if faults:
        raise RowsRejected(*(each.told() for each in faults))
    _agree_plans(by, checked)
    return made


def _add_person(by: Acting, partnership: Partnership, known: Known, row: Row) -> list[Recorded]:
    said = row.values
    roles = [Role(role) for role in said["roles"]]
    person = add_person(
        by=by,
        name=said["name"],
        email=said["email"],
        agency=said["agency"],
        roles=roles,
        starts=said["starts"],
    )
    known.people[said["email"]] = person
    return [person, *person.memberships.all()]


def _add_board(by: Acting, partnership: Partnership, known: Known, row: Row) -> list[Recorded]:
    said = row.values
    names = ("purpose", "meets", "quorum", "quorum_authorities", "agreed_on")
    board = add_board(
        by=by,
        partnership=partnership,
        name=said["name"],
        kind=BoardKind(said["kind"]),
        starts=said["starts"],
        terms=Terms(**{name: said[name] for name in names}),
        chair=known.people[said["chair"]],
        secretary=known.people[said["secretary"]] if said["secretary"] else None,
        reports_to=known.board_rows[key_of(said["reports_to"])] if said["reports_to"] else None,
    )
    known.board_rows[key_of(said["name"])] = board
    return [board, *board.terms.all(), *board.members.all(), *board.reports.all()]


def _add_member(by: Acting, partnership: Partnership, known: Known, row: Row) -> list[Recorded]:
    said = row.values
    board = known.board_rows[key_of(said["board"])]
    stands_for: BoardMember | None = None
    if said["deputy_for"]:
        seats = board.members.filter(in_force(said["starts"]), person=known.people[said["deputy_for"]])
        stands_for = seats.exclude(capacity=Capacity.DEPUTY.value).first()
    return [
        add_member(
            by=by,
            board=board,
            person=known.people[said["person"]],
            capacity=Capacity(said["capacity"]),
            starts=said["starts"],
            deputy_for=stands_for,
        )
    ]


def _add_meeting(by: Acting, partnership: Partnership, known: Known, row: Row) -> list[Recorded]:
    said = row.values
    return [
        plan_meeting(
            by=by,
            board=known.board_rows[key_of(said["board"])],
            title=said["title"],
            starts_at=moment(said["on"], said["begins"]),
            ends_at=moment(said["on"], said["ends"]),
            place=said["place"],
            kind=MeetingKind(said["kind"]),
            state=MeetingState(said["state"]),
        )
    ]


def _add_action(by: Acting, partnership: Partnership, known: Known, row: Row) -> list[Recorded]:
    said = row.values
    agency: Agency = said["agency"]
    return [
        give_action(
            by=by,
            board=known.board_rows[key_of(said["board"])],
            words=said["words"],
            agency=agency,
            owner=known.people[said["owner"]] if said["owner"] else None,
            due_on=said["due_on"],
            before=before_of(said),
        )
    ]


def _add_plan(by: Acting, partnership: Partnership, known: Known, row: Row) -> list[Recorded]:
    said = row.values
    made: list[Recorded] = []
    plan = known.plan_rows.get(key_of(said["plan"]))
    if plan is None:
        plan = add_plan(
            by=by,
            partnership=partnership,
            title=said["plan"],
            first_year=said["first_year"],
            last_year=said["last_year"],
            strategy=said["strategy"],
        )
        known.plan_rows[key_of(said["plan"])] = plan
        made.append(plan)
    if said["title"]:
        priority = add_priority(
            by=by,
            plan=plan,
            title=said["title"],
            aim=said["aim"],
            lead=said["lead"],
            reason=said["reason"],
            board=known.board_rows[key_of(said["board"])] if said["board"] else None,
            success=said["success"] or "",
            on=said["on"],
        )
        made += [priority, *priority.changes.all()]
    return made


def _agree_plans(by: Acting, checked: Checked) -> None:
    """Record of each plan that the file added that it was agreed, if it was, now that its priorities are here."""
    for row in checked.additions:
        if row.sheet is not PLANS:
            continue
        plan = checked.known.plan_rows[key_of(row.values["plan"])]
        if row.values["agreed_on"] and plan.agreed_on is None:
            agree_plan(by=by, plan=plan, on=row.values["agreed_on"])


_ADD: dict[str, Callable[[Acting, Partnership, Known, Row], list[Recorded]]] = {
    "people": _add_person,
    "boards": _add_board,
    "members": _add_member,
    "meetings": _add_meeting,
    "actions": _add_action,
    "plans": _add_plan,
}
