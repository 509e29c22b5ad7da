"""Words that every format prints around numbers, tables, pictures and sources, so that all formats say the same."""

from __future__ import annotations

import math
import re

from frith.assessment.exhibits import AreaMap, Cell, Column, Picture, SurfaceMap, Table
from frith.publication.document import Document, Publishable, Recommendation, SourceNote
from frith.vocabulary import numbers
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.disclosure import DisclosurePolicy, DisclosureState
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import Month

NOT_KNOWN = "[x]"
"""Printed in a table where a value is not known (symbol of the Government Analysis Function)."""
SUPPRESSED = "[c]"
"""Printed in a table where a value is withheld to protect people (symbol of the Government Analysis Function)."""
WITHHELD = "Not shown, to protect people"
WHY = "Why this changed: the analyst’s words"
HOW_WE_KNOW = (
    "Every number in the text leads to its entry here: what it means in words, what it was worked out from, "
    "and the sources that hold the records."
)
SHORT = 3
"""A paper with no more headings than this has no contents."""
CALLOUTS = {"caution": "Take care.", "note": "Note."}
TO_FILL_IN = "To be filled in by the partnership"
CONTROL = "Document control"
_CATEGORIES = {category.id: category.name for category in CATEGORIES}
_CODES = re.compile(r"(?:(?:fig-[0-9a-f]+|[EWX]\d{8})[,;\s]*)+")
_MONTH = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])\b(?![-\d])")
_MONTHS = re.compile(rf"({_MONTH.pattern})\.\.({_MONTH.pattern})")
_SLUG = re.compile(r"[a-z]+(?:-[a-z]+){2,}")
_UNDER_TABLE = {
    NOT_KNOWN: f"{NOT_KNOWN} not known; it is not zero.",
    SUPPRESSED: f"{SUPPRESSED} not shown, to protect people.",
}


def cell(value: Cell, column: Column) -> str:
    """Write a table cell as its column asks. None is not known; text in a number column is kept as it is."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOT_KNOWN
    if isinstance(value, str):
        if column.kind == "month" and value[:4].isdigit():
            return Month.parse(value).short
        return in_words(_CATEGORIES.get(value, value))
    match column.kind:
        case "count":
            return numbers.count(value)
        case "percent":
            return numbers.percent(value, column.decimals)
        case "p":
            return numbers.p_value(value).removeprefix("p = ").removeprefix("p ")
        case "text" | "month":
            return str(value)
        case _:
            return numbers.decimal(value, column.decimals)


def in_words(text: str) -> str:
    """Write months given as codes ("2016-04..2017-03") in words, and a text that is nothing but a slug as words."""
    if _SLUG.fullmatch(text):
        return text.replace("-", " ").capitalize()
    spelled = _MONTHS.sub(lambda m: f"{Month.parse(m[1]).words} to {Month.parse(m[2]).words}", text)
    return _MONTH.sub(lambda m: Month.parse(m[0]).short, spelled)


def is_number(column: Column) -> bool:
    """Say whether a column is set to the right, as numbers are."""
    return column.kind not in ("text", "month")


def row_texts(table: Table, row: tuple[Cell, ...]) -> tuple[str, ...]:
    """Return the cells of a row as they are printed."""
    return tuple(cell(value, column) for value, column in zip(row, table.columns, strict=True))


def figure_value(figure: Figure) -> str:
    """Write a figure's value with its unit: ``12,546 offences``, ``44.1 per 1,000 residents``, ``3 of 12``.

    A suppressed figure is written as not shown.
    """
    if figure.disclosure is DisclosureState.SUPPRESSED:
        return WITHHELD
    few = figure.denominator is not None and figure.denominator < numbers.SMALL_BASE
    if figure.unit == "%" and few and figure.numerator is not None and figure.denominator is not None:
        return numbers.share_of(round(figure.numerator), round(figure.denominator))
    return in_unit(figure.value, figure.unit)


def in_unit(value: float | None, unit: str) -> str:
    """Write a value with its unit after it."""
    text = bare(value, unit)
    return text if unit in ("%", "") or value is None else f"{text} {unit}"


def bare(value: float | None, unit: str) -> str:
    """Write a value with the decimals that its unit bears: none for whole counts, two for small ratios."""
    if value is None or not math.isfinite(value):
        return numbers.NOT_KNOWN
    if unit == "%":
        return numbers.percent(value, 1)
    if float(value).is_integer() and not unit.startswith("per "):
        return numbers.count(value)
    return numbers.decimal(value, 1 if abs(value) >= 10 or unit.startswith("per ") else 2)


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Split a person's own text at blank lines."""
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def under_table(content: Publishable, document: Document, numbered: str = "") -> tuple[str, ...]:
    """Return the lines under a table: its note, what the signs in it mean, what was withheld, its sources.

    ``numbered`` names the annex that numbers the sources; where it is given they are told by number.
    """
    table = content.table
    printed = {text for row in table.rows for text in row_texts(table, row)}
    lines = [table.note, *(words for sign, words in _UNDER_TABLE.items() if sign in printed)]
    if table.disclosure is not DisclosurePolicy.ALREADY_PUBLIC:
        lines.append(content.applied)
    lines.append(_sources_told(table.sources, document, numbered))
    return tuple(_opened(line) for line in lines if line)


def under_picture(picture: Picture, document: Document, numbered: str = "") -> tuple[str, ...]:
    """Return the lines under a picture: its note and its sources; a map gives the attribution its licence asks."""
    held = {source.id: source for source in document.sources}
    attributions = ""
    if isinstance(picture, AreaMap | SurfaceMap):
        lines = dict.fromkeys(held[name].attribution for name in picture.sources if name in held)
        attributions = " ".join(f"{line.rstrip('.')}." for line in lines if line)
    told = _sources_told(picture.sources, document, numbered)
    return tuple(_opened(line) for line in (picture.note, told, attributions) if line)


def _opened(line: str) -> str:
    """Begin each sentence of a line with a capital; a sign such as [x] stays as it is."""
    return re.sub(r"(^|\. )([a-z])", lambda m: m[1] + m[2].upper(), line)


def _sources_told(sources: tuple[str, ...], document: Document, numbered: str) -> str:
    """Tell sources by number where an annex numbers them."""
    return source_numbers(sources, document, numbered) if numbered else source_line(sources, document)


def source_line(sources: tuple[str, ...], document: Document) -> str:
    """Return ``Source: title, publisher (licence)`` for one or several sources."""
    if not sources:
        return ""
    held = {source.id: source for source in document.sources}
    names = [source_name(held[name]) if name in held else name for name in dict.fromkeys(sources)]
    return f"{'Source' if len(names) == 1 else 'Sources'}: {'; '.join(names)}."


def source_numbers(sources: tuple[str, ...], document: Document, annex: str) -> str:
    """Return ``Sources: 1, 4 and 7 (Annex D)``, numbered as the annex lists them; one that is not listed by its id."""
    if not sources:
        return ""
    places = {source.id: n for n, source in enumerate(document.sources, 1)}
    found = sorted({places[name] for name in sources if name in places})
    unlisted = [name for name in dict.fromkeys(sources) if name not in places]
    names = [*map(str, found), *unlisted]
    return f"{'Source' if len(names) == 1 else 'Sources'}: {', '.join(names)} ({annex})."


def source_name(source: SourceNote) -> str:
    """Return a source as a line under a table names it."""
    return f"{source.title}, {source.publisher} ({source.licence})"


def source_facts(source: SourceNote) -> str:
    """Return what a reader needs to judge a source: cover, grade, licence, attribution, id."""
    parts = (
        source.coverage,
        _graded(source.grade),
        f"Licence: {source.licence}",
        source.attribution,
        f"Dataset {source.id}",
    )
    return " ".join(part if part.endswith(".") else f"{part}." for part in map(_opened, parts) if part)


def _graded(grade: str) -> str:
    return (
        "Quality not graded"
        if grade.lower().startswith("not graded")
        else f"Quality grade {grade}"
        if grade
        else ""
    )


def marking_of(document: Document) -> str:
    """Return what stands at the top and bottom of every page."""
    return f"{document.marking.value} – DRAFT" if document.draft else document.marking.value


def rests_on(block: Recommendation) -> tuple[str, ...]:
    """Return the words around the links of a recommendation: before the first, between them, after the last."""
    count = len(block.rests_on)
    if not count:
        return ("",)
    kind = "finding" if count == 1 else "findings"
    between = [", "] * (count - 2) + [" and "] * (count > 1)
    return (f"Rests on {f'{kind} ' if block.ranked else ''}", *between, ".")


def led(block: Recommendation) -> str:
    """Return who would lead a recommendation and how success would show; empty where neither is said."""
    lead = f"Proposed lead: {block.lead}." if block.lead else ""
    success = f"Success would be: {block.success}." if block.success else ""
    return f"{lead} {success}".strip()


def shown_columns(table: Table) -> tuple[int, ...]:
    """Return which columns print: one that holds nothing but codes or figure ids is left to the CSV and the page."""
    kept = tuple(
        n for n in range(len(table.columns)) if not _codes_only([str(row[n]) for row in table.rows if row[n]])
    )
    return kept or tuple(range(len(table.columns)))


def _codes_only(texts: list[str]) -> bool:
    return bool(texts) and all(_CODES.fullmatch(text) for text in texts)
