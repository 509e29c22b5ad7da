"""All writes about partnerships."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from frith.guard.access.models import Agency
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write
from frith.vocabulary.agencies import AuthorityKind, LegalRole
from frith.vocabulary.faults import Fault, RowsRejected
from frith.work.governance.partnerships import permissions
from frith.work.governance.partnerships.models import AgencyPart, Partnership, PartnershipArea, in_force


@act
def add_partnership(
    *, by: Acting, name: str, short_name: str, starts: date, areas: dict[str, str], key: UUID | None = None
) -> Partnership:
    """Set up a partnership over areas (names by code). Raises Refused, or RowsRejected with every fault."""
    permissions.check_may_add_partnership(by)
    held: Partnership | None = Partnership.objects.filter(pk=key).first() if key else None
    if held:
        return held
    faults = []
    if Partnership.objects.filter(name=name.strip()).exists():
        faults.append(
            Fault("governance.partnership-name", "a partnership of this name is here already", "name")
        )
    if not areas:
        faults.append(
            Fault("governance.partnership-area", "a partnership covers an area", "areas", "one area or more")
        )
    if faults:
        raise RowsRejected(*faults)
    made = Partnership(id=key or uuid4(), name=name.strip(), short_name=short_name, starts=starts)
    rows = [
        PartnershipArea(partnership=made, area=code, area_name=area_name, starts=starts)
        for code, area_name in sorted(areas.items())
    ]
    write(made, *rows, event=event_by(by, Act.COLLECTED, "partnership", made.id))
    return made


@act
def add_agency_part(
    *,
    by: Acting,
    partnership: Partnership,
    agency: Agency,
    role: LegalRole,
    starts: date,
    kind: AuthorityKind | None = None,
    follows: AgencyPart | None = None,
    key: UUID | None = None,
) -> AgencyPart:
    """Let an agency belong to a partnership from a day on; ``follows`` ends the part it takes over the day before.

    Raises Refused, or RowsRejected if it belongs already, or a responsible authority does not say of which kind it is.
    """
    permissions.check_may_look_after(by, partnership)
    faults = []
    if partnership.parts.filter(in_force(starts), agency=agency).exists():
        faults.append(
            Fault("governance.part-held", f"{agency.name} belongs to this partnership already", "agency")
        )
    if (role is LegalRole.RESPONSIBLE) != (kind is not None):
        faults.append(
            Fault(
                "governance.part-kind",
                "a responsible authority, and no other body, says of which kind it is",
                "kind",
                ", ".join(AuthorityKind),
            )
        )
    if faults:
        raise RowsRejected(*faults)
    made = AgencyPart(
        id=key or uuid4(),
        partnership=partnership,
        agency=agency,
        role=role.value,
        kind=kind.value if kind else "",
        follows=follows,
        starts=starts,
    )
    rows = [made]
    if follows and (follows.ends is None or follows.ends >= starts):
        follows.ends = max(follows.starts, starts - timedelta(days=1))
        rows.insert(0, follows)
    detail: dict[str, str | int] = {"agency": str(agency.pk), "role": role.value}
    write(*rows, event=event_by(by, Act.ALTERED, "partnership", partnership.pk, detail=detail))
    return made


@act
def end_agency_part(*, by: Acting, part: AgencyPart, on: date) -> AgencyPart:
    """Let an agency leave a partnership: ``on`` is its last day. Raises Refused, or RowsRejected if before it began."""
    permissions.check_may_look_after(by, part.partnership)
    if on < part.starts:
        raise RowsRejected(Fault("governance.part-backwards", "it cannot end before it began", "ends"))
    part.ends = on
    detail: dict[str, str | int] = {"agency": str(part.agency_id), "ends": on.isoformat()}
    write(part, event=event_by(by, Act.ALTERED, "partnership", part.partnership_id, detail=detail))
    return part
