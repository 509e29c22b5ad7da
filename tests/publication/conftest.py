"""The sample paper, rendered once for every test that looks at it."""

from __future__ import annotations

import pytest
from tests.publication.sample import document

from frith.publication.document import Document
from frith.publication.html import render_html
from frith.publication.pdf import render_pdf
from frith.publication.word import render_word


@pytest.fixture(scope="session")
def sample() -> Document:
    """Return a paper with every kind of block and picture."""
    return document()


@pytest.fixture(scope="session")
def sample_html(sample: Document) -> str:
    """Return the sample as one HTML file."""
    return render_html(sample)


@pytest.fixture(scope="session")
def sample_pdf(sample: Document) -> bytes:
    """Return the sample as PDF."""
    return render_pdf(sample)


@pytest.fixture(scope="session")
def sample_word(sample: Document) -> bytes:
    """Return the sample as Word."""
    return render_word(sample)
