"""Put the documentation into the built package, where the site shows it as its help.

An editable installation reads the folder ``docs`` of the working copy instead, so that it is never older.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE = "frith/website/help_pages"


class HelpHook(BuildHookInterface):
    """Add the pages and their pictures to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file of the documentation with its place in the package."""
        if version == "editable":
            return
        docs = Path(self.root) / "docs"
        for path in (*docs.rglob("*.md"), *(docs / "pictures").glob("*.png")):
            build_data["force_include"][str(path)] = f"{PLACE}/{path.relative_to(docs).as_posix()}"
