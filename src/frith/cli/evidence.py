"""``frith evidence``: adds, checks, lists, shows and removes evidence."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from frith.cli.acting import acting_if_installed, add_as, looking_after_evidence
from frith.cli.clock import wall_day
from frith.cli.evidence_sources import add_acts
from frith.vocabulary import numbers
from frith.vocabulary.faults import Fault, IntegrityBroken, RowsRejected

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser
    from frith.evidence.catalogue import Catalogue
    from frith.evidence.dataset import Dataset
    from frith.evidence.entry import Entry
    from frith.evidence.loading import Loaded
    from frith.vocabulary.periods import Month

EPILOG = """A dataset's id comes from its content: the same bytes added twice are one dataset. Rows that break a rule
are set aside in the dataset's quarantine.csv with the reason. docs/how-to/add-evidence.md shows each step."""
SHOWN_RULES = 12
"""How many broken rules the terminal shows of one dataset; the quarantine file holds every row."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``evidence`` and what can be done with it."""
    parser = subparsers.add_parser(
        "evidence", help="add, check, list, show, ask and remove evidence", description=__doc__, epilog=EPILOG
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    adding = acts.add_parser("add", help="read files, check each row, and add them to the catalogue")
    _say_what(adding)
    adding.add_argument(
        "--strict", action="store_true", help="add nothing of a dataset if one of its rows is rejected"
    )
    add_as(adding)
    adding.set_defaults(carry_out=add)
    checking = acts.add_parser(
        "check",
        help="read and check files without adding them; without files, check what the catalogue holds",
    )
    _say_what(checking)
    checking.set_defaults(carry_out=check, strict=False)
    listing = acts.add_parser("list", help="list the datasets of the catalogue")
    listing.add_argument("--json", action="store_true", help="as JSON: an array of datasets")
    listing.set_defaults(carry_out=list_datasets)
    showing = acts.add_parser("show", help="show all that is known of a dataset")
    showing.add_argument("id", help="as frith evidence list gives it")
    showing.add_argument("--json", action="store_true", help="as JSON")
    showing.set_defaults(carry_out=show)
    asking = acts.add_parser("ask", help="ask which datasets may be asked about true places or times")
    asking.add_argument("question", choices=_exact_questions(), help="what you want to know")
    asking.add_argument("--area", required=True, help="code or name of the area")
    asking.add_argument("--family", choices=_families(), default="police.street", help="what kind of source")
    asking.set_defaults(carry_out=ask)
    removing = acts.add_parser("remove", help="take datasets out of the catalogue")
    removing.add_argument("ids", nargs="+", metavar="ID", help="as frith evidence list gives it")
    add_as(removing)
    removing.set_defaults(carry_out=remove)
    add_acts(acts)


def run(args: argparse.Namespace) -> int:
    """Carry out the act."""
    carry_out: Callable[[argparse.Namespace], int] = args.carry_out
    return carry_out(args)


def add(args: argparse.Namespace) -> int:
    """Add evidence, and say of each dataset what was kept and what was set aside."""
    with looking_after_evidence(args):
        _report(_load(args, keep=True), as_json=args.json, verb="added")
    return 0


def check(args: argparse.Namespace) -> int:
    """Check files as ``add`` would, or the whole catalogue; raise what is wrong."""
    if not args.paths and not args.manifest:
        return _check_catalogue()
    loaded = _load(args, keep=False)
    _report(loaded, as_json=args.json, verb="checked")
    faults = [fault for each in loaded for fault in _broken(each.dataset)]
    if faults:
        raise RowsRejected(*faults)
    return 0


def list_datasets(args: argparse.Namespace) -> int:
    """List the datasets, as a table or as JSON."""
    from frith.evidence.records import dataset_as_json

    datasets = _opened()
    if args.json:
        print(json.dumps([dataset_as_json(dataset) for dataset in datasets], ensure_ascii=False, indent=1))
        return 0
    if not datasets:
        print("There is no evidence yet. Add some: frith evidence add FILE --source WHO --licence WHICH")
        return 0
    rows = [("id", "rows kept", "rejected", "grade", "months", "title")]
    rows += [
        (
            d.id,
            f"{d.kept:,}",
            f"{d.rejected:,}",
            d.grade,
            _span(d),
            d.title + (" (invented)" if d.invented else ""),
        )
        for d in datasets
    ]
    _print_table(rows, right=(1, 2))
    return 0


def show(args: argparse.Namespace) -> int:
    """Show one dataset."""
    from frith.evidence.records import dataset_as_json

    catalogue = _catalogue()
    named = catalogue.dataset(args.id)
    dataset = next(each for each in _opened() if each.id == named.id)
    if args.json:
        print(json.dumps(dataset_as_json(dataset), ensure_ascii=False, indent=1))
        return 0
    for name, value in _facts(dataset):
        print(f"{name}: {value}")
    print(f"folder: {catalogue.folder(dataset)}")
    for fault in _broken(dataset):
        print(f"rejected: {fault.sentence()}")
    return 0


def ask(args: argparse.Namespace) -> int:
    """Name the datasets that may be asked a question; raise Refused where all are anonymised map points."""
    from frith.evidence.catalogue import state_folder
    from frith.evidence.dataset import Family
    from frith.evidence.exactness import ExactQuestion
    from frith.evidence.opened import open_evidence

    evidence = open_evidence(state_folder())
    question = ExactQuestion[args.question.replace("-", "_").upper()]
    for dataset in evidence.exact_datasets(Family(args.family), evidence.atlas.find(args.area), question):
        print(f"{dataset.id} holds no map points and may be asked {question.value}: {dataset.title}")
    return 0


def remove(args: argparse.Namespace) -> int:
    """Remove datasets; none if one of them is not there.

    A record that cannot be read is no hindrance to removing its dataset, and hinders removing others: what the
    catalogue holds could not be accounted for.
    """
    catalogue = _catalogue()
    broken = catalogue.broken_records()
    left = [fault for name, fault in broken.items() if name not in args.ids]
    if left:
        raise IntegrityBroken(*left)
    names = list(dict.fromkeys(args.ids))
    datasets = [catalogue.dataset(name) for name in names if name not in broken]
    if broken:
        _remove_broken(args, catalogue, broken)
    if not datasets:
        return 0
    with looking_after_evidence(args):
        for dataset in datasets:
            catalogue.remove(dataset.id)
            print(f"removed {dataset.id}: {dataset.title}")
    return 0


def _remove_broken(args: argparse.Namespace, catalogue: Catalogue, names: Collection[str]) -> None:
    """Remove the datasets whose records are broken: no account of the catalogue can be given before they are gone."""
    by = acting_if_installed(args)
    if by is None:
        _take_broken(catalogue, names)
        return
    from frith.guard.protection.evidence_account import account_for_datasets, ask_to_look_after_evidence

    ask_to_look_after_evidence(by=by)
    _take_broken(catalogue, names)
    account_for_datasets(by=by, held={each.id: each for each in catalogue.datasets()}, done=names)


def _take_broken(catalogue: Catalogue, names: Collection[str]) -> None:
    for name in names:
        catalogue.remove_broken(name)
        print(f"removed {name}, whose record could not be read")


def _say_what(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which files, and what they are."""
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="file, gzip, zip or folder of months"
    )
    parser.add_argument(
        "--manifest", type=Path, metavar="FILE", help="an evidence manifest, instead of PATHs"
    )
    parser.add_argument(
        "--root", type=Path, metavar="DIR", help="where the manifest's paths begin, if not beside it"
    )
    parser.add_argument(
        "--family", choices=_families(), help="what kind of source; found from police files' columns"
    )
    parser.add_argument("--title", default="", help="what to call the dataset")
    parser.add_argument("--source", default="", help="who published it (needed with PATH)")
    parser.add_argument("--licence", default="", help="under which licence (needed with PATH)")
    parser.add_argument("--attribution", default="", help="the words that the licence asks for")
    parser.add_argument(
        "--covers", action="append", default=[], metavar="CODE", help="a borough that it holds completely"
    )
    parser.add_argument(
        "--precedence", type=int, default=0, help="the higher number counts where datasets overlap"
    )
    parser.add_argument(
        "--disclosure", default="already-public", choices=("already-public", "threshold", "restricted"),
        help="what may be published from it (default: it is public already)",
    )  # fmt: skip
    parser.add_argument(
        "--invented", action="store_true", help="the data are made up, and every page must say so"
    )
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="what the reader needs to be told",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON: an array of datasets")


def _exact_questions() -> tuple[str, ...]:
    from frith.evidence.exactness import ExactQuestion

    return tuple(question.name.lower().replace("_", "-") for question in ExactQuestion)


def _families() -> tuple[str, ...]:
    from frith.evidence.dataset import Family

    return tuple(family.value for family in Family)


def _load(args: argparse.Namespace, *, keep: bool) -> tuple[Loaded, ...]:
    from frith.evidence.loading import load_all

    try:
        return load_all(
            _catalogue(), _entries(args), today=wall_day(), strict=args.strict, keep=keep, progress=_tell
        )
    finally:
        _tell("")


def _entries(args: argparse.Namespace) -> Sequence[Entry]:
    from frith.evidence.dataset import Family
    from frith.evidence.entry import Entry
    from frith.evidence.manifest import read_manifest
    from frith.vocabulary.disclosure import DisclosurePolicy

    if args.manifest:
        return read_manifest(args.manifest, args.root)
    lacking = [f"--{name}" for name in ("source", "licence") if not getattr(args, name)]
    if not args.paths or lacking:
        needs = " and ".join(lacking) if args.paths else "a PATH, or --manifest FILE"
        print(
            f"frith evidence {args.act}: say {needs}. Every number must be traceable to its source.",
            file=sys.stderr,
        )
        raise SystemExit(2)
    return (
        Entry(
            paths=tuple(args.paths),
            title=args.title,
            source=args.source,
            licence=args.licence,
            attribution=args.attribution,
            family=Family(args.family) if args.family else None,
            disclosure=DisclosurePolicy(args.disclosure),
            precedence=args.precedence,
            invented=args.invented,
            areas=tuple(args.covers),
            reading=dict(_reading(text) for text in args.reading),
        ),
    )


def _reading(text: str) -> tuple[str, str | int]:
    name, equals, value = text.partition("=")
    if not equals:
        print(f"frith evidence: --reading takes NAME=VALUE, given {text!r}", file=sys.stderr)
        raise SystemExit(2)
    number = numbers.whole(value.strip())
    return name.strip(), value.strip() if number is None else number


def _catalogue() -> Catalogue:
    from frith.evidence.catalogue import Catalogue, state_folder

    return Catalogue(state_folder())


def _opened() -> tuple[Dataset, ...]:
    """Return every dataset with what the look-ups tell of it: boroughs covered, silent months, rows not placed."""
    from frith.evidence.catalogue import state_folder
    from frith.evidence.opened import open_evidence

    return open_evidence(state_folder()).datasets()


def _check_catalogue() -> int:
    catalogue = _catalogue()
    faults = [
        catalogue.changed(dataset, name)
        for dataset in catalogue.datasets()
        for name in catalogue.broken_tables(dataset)
    ]
    if faults:
        raise IntegrityBroken(*faults)
    print(f"{len(catalogue.datasets()):,} datasets are as they were stored.")
    return 0


def _report(loaded: Sequence[Loaded], *, as_json: bool, verb: str) -> None:
    if as_json:
        from frith.evidence.records import dataset_as_json

        values = [dataset_as_json(each.dataset) | {"fresh": each.fresh} for each in loaded]
        print(json.dumps(values, ensure_ascii=False, indent=1))
        return
    for each in loaded:
        dataset = each.dataset
        print(f"{verb if each.fresh else 'already there'} {dataset.id}: {dataset.title}")
        for name, value in _facts(dataset)[3:]:
            print(f"  {name}: {value}")
        broken = _broken(dataset)
        for fault in broken[:SHOWN_RULES]:
            print(f"  rejected: {fault.sentence()}")
        if broken:
            print("  every rejected row, with its reason, is in the dataset's quarantine.csv")


def _facts(dataset: Dataset) -> list[tuple[str, str]]:
    """Return what there is to know of a dataset as names and values; empty ones are left out."""
    coverage = dataset.coverage
    facts = [
        ("id", dataset.id),
        ("title", dataset.title),
        ("family", dataset.family.value),
        ("source", f"{dataset.source}; {dataset.licence}"),
        ("invented", "yes: every page says so" if dataset.invented else ""),
        ("rows", f"{dataset.rows_in:,} read, {dataset.kept:,} kept, {dataset.rejected:,} rejected"),
        ("without coordinates", f"{dataset.missing_coordinates:,}" if dataset.missing_coordinates else ""),
        ("sharing a Crime ID with another row", f"{dataset.repeated_ids:,}" if dataset.repeated_ids else ""),
        ("numbers given twice, counted once", _many(dataset.details.get("repeated", 0))),
        ("named in two ways, the first kept", _named_twice(dataset)),
        ("in no small area of the look-ups", _unmatched(dataset)),
        # before what it claims to cover: a claim is read in the light of how good the rows are
        ("grade", f"{dataset.grade}: {dataset.grade_rule}"),
        ("covers", ", ".join(coverage.areas)),
        (
            "not covered, because rows of it were rejected",
            ", ".join(dataset.details.get("areas_left_out", [])),
        ),
        ("covers because", dataset.details.get("coverage_rule", "")),
        ("months", _span(dataset)),
        ("missing", ", ".join(month.words for month in coverage.gaps)),
        ("thin", "; ".join(f"{month.words}: {reason}" for month, reason in coverage.thin)),
        ("thin in one borough", _named(coverage.thin_by_area)),
        ("thin from one force", _named(coverage.thin_by_force)),
        ("no rows of a category", _silent(coverage.silent_categories)),
        ("months dropped because empty", ", ".join(dataset.details.get("months_dropped", []))),
        ("read as", "; ".join(f"{name} {note}" for name, note in dataset.details.get("read_as", {}).items())),
        ("disclosure", dataset.disclosure.value),
        ("precedence", str(dataset.precedence)),
    ]
    return [(name, value) for name, value in facts if value]


def _silent(silent: tuple[tuple[str, str, Month, str], ...]) -> str:
    """Return where categories fell silent, the months of each drawn together."""
    from frith.vocabulary.periods import spans

    months: dict[tuple[str, str], list[Month]] = {}
    for borough, category, month, _ in silent:
        months.setdefault((borough, category), []).append(month)
    return "; ".join(
        f"{borough}, {category}: {spans(found)}" for (borough, category), found in months.items()
    )


def _many(number: int) -> str:
    return f"{number:,}" if number else ""


def _named_twice(dataset: Dataset) -> str:
    found = dataset.details.get("named_twice", [])
    shown = "; ".join(f"{code} {' or '.join(names)}" for code, *names in found[:SHOWN_RULES])
    return f"{shown}; and {len(found) - SHOWN_RULES:,} more" if len(found) > SHOWN_RULES else shown


def _unmatched(dataset: Dataset) -> str:
    from frith.evidence.claims import unmatched_belong

    rows = dataset.details.get("rows_unmatched", 0)
    if not rows:
        return ""
    where = "counted in the borough if only one is covered" if unmatched_belong(dataset) else "not counted"
    return f"{rows:,} rows, {where}"


def _named(thin: Sequence[tuple[str, Month, str]]) -> str:
    return "; ".join(f"{name}, {month.words}: {reason}" for name, month, reason in thin)


def _broken(dataset: Dataset) -> list[Fault]:
    from frith.evidence.quarantine import rows_as_fault

    return [rows_as_fault(each, dataset.title) for each in dataset.details.get("rules_broken", [])]


def _span(dataset: Dataset) -> str:
    months = dataset.coverage.months
    return f"{months[0]} to {months[-1]}" if months else ""


def _print_table(rows: Sequence[Sequence[str]], right: Sequence[int]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [
            value.rjust(width) if column in right else value.ljust(width)
            for column, (value, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def _tell(step: str) -> None:
    """Show the step on a terminal, on one line that is written over."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{step}", end="", file=sys.stderr, flush=True)
