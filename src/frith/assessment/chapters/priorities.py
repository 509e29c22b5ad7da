"""Priorities: themes scored on a dated matrix, every cell with its evidence and scorer, and how firm the ranking is."""

from __future__ import annotations

from dataclasses import replace

from frith.assessment import citing
from frith.assessment.chapters import problem_places
from frith.assessment.chapters.telling import spelled, tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import BarChart, Cell, Column, IntervalChart, Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.assessment.matrix.configuration import HARM, LIKELIHOOD, PARTNERSHIP, POSITION, Matrix, read_matrix
from frith.assessment.matrix.measures import Figures
from frith.assessment.matrix.scoring import TO_BE_SCORED, TOP, Scored, fill, rank_themes
from frith.evidence.reading import Evidence
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Cited, Figure, Interval, Phrase
from frith.vocabulary.periods import Period

DEFINITIONS = (
    Definition(
        "priorities.score",
        1,
        "Score of a theme",
        "Weighted mean of the harm factors times the weighted mean of the likelihood factors, each factor scored 1 "
        "to 4, on the matrix named. Factors that nobody has scored are left out. It orders themes for discussion and "
        "decides nothing.",
        "on a scale of 1 to 16",
    ),
    Definition(
        "priorities.rank",
        1,
        "Rank of a theme",
        "Rank by score, 1 highest. The range is the best and the worst rank when every weight and each section's "
        "emphasis is halved, kept or doubled in every combination, and when the evidence takes the lowest or highest "
        "score it allows.",
        "in rank",
    ),
    *problem_places.DEFINITIONS,
)

STAYED = "places.persistent"
"""The finding that a plan for places that stay hot follows from."""
_MANY_DOUBTS = 2
_WIDE = 2
"""A harm score that the table's range could move by this many points is a doubt."""


def chapter(
    evidence: Evidence,
    area: Area,
    period: Period,
    chapters: tuple[ChapterResult, ...],
    matrix: Matrix | None = None,
) -> ChapterResult:
    """Score and rank the matrix's themes on the figures of the other chapters, and draw what follows from them.

    ``matrix`` is the partnership's own; without one, the matrix that Frith brings is used.
    """
    result = ChapterResult(Chapter.PRIORITIES, "Priorities")
    used = matrix or read_matrix()
    figures = Figures.of(figure for one in chapters for figure in one.figures.values())
    scored = rank_themes(used, fill(used, figures))
    ranked = [one for one in scored if one.rank is not None]
    _method(result, used, scored)
    _cells(result, used, scored, chapters)
    if not ranked:
        result.gaps.append("No theme has both a harm score and a likelihood score, so none is ranked.")
        return result
    made = {one.theme.id: _figures(result, used, area, period, one, figures) for one in ranked}
    _matrix_table(result, used, scored)
    _charts(result, used, ranked)
    _tell(result, used, scored, made)
    problem_places.plan(result, evidence, area, figures)
    _rest_on(result, {finding.id for one in chapters for finding in one.findings}, ranked)
    return result


def _rest_on(result: ChapterResult, known: set[str], ranked: list[Scored]) -> None:
    """Name the findings that a plan for places, and the themes put first, follow from."""
    first = [one.theme.category for one in ranked if (one.rank or 0) <= TOP]
    follow = {
        "priorities.plan": (STAYED,),
        "priorities.first": tuple(name for c in first for name in (f"trend.{c}", f"harm.most.{c}")),
    }
    result.findings[:] = [
        replace(finding, within=tuple(name for name in follow.get(finding.id, ()) if name in known))
        for finding in result.findings
    ]


def _method(result: ChapterResult, matrix: Matrix, scored: list[Scored]) -> None:
    result.method.append(
        f"{matrix.title}, version {matrix.version} ({matrix.id}). {matrix.statement} {matrix.source}"
    )
    weights = numbers.listed(
        [f"{f.title.lower()} {f.weight:g}" for f in matrix.factors if f.section != POSITION]
    )
    result.method.append(
        f"Formula: {matrix.formula}. Weights: {weights}. Sensitivity: {numbers.count(scored[0].weightings)} "
        "weightings, and the lowest and highest score that the evidence allows each theme.",
    )
    result.method.append(
        "Beside peers a theme is scored by the geometric mean of its ratios to the peers' rate by each count of people "
        "(residents, and jobs or people present): the one makes an area that many visit look worse than it is, the "
        "other better, and the mean of the two on a scale of times is the middle. The lowest and highest ratio give "
        "the range. This rule was chosen in November 2026, after looking at Westminster.",
    )
    open_factors = [
        f.title.lower() for f in matrix.factors if f.rule == PARTNERSHIP and not _given(matrix, f.id)
    ]
    if open_factors:
        result.gaps.append(
            f"No evidence loaded here can score {numbers.listed(open_factors)}: the partnership must, with a name, a "
            "reason and a date in each cell.",
        )
    unranked = [one.theme.name for one in scored if one.rank is None]
    if unranked:
        result.gaps.append(
            f"Not ranked, because no harm factor of theirs is scored yet: {numbers.listed(unranked)}. Drugs and "
            "weapons are mostly found by police work and anti-social behaviour is not crime, so a harm table does "
            "not weigh them.",
        )


def _given(matrix: Matrix, factor: str) -> bool:
    return any(one.factor == factor for one in matrix.given)


def _figures(
    result: ChapterResult, matrix: Matrix, area: Area, period: Period, one: Scored, figures: Figures
) -> tuple[Figure, Figure]:
    ids = {f for cell in one.cells for f in cell.figures}
    sources = tuple(sorted({source for f in figures.held if f.id in ids for source in f.sources}))
    breakdown = (("theme", one.theme.id), ("matrix", matrix.name))
    scored = sum(cell.score is not None for cell in one.cells if cell.factor.weight > 0)
    wanted = sum(cell.factor.weight > 0 for cell in one.cells)
    score = Figure(
        definition="priorities.score",
        value=one.score,
        unit="on a scale of 1 to 16",
        area=area.code,
        period=period,
        breakdown=breakdown,
        sources=sources,
        note=f"{scored} of {wanted} factors are scored",
    )
    rank = Figure(
        definition="priorities.rank",
        value=one.rank,
        unit="in rank",
        area=area.code,
        period=period,
        breakdown=breakdown,
        interval=Interval(
            float(one.best or 0), float(one.worst or 0), 1.0, "best and worst rank over all weightings"
        ),
        sources=sources,
    )
    return result.add(score), result.add(rank)


def doubts(one: Scored) -> tuple[str, list[str]]:
    """Return the confidence in a theme's score (high, medium, low) and the reasons to doubt it."""
    found = list(one.theme.doubts)
    if one.theme.category in BY_ID and BY_ID[one.theme.category].mostly_found_by_police:
        found.append("mostly found when the police look for it")
    wide = [c for c in one.cells if c.low is not None and c.high is not None and c.high - c.low >= _WIDE]
    found += [f"{cell.factor.title.lower()} could score {cell.low} to {cell.high}" for cell in wide]
    missing = [cell for cell in one.cells if cell.factor.rule != PARTNERSHIP and cell.score is None]
    if missing:
        found.append(f"no evidence on {numbers.listed([cell.factor.title.lower() for cell in missing])}")
    return ("high" if not found else "medium" if len(found) < _MANY_DOUBTS else "low"), found


def _matrix_table(result: ChapterResult, matrix: Matrix, scored: list[Scored]) -> None:
    factors = [f for f in matrix.factors if f.section in (HARM, LIKELIHOOD)]
    rows = tuple(_row(one, [f.id for f in factors]) for one in scored)
    result.exhibits.append(
        Table(
            id="priorities-matrix",
            title=f"{matrix.title}: scores 1 to 4, {scored[0].theme.name.lower()} highest so far",
            columns=(
                Column("rank", "Rank", "count"),
                Column("theme", "Theme"),
                *(Column(f.id, f.title, "count") for f in factors),
                Column("score", "Score", "decimal"),
                Column("range", "Rank could be"),
                Column("top", "In the first three, of all weightings", "percent"),
                Column("confidence", "Confidence"),
                Column("position", "Organisational position"),
            ),
            rows=rows,
            sources=(),
            note="A cell without a score has not been scored by anyone yet. Confidence and organisational position "
            "stand beside the score and do not enter it. This is not MoRiLE.",
        ),
    )


def _row(one: Scored, factors: list[str]) -> tuple[Cell, ...]:
    scores = {cell.factor.id: cell.score for cell in one.cells}
    positions = [cell for cell in one.cells if cell.factor.section == POSITION and cell.score is not None]
    spread = (
        "" if one.best is None else f"{one.best} to {one.worst}" if one.best != one.worst else str(one.best)
    )
    return (
        one.rank,
        one.theme.name,
        *(scores[f] for f in factors),
        one.score,
        spread,
        None if one.in_top is None else 100 * one.in_top,
        doubts(one)[0],
        "; ".join(f"{cell.factor.title} {cell.score}" for cell in positions) or "to be scored",
    )


def _cells(
    result: ChapterResult, matrix: Matrix, scored: list[Scored], chapters: tuple[ChapterResult, ...]
) -> None:
    """Add every cell with its evidence and scorer, every theme's confidence with its reasons, and the scales."""
    known = {figure.id for one in chapters for figure in one.figures.values()}
    rows: list[tuple[Cell, ...]] = []
    for one in scored:
        rows.extend(
            (
                one.theme.name,
                cell.factor.title,
                cell.score,
                cell.words,
                cell.scorer,
                ", ".join(f for f in cell.figures if f in known),
            )
            for cell in one.cells
            if cell.score is not None
        )
        left = numbers.listed([cell.factor.title.lower() for cell in one.cells if cell.score is None])
        if left:
            rows.append((one.theme.name, f"{left[:1].upper()}{left[1:]}", None, "", TO_BE_SCORED, ""))
    result.exhibits.append(
        Table(
            id="priorities-cells",
            title="Every cell of the matrix: score, reason, scorer and evidence",
            columns=(
                Column("theme", "Theme"),
                Column("factor", "Factor"),
                Column("score", "Score", "count"),
                Column("why", "Reason"),
                Column("scorer", "Scored by"),
                Column("figures", "Figures"),
            ),
            rows=tuple(rows),
            sources=(),
            annex=True,
        ),
    )
    confidence = [(one.theme.name, *doubts(one)) for one in scored]
    result.exhibits.append(
        Table(
            id="priorities-confidence",
            title="Confidence in each theme's score",
            columns=(
                Column("theme", "Theme"),
                Column("level", "Confidence"),
                Column("why", "Reasons to doubt"),
            ),
            rows=tuple((name, level, "; ".join(reasons)) for name, level, reasons in confidence),
            sources=(),
            note="High: no doubt noted; medium: one; low: two or more.",
            annex=True,
        ),
    )
    result.exhibits.append(
        Table(
            id="priorities-scales",
            title=f"Scales of the matrix, {matrix.name}",
            columns=(
                Column("section", "Section"),
                Column("factor", "Factor"),
                Column("weight", "Weight", "decimal"),
                Column("rule", "Scored by"),
                *(Column(f"s{n}", f"Score {n}") for n in range(1, 5)),
            ),
            rows=tuple((f.section, f.title, f.weight, f.rule, *f.anchors) for f in matrix.factors),
            sources=(),
            annex=True,
        ),
    )


def _charts(result: ChapterResult, matrix: Matrix, ranked: list[Scored]) -> None:
    loose = sum(one.best != one.worst for one in ranked)
    spans = numbers.listed(
        [f"{one.theme.name.lower()} could rank {one.best} to {one.worst}" for one in ranked[:TOP]]
    )
    scores = numbers.listed(
        [f"{one.theme.name.lower()} {numbers.decimal(one.score)}" for one in ranked[:TOP]]
    )
    result.exhibits.append(
        BarChart(
            id="priorities-scores-chart",
            title=f"Highest score on the evidence so far, and provisional: {ranked[0].theme.name.lower()}"
            if loose
            else f"Highest score on the evidence: {ranked[0].theme.name.lower()}",
            alt=f"Bars of each theme's score: {scores}. The numbers are in the matrix.",
            labels=tuple(one.theme.name for one in ranked),
            values=tuple(one.score for one in ranked),
            value_label="Score, 1 to 16",
            highlight=tuple(one.theme.name for one in ranked if (one.rank or 0) <= TOP),
            decimals=1,
            table="priorities-matrix",
            sources=(),
        ),
    )
    result.exhibits.append(
        IntervalChart(
            id="priorities-ranks-chart",
            title=f"{_how_many(loose, len(ranked))} could change with the weights or within the range of the evidence",
            alt=f"Dots with intervals: {spans}. The numbers are in the matrix.",
            labels=tuple(one.theme.name for one in ranked),
            values=tuple(float(one.rank or 0) for one in ranked),
            low=tuple(float(one.best or 0) for one in ranked),
            high=tuple(float(one.worst or 0) for one in ranked),
            value_label="Rank, 1 is highest",
            table="priorities-matrix",
            sources=(),
            highlight=tuple(one.theme.name for one in ranked if (one.rank or 0) <= TOP),
        ),
    )


def _how_many(loose: int, ranks: int) -> str:
    """How many ranks could change, as a title begins: ``Every rank``, ``Three of 11 ranks``, ``No rank``."""
    if not loose:
        return "No rank"
    return "Every rank" if loose == ranks else f"{spelled(loose).capitalize()} of {ranks} ranks"


def _still_open(matrix: Matrix, scored: list[Scored]) -> str:
    """Say which themes are not ranked yet, and what that counts the partnership has not scored."""
    unranked = [one.theme.name.lower() for one in scored if one.rank is None]
    factors = [
        f.title.lower()
        for f in matrix.factors
        if f.rule == PARTNERSHIP and f.section != POSITION and f.weight > 0 and not _given(matrix, f.id)
    ]
    themes = (
        f"{numbers.listed(unranked)} {'are' if len(unranked) > 1 else 'is'} not yet ranked"
        if unranked
        else ""
    )
    people = f"the partnership has not yet scored {numbers.listed(factors)}" if factors else ""
    told = ", and ".join(words for words in (themes, people) if words)
    return f" {told[:1].upper()}{told[1:]}." if told else ""


def _provisional(leading: Scored, rank: Figure) -> Phrase:
    """Why the order is provisional, from the matrix: harm hardly scored, little confidence, a rank that could move."""
    harm = [cell for cell in leading.cells if cell.factor.section == HARM and cell.factor.weight > 0]
    scored = sum(cell.score is not None for cell in harm)
    level, _ = doubts(leading)
    parts: list[Phrase] = []
    if scored < len(harm):
        parts.append(
            (f"harm is scored on {spelled(scored)} factor{_s(scored)} of {spelled(len(harm))} so far",)
        )
    if level != "high":
        parts.append((f"confidence in {leading.theme.name.lower()}, ranked first, is {level}",))
    if leading.best != leading.worst:
        whose = "its rank" if level != "high" else f"the rank of {leading.theme.name.lower()}"
        parts.append(
            (f"{whose} could be anything from ", Cited(f"{leading.best} to {leading.worst}", rank.id))
        )
    return citing.joined(parts)


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _tell(
    result: ChapterResult, matrix: Matrix, scored: list[Scored], made: dict[str, tuple[Figure, Figure]]
) -> None:
    ranked = [one for one in scored if one.rank is not None]
    first = [one for one in ranked if (one.rank or 0) <= TOP]
    names = numbers.listed([one.theme.name.lower() for one in first])
    given = len(matrix.given)
    people = "one score that a person gave" if given == 1 else f"{spelled(given)} scores that people gave"
    basis = f"on police data and {people}" if given else "on police data alone"
    come = "come" if len(first) > 1 else "comes"
    unsure = _provisional(first[0], made[first[0].theme.id][1])
    if unsure:
        sentence: Phrase = (
            f"Provisionally, and {basis}, {names} {come} first. Why provisionally: ",
            *unsure,
            f".{_still_open(matrix, scored)}",
        )
    else:
        sentence = (f"{basis[:1].upper()}{basis[1:]}, {names} {come} first.{_still_open(matrix, scored)}",)
    shares = numbers.listed(
        [f"{o.theme.name.lower()} in {numbers.percent(100 * (o.in_top or 0))}" for o in first]
    )
    steady = f"Among the first three when weights are halved or doubled: {shares} of {first[0].weightings} weightings."
    close = [o.theme.name.lower() for o in ranked if (o.rank or 0) > TOP and (o.best or TOP + 1) <= TOP]
    caveats = [steady]
    if close:
        caveats.append(
            "Could be among the first three under other weights or within the range: "
            f"{numbers.listed(close)}."
        )
    open_cells = [
        f.title.lower() for f in matrix.factors if f.rule == PARTNERSHIP and not _given(matrix, f.id)
    ]
    if open_cells:
        caveats.append(f"Not yet scored by anyone: {numbers.listed(open_cells)}.")
    candidates = "provisional candidates for priorities" if unsure else "candidate priorities"
    told = f"Take {names} to the partnership as {candidates}"
    tell(
        result,
        "priorities.first",
        sentence,
        share=1.0,
        caveats=tuple(caveats),
        duties=("regulation 7(d)",),
        recommendation=f"{told}, and score {numbers.listed(open_cells)} there before deciding."
        if open_cells
        else f"{told}.",
        exhibit="priorities-matrix",
        also=tuple(figure for one in first for figure in made[one.theme.id]),
    )
