"""Pictures as PNG, for Word, drawn by the same engine and in the same font as the PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence

import typst

from frith.publication.fonts import printable, typst_fonts
from frith.publication.pictures.svg import Drawing

_SHEETS = b"""
#for sheet in json(bytes(sys.inputs.sheets)) {
  page(width: sheet.width * 0.75pt, height: sheet.height * 0.75pt, margin: 0pt,
    image(bytes(sheet.svg), format: "svg", width: 100%))
}
"""


def bitmaps(drawings: Sequence[Drawing], dots_per_inch: int = 200) -> list[bytes]:
    """Return each picture as PNG, a CSS pixel of the drawing being a 96th of an inch."""
    if not drawings:
        return []
    sheets = [{"width": d.width, "height": d.height, "svg": d.as_file()} for d in drawings]
    compiler = typst.Compiler(
        _SHEETS,
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheets": printable(json.dumps(sheets, ensure_ascii=False))},
    )
    made = compiler.compile(format="png", ppi=dots_per_inch)
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if page is not None]
