"""Every file of a strategic assessment, written all together or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from frith.assessment import notes as analyst
from frith.assessment import record
from frith.assessment.exhibits import Table
from frith.assessment.strategic import Assessment
from frith.evidence import whole_files
from frith.evidence.dataset import Family
from frith.publication import strategic_assessment
from frith.publication.disclosure import publishable
from frith.publication.html import render_html
from frith.publication.pdf import render_pdf
from frith.publication.spreadsheet import write_tables
from frith.publication.stored import DOCUMENT, document_text
from frith.publication.word import render_word
from frith.vocabulary.disclosure import Audience, DisclosurePolicy
from frith.vocabulary.faults import Fault, Refused, StorageTrouble

MANIFEST = "manifest.json"
NAME = "assessment"


def write(
    assessment: Assessment,
    out: Path,
    *,
    notes_folder: Path | None = None,
    template: Path | None = None,
    audience: Audience = Audience.PUBLIC,
    progress: Callable[[str], None] = lambda _step: None,
) -> tuple[Path, ...]:
    """Write the assessment into the folder ``out`` and return the files, ordered.

    The folder appears (or is replaced) in one step, so a stopped run leaves the earlier edition as it was. A folder
    that holds anything but an earlier assessment is refused with StorageTrouble. ``template`` is a council's own Word
    file. The record of the figures under the notes is kept beside the notes, last of all.
    """
    refuse_what_is_not_public(assessment, audience)
    _refuse_foreign(out, notes_folder)
    with whole_files.fresh_folder(out) as staging:
        _fill(assessment, staging, template, audience, progress)
    if notes_folder is not None and assessment.notes.seen:
        _keep_record(notes_folder, analyst.record_text(assessment.notes))
    return tuple(sorted(path for path in out.rglob("*") if path.is_file()))


def _fill(
    assessment: Assessment,
    folder: Path,
    template: Path | None,
    audience: Audience,
    progress: Callable[[str], None],
) -> None:
    progress("laying out")
    paper = strategic_assessment.document(assessment, audience)
    progress("web page")
    (folder / f"{NAME}.html").write_text(render_html(paper), encoding="utf-8", newline="\n")
    progress("PDF")
    (folder / f"{NAME}.pdf").write_bytes(render_pdf(paper))
    progress("Word")
    (folder / f"{NAME}.docx").write_bytes(render_word(paper, template))
    progress("tables")
    (folder / f"{NAME}.json").write_text(record.text(assessment), encoding="utf-8", newline="\n")
    (folder / DOCUMENT).write_text(document_text(paper), encoding="utf-8", newline="\n")
    write_tables(tuple(publishable(table, audience) for table in _tables(assessment)), folder / "tables")
    text = json.dumps(_manifest(assessment, folder, audience), indent=1, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _tables(assessment: Assessment) -> Iterator[Table]:
    for chapter in assessment.chapters:
        yield from (exhibit for exhibit in chapter.exhibits if isinstance(exhibit, Table))


def _manifest(assessment: Assessment, folder: Path, audience: Audience) -> dict[str, Any]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "assessment": assessment.id,
        "software": f"frith {assessment.version}",
        "audience": audience.value,
        "area": assessment.area.code,
        "area_name": assessment.area.name,
        "period": {"from": str(assessment.period.first), "to": str(assessment.period.last)},
        "evidence": [
            {
                "id": dataset.id,
                "title": dataset.title,
                "files": [{"name": file.name, "sha256": file.sha256} for file in dataset.files],
            }
            for dataset in assessment.datasets
        ],
        "files": [
            {
                "name": path.relative_to(folder).as_posix(),
                "bytes": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in files
        ],
    }


def _refuse_foreign(out: Path, notes_folder: Path | None) -> None:
    if notes_folder is not None and notes_folder.resolve().is_relative_to(out.resolve()):
        raise StorageTrouble(
            Fault(
                "out.notes-inside",
                "the notes lie inside the output folder, which is replaced whole",
                str(notes_folder),
                remedy="Keep the notes in a folder of their own.",
            ),
        )
    if not out.exists():
        return
    foreign = [str(out)] if not out.is_dir() else _not_ours(out)
    if foreign:
        raise StorageTrouble(
            Fault(
                "out.foreign",
                "the output folder holds something that is not an earlier assessment, and Frith would replace it",
                str(out),
                "a new folder, an empty one, or one that frith assess wrote",
                ", ".join(foreign[:3]),
                "Name another folder with --out.",
            ),
        )


def _not_ours(out: Path) -> list[str]:
    """Return the files of a folder that no manifest of ours names; all of them where there is no such manifest."""
    held = {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()}
    if not held:
        return []
    try:
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        named = {file["name"] for file in manifest["files"]} if "assessment" in manifest else set()
    except (OSError, ValueError, KeyError, TypeError):
        named = set()
    return sorted(held - named - {MANIFEST}) if named else sorted(held)


def refuse_what_is_not_public(assessment: Assessment, audience: Audience) -> None:
    """Raise Refused where the audience may not see a source at this detail; every source at once.

    Sentences and the JSON carry true counts, so a public paper rests on data that is public already. Other agencies'
    incident tables are the exception: their chapter withholds small counts and their table is suppressed.
    """
    open_to_all = {DisclosurePolicy.ALREADY_PUBLIC}
    faults = [
        Fault(
            "assess.not-public",
            "the dataset may not be published at this detail",
            f"{dataset.title} ({dataset.id})",
            "datasets that are already public",
            dataset.disclosure.value,
            "Make the paper for the partnership with --audience partnership, or leave the dataset out.",
        )
        for dataset in assessment.datasets
        if audience is Audience.PUBLIC
        and dataset.disclosure not in open_to_all
        and not (dataset.family is Family.INCIDENTS and dataset.disclosure is DisclosurePolicy.THRESHOLD)
    ]
    if faults:
        raise Refused(*faults)


def _keep_record(folder: Path, text: str) -> None:
    path = folder / analyst.RECORD
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    whole_files.write_file(path, text.encode())
