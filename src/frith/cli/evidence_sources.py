"""``frith evidence`` before there is a file: templates to hand out, a register of what came, and fetching."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from frith.cli.acting import add_as, looking_after_evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from frith.cli.entry import CommandParser
    from frith.evidence.geography import AreaAtlas
    from frith.evidence.police_api import Locate
    from frith.evidence.receipts import Standing
    from frith.vocabulary.areas import Area, AreaKind

QUARTERS_BACK = 4


def add_acts(acts: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``template``, ``receive``, ``register`` and ``fetch``."""
    template = acts.add_parser(
        "template", help="write an empty table for an agency to fill in, with its mapping"
    )
    template.add_argument(
        "name", nargs="?", default="", help="number or name; without it, the templates are listed"
    )
    template.add_argument("--out", type=Path, metavar="FILE", help="the table to write, .csv or .xlsx")
    template.set_defaults(carry_out=write_template)
    receive = acts.add_parser("receive", help="enter into the register that a prescribed data set came")
    receive.add_argument("name", help="number or name of the set, such as 8 or council-asb")
    receive.add_argument("--quarter", required=True, help="the quarter it is about, such as '2016/17 Q1'")
    receive.add_argument("--from", dest="sender", required=True, metavar="WHO", help="who sent it")
    receive.add_argument(
        "--on", type=_day, metavar="DATE", help="when it came, such as 2016-09-30 (default: today)"
    )
    receive.add_argument(
        "--dataset", default="", metavar="ID", help="its id in the catalogue, once it is added"
    )
    receive.add_argument("--note", default="", help="anything to remember about it")
    receive.add_argument(
        "--withdraw", action="store_true", help="take back a receipt that was entered in error"
    )
    add_as(receive)
    receive.set_defaults(carry_out=enter_receipt)
    register = acts.add_parser("register", help="show which prescribed data sets came and which are late")
    register.add_argument(
        "--since", default="", metavar="QUARTER", help="first quarter (default: the last four)"
    )
    register.add_argument("--on", type=_day, metavar="DATE", help="as on this day (default: today)")
    register.add_argument("--late", action="store_true", help="only what is late")
    register.add_argument(
        "--json", action="store_true", help="as JSON: an array, one entry for each set and quarter"
    )
    register.set_defaults(carry_out=show_register)
    fetch = acts.add_parser("fetch", help="fetch street-level crime of an area from data.police.uk")
    fetch.add_argument("--area", required=True, help="code or name; its boundary must be in the catalogue")
    fetch.add_argument(
        "--from", dest="first", required=True, metavar="MONTH", help="first month, such as 2016-04"
    )
    fetch.add_argument("--to", dest="last", required=True, metavar="MONTH", help="last month")
    fetch.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the months' files go")
    fetch.add_argument(
        "--force", default="", metavar="NAME", help="the police force (default: as the look-ups say)"
    )
    fetch.add_argument("--address", default="", help="another address of the interface, for trying it out")
    fetch.set_defaults(carry_out=fetch_months)


def write_template(args: argparse.Namespace) -> int:
    """Write one template, or list them."""
    from frith.evidence import templates
    from frith.evidence.incident_mapping import ready_mappings
    from frith.evidence.prescribed import BY_MAPPING, SETS, SOURCE

    if not args.name:
        print(f"Prescribed by {SOURCE}, due by the end of the next quarter:")
        for each in SETS:
            print(f"{each.number:>4}  {each.mapping}: {each.what} ({each.holder})")
        print("Others:")
        for name in ready_mappings():
            if name not in BY_MAPPING:
                print(f"      {name}")
        return 0
    for path in templates.write_template(args.name, args.out or Path(f"{args.name}.xlsx")):
        print(f"wrote {path}")
    return 0


def enter_receipt(args: argparse.Namespace) -> int:
    """Enter or withdraw one receipt."""
    from frith.evidence.catalogue import Catalogue, state_folder
    from frith.evidence.prescribed import due, find_set, parse_quarter
    from frith.evidence.receipts import Receipt, Register, state_of
    from frith.vocabulary.faults import Fault, UnreadableInput
    from frith.vocabulary.periods import day_in_words

    each, quarter, day = find_set(args.name), parse_quarter(args.quarter), args.on or _today()
    if day > _today():
        raise UnreadableInput(
            Fault(
                "register.future",
                "a data set cannot have come on a day that has not been",
                "--on",
                f"{_today().isoformat()} or before",
                day.isoformat(),
            )
        )
    if args.dataset:
        Catalogue(state_folder()).dataset(args.dataset)
    receipt = Receipt(
        each.mapping, str(quarter), args.sender, day.isoformat(), args.dataset, args.note, args.withdraw
    )
    with looking_after_evidence(args) as by:
        Register(state_folder()).enter(receipt)
        if by is not None:
            from frith.guard.protection.evidence_account import record_receipt

            record_receipt(by=by, key=f"{each.mapping} {quarter}", withdrawn=args.withdraw)
    if args.withdraw:
        print(f"withdrawn: {each.mapping} for {quarter} from {args.sender}")
    else:
        print(
            f"{each.mapping} for {quarter}: {state_of([receipt], quarter, day)}, due {day_in_words(due(quarter))}"
        )
    return 0


def show_register(args: argparse.Namespace) -> int:
    """Show the register as a table or as JSON."""
    from frith.evidence.catalogue import state_folder
    from frith.evidence.prescribed import parse_quarter
    from frith.evidence.receipts import Register
    from frith.vocabulary.periods import Month, Quarter

    day = args.on or _today()
    back = Quarter.holding(Month.holding(day)).period.first + (-3 * QUARTERS_BACK)
    since = parse_quarter(args.since) if args.since else Quarter.holding(back)
    standings = [
        s for s in Register(state_folder()).standings(since, day) if not args.late or s.state == "late"
    ]
    if args.json:
        print(json.dumps([asdict(standing) for standing in standings], ensure_ascii=False, indent=1))
    else:
        _print_standings(standings)
    return 0


def fetch_months(args: argparse.Namespace) -> int:
    """Fetch the months, and say how to add them."""
    from frith.evidence.catalogue import state_folder
    from frith.evidence.fetch import ADDRESS, PoliceInterface, fetch_street
    from frith.evidence.opened import open_evidence
    from frith.vocabulary.areas import AreaKind
    from frith.vocabulary.faults import EvidenceMissing, Fault
    from frith.vocabulary.periods import Period

    period = Period.parse(args.first, args.last)
    atlas = open_evidence(state_folder()).atlas
    area = atlas.find(args.area)
    shape = atlas.shape(area)
    if shape is None:
        raise EvidenceMissing(
            Fault(
                "fetch.boundary",
                f"the boundary of {area.name} is not in the catalogue",
                area.code,
                remedy="Add it: frith evidence add FILE --family boundaries --source WHO --licence WHICH",
            )
        )
    force = args.force or _named(atlas.holding(area, AreaKind.FORCE))
    interface = PoliceInterface(args.address or ADDRESS, progress=_tell)
    try:
        files = fetch_street(
            interface, shape, period, args.out, name=area.code.lower(), force=force, locate=_locate(atlas)
        )
    finally:
        interface.close()
        _tell("")
    many = "1 file" if len(files) == 1 else f"{len(files):,} files"
    print(f"{area.name}, {period.words}: {many} in {args.out}. Crimes without a place are not among them.")
    covers = " ".join(f"--covers {borough}" for borough in _boroughs(atlas, area))
    print("Add them:")
    print(
        f"  frith evidence add {args.out} --family police.street --title 'Street-level crime, {area.name}'"
        f" --source data.police.uk --licence 'Open Government Licence v3.0' {covers}".rstrip()
    )
    return 0


def _locate(atlas: AreaAtlas) -> Locate | None:
    """Return what gives points their small area: of the latest census whose boundaries are there, if any."""
    from frith.vocabulary.areas import AreaKind

    kind = next((k for k in (AreaKind.LSOA21, AreaKind.LSOA11) if atlas.has_shapes(k)), None)
    return None if kind is None else lambda x, y: _small_areas(atlas, kind, x, y)


def _small_areas(
    atlas: AreaAtlas, kind: AreaKind, x: NDArray[Any], y: NDArray[Any]
) -> Iterable[tuple[str, str]]:
    codes = [str(code) for code in atlas.locate(x, y, kind)]
    names = {code: atlas.find(code, kind).name if code else "" for code in set(codes)}
    return [(code, names[code]) for code in codes]


def _boroughs(atlas: AreaAtlas, area: Area) -> list[str]:
    """Return the boroughs that an area is made of; none for a part of one, which it would not cover."""
    from frith.vocabulary.areas import AreaKind

    if area.kind not in {AreaKind.BOROUGH, AreaKind.PARTNERSHIP, AreaKind.FORCE}:
        return []
    return [borough.code for borough in atlas.within(area, AreaKind.BOROUGH)]


def _named(area: Area | None) -> str:
    return area.name if area else ""


def _print_standings(standings: list[Standing]) -> None:
    quarter = ""
    for standing in standings:
        if standing.quarter != quarter:
            quarter = standing.quarter
            print(f"{quarter}, due {standing.due}")
        came = "; ".join(f"{receipt.sender} on {receipt.received}" for receipt in standing.receipts)
        print(f"  {standing.number:>2} {standing.set:<24} {standing.state:<14} {came}".rstrip())
    if not standings:
        print("Nothing is late.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2016-09-30") from None


def _today() -> date:
    # The outermost caller asks the wall clock: lateness is a fact of the law, not of the business clock.
    return datetime.now(ZoneInfo("Europe/London")).date()  # noqa: TID251


def _tell(step: str) -> None:
    """Show the step on a terminal, on one line that is written over."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{step}", end="", file=sys.stderr, flush=True)
