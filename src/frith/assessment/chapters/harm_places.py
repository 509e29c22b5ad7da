"""Estimated harm by small area: where it gathers, as a share of the area's."""

from __future__ import annotations

import numpy as np

from frith.assessment import citing
from frith.assessment.chapters.harm_counts import Weighed, harm_sources
from frith.assessment.chapters.mapping import area_map, quantile_classes, small_areas
from frith.assessment.chapters.overview import Counted
from frith.assessment.chapters.place_names import place_names
from frith.assessment.chapters.telling import tell
from frith.assessment.exhibits import Column, Table
from frith.assessment.findings import ChapterResult
from frith.evidence.reading import Evidence, HarmTable
from frith.vocabulary import numbers
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.figures import Figure, Phrase

_MOST_PLACES = 10
_NAMED = 3


def by_place(
    result: ChapterResult, evidence: Evidence, counts: Counted, table: HarmTable, weighed: list[Weighed]
) -> None:
    """Add the small areas that hold most of the estimated harm, with a map of each one's share."""
    year = counts.years[-1]
    cube = evidence.street(counts.area, year, AreaKind.LSOA11)
    days = np.zeros(len(cube.areas))
    for one in weighed:
        days = days + cube.by_area(year, one.category) * one.weight.days
    parts = small_areas(evidence, cube.areas)
    if len(parts) < _MOST_PLACES or np.isnan(days).any():
        return
    order = np.lexsort((np.array(cube.areas), -days))
    shares = 100 * days / days.sum()
    names = place_names(evidence, counts.area, parts)
    sources = harm_sources(counts, table)
    result.exhibits.append(
        Table(
            id="harm-places",
            title=f"{names[order[0]]} has most of the estimated harm of {len(parts)} neighbourhoods, {year.words}",
            columns=(
                Column("place", "Neighbourhood"),
                Column("code", "Code"),
                Column("days", "Days of harm (estimate)", "count"),
                Column("share", "Share of the area's harm", "percent"),
            ),
            rows=tuple((names[n], parts[n].code, round(float(days[n])), float(shares[n])) for n in order),
            sources=sources,
            annex=True,
        ),
    )
    for n in order:
        result.add(
            Figure(
                definition="harm.share",
                value=float(shares[n]),
                numerator=float(days[n]),
                denominator=float(days.sum()),
                unit="%",
                area=parts[n].code,
                period=year,
                breakdown=(("edition", table.edition),),
                sources=sources,
                note="an estimate",
            ),
        )
    top = order[:_MOST_PLACES]
    held = result.add(
        Figure(
            definition="harm.share",
            value=float(shares[top].sum()),
            numerator=float(days[top].sum()),
            denominator=float(days.sum()),
            unit="%",
            area=counts.area.code,
            period=year,
            breakdown=(("places", f"the {_MOST_PLACES} with most"), ("edition", table.edition)),
            sources=sources,
            note="an estimate",
        ),
    )
    most = numbers.listed([f"{names[n]} with {numbers.percent(shares[n])}" for n in order[:_NAMED]])
    classes, class_labels = quantile_classes(shares, decimals=1, unit="%")
    name = names[order[0]]
    drawn = area_map(
        evidence,
        counts.area,
        parts,
        classes,
        id="harm-map",
        title=f"Estimated harm is highest in {name}",
        alt=f"Map: {most} had most of the estimated harm in {year.words}. The numbers are in the table of harm by "
        "neighbourhood.",
        class_labels=class_labels,
        legend="Share of estimated harm",
        table="harm-places",
        sources=sources,
    )
    if drawn is not None:
        result.exhibits.append(drawn)
    sentence: Phrase = (
        f"Ten of the area's {len(parts)} neighbourhoods hold ",
        citing.percent(held),
        f" of the estimated harm; {name} has the most.",
    )
    tell(
        result,
        "harm.places",
        sentence,
        share=float(held.value or 0) / 100,
        caveats=(
            "Crimes are mapped to the nearest anonymous map point, so a small area's count is approximate.",
        ),
        exhibit="harm-map" if drawn is not None else "harm-places",
    )
