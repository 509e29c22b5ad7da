"""A paper that is stored comes back as it was, with every kind of block and picture, and renders to the same bytes."""

from datetime import date

import pytest
from tests.publication import sample

from frith.publication.html import render_html
from frith.publication.stored import document_from, document_text, figure_from, figure_text
from frith.vocabulary.disclosure import DisclosureState
from frith.vocabulary.faults import IntegrityBroken
from frith.vocabulary.figures import Baseline, Figure, Interval
from frith.vocabulary.periods import Period


def test_a_paper_of_every_kind_comes_back_and_renders_alike() -> None:
    paper = sample.document()
    text = document_text(paper)
    back = document_from(text)
    assert document_text(back) == text
    assert render_html(back) == render_html(paper)


def test_a_figure_comes_back_equal() -> None:
    figure = Figure(
        definition="casework.less-abuse",
        value=100 / 3,
        unit="%",
        area="X1",
        period=Period.parse("2016-04", "2016-06"),
        numerator=1,
        denominator=3,
        as_at=date(2016, 9, 21),
        breakdown=(("category", "burglary"),),
        interval=Interval(6.1, 79.2, 0.95, "Wilson score"),
        baseline=Baseline(67.0, "2014/15", "a report"),
        sources=("records",),
        disclosure=DisclosureState.SHOWN,
    )
    assert figure_from(figure_text(figure)) == figure


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"is":"Nothing","value":{}}', '{"is":"Month","value":{"ordinal":1}}']
)
def test_other_text_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(IntegrityBroken) as refusal:
        document_from(text)
    assert refusal.value.code == "stored.unreadable"
