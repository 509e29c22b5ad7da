"""Evidence questions on Apache Spark, for those who have a cluster. An extra: the embedded engine is the default.

The question is written once, with Ibis, and runs on DuckDB and on Spark; a test holds the two to the same counts.
Spark takes half a minute to start and is slower than DuckDB below hundreds of millions of rows (measured; decision
record on scale-out).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from frith.vocabulary.faults import Fault, WrongSettings

if TYPE_CHECKING:
    import ibis

Engine = Literal["duckdb", "spark"]


def connect(engine: Engine, **settings: Any) -> ibis.BaseBackend:
    """Return a connection of Ibis to an engine; ``settings`` go to it as they are.

    For Spark, ``session`` is a ready SparkSession; without one a local session is started. Raises WrongSettings when
    the extra is not installed.
    """
    try:
        import ibis
    except ImportError as error:
        raise WrongSettings(
            Fault(
                "scale-out.not-installed",
                "the scale-out extra is not installed",
                remedy="Install the packages of requirements/spark.txt, and Java 17.",
            ),
        ) from error
    if engine == "duckdb":
        return ibis.duckdb.connect(**settings)
    return ibis.pyspark.connect(**settings)


def count_cells(backend: ibis.BaseBackend, rows: Sequence[Path]) -> list[tuple[str | None, int, str, int]]:
    """Count incidents by small area, month and category over the ``rows.parquet`` of any number of datasets.

    Returns (small area or None, month ordinal, category, count), ordered. The caller resolves overlaps between
    datasets first: what is given is counted, once each.
    """
    tables = [backend.read_parquet(str(path), table_name=f"rows_{n}") for n, path in enumerate(rows)]
    table = tables[0] if len(tables) == 1 else tables[0].union(*tables[1:])
    counted = table.group_by("lsoa", "month", "category").agg(n=table.count())
    found = counted.to_pyarrow().to_pylist()
    cells = [(row["lsoa"], int(row["month"]), str(row["category"]), int(row["n"])) for row in found]
    return sorted(cells, key=lambda cell: (cell[0] or "", *cell[1:]))
