"""Builds the installation that is measured: the invented partnership, many more people, and a long audit trail.

The partnership is the demonstration's, made by its services. The people and the entries beyond it are made in bulk:
people through :mod:`frith.guard.audit.recording`, entries by :func:`lengthen`, and all are then sealed by the sealer
that ``frith serve`` runs and verified as ``frith audit verify`` does it, so that what is measured is a trail that
holds. Run in a process of its own, with the installation in the environment; the plan of who asks for what is written
to ``--plan`` for the driver.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from frith.guard.access.models import Person
    from frith.guard.acting import Acting
    from frith.guard.audit.models import AuditEvent

SEED = 20160401
NAMESPACE = UUID("2f8e2c1e-6f57-4a2c-9f52-3f2a1f0b7d11")
PEOPLE_IN_AN_AGENCY = 200
AT_ONCE = 5_000
YEARS_OF_TRAIL = 3
SURNAMES = (
    "Abara",
    "Bright",
    "Cole",
    "Devlin",
    "Eze",
    "Farrow",
    "Grant",
    "Hale",
    "Iqbal",
    "Jones",
    "Khan",
    "Lowe",
)
FIRST_NAMES = (
    "Ada",
    "Ben",
    "Cara",
    "Dev",
    "Esi",
    "Finn",
    "Gita",
    "Hugh",
    "Ivy",
    "Jude",
    "Kofi",
    "Lena",
    "Mina",
)
SHARES = (
    ("consulted", "casework.closure-record", 0.55),
    ("searched", "casework.closure-record", 0.20),
    ("signed in", "person", 0.12),
    ("altered", "action", 0.08),
    ("disclosed", "list", 0.03),
    ("refused", "closure_record", 0.02),
)
"""What the entries beyond the demonstration's tell of: act, kind of subject, and share of all."""


def build(people: int, entries: int) -> dict[str, object]:
    """Build it, and return the plan for the driver and what the building has to say."""
    from frith.website import installation
    from frith.website.starting import prepare_database, start, start_with_tables

    state = installation.read().var
    installation.make_demonstration(state)
    start()
    prepare_database()
    start_with_tables()
    from django.conf import settings

    from frith.demo import partnership
    from frith.guard import wall_clock
    from frith.guard.access.queries import everyone
    from frith.guard.audit import append_only
    from frith.guard.audit.keeping import seal_and_checkpoint, verified
    from frith.vocabulary.areas import Area, AreaKind

    now = wall_clock.now()
    partnership.load(at=now, area=Area("X09000001", "Madeup", AreaKind.BOROUGH), state=state)
    by = partnership.operator(at=now)
    add_people(by, people)
    lengthen(entries, now)
    began = time.perf_counter()
    sealed = seal_and_checkpoint(settings.FRITH_VAR, settings.FRITH_AUDIT_KEY, at=now)
    sealing = time.perf_counter() - began
    ways_in = sign_ins(by, now)
    began = time.perf_counter()
    found = verified(
        settings.FRITH_VAR, settings.FRITH_AUDIT_KEY, people=everyone(), unguarded=append_only.missing()
    )
    verifying = time.perf_counter() - began
    settle()
    return {
        "people": len(everyone()),
        "entries": found.sealed + found.tail,
        "sealing": sealed / sealing,
        "verifying": found.sealed / verifying,
        "ways_in": ways_in,
        "asked": asked(by),
    }


# ------------------------------------------------------------------ many people


def add_people(by: Acting, wanted: int) -> None:
    """Add people until there are so many, in agencies of :data:`PEOPLE_IN_AN_AGENCY`, each with a role and second step.

    The agencies take part in no partnership that is measured: this is an installation that many partnerships share.
    """
    from django.contrib.auth.hashers import make_password

    from frith.guard import encryption
    from frith.guard.access import services
    from frith.guard.access.models import Membership, Person, TimeCode
    from frith.guard.access.second_factor import codes
    from frith.guard.audit.events import Act, event_by
    from frith.guard.audit.recording import write_many
    from frith.guard.roles import Role

    here = Person.objects.count()
    secret, nobody_knows = encryption.encrypted(codes.new_secret()), make_password(None)
    starts = by.today - timedelta(days=365)
    roles = (Role.MEMBER, Role.CASEWORKER, Role.ANALYST, Role.COUNCILLOR)
    for number, first in enumerate(range(here, wanted, PEOPLE_IN_AN_AGENCY), start=1):
        agency = services.add_agency(by=by, name=f"Invented agency {number:04d}", invented=True)
        made = [
            Person(
                id=uuid5(NAMESPACE, str(n)),
                name=f"{FIRST_NAMES[n % len(FIRST_NAMES)]} {SURNAMES[n // 7 % len(SURNAMES)]} {n}",
                email=f"person-{n}@agency-{number:04d}.example",
                agency=agency,
                password=nobody_knows,
            )
            for n in range(first, min(first + PEOPLE_IN_AN_AGENCY, wanted))
        ]
        held = [
            Membership(
                id=uuid5(each.id, "role"), person=each, role=roles[n % len(roles)].value, starts=starts
            )
            for n, each in enumerate(made)
        ]
        second = [TimeCode(person=each, secret=secret, set_up_at=by.at) for each in made]
        detail: dict[str, str | int] = {"people": len(made)}
        for rows in (made, held, second):
            write_many(rows, event=event_by(by, Act.COLLECTED, "agency", agency.id, detail=detail))
        tell_of(by, made)


def tell_of(by: Acting, people: list[Person]) -> None:
    """Add the entry of each person that the trail must hold: who added them."""
    from frith.guard.audit.events import Act, canonical
    from frith.guard.audit.models import AuditEvent

    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=by.at,
            act=Act.COLLECTED.value,
            person=str(by.person),
            agency=str(by.agency),
            channel=by.channel.value,
            subject_type="person",
            subject=str(each.id),
            detail=canonical({"agency": str(each.agency_id), "roles": "member"}),
        )
        for each in people
    )


# ------------------------------------------------------------------ a long trail


def lengthen(wanted: int, until: datetime) -> None:
    """Add entries in bulk until the trail has so many; the last are of ``until``, the first of years before.

    Each is as :func:`frith.guard.audit.recording.record` writes one, and is checked as that does. None has a seal yet:
    the sealer gives them theirs as it does for any other.
    """
    from frith.guard.audit.models import AuditEvent

    missing = max(0, wanted - AuditEvent.objects.count())
    lines = entries(missing, until)
    while batch := [each for _, each in zip(range(AT_ONCE), lines, strict=False)]:
        batch[0].clean_fields()
        AuditEvent.objects.bulk_create(batch, batch_size=AT_ONCE)


def entries(wanted: int, until: datetime) -> Iterator[AuditEvent]:
    """Yield so many entries, oldest first."""
    from frith.guard.access.models import Person
    from frith.guard.acting import Channel
    from frith.guard.audit.events import canonical
    from frith.guard.audit.models import AuditEvent
    from frith.work.casework.models import ClosureRecord

    chance = random.Random(SEED)  # noqa: S311 - the same entries each time
    people = [(str(pk), str(agency)) for pk, agency in Person.objects.values_list("pk", "agency")]
    closures = [str(pk) for pk in ClosureRecord.objects.values_list("pk", flat=True)]
    acts = chance.choices(SHARES, weights=[share for *_, share in SHARES], k=wanted)
    apart = timedelta(days=365 * YEARS_OF_TRAIL) / max(wanted, 1)
    detail = canonical({"records": 50})
    for number, (act, kind, _) in enumerate(acts):
        person, agency = chance.choice(people)
        yield AuditEvent(
            at=until - apart * (wanted - number),
            act=act,
            person=person,
            agency=agency,
            channel=Channel.SITE.value,
            subject_type=kind,
            subject=person if kind == "person" else chance.choice(closures),
            purpose="read",
            detail=detail,
        )


def settle() -> None:
    """Let the database learn how large its tables are, as PostgreSQL does of itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


# ------------------------------------------------------------------ who asks for what


def sign_ins(by: Acting, at: datetime) -> list[dict[str, object]]:
    """Give the invented people a password, recovery codes and a token each, and return them: these are who asks."""
    from frith.demo import partnership
    from frith.guard.access import queries, services
    from frith.guard.access.second_factor import codes
    from frith.guard.access.second_factor.services import set_up_time_code
    from frith.guard.access.sign_in import open_session
    from frith.guard.access.tokens.reach import Reach
    from frith.guard.access.tokens.services import make_token

    made: list[dict[str, object]] = []
    for _, email, _, role, _ in partnership.PEOPLE:
        person = queries.person_present(email, at.date())
        acting = partnership.acting(person, at)
        password, secret = secrets.token_urlsafe(12), codes.new_secret()
        services.set_password(by=by, person=person, password=password)
        recovery = set_up_time_code(
            by=acting, secret=secret, code=codes.code_of(secret, codes.step_of(at)), replacing=True
        )
        session = open_session(person, device="a benchmark", means="recovery code", at=at)
        _, token = make_token(by=acting, session=session.id, name="a benchmark", reaches=tuple(Reach), days=1)
        made.append(
            {"email": email, "role": role.value, "password": password, "codes": recovery, "token": token}
        )
    return made


def asked(by: Acting) -> list[dict[str, object]]:
    """Return the ten pages and operations: a name, an address, how often of a hundred, and which roles ask for it.

    An empty list of roles is everybody's.
    """
    from frith.work.governance.boards.models import Board
    from frith.work.governance.meetings.models import Meeting

    board = Board.objects.get(name="Executive Group")
    meeting = Meeting.objects.filter(board=board).latest("starts_at")
    looks: list[tuple[str, str, int, tuple[str, ...]]] = [
        ("First page", "/", 20, ()),
        ("Actions", "/actions/", 15, ()),
        ("Meetings", "/meetings/", 12, ()),
        ("One meeting", f"/meetings/{meeting.pk}/", 12, ("partnership-officer", "member")),
        ("Executive Group's page", f"/partnerships/{board.partnership_id}/executive/", 8, ()),
        ("Search", "/search/?q=burglary", 8, ()),
        ("People", "/people/", 15, ("administrator",)),
        ("Audit trail", "/audit/", 15, ("data-protection-officer",)),
        ("API: actions", "/api/v1/actions", 10, ()),
        ("API: closure records", "/api/v1/closures", 10, ("caseworker",)),
    ]
    return [
        {"name": name, "address": address, "weight": weight, "roles": roles}
        for name, address, weight, roles in looks
    ]


def main() -> None:
    """Build, and write the plan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--entries", type=int, required=True)
    parser.add_argument("--plan", type=Path, required=True)
    args = parser.parse_args()
    args.plan.write_text(json.dumps(build(args.people, args.entries)), encoding="utf-8")


if __name__ == "__main__":
    main()
