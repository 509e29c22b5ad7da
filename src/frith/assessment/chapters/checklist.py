"""The checklist of regulations 6 and 7: what this evidence answers, and what the partnership must add itself."""

from __future__ import annotations

from dataclasses import dataclass

from frith.assessment.chapters.overview import LABELS, label
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Column, Table
from frith.assessment.findings import Chapter, ChapterResult, Finding
from frith.assessment.notes import Notes
from frith.evidence.dataset import Dataset, Family
from frith.evidence.reading import Evidence
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import Period

SOURCE = "SI 2007/1830, the Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007"

DEFINITIONS = (
    Definition(
        "checklist.answered",
        1,
        "Matters that the evidence answers",
        f"Of the matters that regulations 6 and 7 name ({SOURCE}, as amended), those that this assessment answers "
        "wholly from evidence and notes. A matter answered in part counts as not answered.",
        "matters",
    ),
)

ANSWERED, PART, TO_ADD, NOT_HERE = "answered", "in part", "to be added", "does not apply"


_POLICE = {
    Family.STREET: "street-level crime",
    Family.OUTCOMES: "outcomes",
    Family.STOPS: "stop and search",
    Family.OFFICIAL: "official counts",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter of the regulations, its state here, what answers it, and what the partnership must add."""

    regulation: str
    matter: str
    state: str
    answered_by: str
    to_add: str


def chapter(
    evidence: Evidence,
    area: Area,
    period: Period,
    chapters: tuple[ChapterResult, ...],
    notes: Notes,
) -> ChapterResult:
    """Return every matter of regulations 6 and 7 with what answers it here and what is still to be added."""
    result = ChapterResult(Chapter.DATA, "What the regulations ask")
    findings = tuple(finding for one in chapters for finding in one.findings)
    cited = {source for one in chapters for figure in one.figures.values() for source in figure.sources}
    used = tuple(dataset for dataset in evidence.datasets() if dataset.id in cited)
    matters = [
        *_considered(used),
        *_included(findings, notes, chapters, single_tier=_single_tier(evidence, area)),
    ]
    asked = [one for one in matters if one.state != NOT_HERE]
    answered = [one for one in asked if one.state == ANSWERED]
    result.add(
        Figure(
            definition="checklist.answered",
            value=len(answered),
            numerator=len(answered),
            denominator=len(asked),
            unit="matters",
            area=area.code,
            period=period,
        ),
    )
    result.exhibits.append(
        Table(
            id="checklist",
            title="Regulations 6 and 7: what is answered here and what the partnership must add",
            columns=(
                Column("regulation", "Regulation"),
                Column("matter", "What it asks"),
                Column("state", "State"),
                Column("answered", "Answered by"),
                Column("add", "Still to add"),
            ),
            rows=tuple((m.regulation, m.matter, m.state, m.answered_by, m.to_add) for m in matters),
            sources=(),
            note=f"{SOURCE}, as amended to 2011. This assessment is not complete until every row is answered.",
        ),
    )
    result.story.append((_story(asked, answered),))
    result.method.append(
        "The checklist follows regulations 6 (what a strategic assessment must consider) and 7 (what it must "
        f"include) of {SOURCE}. Open police data is no substitute for what the responsible authorities hold: the "
        "state says what was loaded here, not what exists.",
    )
    return result


def _single_tier(evidence: Evidence, area: Area) -> bool:
    """Whether one council does everything in the area: everywhere but in the districts of a county (codes E07)."""
    around = evidence.atlas.holding(area, AreaKind.BOROUGH)
    boroughs = (around,) if around else evidence.atlas.within(area, AreaKind.BOROUGH)
    return not any(borough.code.startswith("E07") for borough in boroughs)


def _story(asked: list[Matter], answered: list[Matter]) -> str:
    part = sum(one.state == PART for one in asked)
    rest = len(asked) - len(answered) - part
    whole = f"{len(answered)} and part of {part} more" if answered else f"part of {part}"
    return (
        f"Of {len(asked)} matters that the regulations ask for, this assessment answers {whole}; the partnership "
        f"must add the other {rest}, and what the table names as still to add."
    )


def _considered(datasets: tuple[Dataset, ...]) -> list[Matter]:
    """Regulation 6: whose information was considered. Evidence can show the authorities' alone."""
    families = {one.family for one in datasets}
    police = [words for family, words in _POLICE.items() if family in families]
    other = [one.title for one in datasets if one.family is Family.INCIDENTS]
    authorities = [f"police: {numbers.listed(police)}"] if police else []
    authorities += other
    return [
        Matter(
            "6",
            "information from the responsible authorities",
            PART if authorities else TO_ADD,
            "; ".join(authorities),
            "what the council, fire and rescue, probation and the integrated care board hold, where not loaded"
            if other
            else "the twelve prescribed data sets (SI 2007/1831) of the council, fire and rescue and health; probation",
        ),
        Matter("6", "information from co-operating bodies", TO_ADD, "", "who was asked, what came, and when"),
        Matter(
            "6", "information from participating bodies", TO_ADD, "", "who was asked, what came, and when"
        ),
        Matter(
            "6",
            "information from the crime and disorder (scrutiny) committee",
            TO_ADD,
            "",
            "the committee's reports and recommendations of the year",
        ),
        Matter("6", "the partnership plan of the current year", TO_ADD, "", "the plan and its measures"),
        Matter(
            "6",
            "information from people who live and work in the area",
            TO_ADD,
            "",
            "consultations, surveys and the public meeting of the year",
        ),
    ]


def _included(
    findings: tuple[Finding, ...],
    notes: Notes,
    chapters: tuple[ChapterResult, ...],
    *,
    single_tier: bool,
) -> list[Matter]:
    """Regulation 7: what the assessment must include. A county's group (7(g)) is there only above districts."""
    titles = {one.chapter: one.title for one in chapters}
    levels = _serving(findings, "regulation 7(a)")
    changes = _serving(findings, "regulation 7(b)")
    moved = [finding for finding in findings if finding.id.startswith("trend.")]
    explained = [finding for finding in moved if finding.id in notes.by_finding]
    suggested = _serving(findings, "regulation 7(d)")
    compared = any(one.chapter is Chapter.CHANGES for one in chapters)
    return [
        Matter(
            "7(a)",
            "levels and patterns of crime and disorder and of substance misuse",
            PART if levels else TO_ADD,
            _themes(levels, titles),
            "substance misuse beyond recorded drug offences: treatment, hospital and ambulance figures",
        ),
        Matter(
            "7(b)",
            "changes in them since the previous assessment",
            ANSWERED if compared and changes else PART if changes else TO_ADD,
            _themes(changes, titles),
            "" if compared else "the previous assessment, to compare with",
        ),
        Matter(
            "7(c)",
            "why they changed",
            ANSWERED if moved and len(explained) == len(moved) else PART if explained else TO_ADD,
            "the analyst's notes on " + _listed([_subject(finding) for finding in explained])
            if explained
            else "",
            _why_missing(moved, explained),
        ),
        Matter(
            "7(d)",
            "what the responsible authorities should prioritise",
            PART if suggested else TO_ADD,
            _themes(suggested, titles),
            "the partnership's own scores and its decision",
        ),
        Matter(
            "7(e)",
            "what people who live and work in the area think should be prioritised",
            TO_ADD,
            "",
            "community views, and how they were sought",
        ),
        Matter(
            "7(f)",
            "how far the previous year's plan was implemented",
            TO_ADD,
            "",
            "progress on each priority of the last plan",
        ),
        Matter(
            "7(g)",
            "matters for the county strategy group",
            NOT_HERE if single_tier else TO_ADD,
            "",
            "only where there are two tiers of council"
            if single_tier
            else "the county strategy group's matters, where the area has two tiers of council",
        ),
    ]


def _serving(findings: tuple[Finding, ...], duty: str) -> list[Finding]:
    return [finding for finding in findings if duty in finding.duties]


def _why_missing(moved: list[Finding], explained: list[Finding]) -> str:
    if not moved:
        return "the analyst's account of why levels changed or held"
    left = [_subject(finding) for finding in moved if finding not in explained]
    return f"an analyst's note on {numbers.listed(left)}" if left else ""


def _subject(finding: Finding) -> str:
    """What a finding is about, in the words of the paper: ``trend.burglary`` is about burglary."""
    name = finding.id.partition(".")[2]
    return label(name).lower() if name in BY_ID or name in LABELS else name.replace("-", " ")


def _themes(findings: list[Finding], titles: dict[Chapter, str]) -> str:
    """Name the themes that hold the findings, in the order printed, with how many."""
    held = [finding.chapter for finding in findings]
    counts = ((titles[one], held.count(one)) for one in titles if one in held)
    return "; ".join(f"{title} ({n} finding{'s' if n > 1 else ''})" for title, n in counts)


def _listed(names: list[str], most: int = 6) -> str:
    shown = list(dict.fromkeys(names))
    more = [f"{len(shown) - most} more"] if len(shown) > most else []
    return numbers.listed([*shown[:most], *more])
