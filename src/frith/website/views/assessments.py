"""Strategic assessments that were made here: as pages, and as the files that were written.

Each is a folder below the state folder, made by ``frith assess``. Only files that its manifest names are served.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frith.guard.access.pages import signed_in
from frith.guard.acting import Acting
from frith.publication.html import render_fragment
from frith.publication.stored import DOCUMENT, document_from
from frith.vocabulary.periods import Period

FOLDER = "assessments"
_KINDS = {
    ".html": "Web page",
    ".pdf": "PDF",
    ".docx": "Word",
    ".json": "Findings and figures (JSON)",
    ".csv": "Table",
}


@dataclass(frozen=True, slots=True)
class Made:
    """An assessment that was made: its key, what its manifest says, and its folder."""

    key: str
    manifest: dict[str, Any]
    folder: Path

    @property
    def title(self) -> str:
        """What a reader calls it."""
        return f"Strategic assessment of {self.manifest.get('area_name') or self._area_name()}"

    def _area_name(self) -> str:
        """The name that the findings' own file gives the area, for manifests without it."""
        code = str(self.manifest["area"])
        path = self.folder / "assessment.json"
        area = json.loads(path.read_text(encoding="utf-8")).get("area") if path.is_file() else None
        return str(area.get("name", code)) if isinstance(area, dict) else code

    @property
    def period(self) -> str:
        """The months that it covers."""
        return Period.parse(self.manifest["period"]["from"], self.manifest["period"]["to"]).words


@signed_in
def assessment_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show every assessment."""
    folder = Path(settings.FRITH_VAR) / FOLDER
    keys = sorted(path.parent.name for path in folder.glob("*/manifest.json"))
    return render(request, "assessments.html", {"assessments": [_made(key) for key in keys]})


@signed_in
def assessment(request: HttpRequest, acting: Acting, key: str) -> HttpResponse:
    """Show one assessment as a page, with its files."""
    made = _made(key)
    document = made.folder / DOCUMENT
    files = [
        {
            "name": file["name"],
            "kind": _KINDS.get(Path(file["name"]).suffix, "File"),
            "kilobytes": -(-file["bytes"] // 1000),
        }
        for file in made.manifest["files"]
        if file["name"] != DOCUMENT
    ]
    context = {
        "made": made,
        "papers": sorted((file for file in files if "/" not in file["name"]), key=_place),
        "tables": [file for file in files if "/" in file["name"]],
        "fragment": _fragment(document, document.stat().st_mtime_ns) if document.is_file() else "",
    }
    return render(request, "assessment.html", context)


@signed_in
def assessment_file(request: HttpRequest, acting: Acting, key: str, name: str) -> FileResponse:
    """Hand over a file that the manifest names."""
    made = _made(key)
    if name not in {file["name"] for file in made.manifest["files"]}:
        raise Http404
    path = made.folder / name
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{key}-{path.name}")


def _made(key: str) -> Made:
    folder = Path(settings.FRITH_VAR) / FOLDER / key
    path = folder / "manifest.json"
    if not path.is_file():
        raise Http404
    return Made(key, json.loads(path.read_text(encoding="utf-8")), folder)


def _place(file: dict[str, Any]) -> int:
    """Put the files that people read before the ones that programs do."""
    order, kind = list(_KINDS), Path(file["name"]).suffix
    return order.index(kind) if kind in order else len(order)


@lru_cache(maxsize=4)
def _fragment(document: Path, changed: int) -> str:
    """Render a stored document; kept until the file changes, because an assessment has many pictures."""
    return render_fragment(document_from(document.read_text(encoding="utf-8")))
