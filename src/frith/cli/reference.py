"""Writes docs/reference/cli.md out of the parser itself, for ``make reference``.

The page is made from the parser's parts and not from its help text, whose layout differs between Pythons.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from frith.cli.entry import OUTPUT_CLOSED, build_parser
from frith.vocabulary.faults import EXIT_CODES

OPENING = """# The command line

This page is generated from the program; `make reference` writes it anew.

Options are never shortened. Trouble is told on standard error, one sentence a fault, with what to do next.
Set `FRITH_DEBUG=1` to see where in Frith it arose.
"""


def commands_of(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield the parser and every parser below it, in the order in which they were added."""
    yield parser
    for action in parser._actions:  # noqa: SLF001 - argparse offers no other way to walk its commands
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for below in action.choices.values():
                yield from commands_of(below)


def arguments_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return what can be given to one command, without its sub-commands and --help."""
    return [
        action
        for action in parser._actions  # noqa: SLF001
        if not isinstance(action, argparse._SubParsersAction | argparse._HelpAction)  # noqa: SLF001
    ]


def how_written(action: argparse.Action) -> str:
    """Return how an argument is typed, for example ``--area AREA``."""
    value = action.metavar or (action.dest.upper().replace("_", "-") if action.nargs != 0 else "")
    if isinstance(value, tuple):
        value = " ".join(value)
    if not action.option_strings:
        return value
    return " ".join([", ".join(action.option_strings), value]).strip()


def meaning(action: argparse.Action) -> str:
    """Return what an argument means, with its choices and whether it must be given."""
    parts = [action.help or ""]
    if action.choices:
        parts.append("One of: " + ", ".join(str(choice) for choice in action.choices) + ".")
    if action.required and action.option_strings:
        parts.append("Must be given.")
    return " ".join(parts).replace("|", "\\|").strip()


def section(parser: argparse.ArgumentParser) -> str:
    """Return the section about one command."""
    lines = [f"## `{parser.prog}`", "", (parser.description or "").strip(), ""]
    arguments = arguments_of(parser)
    if arguments:
        lines += ["| argument | meaning |", "|---|---|"]
        lines += [f"| `{how_written(action)}` | {meaning(action)} |" for action in arguments]
        lines.append("")
    return "\n".join(lines)


def reference() -> str:
    """Return the whole page."""
    codes = {**EXIT_CODES, OUTPUT_CLOSED: "the program that the output was piped into stopped reading"}
    lines = ["## Exit codes", "", "| code | meaning |", "|---|---|"]
    lines += [f"| {code} | {codes[code]} |" for code in sorted(codes)]
    sections = [section(parser) for parser in commands_of(build_parser())]
    return "\n".join([OPENING, *sections, *lines, ""])


if __name__ == "__main__":
    print(reference(), end="")
