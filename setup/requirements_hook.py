"""Give the build its dependencies from requirements/*.in, so that packages are named in one place."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


def packages_named_in(path: Path) -> list[str]:
    """Return the requirement lines of one file, without comments and references to other files."""
    lines = (line.split("#", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("-")]


class RequirementsHook(MetadataHookInterface):
    """Fill in the dependencies and the spark extra."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add to the project's metadata what requirements/base.in and spark.in name."""
        folder = Path(self.root) / "requirements"
        metadata["dependencies"] = packages_named_in(folder / "base.in")
        metadata["optional-dependencies"] = {"spark": packages_named_in(folder / "spark.in")}
