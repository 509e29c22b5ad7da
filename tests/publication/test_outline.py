"""Numbers and anchors of a document, and the faults that stop it from being printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.publication.small import FIGURE, paper, people

from frith.assessment.exhibits import BarChart
from frith.publication.disclosure import publishable
from frith.publication.document import Document, Heading, Paragraph, PictureBlock, TableBlock
from frith.publication.outline import HOW_WE_KNOW, outline
from frith.publication.wording import WITHHELD
from frith.vocabulary.disclosure import Audience, DisclosureState
from frith.vocabulary.faults import IntegrityBroken, Refused
from frith.vocabulary.figures import Cited

CITING = Paragraph(("There were ", Cited("12", FIGURE.id), " crimes."))


def _bars(table: str, name: str = "bars") -> BarChart:
    return BarChart(
        id=name,
        title="Bars",
        alt="Bars",
        labels=("a",),
        values=(1.0,),
        value_label="n",
        table=table,
        sources=(),
    )


def test_headings_tables_and_pictures_are_numbered(sample: Document) -> None:
    laid = outline(sample)
    assert [(p.label, p.block.text) for p in laid.contents if isinstance(p.block, Heading)] == [
        ("1", "Summary"),
        ("2", "Findings in order of importance"),
        ("3", "Trends"),
        ("3.1", "By category"),
        ("4", "Places"),
        ("5", "Peers and stops"),
        ("5.1", "Committee style"),
        ("Annex A", "How this was made"),
        ("A.1", "Tests"),
        ("Annex B", "Tables"),
        ("Annex C", "How do we know?"),
        ("Annex D", "Sources and licences"),
    ]
    assert laid.table_labels["categories"] == ("table-categories", "Table 1")
    pictures = [p.label for p in laid.body if isinstance(p.block, PictureBlock)]
    assert pictures == [f"Figure {n}" for n in range(1, 11)]


def test_each_cited_figure_has_one_entry_that_says_where_it_is_cited() -> None:
    laid = outline(paper(Heading(1, "First", "one"), CITING, CITING, Heading(1, "Second", "two"), CITING))
    (entry,) = laid.entries
    assert entry.title == "12 crimes"
    assert [place.section for place in entry.cited_in] == ["1 First", "2 Second"]
    assert {fact.label: fact.text for fact in entry.facts}["What it is"] == "Crimes mapped to a street point."


def test_a_paper_that_cites_nothing_has_no_annex_of_numbers() -> None:
    laid = outline(paper(Paragraph(("No numbers.",))))
    assert laid.entries == ()
    assert HOW_WE_KNOW not in [placed.anchor for placed in laid.contents]


def test_every_fault_is_told_at_once() -> None:
    broken = paper(
        Heading(1, "One", "same"),
        Heading(1, "Two", "same"),
        Paragraph((Cited("9", "fig-unknown"),)),
        PictureBlock(_bars("absent")),
    )
    with pytest.raises(IntegrityBroken) as trouble:
        outline(broken)
    assert [fault.code for fault in trouble.value.faults] == [
        "document.figure",
        "document.anchor",
        "document.picture",
    ]
    assert "fig-unknown" in str(trouble.value)


def test_a_picture_shown_twice_has_two_anchors() -> None:
    table = TableBlock(publishable(people((("a", 40),), "n"), Audience.PARTNERSHIP))
    laid = outline(paper(PictureBlock(_bars("people")), PictureBlock(_bars("people")), table))
    assert [p.anchor for p in laid.body[:2]] == ["picture-bars", "picture-bars-2"]


def test_a_picture_of_a_suppressed_table_is_refused() -> None:
    table = TableBlock(publishable(people((("a", 2), ("b", 40)), "n"), Audience.PUBLIC))
    with pytest.raises(Refused, match="suppressed in its table"):
        outline(paper(table, PictureBlock(_bars("people"))))


def test_a_true_count_is_refused_to_the_public_and_allowed_under_a_marking() -> None:
    true_count = replace(FIGURE, disclosure=DisclosureState.TRUE_COUNT)
    with pytest.raises(Refused, match="true count"):
        outline(paper(CITING, figures=(true_count,)))
    assert outline(paper(CITING, figures=(true_count,), audience=Audience.RESTRICTED)).entries


def test_a_suppressed_figure_keeps_its_numbers_to_itself() -> None:
    hidden = replace(FIGURE, disclosure=DisclosureState.SUPPRESSED, numerator=3, denominator=11)
    (entry,) = outline(paper(CITING, figures=(hidden,))).entries
    assert entry.title == WITHHELD
    assert not {"Worked out from", "Likely range", "Test"} & {fact.label for fact in entry.facts}
