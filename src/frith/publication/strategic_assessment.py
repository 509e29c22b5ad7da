"""The strategic assessment as a paper: two pages that a councillor reads, the findings, a page a theme, annexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from frith.assessment import citing
from frith.assessment.exhibits import Picture, Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.assessment.strategic import DEFINITIONS, Assessment
from frith.evidence.dataset import Dataset
from frith.publication.disclosure import publishable
from frith.publication.document import (
    Block,
    Bullets,
    Callout,
    Document,
    FindingBlock,
    Heading,
    KeyFigure,
    KeyFigures,
    PageBreak,
    Paragraph,
    PictureBlock,
    SourceNote,
    TableBlock,
)
from frith.publication.outline import citations
from frith.vocabulary.disclosure import Audience, Marking
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import day_in_words

IN_SUMMARY = 8
GAPS_IN_SUMMARY = 4
ROWS_PRINTED = 40
MAIN_PICTURES = ("forecast-chart", "places-over-time-map", "trends-years-chart")
ON_THE_PAGE = ("overview-official", "partners-years", "checklist", "changes-counts")
_WHERE = ("places-hot-spots-map", "places-map")

INVENTED = "Invented data: no figure here is about a real place or person"


def document(assessment: Assessment, audience: Audience = Audience.PUBLIC) -> Document:
    """Lay an assessment out as a paper for an audience. Disclosure control is applied to every table here."""
    by_chapter = {chapter.chapter: chapter for chapter in assessment.chapters}
    themes = [
        c for c in assessment.chapters if c.chapter not in (Chapter.PRIORITIES, Chapter.CHANGES, Chapter.DATA)
    ]
    body = [
        *_summary(assessment, by_chapter),
        *_findings(assessment),
        *(block for theme in themes for block in _theme(theme, audience)),
        *(
            block
            for name in (Chapter.CHANGES, Chapter.PRIORITIES)
            for block in _optional(by_chapter, name, audience)
        ),
        *_recommendations(assessment),
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
    return Document(
        id=assessment.id,
        title=f"Strategic assessment: {assessment.area.name}",
        subtitle=f"Crime, disorder and anti-social behaviour, {assessment.period.words}",
        publisher=f"Community safety partnership for {assessment.area.name}",
        as_at=assessment.as_at,
        marking=Marking.OFFICIAL if audience is Audience.PUBLIC else Marking.OFFICIAL_SENSITIVE,
        audience=audience,
        front=_front(assessment),
        body=tuple(body),
        annex=tuple(annex),
        figures=tuple(figures[key] for key in sorted(cited)),
        definitions=tuple(
            (key, DEFINITIONS[key].words) for key in sorted({figures[k].definition for k in cited})
        ),
        sources=tuple(_source(dataset) for dataset in assessment.datasets),
        invented=INVENTED if assessment.invented else "",
        areas=((assessment.area.code, assessment.area.name),),
        edition=f"frith {assessment.version}, assessment {assessment.id}",
    )


def _front(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    return (
        ("Area", f"{assessment.area.name} ({assessment.area.code})"),
        ("Period", assessment.period.words),
        ("As at", day_in_words(assessment.as_at)),
        ("Purpose", "Helps the partnership revise its plan (SI 2007/1830, regulations 5 to 7)"),
        ("Publication", "Made from published and depersonalised evidence; nothing here identifies a person"),
        ("Status", "Draft: complete once the partnership has answered the checklist"),
        ("Version", f"{assessment.id}, made with frith {assessment.version}"),
    )


def _summary(assessment: Assessment, chapters: dict[Chapter, ChapterResult]) -> Iterator[Block]:
    yield Heading(1, "Summary", "summary")
    volume = next((f for f in assessment.findings if f.id == "overview.volume"), None)
    if volume is not None:
        yield Paragraph(volume.sentence, lead=True)
    cards = tuple(_cards(assessment))
    if cards:
        yield KeyFigures(cards)
    yield Heading(2, "What matters most", "summary-findings", numbered=False)
    top = [finding for finding in assessment.findings if finding.id != "overview.volume"]
    yield Bullets(tuple(finding.sentence for finding in top[:IN_SUMMARY]))
    priorities = chapters.get(Chapter.PRIORITIES)
    if priorities is not None and priorities.story:
        yield Heading(2, "What the evidence suggests putting first", "summary-priorities", numbered=False)
        for phrase in priorities.story[:3]:
            yield Paragraph(phrase)
    picture = _where(chapters)
    if picture is not None:
        yield PictureBlock(picture)
    gaps = [gap for chapter in assessment.chapters for gap in chapter.gaps]
    if gaps:
        yield Heading(2, "What the evidence cannot say", "summary-gaps", numbered=False)
        yield Bullets(tuple((gap,) for gap in gaps[:GAPS_IN_SUMMARY]))
        if len(gaps) > GAPS_IN_SUMMARY:
            yield Paragraph((f"The chapter of the same name lists all {len(gaps)} limits.",))


def _where(chapters: dict[Chapter, ChapterResult]) -> Picture | None:
    places = chapters.get(Chapter.PLACES)
    pictures = {} if places is None else {e.id: e for e in places.exhibits if not isinstance(e, Table)}
    return next((pictures[name] for name in _WHERE if name in pictures), None)


def _cards(assessment: Assessment) -> Iterator[KeyFigure]:
    last = (
        assessment.period.financial_years[-1].period
        if assessment.period.financial_years
        else assessment.period
    )
    latest = [figure for figure in assessment.figures.values() if figure.period == last]

    def find(definition: str, **breakdown: str) -> Figure | None:
        wanted = set(breakdown.items())
        return next((f for f in latest if f.definition == definition and wanted <= set(f.breakdown)), None)

    total = find("recorded.official", category="all") or find("recorded.points", category="recorded-crime")
    if total is not None and total.value is not None:
        yield KeyFigure((citing.count(total),), f"crimes recorded, {last.words}")
    asb = find("recorded.points", category="anti-social-behaviour")
    if asb is not None and asb.value is not None:
        yield KeyFigure((citing.count(asb),), f"reports of anti-social behaviour, {last.words}")
    rise = _largest_rise(assessment)
    if rise is not None:
        yield KeyFigure((citing.change(rise[1]),), f"{rise[0]}, on the year before")
    half = next((f for f in assessment.figures.values() if f.definition == "places.half-share"), None)
    if half is not None:
        yield KeyFigure((citing.percent(half, 1),), "of map points hold half of recorded crime")


def _largest_rise(assessment: Assessment) -> tuple[str, Figure] | None:
    for finding in assessment.findings:
        if finding.id.startswith("trend."):
            figure = next(
                (
                    f
                    for f in map(assessment.figures.__getitem__, finding.figures)
                    if f.definition == "trend.change"
                ),
                None,
            )
            if figure is not None:
                category = dict(figure.breakdown).get("category", "")
                return category.replace("-", " "), figure
    return None


def _findings(assessment: Assessment) -> Iterator[Block]:
    yield PageBreak()
    yield Heading(1, "Findings in order of importance", "findings")
    yield Paragraph(
        (
            (
                "Each finding is weighed by its size, its movement and how sure it is; the rule is in the annex. Any "
                "number can be opened: it leads to what it rests on. Why something changed is for the partnership to "
                "say: what its analyst wrote stands under the finding."
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
    below = [finding for finding in assessment.other_findings if finding.chapter is not Chapter.PRIORITIES]
    if below:
        yield Paragraph(
            (f"Findings that weigh less are told on their theme's page alone: {len(below)} of them.",)
        )


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


def _main_picture(chapter: ChapterResult) -> Picture | None:
    pictures = [exhibit for exhibit in chapter.exhibits if not isinstance(exhibit, Table)]
    return next((one for one in pictures if one.id in MAIN_PICTURES), pictures[0] if pictures else None)


def _optional(chapters: dict[Chapter, ChapterResult], name: Chapter, audience: Audience) -> Iterator[Block]:
    if name in chapters:
        yield from _theme(chapters[name], audience)


def _recommendations(assessment: Assessment) -> Iterator[Block]:
    if not assessment.recommendations:
        return
    yield PageBreak()
    yield Heading(1, "Recommendations", "recommendations")
    yield Paragraph(("Each recommendation follows from findings by a stated rule. The partnership decides.",))
    yield Bullets(
        tuple(
            (f"{words} Because: ", *findings[0].sentence) for words, findings in assessment.recommendations
        ),
        ordered=True,
    )


def _gaps(assessment: Assessment) -> Iterator[Block]:
    gaps = [gap for chapter in assessment.chapters for gap in chapter.gaps]
    gaps += [
        finding.data_gap
        for chapter in assessment.chapters
        for finding in chapter.findings
        if finding.data_gap
    ]
    if not gaps:
        return
    yield Heading(1, "What the evidence cannot say", "gaps")
    yield Bullets(tuple((gap,) for gap in dict.fromkeys(gaps)))


def _method(assessment: Assessment) -> Iterator[Block]:
    yield Heading(1, "How this was made", "method")
    for chapter in assessment.chapters:
        if chapter.method:
            yield Heading(2, chapter.title, f"method-{chapter.chapter.value}")
            for words in chapter.method:
                yield Paragraph((words,))
    yield Heading(2, "How findings are ranked", "method-ranking")
    yield Paragraph(
        (
            (
                "A finding's weight is the mean of its size (a tenth of all incidents counts in full), its movement "
                "(30% counts in full) and its sureness (1 beyond chance, 0.5 not tested, 0 within chance). At most 30 "
                "are shown."
            ),
        ),
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
        rest = [exhibit for exhibit in chapter.exhibits if exhibit.id not in shown]
        if not rest:
            continue
        yield Heading(2, chapter.title, f"more-{chapter.chapter.value}")
        for exhibit in rest:
            if isinstance(exhibit, Table):
                yield TableBlock(publishable(_printed(exhibit), audience))
            else:
                yield PictureBlock(exhibit)


def _printed(table: Table) -> Table:
    """Return a long table cut to the rows that print, saying so: the whole is in the tables folder.

    Of months the latest are printed; other tables begin with what matters most.
    """
    if len(table.rows) <= ROWS_PRINTED:
        return table
    by_month = table.columns[0].kind == "month"
    rows = table.rows[-ROWS_PRINTED:] if by_month else table.rows[:ROWS_PRINTED]
    which = "last" if by_month else "first"
    note = (
        f"The {which} {ROWS_PRINTED} of {len(table.rows)} rows are printed; all are in tables/{table.id}.csv."
    )
    return replace(table, rows=rows, note=f"{table.note} {note}".strip())


def _source(dataset: Dataset) -> SourceNote:
    months = dataset.coverage.months
    coverage = f"{min(months).words} to {max(months).words}" if months else ""
    return SourceNote(
        dataset.id,
        dataset.title,
        dataset.source,
        dataset.licence,
        dataset.attribution,
        coverage,
        f"{dataset.grade}: {dataset.grade_rule}" if dataset.grade else "",
    )
