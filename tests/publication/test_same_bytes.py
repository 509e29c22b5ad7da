"""The same document gives the same bytes, whatever the time zone, folder, hash seed or number of threads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
RENDER = """
import hashlib, json
from frith.publication.html import render_html
from frith.publication.pdf import render_pdf
from frith.publication.spreadsheet import render_excel
from frith.publication.word import render_word
from tests.publication.sample import document
made = document()
files = {
    "html": render_html(made).encode(), "pdf": render_pdf(made), "word": render_word(made), "excel": render_excel(made)
}
print(json.dumps({name: hashlib.sha256(content).hexdigest() for name, content in files.items()}))
"""


def _digests(folder: Path, zone: str, seed: str, threads: str) -> dict[str, str]:
    surroundings = {
        **os.environ,
        "TZ": zone,
        "PYTHONHASHSEED": seed,
        "OMP_NUM_THREADS": threads,
        "RAYON_NUM_THREADS": threads,
        "LANG": "C",
        "PYTHONPATH": str(PROJECT),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", RENDER],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    digests: dict[str, str] = json.loads(done.stdout)
    return digests


def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    here = _digests(PROJECT, "Europe/London", "1", "1")
    there = _digests(tmp_path, "Pacific/Kiritimati", "2", "2")
    assert here == there
