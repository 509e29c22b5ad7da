"""The command line: `frith evidence …`, `frith assess`, `frith demo` and the rest."""

from __future__ import annotations

# Only what Python has loaded already is imported here: the part of signal that is written in C.
import _signal  # type: ignore[import-not-found]


def main(argv: list[str] | None = None) -> int:
    """Run one command line as a process of its own and return its exit code.

    Ctrl-C waits while the command line is loaded, so that whoever presses it that early gets a sentence too.
    """
    _signal.pthread_sigmask(_signal.SIG_BLOCK, [_signal.SIGINT])
    from frith.cli import entry

    return entry.main(argv, alone=True)


__all__ = ["main"]
