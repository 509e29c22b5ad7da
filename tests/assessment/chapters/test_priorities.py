"""The matrix: its file, its arithmetic, how firm its ranks are, and the plan that follows for places that stay hot."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assessment.fake_borough import BOROUGH, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import harm, overview, peers, places, priorities, trends
from frith.assessment.chapters.problem_places import _worst, gathers
from frith.assessment.chapters.telling import WITHIN_SCATTER
from frith.assessment.exhibits import Table
from frith.assessment.findings import ChapterResult
from frith.assessment.matrix.configuration import Factor, Matrix, Theme, brought_text, read_matrix
from frith.assessment.matrix.measures import Figures, measure
from frith.assessment.matrix.scoring import TO_BE_SCORED, Cell, _weightings, fill, rank_themes
from frith.vocabulary.faults import UnreadableInput
from frith.vocabulary.figures import Figure, plain
from frith.vocabulary.periods import Period

ANCHORS = ("a", "b", "c", "d")
HARM = Factor("harm", "harm", "Harm", 1.0, "partnership", (), ANCHORS)
OFTEN = Factor("often", "likelihood", "Often", 2.0, "partnership", (), ANCHORS)
RISING = Factor("rising", "likelihood", "Rising", 1.0, "partnership", (), ANCHORS)
STAYING = {28, 29, 40, 41}
YEAR = Period.parse("2017-04", "2018-03")


def _matrix(themes: tuple[Theme, ...]) -> Matrix:
    emphasis = (("harm", 1.0), ("likelihood", 1.0))
    return Matrix("m", 1, date(2016, 4, 1), "t", "s", "s", "f", emphasis, (HARM, OFTEN, RISING), themes, ())


def _cells(scores: dict[str, tuple[int | None, ...]]) -> tuple[Matrix, dict[str, tuple[Cell, ...]]]:
    matrix = _matrix(tuple(Theme(name, name, "") for name in scores))
    cells = {
        theme.id: tuple(
            Cell(theme, factor, score, score, score, "", "", ())
            for factor, score in zip(matrix.factors, scores[theme.id], strict=True)
        )
        for theme in matrix.themes
    }
    return matrix, cells


def test_the_score_is_the_product_of_the_weighted_means() -> None:
    # by hand: 4 x (2 x 3 + 1) / 3 = 9.33; 2 x (2 x 4 + 4) / 3 = 8; nobody scored c's harm
    scored = rank_themes(*_cells({"a": (4, 3, 1), "b": (2, 4, 4), "c": (None, 4, 4)}))
    assert [one.theme.id for one in scored] == ["a", "b", "c"]
    assert scored[0].score == pytest.approx(28 / 3)
    assert scored[1].score == pytest.approx(8)
    assert (scored[2].score, scored[2].rank) == (None, None)


def test_a_cell_nobody_scored_is_left_out_and_not_taken_for_nought() -> None:
    scored = rank_themes(*_cells({"a": (4, 3, None), "b": (1, 1, 1)}))
    assert scored[0].score == pytest.approx(12)


def test_where_nobody_scored_anything_nothing_is_ranked() -> None:
    scored = rank_themes(*_cells({"a": (None, None, None), "b": (None, None, None)}))
    assert [(one.score, one.rank) for one in scored] == [(None, None), (None, None)]


def test_a_theme_that_is_highest_in_everything_stays_first_under_every_weighting() -> None:
    scored = rank_themes(*_cells({"low": (1, 2, 1), "high": (4, 4, 4), "middle": (2, 3, 2)}))
    assert (scored[0].theme.id, scored[0].best, scored[0].worst, scored[0].in_top) == ("high", 1, 1, 1.0)


score = st.integers(1, 4)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(score, score, score), min_size=1, max_size=6))
def test_a_rank_lies_within_its_range(rows: list[tuple[int, int, int]]) -> None:
    scored = rank_themes(*_cells({f"t{n}": row for n, row in enumerate(rows)}))
    for one in scored:
        assert one.best is not None
        assert one.worst is not None
        assert 1 <= one.best <= (one.rank or 0) <= one.worst <= len(rows)


def test_weights_have_no_say_where_all_cells_agree() -> None:
    scored = rank_themes(*_cells({"a": (2, 2, 2), "b": (2, 2, 2)}))
    assert {(one.rank, one.best, one.worst) for one in scored} == {(1, 1, 1)}


def _figure(definition: str, value: float, **rest: object) -> Figure:
    pairs = tuple((key, str(rest.pop(key))) for key in ("category", "denominator") if key in rest)
    return Figure(
        definition=definition,
        value=value,
        unit="",
        area="X",
        period=YEAR,
        breakdown=pairs,
        sources=("s",),
        **rest,
    )


def _brought(name: str) -> Factor:
    return next(factor for factor in read_matrix().factors if factor.id == name)


@pytest.mark.parametrize(
    ("change", "p", "expected"), [(30, 0.01, 4), (30, 0.2, 2), (-20, 0.01, 1), (8, 0.01, 3)]
)
def test_a_change_within_chance_scores_as_no_change(change: int, p: float, expected: int) -> None:
    figure = Figure(
        definition="trend.change",
        value=change,
        numerator=100 + change,
        denominator=100,
        unit="%",
        area="X",
        period=YEAR,
        breakdown=(("category", "robbery"),),
        p_value=p,
    )
    made = measure(_brought("trend"), Theme("robbery", "Robbery", "robbery"), Figures.of([figure]))
    assert made is not None
    assert made.score == expected
    assert made.figures == (figure.id,)


def test_beside_peers_takes_the_middle_of_the_ratios_and_shows_their_range() -> None:
    held = Figures.of(
        [
            _figure("peers.ratio", 4.0, category="robbery", denominator="residents"),
            _figure("peers.ratio", 0.25, category="robbery", denominator="jobs"),
        ],
    )
    made = measure(_brought("beside-peers"), Theme("robbery", "Robbery", "robbery"), held)
    assert made is not None
    assert (made.score, made.low, made.high) == (2, 1, 4)  # the geometric mean of 4 and a quarter is 1


def test_the_matrix_that_is_brought_says_that_it_is_not_morile() -> None:
    matrix = read_matrix()
    assert "It is not MoRiLE" in matrix.statement
    assert matrix.version >= 1
    assert len({factor.id for factor in matrix.factors}) == len(matrix.factors)


def test_every_fault_of_a_matrix_file_is_told_at_once(tmp_path: Path) -> None:
    wrong = tmp_path / "ours.toml"
    wrong.write_text(
        'id = "ours"\nversion = 1\ndated = 2016-05-01\ntitle = "t"\nstatement = "s"\nsource = "s"\nformula = "f"\n'
        "[emphasis]\nharm = 1\nlikelihood = 1\n"
        '[[factor]]\nid = "x"\nsection = "hazard"\ntitle = "X"\nweight = 1\nrule = "guess"\nanchors = ["a"]\n'
        '[[theme]]\nid = "burglary"\n'
        '[[score]]\ntheme = "arson"\nfactor = "x"\nscore = 9\nscorer = "A"\nrationale = "r"\ndated = 2016-05-01\n',
        encoding="utf-8",
    )
    with pytest.raises(UnreadableInput) as caught:
        read_matrix(wrong)
    told = str(caught.value)
    for words in ("hazard", "guess", "anchors", "cuts", "arson", "off the scale", "factor 1", "score 1"):
        assert words in told


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ("cuts = [5,", 'cuts = ["a",', "matrix.cuts"),
        ("weight = 2.0", "weight = -2", "matrix.scale"),
        ("weight = 2.0", "weight = true", "matrix.missing"),
        ("weight = 2.0", "weight = nan", "matrix.missing"),
        ("[[theme]]\n", "[[theme]]\nid = 'one'\n[[theme]]\nid = 'one'\n[[theme]]\n", "matrix.twice"),
    ],
)
def test_a_matrix_that_would_mislead_is_refused(tmp_path: Path, was: str, becomes: str, code: str) -> None:
    text = brought_text()
    assert was in text
    path = tmp_path / "matrix.toml"
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(UnreadableInput) as caught:
        read_matrix(path)
    assert code in {fault.code for fault in caught.value.faults}


def test_each_weighting_is_tried_once() -> None:
    tried = _weightings(4)
    assert len(tried) == 3**4
    assert (tried[0] == 1).all()
    assert len(np.unique(tried, axis=0)) == len(tried)


def test_a_score_that_a_person_gave_stands_with_name_reason_and_day(tmp_path: Path) -> None:
    own = tmp_path / "ours.toml"
    brought = (Path(priorities.__file__).parent.parent / "matrix" / "matrix.toml").read_text(encoding="utf-8")
    own.write_text(
        brought + '\n[[score]]\ntheme = "anti-social-behaviour"\nfactor = "community-impact"\nscore = 4\n'
        'scorer = "Community safety manager"\nrationale = "first in the residents\' survey"\ndated = 2016-05-12\n',
        encoding="utf-8",
    )
    matrix = read_matrix(own)
    cells = fill(matrix, Figures.of([]))["anti-social-behaviour"]
    given_cell = next(cell for cell in cells if cell.factor.id == "community-impact")
    assert (given_cell.score, given_cell.scorer) == (4, "Community safety manager, 12 May 2016")
    assert {cell.scorer for cell in cells} - {given_cell.scorer} == {TO_BE_SCORED}


def _chapters(evidence: FakeEvidence) -> tuple[ChapterResult, ...]:
    area = evidence.atlas.find(BOROUGH)
    return tuple(one.chapter(evidence, area, YEARS) for one in (overview, trends, places, harm, peers))


@pytest.fixture(scope="module")
def result() -> ChapterResult:
    def rising(category: str, place: int, month: int) -> float:
        """Shoplifting gathers in one corner, and rises everywhere in the second year."""
        here = 40.0 if place in STAYING and category == "shoplifting" else 1.0
        return here * (1.5 if category == "shoplifting" and month >= 12 else 1.0)

    evidence = FakeEvidence(rows=12, multiplier=rising)
    return priorities.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS, _chapters(evidence))


def test_what_rises_where_places_stay_hot_gets_a_plan(result: ChapterResult) -> None:
    plan = next(one for one in result.findings if one.id == "priorities.plan")
    assert "They hold 52% of the borough's shoplifting (up 50% across Thornmere)" in plan.text
    assert "unusually high crime in nearly every" in plan.text
    assert "burglary" not in plan.text
    assert "scan, analyse, respond, assess" in plan.recommendation
    assert ", beginning with shoplifting." in plan.recommendation


@pytest.mark.parametrize(
    ("inside", "kind", "gathers_there"),
    [
        pytest.param(400, 1_000, True, id="two fifths of it, where there is a quarter of all crime"),
        pytest.param(240, 1_000, False, id="less of it than of all crime"),
        pytest.param(260, 1_000, False, id="a little more, within chance"),
        pytest.param(100, 200, False, id="half of it, but a fortieth of the crime there"),
        pytest.param(0, 1_000, False, id="none there"),
    ],
)
def test_a_kind_is_named_for_a_plan_if_over_represented_and_a_real_part(
    inside: int, kind: int, gathers_there: bool
) -> None:
    """Two places hold 4,000 of 16,000 crimes: a quarter."""
    there = np.array([True, True, False])
    counts = np.array([inside / 2, inside / 2, kind - inside])
    assert gathers(counts, np.array([2_000.0, 2_000.0, 12_000.0]), there) is gathers_there


def test_the_kinds_for_a_plan_come_by_the_crimes_above_the_share_of_all_crime(result: ChapterResult) -> None:
    table = next(one for one in result.exhibits if one.id == "priorities-plan")
    assert isinstance(table, Table)
    excess = [float(row[3] or 0) for row in table.rows]
    assert excess == sorted(excess, reverse=True)
    for _, there, expected, more, _, _, _ in table.rows:
        assert float(more or 0) == pytest.approx(float(there or 0) - float(expected or 0), abs=1)
    assert table.rows[0][0] == "Shoplifting"
    assert len(str(table.rows[0][6]).split(", ")) == 3
    plan = next(one for one in result.findings if one.id == "priorities.plan")
    assert plan.exhibit == table.id


def test_the_first_themes_are_told_with_how_firm_they_are(result: ChapterResult) -> None:
    first = next(one for one in result.findings if one.id == "priorities.first")
    assert "weightings" in first.caveats[0]
    assert any("Not yet scored by anyone" in caveat for caveat in first.caveats)
    assert "regulation 7(d)" in first.duties


def test_an_order_that_could_move_is_told_as_provisional(result: ChapterResult) -> None:
    first = next(one for one in result.findings if one.id == "priorities.first")
    assert first.text.startswith("Provisionally, and on police data alone")
    assert "harm is scored on one factor of four" in first.text
    assert "provisional candidates" in first.recommendation


def _staying(place: str, **sizes: float) -> list[Figure]:
    """A place that stayed hot, with its harm and its crimes."""
    stayed = Figure(
        definition="places.quarters-hot",
        value=8,
        denominator=8,
        unit="quarters",
        area=place,
        period=YEAR,
        breakdown=(("class", "persistent"), ("place", place), ("ward", "Abbey")),
        sources=("s",),
    )
    sized = [
        Figure(definition=name, value=value, unit="", area=place, period=YEAR, sources=("s",))
        for name, value in (("harm.share", sizes["harm"]), ("places.crime", sizes["crimes"]))
        if value
    ]
    return [stayed, *sized]


def test_a_plan_is_for_the_places_with_most_harm_or_else_with_most_crimes() -> None:
    sizes = {"a": (1, 900), "b": (4, 100), "c": (3, 200), "d": (2, 300)}
    held = [
        f for place, (harmed, crimes) in sizes.items() for f in _staying(place, harm=harmed, crimes=crimes)
    ]
    staying = [f for f in held if f.definition == "places.quarters-hot"]
    named, reason = _worst(staying, Figures.of(held))
    assert ([f.area for f in named], reason) == (["b", "c", "d"], "most estimated harm")
    without = [f for f in held if f.definition != "harm.share"]
    named, reason = _worst(staying, Figures.of(without))
    assert ([f.area for f in named], reason) == (["a", "d", "c"], "most recorded crime")


def test_every_cell_names_its_scorer_and_computed_ones_their_figures(result: ChapterResult) -> None:
    table = next(one for one in result.exhibits if one.id == "priorities-cells")
    assert isinstance(table, Table)
    for _, _, given_score, why, scorer, figures in table.rows:
        assert scorer
        assert (given_score is None) == (scorer == TO_BE_SCORED)
        assert given_score is None or (why and figures)


def test_unweighed_themes_are_not_ranked_and_said_to_be(result: ChapterResult) -> None:
    gap = next(one for one in result.gaps if one.startswith("Not ranked"))
    for name in ("Anti-social behaviour", "Drugs", "Possession of weapons"):
        assert name in gap
    ranks = [f.value for f in result.figures.values() if f.definition == "priorities.rank"]
    assert len(ranks) == 11


def test_without_a_harm_table_nothing_is_ranked() -> None:
    evidence = FakeEvidence(without=frozenset({"harm"}))
    made = priorities.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS, _chapters(evidence))
    assert any("none is ranked" in gap for gap in made.gaps)
    assert not made.findings


def test_sentences_are_plain_text_in_the_end(result: ChapterResult) -> None:
    assert all(isinstance(plain(phrase), str) for phrase in result.story)
    assert np.isfinite([float(f.value or 0) for f in result.figures.values()]).all()


def test_a_change_within_the_usual_scatter_scores_as_no_change() -> None:
    figure = Figure(
        definition="trend.change",
        value=30,
        numerator=130,
        denominator=100,
        unit="%",
        area="X",
        period=YEAR,
        breakdown=(("category", "robbery"),),
        p_value=0.001,
        note=WITHIN_SCATTER,
    )
    made = measure(_brought("trend"), Theme("robbery", "Robbery", "robbery"), Figures.of([figure]))
    assert made is not None
    assert made.score == 2
