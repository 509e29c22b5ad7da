"""Who may make and restore backups, and how the audit trail accounts for both.

A backup is a copy of everything that people here are trusted with, so that making one is recorded as a disclosure, with
the digest by which the file is known again.
"""

from __future__ import annotations

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, record
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.faults import Fault, Refused

BACKUP = "backup"


def check_may_back_up(by: Acting) -> None:
    """Raise Refused unless this person may take a copy of everything."""
    if not by.holds(Role.ADMINISTRATOR, Role.OPERATOR):
        raise Refused(
            Fault(
                "backup.may-not",
                "Only an administrator or the operator may make a backup: it is a copy of everything.",
                remedy="Ask an administrator of this installation.",
            )
        )


may_back_up = answers(check_may_back_up)


@act
def ask_to_back_up(*, by: Acting) -> None:
    """Let a backup begin, or raise Refused, which the trail keeps."""
    check_may_back_up(by)


@act
def record_backup(*, by: Acting, digest: str, size: int) -> None:
    """Record that a backup was made: the SHA-256 of its file, and its bytes. Raises Refused."""
    check_may_back_up(by)
    record(event_by(by, Act.DISCLOSED, BACKUP, digest, detail={"bytes": size}))


@act
def record_restore(*, by: Acting, digest: str, made_at: str, erased_again: int) -> None:
    """Record, in the trail that came back, that a backup was restored. Raises Refused."""
    check_may_back_up(by)
    detail: dict[str, str | int] = {"made_at": made_at, "erased_again": erased_again}
    record(event_by(by, Act.COLLECTED, BACKUP, digest, purpose="restored", detail=detail))
