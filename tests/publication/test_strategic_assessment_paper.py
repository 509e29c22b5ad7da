"""The strategic assessment as a paper: two pages for a member, no sentence said twice, and what is still to add."""

from __future__ import annotations

import dataclasses
import io
import re

import pypdfium2
from tests.publication.small import paper
from tests.publication.test_assessment_files import made

from frith.assessment.findings import Chapter
from frith.publication.document import (
    Block,
    Bullets,
    Heading,
    KeyFigures,
    Paragraph,
    Recommendation,
    TableBlock,
)
from frith.publication.html import render_html
from frith.publication.member_summary import CAREFUL, POINTS, first_sentence, limits
from frith.publication.outline import outline
from frith.publication.pdf import render_pdf
from frith.publication.still_to_add import PLACES
from frith.publication.strategic_assessment import ROWS_WHOLE, document
from frith.publication.word import render_word
from frith.publication.wording import TO_FILL_IN, rests_on
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.figures import Cited, plain


def section(anchor: str) -> list[Block]:
    """The blocks of the assessment's chapter with this anchor."""
    blocks: list[Block] = []
    inside = False
    for block in document(made()).body:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.anchor == anchor
        if inside:
            blocks.append(block)
    return blocks


def test_the_summary_says_no_number_of_its_tiles_twice() -> None:
    blocks = section("summary")
    (lead,) = [block for block in blocks if isinstance(block, Paragraph) and block.lead]
    tiles = next(block for block in blocks if isinstance(block, KeyFigures))
    for card in tiles.cards:
        assert plain(card.number) not in plain(lead.phrase)


def test_the_summary_begins_with_the_total_its_change_and_its_rates() -> None:
    (lead,) = [block for block in section("summary") if isinstance(block, Paragraph) and block.lead]
    figures = made().figures
    cited = [figures[part.figure] for part in lead.phrase if isinstance(part, Cited)]
    year = made().period.financial_years[-1].period
    assert [one.period for one in cited[:2]] == [year, year.shifted(-12)]
    rates = [dict(one.breakdown)["denominator"] for one in cited if one.definition == "recorded.rate"]
    assert rates[:1] == ["residents"]
    assert re.search(r", (up|down) \d+% on the [\d,]+ of the year before", plain(lead.phrase))


def test_no_page_is_nearly_empty() -> None:
    """Every page but the last has more than a few lines between its header and its footer."""
    file = pypdfium2.PdfDocument(io.BytesIO(render_pdf(document(made()))))
    lines = [len(page.get_textpage().get_text_bounded().splitlines()) for page in file]
    assert [number for number, count in enumerate(lines[:-1], 1) if count < 10] == []


def test_pages_are_numbered_as_they_come_and_the_contents_say_where() -> None:
    """A layout that hangs on itself would print numbers of an earlier try."""
    file = pypdfium2.PdfDocument(io.BytesIO(render_pdf(document(made()))))
    texts = [page.get_textpage().get_text_bounded() for page in file]
    for number, text in enumerate(texts[1:], 2):
        assert f"Page {number} of {len(texts)}" in text
    for heading in ("What changed", "Places", "Recommendations"):
        (told,) = re.findall(rf"^\d+ {heading} [. ]+ (\d+)\r?$", texts[1], re.MULTILINE)
        assert re.search(rf"^\d+ {heading}\r?$", texts[int(told) - 1], re.MULTILINE)


def test_the_summary_has_five_points_at_most_and_none_of_a_theme_twice() -> None:
    points = next(block for block in section("summary") if isinstance(block, Bullets))
    assert 0 < len(points.items) <= POINTS
    chapters = [
        made().findings[int(re.fullmatch(r".* \(Finding (\d+)\.\)", plain(item))[1]) - 1].chapter  # type: ignore[index]
        for item in points.items
    ]
    best = dict.fromkeys(f.chapter for f in made().findings if f.chapter is not Chapter.OVERVIEW)
    assert chapters == list(best)[:POINTS]
    assert len(set(chapters)) == len(chapters)
    assert Chapter.OVERVIEW not in chapters


def test_every_recommendation_is_asked_for_in_the_summary() -> None:
    lists = [block for block in section("summary") if isinstance(block, Bullets)]
    asked = [plain(item) for item in next(block for block in lists if not block.large).items]
    assert asked == [plain(first_sentence((one.words,))) for one in made().recommendations]


def test_the_count_of_limits_is_the_chapter_s_own() -> None:
    (listed,) = [block for block in section("gaps") if isinstance(block, Bullets)]
    assert [plain(item) for item in listed.items] == list(limits(made()))
    if len(listed.items) > CAREFUL:
        assert f"all {len(listed.items)} limits" in str(section("summary"))


def test_the_summary_fits_two_pages() -> None:
    file = pypdfium2.PdfDocument(io.BytesIO(render_pdf(document(made()))))
    pages = [page.get_textpage().get_text_bounded() for page in file]
    first = next(n for n, text in enumerate(pages) if "What matters most" in text)
    assert "Findings in order of importance" in pages[first + 2].replace("\r\n", " ")


def test_a_recommendation_names_its_findings_and_repeats_no_sentence() -> None:
    told = [block for block in section("recommendations") if isinstance(block, Recommendation)]
    assert [block.words for block in told] == [one.words for one in made().recommendations]
    assert all(block.lead and block.success for block in told)
    ranks = {f"finding-{finding.id}": str(rank) for rank, finding in enumerate(made().findings, 1)}
    for block in told:
        for words, anchor in block.rests_on:
            assert not block.ranked or ranks[anchor] == words


def test_a_recommendation_reads_as_a_sentence() -> None:
    links = (("2", "finding-a"), ("5", "finding-b"), ("7", "finding-c"))
    assert rests_on(Recommendation(1, "Do it.", links)) == ("Rests on findings ", ", ", " and ", ".")
    assert rests_on(Recommendation(1, "Do it.", links[:1])) == ("Rests on finding ", ".")
    assert rests_on(Recommendation(1, "Do it.")) == ("",)


def test_the_first_sentence_ends_at_a_semicolon_or_a_stop() -> None:
    number = Cited("4%", "fig-a")
    assert first_sentence(("Up ", number, "; down since. More.")) == ("Up ", number, ".")
    assert first_sentence(("Ask St James's ward. Then ask again.",)) == ("Ask St James's ward.",)
    ranged = ("Harm was ", number, " (at the lowest; ", number, " at most). It rose.")
    assert first_sentence(ranged) == ("Harm was ", number, " (at the lowest; ", number, " at most).")
    assert first_sentence(("See data.police.uk for it.",)) == ("See data.police.uk for it.",)
    assert first_sentence(("One.", " Two ", number, ".", " Three."), of=2) == ("One. Two ", number, ".")


def test_what_the_partnership_must_add_names_who_and_why() -> None:
    blocks = section("to-add")
    titles = [block.text for block in blocks if isinstance(block, Heading)][1:]
    assert titles == [place.title for place in PLACES]
    for block in blocks[3::2]:
        assert isinstance(block, Paragraph)
        assert plain(block.phrase).startswith("To be written by ")
        assert any(word in plain(block.phrase) for word in ("egulation", "Equality Act"))


def test_no_earlier_assessment_is_said_in_its_place() -> None:
    assert "No earlier assessment was loaded" in str(section(Chapter.CHANGES.value))


def test_a_long_table_is_cut_and_says_where_the_rest_is() -> None:
    for block in document(made()).annex:
        if isinstance(block, TableBlock):
            assert len(block.content.table.rows) <= ROWS_WHOLE


def test_a_ward_claims_no_partnership_of_its_own() -> None:
    area = dataclasses.replace(made().area, kind=AreaKind.WARD)
    ward = document(dataclasses.replace(made(), area=area))
    assert ward.title == f"Ward profile: {area.name}"
    assert area.name not in ward.publisher
    assert ("Partnership", "") in ward.control


def test_the_document_control_stands_in_every_format_with_its_blanks() -> None:
    small = paper(
        Paragraph(("Words.",)), control=(("Version", "Draft, reference a1"), ("Approved by", "")), draft=True
    )
    page = render_html(small)
    assert "Draft, reference a1" in page
    assert TO_FILL_IN in page
    assert "OFFICIAL – DRAFT" in page
    printed = " ".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(render_pdf(small)))
    assert TO_FILL_IN in printed
    assert "OFFICIAL – DRAFT" in printed
    assert render_word(small) == render_word(small)


def test_sources_are_told_by_number_in_the_annex_alone() -> None:
    laid = outline(document(made()))
    page = render_html(laid.document)
    assert f"({laid.sources.label})" in page
    assert page.count("<details") >= 3
