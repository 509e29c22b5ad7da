"""Scores and ranks of themes, and how far the ranks depend on the weights and on the range of the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from frith.assessment.matrix.configuration import (
    HARM,
    LIKELIHOOD,
    POSITION,
    Factor,
    GivenScore,
    Matrix,
    Theme,
)
from frith.assessment.matrix.measures import Figures, measure
from frith.assessment.statistics.arguments import Floats
from frith.vocabulary.periods import day_in_words

TO_BE_SCORED = "to be scored by the partnership"
TIMES = (0.5, 1.0, 2.0)
"""What each weight and each emphasis is multiplied by, in every combination."""
_MOST_COMBINATIONS = 20_000
_SEED = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its score (None while nobody has scored it), who scored it, why, and the figures that it rests on.

    ``low`` and ``high`` are what the evidence's own range would allow.
    """

    theme: Theme
    factor: Factor
    score: int | None
    low: int | None
    high: int | None
    scorer: str
    words: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """One theme: its cells, its score (None where a section has no cell), its rank and how far the rank can move.

    ``in_top`` is the share of the weightings in which the theme is among the first three.
    """

    theme: Theme
    cells: tuple[Cell, ...]
    score: float | None
    rank: int | None
    best: int | None
    worst: int | None
    in_top: float | None
    weightings: int = 0


TOP = 3


def fill(matrix: Matrix, figures: Figures) -> dict[str, tuple[Cell, ...]]:
    """Return the cells of each theme: people's scores first, then what the evidence says, else still to be scored."""
    given = {(one.theme, one.factor): one for one in matrix.given}
    return {
        theme.id: tuple(
            _cell(theme, factor, given.get((theme.id, factor.id)), figures) for factor in matrix.factors
        )
        for theme in matrix.themes
    }


def _cell(theme: Theme, factor: Factor, given: GivenScore | None, figures: Figures) -> Cell:
    measured = measure(factor, theme, figures)
    if given is not None:
        words = given.rationale
        if measured is not None:
            words += f" (the evidence alone would score {measured.score}: {measured.words})"
        scorer = f"{given.scorer}, {day_in_words(given.dated)}"
        ids = measured.figures if measured else ()
        return Cell(theme, factor, given.score, given.score, given.score, scorer, words, ids)
    if measured is not None:
        scorer = f"computed, rule {factor.rule}"
        return Cell(
            theme,
            factor,
            measured.score,
            measured.low,
            measured.high,
            scorer,
            measured.words,
            measured.figures,
        )
    return Cell(theme, factor, None, None, None, TO_BE_SCORED, "", ())


def rank_themes(matrix: Matrix, cells: dict[str, tuple[Cell, ...]]) -> list[Scored]:
    """Score and rank themes, best first; those without a score come last, by name.

    Ranks are tried over every combination in which each weight and each section's emphasis is halved, kept or doubled
    (a fixed-seed sample of them where there are very many), and over the lowest and highest score that the
    evidence allows each theme while the others stay.
    """
    factors = [f for f in matrix.factors if f.section != POSITION and f.weight > 0]
    known = [n for n, f in enumerate(matrix.factors) if f in factors and _anybody(cells, n)]
    table = {which: _table(matrix, cells, known, which) for which in ("score", "low", "high")}
    columns = [matrix.factors[n] for n in known]
    weights = np.array([f.weight for f in columns])
    emphasis = np.array([power for _, power in matrix.emphasis])
    times = _weightings(len(columns) + len(emphasis))
    scores = _scores(
        table["score"], columns, weights * times[:, : len(columns)], emphasis * times[:, len(columns) :]
    )
    ranks = _ranks(scores)
    base = _scores(table["score"], columns, weights[None], emphasis[None])[0]
    best, worst = np.fmin.reduce(ranks, axis=0), np.fmax.reduce(ranks, axis=0)
    for n in range(len(matrix.themes)):
        for which in ("low", "high"):
            changed = table["score"].copy()
            changed[n] = table[which][n]
            rank = _ranks(_scores(changed, columns, weights[None], emphasis[None]))[0, n]
            best[n], worst[n] = np.fmin(best[n], rank), np.fmax(worst[n], rank)
    base_rank = _ranks(base[None])[0]
    top = (ranks <= TOP).mean(axis=0)
    scored = [
        _scored(theme, cells[theme.id], base[n], base_rank[n], best[n], worst[n], top[n], len(times))
        for n, theme in enumerate(matrix.themes)
    ]
    return sorted(scored, key=lambda one: (one.rank is None, one.rank or 0, one.theme.name))


def _anybody(cells: dict[str, tuple[Cell, ...]], factor: int) -> bool:
    return any(row[factor].score is not None for row in cells.values())


def _table(matrix: Matrix, cells: dict[str, tuple[Cell, ...]], known: list[int], which: str) -> Floats:
    rows = [[getattr(cells[theme.id][n], which) for n in known] for theme in matrix.themes]
    # where nobody scored anything the table has no columns, and its shape cannot be told from its values
    return np.array([[np.nan if v is None else float(v) for v in row] for row in rows], float).reshape(
        len(matrix.themes), len(known)
    )


def _weightings(size: int) -> Floats:
    """Every combination of multipliers, or a fixed-seed sample of them; the first row leaves all as they are."""
    if len(TIMES) ** size <= _MOST_COMBINATIONS:
        found = np.array(list(product(TIMES, repeat=size))).reshape(-1, size)
        found = found[~(found == 1).all(axis=1)]
    else:
        found = np.random.default_rng(_SEED).choice(TIMES, size=(_MOST_COMBINATIONS, size))
    return np.vstack([np.ones(size), found])


def _scores(table: Floats, columns: list[Factor], weights: Floats, emphasis: Floats) -> Floats:
    """Shape (weightings, themes): the product of the two sections' weighted means, NaN where a section is empty."""
    parts = []
    for section, power in zip((HARM, LIKELIHOOD), emphasis.T, strict=True):
        chosen = [n for n, factor in enumerate(columns) if factor.section == section]
        values = table[:, chosen]
        held = weights[:, chosen] @ (~np.isnan(values)).T
        total = weights[:, chosen] @ np.nan_to_num(values).T
        mean = np.where(held > 0, total / np.where(held > 0, held, 1.0), np.nan)
        parts.append(mean ** power[:, None])
    return np.asarray(parts[0] * parts[1])


def _ranks(scores: Floats) -> Floats:
    """Rank within each weighting, 1 for the highest; equal scores share the better rank; NaN stays NaN."""
    slack = 1e-9
    beaten = (scores[:, None, :] > scores[:, :, None] + slack).sum(axis=2)
    return np.where(np.isnan(scores), np.nan, 1.0 + beaten)


def _scored(
    theme: Theme,
    cells: tuple[Cell, ...],
    score: float,
    rank: float,
    best: float,
    worst: float,
    top: float,
    weightings: int,
) -> Scored:
    if np.isnan(score):
        return Scored(theme, cells, None, None, None, None, None, weightings)
    return Scored(theme, cells, float(score), int(rank), int(best), int(worst), float(top), weightings)
