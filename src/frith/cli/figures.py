"""``frith figures``: shows stored figures and what they rest on."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser
    from frith.guard.acting import Acting


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``figures``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "figures",
        help="list stored figures, or show how one is known",
        description="A figure keeps its definition, numbers, baseline, period and the records behind it.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = acts.add_parser("list", help="list stored figures, latest as-at first")
    show = acts.add_parser("show", help="show how a figure is known: definition, numbers, baseline, records")
    show.add_argument("figure", metavar="ID", help="such as fig-0123456789ab")
    for act in (listing, show):
        act.add_argument("--json", action="store_true", help="as JSON")
        add_as(act)


def run(args: argparse.Namespace) -> int:
    """List figures or show one."""
    from frith.cli.acting import acting

    by = acting(args)
    return run_list(args) if args.act == "list" else run_show(args, by)


def run_list(args: argparse.Namespace) -> int:
    """Print one line for each stored figure, or their JSON."""
    from frith.publication.wording import figure_value
    from frith.work.performance import queries

    held = [(stored, queries.value_of(stored)) for stored in queries.stored_figures()]
    if args.json:
        figures = [{**figure.as_json(), "edition": stored.edition} for stored, figure in held]
        print(json.dumps(figures, indent=1, ensure_ascii=False))
        return 0
    for stored, figure in held:
        period = figure.period.words if figure.period else ""
        print(f"{figure.id}  {figure.definition}  {period}  {figure_value(figure)}  edition {stored.edition}")
    return 0


def run_show(args: argparse.Namespace, by: Acting) -> int:
    """Print how a figure is known, and the records behind it that this person may open."""
    from frith.work.performance import queries

    stored = queries.figure_named(args.figure)
    figure = queries.value_of(stored)
    behind = queries.records_behind(by=by, figure=figure, members=queries.members_of(stored))
    if args.json:
        seen = [str(item.listed.record) for item in behind.seen] if behind else []
        total = behind.total if behind else 0
        shown = {
            **figure.as_json(),
            "edition": stored.edition,
            "records": total,
            "records_you_may_open": seen,
        }
        print(json.dumps(shown, indent=1, ensure_ascii=False))
        return 0
    for label, text in facts(figure.id):
        print(f"{label}: {text}")
    if behind:
        print(
            f"Records behind it: {behind.total} {behind.kind.many}; you may open {len(behind.seen)}. {behind.otherwise}"
        )
        for item in behind.seen:
            print(
                f"  {item.listed.record}  {item.listed.line}{'  (in the numerator)' if item.in_numerator else ''}"
            )
    return 0


def facts(figure_id: str) -> list[tuple[str, str]]:
    """Return what is known of a stored figure as label and text, as the site shows it."""
    from frith.publication.wording import figure_value
    from frith.vocabulary import numbers
    from frith.vocabulary.periods import day_in_words
    from frith.work.performance import queries
    from frith.work.performance.definitions import definition_of, is_registered

    stored = queries.figure_named(figure_id)
    figure = queries.value_of(stored)
    said = [("Figure", figure_value(figure))]
    if is_registered(figure.definition):
        definition = definition_of(figure.definition)
        said += [
            ("Definition", f"{definition.words} ({definition.id}, version {definition.version})"),
            ("Counted", f"{numbers.count(figure.numerator)} {definition.numerator}"),
            ("Out of", f"{numbers.count(figure.denominator)} {definition.denominator}"),
        ]
    if figure.period:
        said.append(("Period", figure.period.words))
    if figure.as_at:
        said.append(("As at", f"{day_in_words(figure.as_at)}, end of the day"))
    if figure.baseline:
        value = numbers.percent(figure.baseline.value)
        said.append(("Baseline", f"{value}, {figure.baseline.period}; {figure.baseline.source}"))
    if figure.note:
        said.append(("Note", figure.note))
    said += [("Source", "; ".join(figure.sources)), ("Reference", f"{figure.id}, edition {stored.edition}")]
    return said
