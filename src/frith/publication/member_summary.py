"""The two pages that a member reads: the headline, five plain points, the map, what is asked, what to be careful of."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

from frith.assessment import citing
from frith.assessment.chapters.telling import beyond_chance
from frith.assessment.exhibits import Picture, Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.assessment.strategic import Assessment
from frith.publication.document import (
    Block,
    Bullets,
    Heading,
    KeyFigure,
    KeyFigures,
    PageBreak,
    Paragraph,
    PictureBlock,
)
from frith.vocabulary import numbers
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.figures import Cited, Figure, Phrase, plain
from frith.vocabulary.periods import Period

POINTS = 5
_OF_PRIORITIES = 2
"""Sentences that the summary takes of each paragraph on priorities: what comes first, and why or where."""
CAREFUL = 4
_ALL_TOLD = "The chapter “What the evidence cannot say” lists all {} limits."
CHOSEN = "The finding that ranks highest in each theme, in order of rank; what is recorded is told above."
_FEWEST, _LINES_OF_PAGE, _LETTERS_OF_LINE, _BETWEEN = 2, 27.0, 105, 0.4
_WHERE = ("places-hot-spots-map", "places-map")
_TOLD_FIRST = (Chapter.PARTNERS, Chapter.PRIORITIES)
_ASB = "anti-social-behaviour"
_NAMES = {category.id: category.name for category in CATEGORIES}


def summary(assessment: Assessment) -> Iterator[Block]:
    """Yield the two pages."""
    year = _Year(assessment)
    yield Heading(1, "Summary", "summary")
    yield Paragraph(_headline(assessment, year), lead=True)
    cards = tuple(_cards(year))
    if cards:
        yield KeyFigures(cards)
    points = tuple(_points(assessment))
    if points:
        yield Heading(2, "What matters most", "summary-findings", numbered=False)
        yield Paragraph((CHOSEN,))
        yield Bullets(points, large=True)
    priorities = next((c for c in assessment.chapters if c.chapter is Chapter.PRIORITIES), None)
    if priorities is not None and priorities.story:
        yield Heading(2, "What the evidence suggests putting first", "summary-priorities", numbered=False)
        yield Bullets(
            tuple(first_sentence(told, of=_OF_PRIORITIES) for told in priorities.story[:2]), large=True
        )
    yield from _second_page(assessment)


def _second_page(assessment: Assessment) -> Iterator[Block]:
    asked = [first_sentence((one.words,)) for one in assessment.recommendations]
    careful = limits(assessment)
    picture = _where(assessment)
    if picture is None and not asked and not careful:
        return
    yield PageBreak()
    if picture is not None:
        yield PictureBlock(picture, low=True)
    if asked:
        yield Heading(2, "What we ask the partnership to do", "summary-asked", numbered=False)
        yield Bullets(tuple(asked))
    if careful:
        yield Heading(2, "What to be careful of", "summary-careful", numbered=False)
        told = _that_fit(asked, [first_sentence((gap,)) for gap in careful[:CAREFUL]])
        yield Bullets(tuple(told))
        if len(careful) > len(told):
            yield Paragraph((_ALL_TOLD.format(len(careful)),))


def _that_fit(asked: list[Phrase], careful: list[Phrase]) -> list[Phrase]:
    """Return as many limits, two at least, as the second page has room for below the map and what is asked."""
    held = list(careful)
    all_told: list[Phrase] = [(_ALL_TOLD.format(len(careful)),)]
    while len(held) > _FEWEST and _lines([*asked, *held, *all_told]) > _LINES_OF_PAGE:
        held.pop()
    return held


def _lines(items: list[Phrase]) -> float:
    """Return about how many lines a list takes, the space between its items included."""
    return sum(math.ceil(len(plain(item)) / _LETTERS_OF_LINE) + _BETWEEN for item in items)


def limits(assessment: Assessment) -> tuple[str, ...]:
    """Return every limit of the evidence once: what the police alone cannot say, what is provisional, then the rest."""
    ordered = sorted(assessment.chapters, key=lambda c: _order(c.chapter))
    gaps = [gap for chapter in ordered for gap in chapter.gaps]
    gaps += [f.data_gap for chapter in assessment.chapters for f in chapter.findings if f.data_gap]
    return tuple(dict.fromkeys(gaps))


def _order(chapter: Chapter) -> int:
    return _TOLD_FIRST.index(chapter) if chapter in _TOLD_FIRST else len(_TOLD_FIRST)


def first_sentence(phrase: Phrase, of: int = 1) -> Phrase:
    """Return a phrase up to its first full stop, or to a semicolon before it, unless that stands in brackets.

    With ``of`` it is so many sentences that are returned.
    """
    parts: list[str | Cited] = []
    for cited, group in itertools.groupby(phrase, lambda part: isinstance(part, Cited)):
        if cited:
            parts.extend(group)
            continue
        words = "".join(part for part in group if isinstance(part, str))
        opened = plain(tuple(parts)).count("(") - plain(tuple(parts)).count(")")
        for cut in re.finditer(r";\s|[.!?]\s+(?=[A-Z])", words):
            before = words[: cut.start()]
            if opened + before.count("(") - before.count(")") > 0:
                continue
            of -= 1
            if not of:
                return (*parts, f"{before.rstrip()}.")
        parts.append(words)
    return tuple(parts)


class _Year:
    """The figures of the latest year (or of the whole period where no year is whole), and of the year before."""

    def __init__(self, assessment: Assessment) -> None:
        years = assessment.period.financial_years
        self.period: Period = years[-1].period if years else assessment.period
        self.before: Period | None = years[-2].period if len(years) > 1 else None
        self.figures = tuple(assessment.figures.values())
        self.total = self.count(self.period)
        self.total_before = self.count(self.before)
        self.rates = self._rates()
        self.asb = self._find(self.period, "recorded.points", _ASB)
        self.asb_change = self._find(None, "trend.change", _ASB)
        self.moved = _largest_move(assessment)

    def count(self, period: Period | None) -> Figure | None:
        """Return the recorded crimes of a period: the force's own count, or the street map's where none is loaded."""
        if period is None:
            return None
        official = self._find(period, "recorded.official", "all")
        return official or self._find(period, "recorded.points", "recorded-crime")

    def _rates(self) -> tuple[Figure, ...]:
        """Return the year's rate for residents, and for the people present where there are more of them."""
        held = [f for f in self.figures if f.definition == "recorded.rate" and f.period == self.period]
        by = {dict(f.breakdown)["denominator"]: f for f in held}
        residents = by.pop("residents", None)
        by.pop("households", None)
        if residents is None:
            return ()
        present = (f for _, f in sorted(by.items()) if (f.denominator or 0) > (residents.denominator or 0))
        return (residents, *list(present)[:1])

    def _find(self, period: Period | None, definition: str, category: str) -> Figure | None:
        return next(
            (
                figure
                for figure in self.figures
                if figure.definition == definition
                and dict(figure.breakdown).get("category") == category
                and period in (None, figure.period)
                and figure.value is not None
            ),
            None,
        )

    def first(self, definition: str) -> Figure | None:
        """Return the figure of a definition that stands for the whole area and every category together."""
        held = (f for f in self.figures if f.definition == definition and f.value is not None)
        return min(held, key=lambda f: len(f.breakdown), default=None)


def _largest_move(assessment: Assessment) -> tuple[str, Figure] | None:
    """Return the category, other than anti-social behaviour, whose move ranks first, and its figure."""
    for finding in assessment.findings:
        if not finding.id.startswith("trend."):
            continue
        held = map(assessment.figures.__getitem__, finding.figures)
        figure = next((f for f in held if f.definition == "trend.change"), None)
        category = dict(figure.breakdown).get("category", "") if figure else ""
        if figure is not None and category in _NAMES and category != _ASB:
            return category, figure
    return None


def _headline(assessment: Assessment, year: _Year) -> Phrase:
    """Say how much is recorded, how that moved, and for how many people. The tiles say none of it twice."""
    now, before = year.total, year.total_before
    if now is None or before is None or now.definition != before.definition or not before.value:
        volume = next((f for f in assessment.findings if f.id == "overview.volume"), None)
        words = f"What the evidence says of {assessment.area.name}, {assessment.period.words}."
        return volume.sentence if volume is not None else (words,)
    moved = numbers.change(float(before.value), float(now.value or 0))
    what = "recorded crimes" if now.definition == "recorded.official" else "crimes on the street map"
    parts: list[str | Cited] = [
        f"{assessment.area.name} had ",
        citing.count(now),
        f" {what} in {year.period.words}, {moved} on the ",
        citing.count(before),
        " of the year before",
    ]
    for joint, rate in zip((": ", ", but "), year.rates, strict=False):
        parts += [joint, citing.decimal(rate), f" for every 1,000 {dict(rate.breakdown)['denominator']}"]
    if year.asb_change is not None:
        parts += [". Reports of anti-social behaviour were ", citing.change(year.asb_change)]
    return (*parts, ".")


def _cards(year: _Year) -> Iterator[KeyFigure]:
    if year.asb is not None:
        told = "reports of anti-social behaviour on the street map"
        yield KeyFigure((citing.count(year.asb),), f"{told}, {year.period.words}")
    harm = year.first("harm.change")
    if harm is not None:
        chance: Phrase = () if beyond_chance(harm) else ("This is within chance.",)
        yield KeyFigure(
            (citing.change(harm),), "estimated harm, each crime weighed by how serious it is", chance
        )
    if year.moved is not None:
        category, figure = year.moved
        yield KeyFigure(
            (citing.change(figure),),
            f"{_NAMES[category].lower()} on the street map: the change that ranks highest",
        )
    spots, share = year.first("places.hot-spots"), year.first("places.hot-share")
    if spots is not None and share is not None and spots.value:
        of = f"{numbers.count(spots.value)} of {numbers.count(spots.denominator)}"
        number = Cited(of, spots.id) if spots.denominator else citing.count(spots)
        held = ("They hold ", citing.percent(share), " of recorded crime.")
        yield KeyFigure((number,), "neighbourhoods are hot spots", held)


def _points(assessment: Assessment) -> Iterator[Phrase]:
    """Yield the finding that ranks highest of each theme, in order of rank, as one sentence with its number."""
    themes = {Chapter.OVERVIEW}
    for rank, finding in enumerate(assessment.findings, 1):
        if finding.chapter in themes:
            continue
        themes.add(finding.chapter)
        yield (*first_sentence(finding.sentence), f" (Finding {rank}.)")
        if len(themes) > POINTS:
            return


def _where(assessment: Assessment) -> Picture | None:
    places: ChapterResult | None = next((c for c in assessment.chapters if c.chapter is Chapter.PLACES), None)
    pictures = {} if places is None else {e.id: e for e in places.exhibits if not isinstance(e, Table)}
    return next((pictures[name] for name in _WHERE if name in pictures), None)
