"""The strategic assessment as a paper: two pages that a councillor reads, the findings, a page a theme, annexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from frith.assessment.exhibits import Column, Exhibit, Picture, Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.assessment.ranking import RULE
from frith.assessment.strategic import DEFINITIONS, Assessment
from frith.evidence.dataset import Dataset, Family
from frith.publication.disclosure import publishable
from frith.publication.document import (
    Block,
    Bullets,
    Callout,
    Document,
    FindingBlock,
    Heading,
    PageBreak,
    Paragraph,
    PictureBlock,
    Publishable,
    Recommendation,
    SourceNote,
    TableBlock,
)
from frith.publication.member_summary import limits, summary
from frith.publication.outline import citations
from frith.publication.still_to_add import still_to_add
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.disclosure import Audience, Marking
from frith.vocabulary.periods import day_in_words

ROWS_PRINTED = 15
"""Rows that print of a table longer than ROWS_WHOLE, which a page can hold."""
ROWS_WHOLE = 26
MAIN_PICTURES = ("forecast-chart", "places-over-time-map", "trends-years-chart")
ON_THE_PAGE = ("overview-official", "partners-years", "checklist", "changes-counts")
_UPRIGHT = 12
_GRADED = {Family.STREET, Family.OUTCOMES, Family.STOPS, Family.OFFICIAL, Family.INCIDENTS}
"""Data of events: only there does the grade, which counts rejected rows and missing months, say anything."""

_NAMES = {category.id: category.name for category in CATEGORIES}

INVENTED = "Invented data: no figure here is about a real place or person"


def document(assessment: Assessment, audience: Audience = Audience.PUBLIC) -> Document:
    """Lay an assessment out as a paper for an audience. Disclosure control is applied to every table here."""
    by_chapter = {chapter.chapter: chapter for chapter in assessment.chapters}
    themes = [
        c for c in assessment.chapters if c.chapter not in (Chapter.PRIORITIES, Chapter.CHANGES, Chapter.DATA)
    ]
    body = [
        *summary(assessment),
        *_findings(assessment),
        *_themes(assessment, themes, audience),
        *_optional(by_chapter, Chapter.CHANGES, audience),
        *_optional(by_chapter, Chapter.PRIORITIES, audience),
        *_recommendations(assessment),
        *_nothing_to_compare(by_chapter),
        *still_to_add(assessment),
        *_gaps(assessment),
        *_optional(by_chapter, Chapter.DATA, audience),
    ]
    shown = {
        block.picture.id if isinstance(block, PictureBlock) else block.content.table.id
        for block in body
        if isinstance(block, PictureBlock | TableBlock)
    }
    annex = [*_method(assessment), *_notes_kept(assessment), *_more(assessment, audience, shown)]
    cited = {citation.figure for block in (*body, *annex) for citation in citations(block)}
    figures = assessment.figures
    of_sources = {
        name: words for chapter in assessment.chapters for name, words in chapter.of_sources.items()
    }
    return Document(
        id=assessment.id,
        title=f"{_kind_of_paper(assessment)}: {assessment.area.name}",
        subtitle=f"Crime, disorder and anti-social behaviour, {assessment.period.words}",
        publisher=_publisher(assessment),
        as_at=assessment.as_at,
        marking=Marking.OFFICIAL if audience is Audience.PUBLIC else Marking.OFFICIAL_SENSITIVE,
        audience=audience,
        front=_front(assessment),
        control=_control(assessment),
        draft=True,
        body=tuple(body),
        annex=tuple(annex),
        figures=tuple(figures[key] for key in sorted(cited)),
        definitions=tuple(
            (key, DEFINITIONS[key].words) for key in sorted({figures[k].definition for k in cited})
        ),
        sources=tuple(_source(dataset, of_sources) for dataset in assessment.datasets),
        invented=INVENTED if assessment.invented else "",
        areas=((assessment.area.code, assessment.area.name),),
        edition=f"frith {assessment.version}, assessment {assessment.id}",
    )


def _has_partnership(area: Area) -> bool:
    """Whether an area has a community safety partnership of its own: a ward or a neighbourhood has none."""
    return area.kind in (AreaKind.BOROUGH, AreaKind.PARTNERSHIP, AreaKind.FORCE)


def _kind_of_paper(assessment: Assessment) -> str:
    if _has_partnership(assessment.area):
        return "Strategic assessment"
    return "Ward profile" if assessment.area.kind is AreaKind.WARD else "Neighbourhood profile"


def _publisher(assessment: Assessment) -> str:
    if _has_partnership(assessment.area):
        return f"Community safety partnership for {assessment.area.name}"
    return "Community safety partnership"


def _front(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    purpose = (
        "Helps the partnership revise its plan (SI 2007/1830, regulations 5 to 7)"
        if _has_partnership(assessment.area)
        else "Supports the strategic assessment of the partnership that this area belongs to"
    )
    return (
        ("Area", f"{assessment.area.name} ({assessment.area.code})"),
        ("Period", assessment.period.words),
        ("Purpose", purpose),
        ("Evidence", "Published and depersonalised; nothing here identifies a person"),
    )


def _control(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """The rows of the front sheet that guidance asks for. An empty one is for the partnership."""
    named = () if _has_partnership(assessment.area) else (("Partnership", ""),)
    return (
        ("Version", f"Draft, reference {assessment.id}"),
        ("Date of the evidence", f"Up to {day_in_words(assessment.as_at)}"),
        ("Made with", f"frith {assessment.version}"),
        *named,
        ("Produced by", ""),
        ("Relevant to", ""),
        ("Approved by", ""),
        ("Review by", ""),
        ("Publication scheme", ""),
    )


def _findings(assessment: Assessment) -> Iterator[Block]:
    yield PageBreak()
    yield Heading(1, "Findings in order of importance", "findings")
    yield Paragraph(
        (
            (
                "Each finding is weighed by its size, its movement and how sure it is: one rule for all, which the "
                f"annex states with the weighing of each. {_counted(assessment)} Any number can be opened: it leads to "
                "what it rests on. Why something changed is for the partnership to say: what its analyst wrote stands "
                "under the finding."
            ),
        ),
    )
    for rank, finding in enumerate(assessment.findings, 1):
        note = assessment.notes.by_finding.get(finding.id)
        yield FindingBlock(
            finding.id,
            rank,
            finding.sentence,
            finding.caveats,
            note.words if note else "",
            note.warning if note else "",
        )
    below = [
        finding
        for finding in assessment.other_findings
        if finding.chapter is not Chapter.PRIORITIES and not finding.within
    ]
    if below:
        yield Paragraph(
            (f"Findings that weigh less are told on their theme's page alone: {len(below)} of them.",)
        )


def _counted(assessment: Assessment) -> str:
    """Say where the counts come from, since the force's own count and the street map differ."""
    if any(figure.definition == "recorded.official" for figure in assessment.figures.values()):
        return (
            "The total is the force's own count; categories, places and peers are counted on the street map."
        )
    return "All crimes are counted on the street map."


def _theme(chapter: ChapterResult, audience: Audience) -> Iterator[Block]:
    """One page: the story in plain sentences, what to mind, and the picture that shows it. The rest is annexed."""
    if not (chapter.story or chapter.exhibits):
        return
    yield PageBreak()
    yield Heading(1, chapter.title, chapter.chapter.value)
    for phrase in chapter.story:
        yield Paragraph(phrase)
    caveats = tuple(dict.fromkeys(caveat for finding in chapter.findings for caveat in finding.caveats))
    if caveats:
        yield Callout("caution", (" ".join(caveats),))
    picture = _main_picture(chapter)
    if picture is not None:
        yield PictureBlock(picture)
    for exhibit in chapter.exhibits:
        if isinstance(exhibit, Table) and exhibit.id in ON_THE_PAGE:
            yield TableBlock(publishable(exhibit, audience))


def _themes(assessment: Assessment, themes: list[ChapterResult], audience: Audience) -> Iterator[Block]:
    """Yield every theme's page. After a theme of words alone the next runs on, so that no page is nearly empty."""
    words_alone = False
    for theme in themes:
        blocks = list(_theme_of(assessment, theme, audience))
        if words_alone and blocks and isinstance(blocks[0], PageBreak):
            del blocks[0]
        if blocks:
            words_alone = not any(isinstance(block, PictureBlock | TableBlock) for block in blocks)
        yield from blocks


def _main_picture(chapter: ChapterResult) -> Picture | None:
    pictures = [exhibit for exhibit in chapter.exhibits if not isinstance(exhibit, Table)]
    return next((one for one in pictures if one.id in MAIN_PICTURES), pictures[0] if pictures else None)


def _theme_of(assessment: Assessment, chapter: ChapterResult, audience: Audience) -> Iterator[Block]:
    """Yield a theme's page; the page of changes says where the analyst has yet to write why."""
    blocks = list(_theme(chapter, audience))
    if chapter.chapter is Chapter.TRENDS and blocks:
        told = max(n for n, block in enumerate(blocks) if isinstance(block, Paragraph | Heading))
        blocks[told + 1 : told + 1] = _why(assessment, chapter)
    yield from blocks


def _why(assessment: Assessment, chapter: ChapterResult) -> Iterator[Block]:
    moved = [finding for finding in chapter.findings if finding.id.startswith("trend.")]
    missing = [finding for finding in moved if finding.id not in assessment.notes.by_finding]
    if not missing:
        return
    subjects = [_NAMES.get(name, name.replace("-", " ")).lower() for name in (f.id[6:] for f in missing)]
    yield Paragraph((f"Why: for the analyst to write, of {numbers.listed(subjects)}.",))


def _nothing_to_compare(chapters: dict[Chapter, ChapterResult]) -> Iterator[Block]:
    """Say that no earlier assessment was loaded, where the text runs on: a line needs no page of its own."""
    if Chapter.CHANGES in chapters:
        return
    yield Heading(1, "What changed since the previous assessment", Chapter.CHANGES.value)
    yield Paragraph(("No earlier assessment was loaded to compare with.",))


def _optional(chapters: dict[Chapter, ChapterResult], name: Chapter, audience: Audience) -> Iterator[Block]:
    if name in chapters:
        yield from _theme(chapters[name], audience)


def _recommendations(assessment: Assessment) -> Iterator[Block]:
    if not assessment.recommendations:
        return
    yield PageBreak()
    yield Heading(1, "Recommendations", "recommendations")
    yield Paragraph(
        (
            (
                "Each recommendation follows from findings by a stated rule, and names those that it rests on. The "
                "lead is a proposal. The partnership decides."
            ),
        )
    )
    ranks = {finding.id: rank for rank, finding in enumerate(assessment.findings, 1)}
    titles = {chapter.chapter: chapter.title for chapter in assessment.chapters}
    for number, one in enumerate(assessment.recommendations, 1):
        ranked = sorted((ranks[name], name) for name in one.rests_on if name in ranks)
        if ranked:
            links = tuple((str(rank), f"finding-{name}") for rank, name in ranked)
        else:
            chapter = one.findings[0].chapter
            links = ((f"the chapter “{titles[chapter]}”", chapter.value),)
        yield Recommendation(number, one.words, links, bool(ranked), one.lead, one.success)


def _gaps(assessment: Assessment) -> Iterator[Block]:
    gaps = limits(assessment)
    if not gaps:
        return
    yield Heading(1, "What the evidence cannot say", "gaps")
    yield Bullets(tuple((gap,) for gap in gaps))


def _method(assessment: Assessment) -> Iterator[Block]:
    yield Heading(1, "How this was made", "method")
    for chapter in assessment.chapters:
        if chapter.method:
            yield Heading(2, chapter.title, f"method-{chapter.chapter.value}")
            for words in chapter.method:
                yield Paragraph((words,))
    yield Heading(2, "How findings are ranked", "method-ranking")
    yield Paragraph((RULE,))
    yield TableBlock(publishable(_weighed(assessment), Audience.PUBLIC))


def _weighed(assessment: Assessment) -> Table:
    """Every ranked finding with its weighing, so that a reader can follow the rule, and disagree with it."""
    titles = {chapter.chapter: chapter.title for chapter in assessment.chapters}
    return Table(
        id="findings-weighed",
        title="How each finding was weighed",
        columns=(
            Column("rank", "Finding", "count"),
            Column("theme", "Theme"),
            Column("weighed", "How it was weighed"),
        ),
        rows=tuple(
            (rank, titles[finding.chapter], finding.why_it_ranks)
            for rank, finding in enumerate(assessment.findings, 1)
        ),
        sources=(),
    )


def _notes_kept(assessment: Assessment) -> Iterator[Block]:
    """Every note that stands under no finding above: its finding is told elsewhere, or not in this edition."""
    elsewhere = [
        finding for finding in assessment.other_findings if finding.id in assessment.notes.by_finding
    ]
    if not elsewhere and not assessment.notes.unplaced:
        return
    yield Heading(1, "More of the analyst's notes", "notes-kept")
    for finding in elsewhere:
        note = assessment.notes.by_finding[finding.id]
        yield Heading(2, finding.text, f"note-{finding.id}")
        yield from _words(note.words)
        if note.warning:
            yield Callout("caution", (note.warning,))
    for note in assessment.notes.unplaced:
        yield Heading(2, f"{note.finding}: no such finding in this edition", f"note-{note.finding}")
        yield from _words(note.words)


def _words(text: str) -> Iterator[Block]:
    for words in text.split("\n\n"):
        yield Paragraph((words.replace("\n", " "),))


def _more(assessment: Assessment, audience: Audience, shown: set[str]) -> Iterator[Block]:
    """Every chart, map and table that is not on a theme's page, by theme."""
    yield Heading(1, "More charts, maps and tables", "tables")
    for chapter in assessment.chapters:
        rest = sorted((e for e in chapter.exhibits if e.id not in shown), key=_is_wide)
        if not rest:
            continue
        yield Heading(2, chapter.title, f"more-{chapter.chapter.value}")
        for exhibit in rest:
            if isinstance(exhibit, Table):
                yield TableBlock(_cut(publishable(exhibit, audience)))
            else:
                yield PictureBlock(exhibit)


def _is_wide(exhibit: Exhibit) -> bool:
    """Whether an exhibit needs a page on its side; those come last, so that they part no others."""
    return isinstance(exhibit, Table) and len(exhibit.columns) > _UPRIGHT


def _cut(content: Publishable) -> Publishable:
    """Cut a table after disclosure control, so that what prints hides what the whole table hides."""
    return replace(content, table=_printed(content.table))


def _printed(table: Table) -> Table:
    """Return a long table cut to the rows that print, saying so: the whole is in the tables folder.

    Of months the latest are printed; other tables begin with what matters most.
    """
    if len(table.rows) <= ROWS_WHOLE:
        return table
    by_month = table.columns[0].kind == "month"
    rows = table.rows[-ROWS_PRINTED:] if by_month else table.rows[:ROWS_PRINTED]
    which = "last" if by_month else "first"
    note = f"The {which} {ROWS_PRINTED} of {len(table.rows)} rows are printed; the rest is in tables/{table.id}.csv."
    return replace(table, rows=rows, note=f"{table.note} {note}".strip())


def _source(dataset: Dataset, of_sources: dict[str, str]) -> SourceNote:
    months = dataset.coverage.months
    coverage = f"{min(months).words} to {max(months).words}" if months else ""
    return SourceNote(
        dataset.id,
        dataset.title,
        dataset.source,
        dataset.licence,
        dataset.attribution,
        coverage,
        " ".join((f"{dataset.grade}: {dataset.grade_rule}.", of_sources.get(dataset.id, "")))
        .strip()
        .rstrip(".")
        if dataset.grade and dataset.family in _GRADED
        else "not graded",
    )
