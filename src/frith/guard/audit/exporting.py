"""Writes chosen entries of the trail to a folder that proves, by itself, where each of them stood."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import Q, QuerySet

from frith.guard import business_clock
from frith.guard.audit import chain, checkpoints, exported, queries
from frith.guard.audit.events import canonical, moment
from frith.guard.audit.models import AuditEvent
from frith.vocabulary.faults import Fault, StorageTrouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which entries: between two days in London, both included, and by a person, a record or an agency if one is given.

    A person's entries are what they did, and what was done to their account; both ids are texts. A record is its kind
    and its id, as the trail names them.
    """

    first: date
    last: date
    person: str = ""
    record: tuple[str, str] | None = None
    agency: str = ""

    def words(self) -> dict[str, str]:
        """Return what was chosen, for the manifest and for the trail's own entry."""
        said = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        said |= {"person": self.person} if self.person else {}
        said |= {"record": ":".join(self.record)} if self.record else {}
        return said | ({"agency": self.agency} if self.agency else {})

    def of(self, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """Return the events that are chosen."""
        begins = business_clock.end_of(self.first - timedelta(days=1))
        found = events.filter(at__gte=begins, at__lt=business_clock.end_of(self.last))
        if self.person:
            found = found.filter(Q(person=self.person) | Q(subject_type="person", subject=self.person))
        if self.record:
            found = found.filter(subject_type=self.record[0], subject=self.record[1])
        return found.filter(agency=self.agency) if self.agency else found


def write(out: Path, chosen: Chosen, *, folder: Path, at: datetime) -> exported.Checked:
    """Write the sealed entries that are chosen to a new folder, whole or not at all, and check what was written.

    ``folder`` is the state folder with the checkpoints. Raises StorageTrouble if ``out`` is there already or cannot be
    written, and IntegrityBroken if what the database holds does not agree with its own seals or checkpoints.
    """
    if out.exists():
        raise StorageTrouble(
            Fault(
                "audit.export-there",
                "there is something of this name already, and an export overwrites nothing",
                out.name,
                remedy="Name a folder that is not there yet.",
            )
        )
    try:
        made = Path(tempfile.mkdtemp(prefix=".audit-export-", dir=out.parent))
    except OSError as error:
        raise _cannot_write(out, error) from error
    try:
        _write_files(made, chosen, folder, at)
        checked = exported.check(made)
        made.rename(out)
    except OSError as error:
        raise _cannot_write(out, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return checked


def _cannot_write(out: Path, error: OSError) -> StorageTrouble:
    return StorageTrouble(
        Fault(
            "audit.export-not-written",
            f"the export could not be written: {error.strerror}",
            out.name,
            remedy="Name a folder inside one that is there, where you may write and there is room.",
        )
    )


def _write_files(made: Path, chosen: Chosen, folder: Path, at: datetime) -> None:
    # before the chain's end is read: checkpoints never speak of more than the database then holds
    held = checkpoints.read(folder)
    sealed, head = chain.head()
    (made / exported.CHECKPOINTS).write_text(
        "".join(f"{canonical(asdict(checkpoint))}\n" for checkpoint in held), "utf-8"
    )
    (made / exported.SCHEMA).write_text(_as_json(exported.schema()), "utf-8")
    entries = 0
    with (
        (made / exported.POSITIONS).open("w", encoding="utf-8", newline="") as of_all,
        (made / exported.ENTRIES).open("w", encoding="utf-8", newline="") as of_chosen,
    ):
        positions, rows = csv.writer(of_all), csv.writer(of_chosen)
        positions.writerow(exported.POSITION_FIELDS)
        rows.writerow(exported.FIELDS)
        for seals in queries.seals_up_to(sealed):
            keys = [seal.event for seal in seals]
            events = {event.key: event for event in chosen.of(queries.events_with(keys))}
            positions.writerows([seal.sequence, seal.event_digest] for seal in seals)
            for seal in seals:
                if found := events.get(seal.event):
                    rows.writerow([seal.sequence, *(exported.cell(said) for said in found.said())])
                    entries += 1
    manifest = {
        "form": exported.FORM,
        "made_at": moment(at),
        "chosen": chosen.words(),
        "entries": entries,
        "sealed": sealed,
        "head": head,
        "files": {name: exported.digest_of_file(made / name) for name in exported.FILES},
    }
    (made / exported.MANIFEST).write_text(_as_json(manifest), "utf-8")


def _as_json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
