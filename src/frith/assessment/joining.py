"""Findings of several chapters that speak of one thing, made into one, so that the list tells nothing twice."""

from __future__ import annotations

from dataclasses import replace

from frith.assessment import citing
from frith.assessment.findings import ChapterResult, Finding
from frith.vocabulary.figures import Phrase

RATE, PLACE = "overview.rate", "peers.rate"


def join(chapters: tuple[ChapterResult, ...]) -> None:
    """Put what one chapter knows into the finding of another, and leave the repeating finding to its theme's page.

    A rise takes up what the chapter on peers says of it (``ChapterResult.beside``); the groups of rises beside peers
    are then on the peers' page alone. The rate and the rank by rates become one finding.
    """
    beside = {name: words for chapter in chapters for name, words in chapter.beside.items()}
    told = {finding.id for chapter in chapters for finding in chapter.findings}
    rate = next((f for chapter in chapters for f in chapter.findings if f.id == RATE), None)
    for chapter in chapters:
        chapter.findings[:] = [_joined(finding, beside, told, rate) for finding in chapter.findings]


def _joined(finding: Finding, beside: dict[str, Phrase], told: set[str], rate: Finding | None) -> Finding:
    if finding.id in beside:
        return _with(finding, beside[finding.id])
    if finding.within:
        # what another finding was to tell may have been too small for one: then this finding stands by itself
        return replace(finding, within=tuple(name for name in finding.within if name in told))
    if finding.id == RATE and PLACE in told:
        return replace(finding, within=(PLACE,))
    if finding.id == PLACE and rate is not None:
        # what to mind of a rate is the same for the rank by it, which says it already
        return _with(finding, (" ", *rate.sentence))
    return finding


def _with(finding: Finding, words: Phrase) -> Finding:
    sentence = (*finding.sentence, *words)
    figures = tuple(dict.fromkeys((*citing.cited_ids(sentence), *finding.figures)))
    return replace(finding, sentence=sentence, figures=figures)
