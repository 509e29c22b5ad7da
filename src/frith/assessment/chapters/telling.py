"""How a chapter tells a finding: the sentence, its weight by the one ranking rule, and the figures that it cites."""

from __future__ import annotations

from frith.assessment import citing, ranking
from frith.assessment.findings import ChapterResult, Finding
from frith.vocabulary import numbers
from frith.vocabulary.figures import Cited, Figure, Phrase

LEVEL = 0.05
"""A p-value (after allowing for many tests, where there are many) at or under this is beyond chance."""


WITHIN_SCATTER = "the change is within the usual scatter of the series"
"""Note of a figure whose p-value is small only because the series scatters more than Poisson chance allows."""


_WORDS = (
    "none one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)


def spelled(number: float) -> str:
    """Write a whole number under a hundred in words, ``twenty-three``; a larger one in digits."""
    whole = round(number)
    if not 0 <= whole < 100:
        return numbers.count(whole)
    words = _WORDS.split()
    if whole < 20:
        return words[whole]
    tens, units = divmod(whole, 10)
    return words[18 + tens] + (f"-{words[units]}" if units else "")


def opening(figure: Figure) -> Phrase:
    """Cite a count at the head of a sentence, which never starts with a digit: ``Eight``, or ``In all 128``."""
    words = spelled(float(figure.value or 0))
    return (
        ("In all ", Cited(words, figure.id))
        if words[0].isdigit()
        else (Cited(words.capitalize(), figure.id),)
    )


def inside(figure: Figure) -> Cited:
    """Cite a count within a sentence: ``eight``, or ``128``."""
    return Cited(spelled(float(figure.value or 0)), figure.id)


def beyond_chance(figure: Figure) -> bool:
    """Whether a change is more than chance and, where that was looked at, more than the usual scatter."""
    return figure.p_value is not None and figure.p_value <= LEVEL and figure.note != WITHIN_SCATTER


def tell(
    result: ChapterResult,
    name: str,
    sentence: Phrase,
    *,
    share: float | None = None,
    movement: float = 0.0,
    sureness: float = ranking.UNTESTED,
    caveats: tuple[str, ...] = (),
    duties: tuple[str, ...] = ("regulation 7(a)",),
    recommendation: str = "",
    data_gap: str = "",
    exhibit: str = "",
    also: tuple[Figure, ...] = (),
    within: tuple[str, ...] = (),
    in_story: bool = True,
) -> Finding:
    """Add a finding to a chapter, and its sentence to the chapter's story; return the finding.

    ``share`` and ``movement`` are shares (0 to 1) as :func:`frith.assessment.ranking.weight` wants them. ``also`` are
    figures that the finding rests on beyond those that the sentence cites; ``within`` are findings that tell it too.
    Without ``in_story`` it is in the list of findings alone.
    """
    weight, why = ranking.weight(share=share, movement=movement, sureness=sureness)
    finding = Finding(
        id=name,
        chapter=result.chapter,
        sentence=sentence,
        weight=weight,
        why_it_ranks=why,
        figures=tuple(dict.fromkeys((*citing.cited_ids(sentence), *(figure.id for figure in also)))),
        caveats=caveats,
        duties=duties,
        recommendation=recommendation,
        data_gap=data_gap,
        exhibit=exhibit,
        within=within,
    )
    result.findings.append(finding)
    if in_story:
        result.story.append(sentence)
    return finding


def sureness_of(p_value: float | None) -> float:
    """Return 1 for beyond chance, 0 for within chance, and the untested value where there was no test."""
    if p_value is None or p_value != p_value:  # NaN: a test was not possible
        return ranking.UNTESTED
    return 1.0 if p_value <= LEVEL else 0.0


def chance_words(p_value: float | None) -> str:
    """Return what a reader needs to hear of a p-value, to follow a change: ``, more than chance would make it``."""
    if p_value is None or p_value != p_value:
        return ""
    return ", more than chance alone would make it" if p_value <= LEVEL else ", which is within chance"
