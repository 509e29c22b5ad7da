"""Copy the page styles and the document font out of node_modules into the package, where git ignores them.

Run by ``make setup``. The GDS Transport font and the royal crest are licensed for gov.uk alone, so the rules
that name them are taken out; source map comments go too, because the static file collector refuses a map that
is absent. Each folder is made complete beside its place and then moved there, so a set-up cut short leaves
the old one.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
NODE_MODULES = PROJECT / "node_modules"
STYLES = PROJECT / "src/frith/website/static/vendor"
FONTS = PROJECT / "src/frith/publication/fonts"

FONT_FILES = {
    "SourceSans3-Regular.ttf": "400Regular/SourceSans3_400Regular.ttf",
    "SourceSans3-Italic.ttf": "400Regular_Italic/SourceSans3_400Regular_Italic.ttf",
    "SourceSans3-SemiBold.ttf": "600SemiBold/SourceSans3_600SemiBold.ttf",
    "SourceSans3-Bold.ttf": "700Bold/SourceSans3_700Bold.ttf",
    "SourceSans3-BoldItalic.ttf": "700Bold_Italic/SourceSans3_700Bold_Italic.ttf",
    "LICENCE.txt": "LICENSE_FONT",
}
# Latin letters alone, for pages and for papers that are one HTML file
PAGE_FONT_FILES = {
    f"SourceSans3-{weight}.woff2": f"files/source-sans-3-latin-{weight}-normal.woff2"
    for weight in (400, 600, 700)
}

TAKEN_OUT_OF_STYLES = (
    (r"/\*![^*]*Margaret Calvert[^*]*\*/", ""),
    (r"@font-face\{font-family:GDS Transport;[^}]*\}", ""),
    (r"GDS Transport,", ""),
    (r"\.govuk-footer__copyright-logo:before\{[^}]*\}", ""),
    (r"/\*# sourceMappingURL=[^*]*\*/", ""),
)
TAKEN_OUT_OF_SCRIPTS = ((r"//# sourceMappingURL=\S*", ""),)
MUST_BE_GONE = ("GDS Transport", "govuk-crest", "sourceMappingURL")


def cleaned(path: Path, changes: tuple[tuple[str, str], ...]) -> str:
    """Return the text of a file after the changes; stop if anything that must be gone is still there."""
    text = path.read_text(encoding="utf-8")
    for pattern, replacement in changes:
        text = re.sub(pattern, replacement, text)
    left = [word for word in MUST_BE_GONE if word in text]
    if left:
        sys.exit(
            f"{path.name}: {', '.join(left)} is still there after cleaning, so its layout has changed. "
            "Bring setup/fonts_and_styles.py up to date with this version of govuk-frontend."
        )
    return text


def write_styles(folder: Path) -> None:
    """Write the GOV.UK styles and script into a folder."""
    source = NODE_MODULES / "govuk-frontend/dist/govuk"
    styles = cleaned(source / "govuk-frontend.min.css", TAKEN_OUT_OF_STYLES)
    script = cleaned(source / "govuk-frontend.min.js", TAKEN_OUT_OF_SCRIPTS)
    (folder / "govuk-frontend.min.css").write_text(styles, encoding="utf-8")
    (folder / "govuk-frontend.min.js").write_text(script, encoding="utf-8")


def write_fonts(folder: Path) -> None:
    """Copy the fonts, and the licence that must travel with them, into a folder."""
    source = NODE_MODULES / "@expo-google-fonts/source-sans-3"
    for name, place in FONT_FILES.items():
        shutil.copyfile(source / place, folder / name)
    for name, place in PAGE_FONT_FILES.items():
        shutil.copyfile(NODE_MODULES / "@fontsource/source-sans-3" / place, folder / name)


def main() -> None:
    """Put both folders in place."""
    for place, write in ((STYLES, write_styles), (FONTS, write_fonts)):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".fetching-") as work:
            fresh = Path(work) / "fresh"
            fresh.mkdir()
            write(fresh)
            shutil.rmtree(place, ignore_errors=True)
            fresh.rename(place)


if __name__ == "__main__":
    main()
