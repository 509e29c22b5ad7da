"""What anonymised map points cannot bear, and the one rule that refuses to ask it of them.

data.police.uk moves each crime to the nearest of a fixed list of map points, which stand for at least eight addresses
or for none, and gives the month, not the day (source: the "About" page of data.police.uk).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from frith.evidence.dataset import Dataset
from frith.vocabulary.faults import EvidenceMissing, Fault, Refused


class ExactQuestion(StrEnum):
    """Questions that need the true place, and mostly the true time, of each incident."""

    ADDRESS = "at which address it happened"
    HOUR = "at which hour or on which day it happened"
    REPEAT_VICTIM = "whether the same victim or premises suffered again"
    NEAR_REPEAT = "whether it was followed by another nearby within days"


def require_exact_places(dataset: Dataset, question: ExactQuestion) -> None:
    """Raise Refused if a dataset's places are map points, which cannot say what is asked."""
    if not dataset.map_points:
        return
    raise Refused(
        Fault(
            "evidence.map-points",
            f"{dataset.title or dataset.id} cannot say {question.value}: its places are anonymised map points, which "
            "stand for several addresses or none, and its dates are months",
            dataset.id,
            "counts at map points, in small areas and in larger ones, by month",
            question.name.lower().replace("_", " "),
            "Ask the police for a depersonalised table with true place and time, and add that.",
        )
    )


def exact_datasets(datasets: Sequence[Dataset], question: ExactQuestion) -> tuple[Dataset, ...]:
    """Return the datasets that can bear a question.

    Raises Refused if all of them are map points, and EvidenceMissing if there is none.
    """
    exact = tuple(dataset for dataset in datasets if not dataset.map_points)
    for dataset in () if exact else datasets:
        require_exact_places(dataset, question)
    if not exact:
        raise EvidenceMissing(
            Fault(
                "evidence.exact",
                f"no evidence is loaded that could say {question.value}",
                remedy="Add a depersonalised table with true place and time: frith evidence add FILE "
                "--family incidents --reading mapping=WHICH --source WHO --licence WHICH",
            )
        )
    return exact
