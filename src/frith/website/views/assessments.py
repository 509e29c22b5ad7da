"""Strategic assessments that were made here: as pages, and as the files that were written.

Each is a folder below the state folder, made by ``frith assess``. Only files that its manifest names are served.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from frith.guard.access.pages import signed_in
from frith.guard.acting import Acting
from frith.guard.protection.evidence_account import (
    may_look_after_evidence,
    may_read_assessment,
    read_assessment,
)
from frith.publication.html import render_fragment
from frith.publication.stored import DOCUMENT, document_from
from frith.vocabulary.disclosure import Audience
from frith.vocabulary.faults import Fault, IntegrityBroken, UnknownName
from frith.vocabulary.periods import Period

FOLDER = "assessments"
_KEY = re.compile(r"[-a-zA-Z0-9_]+")
_DAMAGED = (ValueError, KeyError, TypeError, AttributeError, IndexError)
"""What Python says of stored text that is not what Frith wrote."""
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
        try:
            area = json.loads((self.folder / "assessment.json").read_text(encoding="utf-8"))["area"]
            return str(area.get("name", code))
        except (OSError, *_DAMAGED):
            return code

    @property
    def period(self) -> str:
        """The months that it covers."""
        return Period.parse(self.manifest["period"]["from"], self.manifest["period"]["to"]).words

    @property
    def audience(self) -> str:
        """For whom it was made; manifests from before this was kept in them are of public ones."""
        return str(self.manifest.get("audience", Audience.PUBLIC.value))


@signed_in
def assessment_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show every assessment that this person may read, and name the folders that cannot be read."""
    folder = Path(settings.FRITH_VAR) / FOLDER
    made = made_here(Path(settings.FRITH_VAR))
    readable = {each.key for each in made}
    keys = sorted(path.parent.name for path in folder.glob("*/manifest.json"))
    context = {
        "assessments": [each for each in made if may_read_assessment(acting, each.audience)],
        "unreadable": [key for key in keys if key not in readable],
        "may_make": may_look_after_evidence(acting),
    }
    return render(request, "assessments.html", context)


def made_here(state: Path) -> list[Made]:
    """Return the assessments in a state folder that can be read, by key."""
    made = []
    for key in sorted(path.parent.name for path in (state / FOLDER).glob("*/manifest.json")):
        try:
            made.append(_made(key))
        except IntegrityBroken:
            continue
    return made


@signed_in
def assessment(request: HttpRequest, acting: Acting, key: str) -> HttpResponse:
    """Show one assessment as a page, with its files."""
    made = _made(key)
    read_assessment(by=acting, key=key, audience=made.audience)
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
    path = made.folder / name
    if name not in {file["name"] for file in made.manifest["files"]} or not path.is_file():
        raise Http404
    read_assessment(by=acting, key=key, audience=made.audience, file=name)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{key}-{path.name}")


def _made(key: str) -> Made:
    """Return an assessment. Raises IntegrityBroken if its manifest is not what Frith wrote."""
    folder = Path(settings.FRITH_VAR) / FOLDER / key
    path = folder / "manifest.json"
    if not path.is_file():
        raise Http404
    try:
        made = Made(key, json.loads(path.read_text(encoding="utf-8")), folder)
        sizes = [int(file["bytes"]) for file in made.manifest["files"] if str(file["name"])]
        if not (_KEY.fullmatch(key) and made.title and made.period and made.audience and min(sizes) >= 0):
            raise ValueError(key)
    except (OSError, UnknownName, *_DAMAGED) as error:
        raise _unreadable(key, path.name) from error
    return made


def _unreadable(key: str, name: str) -> IntegrityBroken:
    return IntegrityBroken(
        Fault(
            "assessment.unreadable",
            "an assessment cannot be read",
            f"{FOLDER}/{key}/{name}",
            "a folder that frith assess wrote, named with letters, digits and hyphens",
            remedy="Remove the folder and make the assessment again.",
        )
    )


def _place(file: dict[str, Any]) -> int:
    """Put the files that people read before the ones that programs do."""
    order, kind = list(_KINDS), Path(file["name"]).suffix
    return order.index(kind) if kind in order else len(order)


@lru_cache(maxsize=4)
def _fragment(document: Path, changed: int) -> str:
    """Render a stored document; kept until the file changes, because an assessment has many pictures."""
    try:
        return render_fragment(document_from(document.read_text(encoding="utf-8")))
    except _DAMAGED as error:
        raise _unreadable(document.parent.name, document.name) from error
