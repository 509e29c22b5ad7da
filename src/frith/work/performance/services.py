"""All writes about figures and indicators."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from frith.guard.access.models import Agency
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import act, write, write_many
from frith.publication.stored import figure_text
from frith.vocabulary.faults import Fault, RowsRejected
from frith.vocabulary.figures import Figure
from frith.work.performance import permissions, queries
from frith.work.performance.definitions import Member, definition_of, is_registered
from frith.work.performance.models import FigureMember, Indicator, Polarity, StoredFigure
from frith.work.performance.public_figures import Computed


@act
def keep_figure(*, by: Acting, computed: Computed) -> StoredFigure:
    """Store a figure with the records that it rests on, and return the edition that says so.

    Keeping the same outcome again stores nothing new; another outcome is a new edition.
    """
    figure, members = computed.figure, computed.members
    held = queries.latest_edition(figure.id)
    if held is not None and _says_the_same(held, computed):
        return held
    try:
        return store_edition(by=by, figure=figure, members=members, edition=held.edition + 1 if held else 1)
    except RowsRejected:
        # somebody else kept it at the same moment; theirs will do if it says the same
        theirs = queries.latest_edition(figure.id)
        if theirs is None or not _says_the_same(theirs, computed):
            raise
        return theirs


def _says_the_same(held: StoredFigure, computed: Computed) -> bool:
    return held.content == figure_text(computed.figure) and queries.members_of(held) == computed.members


def store_edition(*, by: Acting, figure: Figure, members: tuple[Member, ...], edition: int) -> StoredFigure:
    """Store a figure and its members: one row, one event, and the member rows with theirs."""
    stored = StoredFigure(
        id=uuid4(),
        figure=figure.id,
        edition=edition,
        definition=figure.definition,
        version=figure.version,
        area=figure.area,
        first_month=str(figure.period.first) if figure.period else "",
        last_month=str(figure.period.last) if figure.period else "",
        as_at=figure.as_at or by.today,
        content=figure_text(figure),
        record_type=definition_of(figure.definition).record_type if is_registered(figure.definition) else "",
        recorded_at=by.business_now,
    )
    write(stored, event=event_by(by, Act.COMPUTED, "figure", figure.id, detail={"edition": edition}))
    rows = [
        FigureMember(
            stored_figure=stored,
            record=member.record,
            in_numerator=member.in_numerator,
            in_denominator=member.in_denominator,
        )
        for member in members
    ]
    if rows:
        counts = {"edition": edition, "records": len(rows)}
        write_many(rows, event=event_by(by, Act.COMPUTED, "figure members", figure.id, detail=counts))
    return stored


@act
def add_indicator(
    *,
    by: Acting,
    key: str,
    title: str,
    rationale: str,
    definition: str,
    owner: Agency,
    source: str,
    area: str,
    area_name: str,
    baseline: tuple[float, str, str],
    inherited: bool,
    target: tuple[float, date] | None,
    tolerance: float = 0,
    polarity: Polarity = Polarity.HIGHER,
) -> Indicator:
    """Add an indicator. ``baseline`` is its value, period and source; ``target`` a value and the day it is for.

    Raises Refused, UnknownName for the definition, or RowsRejected with every part that is missing, or if its key or
    what it measures is another indicator's already.
    """
    permissions.check_may_look_after_indicators(by)
    definition_of(definition)
    _refuse_incomplete(title=title, rationale=rationale, source=source, baseline=baseline[1] and baseline[2])
    _refuse_taken(key, definition, area)
    indicator = Indicator(
        id=key,
        title=title,
        rationale=rationale,
        definition=definition,
        owner=owner,
        source=source,
        area=area,
        area_name=area_name,
        polarity=polarity,
        baseline_value=baseline[0],
        baseline_period=baseline[1],
        baseline_source=baseline[2],
        baseline_inherited=inherited,
        target_value=target[0] if target else None,
        target_by=target[1] if target else None,
        tolerance=tolerance,
    )
    write(indicator, event=event_by(by, Act.COLLECTED, "indicator", key, detail={"definition": definition}))
    return indicator


def _refuse_incomplete(**parts: str) -> None:
    faults = [
        Fault("performance.indicator", f"an indicator needs its {name}", allowed="words that are not empty")
        for name, words in parts.items()
        if not words.strip()
    ]
    if faults:
        raise RowsRejected(*faults)


def _refuse_taken(key: str, definition: str, area: str) -> None:
    """Raise RowsRejected for a key that is used, or a second indicator of one measure.

    Two indicators of one definition and area would have one figure between them, with two baselines.
    """
    faults = []
    if queries.indicators().filter(pk=key).exists():
        faults.append(
            Fault("performance.indicator-taken", "an indicator has this key already", "key", "a new key", key)
        )
    measuring = queries.indicators().filter(definition=definition, area=area).exclude(pk=key).first()
    if measuring is not None:
        faults.append(
            Fault(
                "performance.measured-already",
                f"the indicator {measuring.pk} measures this in this area already",
                "definition",
                "one indicator of a definition and area",
                f"{definition}, {area}",
            )
        )
    if faults:
        raise RowsRejected(*faults)
