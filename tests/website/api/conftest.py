"""The made-up partnership, filled, with a data set in its catalogue."""

from pathlib import Path

import pytest
from django.core.cache import cache
from tests.made_partnership import Made
from tests.website.test_pages import fill

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Coverage, Dataset, Family
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.periods import Month


def add_dataset(installation: Path, name: str) -> None:
    """Put a made-up data set into the catalogue."""
    catalogue = Catalogue(installation)
    dataset = Dataset(
        id=name,
        family=Family.STREET,
        title="Made up",
        source="a test",
        licence="none",
        attribution="",
        disclosure=DisclosurePolicy.ALREADY_PUBLIC,
        coverage=Coverage(("X09000001",), (Month.of(2016, 4), Month.of(2016, 6))),
    )
    with catalogue.staging() as folder:
        (folder / "table.parquet").write_text("made up")
        catalogue.keep(folder, dataset)


@pytest.fixture
def ready(made: Made, installation: Path) -> Made:
    """A partnership of which every operation has something to tell."""
    cache.clear()
    add_dataset(installation, "made-up")
    return fill(made, installation)
