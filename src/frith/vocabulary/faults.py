"""Faults, and the classes of trouble that carry them.

Every refusal or failure that a person meets is one or more :class:`Fault`, raised together in a :class:`Trouble`.
Each class of trouble has its own exit code, so that a scheduled job can tell them apart without reading a log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, in sentences that a person can act on.

    ``code`` is stable and documented in docs/reference/errors.md; match on it, never on the words.
    """

    code: str
    what: str
    where: str = ""
    allowed: str = ""
    given: str = ""
    remedy: str = ""

    def sentence(self) -> str:
        """Return the fault as one paragraph: where, what happened, what is allowed, what was given, what to do."""
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.allowed:
            parts.append(f"Allowed: {self.allowed}")
        if self.given:
            parts.append(f"Given: {self.given}")
        if self.remedy:
            parts.append(f"What to do: {self.remedy}")
        return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


class Trouble(Exception):
    """Something that stops the work. Carries all faults found, not only the first."""

    exit_code: ClassVar[int] = 1

    def __init__(self, *faults: Fault) -> None:
        if not faults:
            message = "a trouble needs at least one fault"
            raise ValueError(message)
        self.faults = faults
        super().__init__("\n".join(fault.sentence() for fault in faults))

    @property
    def code(self) -> str:
        """The code of the first fault."""
        return self.faults[0].code


class UnreadableInput(Trouble):
    """A file is not what it should be: wrong columns, not text, cut short, empty, unsafe archive."""

    exit_code = 10


class RowsRejected(Trouble):
    """Rows broke the rules and the caller asked for all or nothing."""

    exit_code = 11


class ChangedMeanwhile(RowsRejected):
    """Somebody else changed the same thing between its being read and its being saved: nothing was overwritten."""


class UnknownName(Trouble):
    """An area, category, dataset, definition or person is not known here."""

    exit_code = 12


class EvidenceMissing(Trouble):
    """The question is sound, but no evidence covers it."""

    exit_code = 13


class Refused(Trouble):
    """The act is not allowed: by law, by role, by agreement, or because the data cannot bear it."""

    exit_code = 14


class StorageTrouble(Trouble):
    """The disk is full, a folder may not be written, or another process holds the state."""

    exit_code = 15


class IntegrityBroken(Trouble):
    """A stored thing is not what was stored: a broken audit chain, a dataset whose bytes changed."""

    exit_code = 16


class SourceUnreachable(Trouble):
    """A public interface did not answer as documented."""

    exit_code = 17


class WrongSettings(Trouble):
    """The installation's settings do not fit together."""

    exit_code = 18


class LapsesSoon(Trouble):
    """Something that people rely on lapses within days, and somebody must decide."""

    exit_code = 19


INTERRUPTED = 130
"""Exit code when the person pressed Ctrl-C."""

EXIT_CODES: dict[int, str] = {
    0: "done",
    1: "an unexpected fault in Frith itself (set FRITH_DEBUG=1 for the details)",
    2: "the command line is wrong",
    **{
        trouble.exit_code: (trouble.__doc__ or "").split("\n")[0].rstrip(".")
        for trouble in (
            UnreadableInput,
            RowsRejected,
            UnknownName,
            EvidenceMissing,
            Refused,
            StorageTrouble,
            IntegrityBroken,
            SourceUnreachable,
            WrongSettings,
            LapsesSoon,
        )
    },
    INTERRUPTED: "stopped by the person (Ctrl-C)",
}
"""What each exit code of the ``frith`` command means."""
