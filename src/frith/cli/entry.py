"""Where the ``frith`` command begins: runs one command and turns trouble into an exit code."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import signal
import sqlite3
import sys
import threading
import traceback
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, cast

from frith import __version__
from frith.vocabulary.faults import INTERRUPTED, Fault, StorageTrouble, Trouble, WrongSettings

COMMANDS: tuple[str, ...] = (
    "frith.cli.evidence",
    "frith.cli.actions",
    "frith.cli.enquiries",
    "frith.cli.going_live",
    "frith.cli.jobs",
    "frith.cli.assess",
    "frith.cli.matrix",
    "frith.cli.report",
    "frith.cli.figures",
    "frith.cli.demo",
    "frith.cli.serve",
    "frith.cli.person",
    "frith.cli.team",
    "frith.cli.agreements",
    "frith.cli.audit",
    "frith.cli.database",
    "frith.cli.backup",
    "frith.cli.restore",
    "frith.cli.doctor",
)
"""The modules that each add one command, in the order in which the help lists them."""

SEND_AGAIN_AFTER = 0.02
"""Seconds until an interrupt that Python could not raise is sent once more."""

OUTPUT_CLOSED = 141
"""Exit code when the program that Frith's output was piped into stopped reading (128 + SIGPIPE)."""

STOPPED = "Stopped, because you asked. Run the command again to take the work up."

STORAGE_REMEDIES = {
    errno.ENOSPC: "Free some space, or name a folder on another disk, and run the command again.",
    errno.EDQUOT: "Free some space, or name a folder on another disk, and run the command again.",
    errno.EFBIG: "Raise the limit on the size of files, or name a folder on another disk, and run the command again.",
    errno.EACCES: "Ask for permission on that path, or name another one.",
    errno.EPERM: "Ask for permission on that path, or name another one.",
    errno.EROFS: "Name a folder that may be written to.",
    errno.ENOTDIR: "Name a path on which every part but the last is a folder.",
    errno.EEXIST: "Move what is there out of the way, or name another path.",
    errno.EISDIR: "Name a file, not a folder.",
    errno.ENOENT: "Check the path, and make the folder if it should be there.",
    errno.EIO: "Look at the disk, which may be failing, and run the command again.",
    errno.EBUSY: "Wait until the other program has finished, or stop it, and run the command again.",
}
"""Faults of the machine that the person can mend, and how."""

KNOWN_BY_WORDS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO)
"""Those that are looked for in the words of faults that carry no number; the other words may mean something else."""

DATABASE_HELD = "Another program holds the database and did not finish in time"
NOT_OUR_TABLES = ("no such table", "no such column", "already exists")
SQLSTATES_OF_TABLES = ("42P01", "42703", "42P07")
"""What SQLite and PostgreSQL say when tables are not there, lack a column, or are there already."""

SQLITE_PRIMARY_CODE = 0xFF
SQLITE_REFUSALS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
"""What SQLite calls the same faults; its finer codes keep the kind in their last eight bits."""


class Command(Protocol):
    """What a module named in :data:`COMMANDS` offers. Heavy imports belong inside ``run``."""

    def add_parser(self, subparsers: argparse._SubParsersAction[CommandParser]) -> None:
        """Add the command's parser, and set its default ``run``."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the work and return an exit code of :data:`frith.vocabulary.faults.EXIT_CODES`."""


class CommandParser(argparse.ArgumentParser):
    """A parser that takes no shortened options: a new option must not change what an old script means."""

    def __init__(self, *args: object, **settings: object) -> None:
        settings["allow_abbrev"] = False
        super().__init__(*args, **settings)  # type: ignore[arg-type]


def build_parser() -> CommandParser:
    """Return the parser of the whole command line; the reference in docs/ is generated from it."""
    parser = CommandParser(
        prog="frith",
        description="Runs a community safety partnership: evidence, strategic assessment, work.",
        epilog="Exit codes are in docs/reference/cli.md. FRITH_VAR names the folder where state is kept.",
    )
    parser.add_argument("--version", action="version", version=f"frith {__version__}")
    subparsers = parser.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = cast("Command", importlib.import_module(name))
        known = set(subparsers.choices)
        module.add_parser(subparsers)
        for added in set(subparsers.choices) - known:
            subparsers.choices[added].set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None, *, alone: bool = False) -> int:
    """Run one command line and return its exit code. No stack trace is shown unless FRITH_DEBUG=1.

    Where the process is for this command ``alone``, Ctrl-C does nothing once the command is over.
    """
    with ctrl_c_noted(alone=alone) as pressed:
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
            args = build_parser().parse_args(argv)
            code = run_and_seal(args)
            sys.stdout.flush()
            return code
        except KeyboardInterrupt:
            return stopped()
        except Exception as error:  # noqa: BLE001 - the last line of defence: a person gets a sentence, not a trace
            return stopped() if pressed else explained(error)


def run_and_seal(args: argparse.Namespace) -> int:
    """Run a command, and seal what it left in the audit trail, a refusal too."""
    from frith.cli.acting import seal_what_was_done

    try:
        code = int(args.run(args))
    except Trouble:
        seal_what_was_done()
        raise
    seal_what_was_done()
    return code


@contextmanager
def ctrl_c_noted(*, alone: bool) -> Iterator[list[int]]:
    """Note Ctrl-C in the list given: a library that is interrupted may turn it into a fault of its own kind.

    Where Python cannot raise it, as while it clears something away, it is sent once more. A command that stops already
    is left to clear up: Polars raises the interrupt itself and passes it on as well, and a person may press twice. What
    else goes wrong while things are cleared away follows from what stopped the command, and is shown to who asks for
    the details.
    """
    pressed: list[int] = []
    hook = sys.unraisablehook

    def note(number: int, _frame: object) -> None:
        pressed.append(number)
        if not is_stopping():
            raise KeyboardInterrupt

    def send_again(lost: sys.UnraisableHookArgs) -> None:
        if isinstance(lost.exc_value, KeyboardInterrupt):
            # Not at once: it would be lost in this hook as well.
            threading.Timer(SEND_AGAIN_AFTER, os.kill, (os.getpid(), signal.SIGINT)).start()
        elif _details_wanted():
            hook(lost)

    before = signal.getsignal(signal.SIGINT)
    ours = before is signal.default_int_handler and threading.current_thread() is threading.main_thread()
    if ours:
        signal.signal(signal.SIGINT, note)
        sys.unraisablehook = send_again
    try:
        yield pressed
    finally:
        if ours:
            if not alone:
                sys.unraisablehook = hook
            signal.signal(signal.SIGINT, signal.SIG_IGN if alone else before)


def is_stopping() -> bool:
    """Return whether an interrupt is being dealt with, so that another one must not cut the clearing up short."""
    handled = sys.exception()
    while handled is not None:
        if isinstance(handled, KeyboardInterrupt):
            return True
        handled = handled.__context__
    return False


def stopped() -> int:
    """Say that the command stopped because the person asked."""
    return report(INTERRUPTED, STOPPED)


def explained(error: Exception) -> int:
    """Say what went wrong in sentences, and return the exit code of its class."""
    if isinstance(error, BrokenPipeError):
        # Python would complain again while closing standard output, so it is pointed at nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OUTPUT_CLOSED
    if isinstance(error, Trouble):
        return report(error.exit_code, *(fault.sentence() for fault in error.faults))
    number = refusal_of_the_machine(error)
    if number is None:
        return tables_not_ours(error) if _is_about_tables(error) else unexpected(error)
    return report(StorageTrouble.exit_code, storage_fault(error, number).sentence())


def refusal_of_the_machine(error: Exception) -> int | None:
    """Return the number of what the operating system refused, if that is what happened and the person can mend it.

    Libraries that are not Python report it in faults of their own kinds, but in the system's words.
    """
    if isinstance(error, OSError):
        mendable = error.errno in STORAGE_REMEDIES and (error.errno != errno.ENOENT or error.filename)
        return error.errno if mendable else None
    causes = (error, error.__cause__)
    codes = [getattr(cause, "sqlite_errorcode", 0) & SQLITE_PRIMARY_CODE for cause in causes]
    said_by_sqlite = next((SQLITE_REFUSALS[code] for code in codes if code in SQLITE_REFUSALS), None)
    if said_by_sqlite is not None:
        return said_by_sqlite
    return next((number for number in KNOWN_BY_WORDS if os.strerror(number) in str(error)), None)


def storage_fault(error: Exception, number: int) -> Fault:
    """Return what the operating system refused as a fault with a remedy."""
    held = number == errno.EBUSY and not isinstance(error, OSError)
    return Fault(
        code="storage.refused",
        where=str(getattr(error, "filename", None) or ""),
        what=DATABASE_HELD if held else f"The computer refused to read or write: {os.strerror(number)}",
        remedy=STORAGE_REMEDIES[number],
    )


def _is_about_tables(error: Exception) -> bool:
    """Return whether the database lacks tables that its own record says were made, or has them without the record."""
    if type(error).__module__ != "django.db.utils":
        return False
    state = getattr(error.__cause__, "sqlstate", "")
    return state in SQLSTATES_OF_TABLES or any(words in str(error) for words in NOT_OUR_TABLES)


def tables_not_ours(error: Exception) -> int:
    """Say that the database's tables are not those that Frith made in it."""
    fault = Fault(
        "installation.tables-changed",
        "The database's tables are not as Frith made them",
        allowed="tables that nothing but frith database prepare makes or changes",
        given=str(error).partition("\n")[0],
        remedy="Restore the database from a backup, or prepare a new one in another state folder.",
    )
    return report(WrongSettings.exit_code, fault.sentence())


def unexpected(error: Exception) -> int:
    """Report a fault of Frith's own."""
    return report(
        1,
        f"Frith met a fault of its own: {type(error).__name__}: {error}",
        "Run it again with FRITH_DEBUG=1 to see the details, and report them.",
    )


def report(code: int, *sentences: str) -> int:
    """Print the sentences to standard error and return the exit code."""
    if _details_wanted():
        traceback.print_exc()
    for sentence in sentences:
        print(f"frith: {visible(sentence)}", file=sys.stderr)
    return code


def visible(text: str) -> str:
    """Return a text on one line, with what would steer the terminal written out: names of files may hold anything."""
    line = " ".join(text.splitlines())
    return "".join(
        letter if letter.isprintable() or unicodedata.category(letter) == "Zs" else ascii(letter)[1:-1]
        for letter in line
    )


def _details_wanted() -> bool:
    return os.environ.get("FRITH_DEBUG") == "1"
