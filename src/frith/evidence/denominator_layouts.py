"""Public files of denominators that are recognised by their headings, and what each column means.

Each layout was written from the file itself. A file of one's own needs no layout: the plain form has the columns
area, unit, value, year and, if wanted, use, caveat, source.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frith.vocabulary.areas import AreaKind


class Use(StrEnum):
    """What a number about an area is for."""

    DENOMINATOR = "denominator"
    """A rate may be worked out on it."""
    GROUP = "group"
    """Residents of one group, to set beside a count of the same group."""
    CONTEXT = "context"
    """An index or a rank, which does not add up over areas."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One column: what it counts, in which year. ``percent_of`` turns a percentage of another column into a count."""

    heading: str
    unit: str
    year: str
    use: Use = Use.DENOMINATOR
    caveat: str = ""
    percent_of: str = ""
    complement: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One known file: the column of codes, the census of small-area codes, and the columns read.

    ``year_heading`` names the column that dates each row, where a file has one row per area and year.
    """

    title: str
    code: str
    measures: tuple[Measure, ...]
    small_area: AreaKind = AreaKind.LSOA11
    year_heading: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that the file must have."""
        named = [self.code, self.year_heading, *(m.heading for m in self.measures)]
        return tuple(dict.fromkeys(h for h in [*named, *(m.percent_of for m in self.measures)] if h))


WHITE = "White"
ALL_OTHERS = "Black, Asian and other"
_PROJECTED = "an estimate of the Greater London Authority, and for the years after 2015 a projection"
_JOBS = "jobs counted where the work is, a stand-in for people present by day: visitors are not in it"
_SHARES = "the share of 2016 in the population of 2017, both estimates of the Greater London Authority"
_GROUPS = "all ethnic groups other than White taken together: the source gives no finer groups"
_NO_PRISONERS = "people in prison are left out"

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "Census 2011, usual residents and households (ONS)",
        "LSOA Code",
        (
            Measure("Persons", "residents", "2011"),
            Measure("Households", "households", "2011"),
        ),
    ),
    Layout(
        "Population denominators of the Indices of Deprivation 2019 (MHCLG, from ONS mid-2015 estimates)",
        "LSOA code (2011)",
        (
            Measure(
                "Total population: mid 2015 (excluding prisoners)", "residents", "2015", caveat=_NO_PRISONERS
            ),
            Measure(
                "Dependent Children aged 0-15: mid 2015 (excluding prisoners)",
                "aged 0 to 15",
                "2015",
                Use.GROUP,
            ),
            Measure(
                "Population aged 16-59: mid 2015 (excluding prisoners)", "aged 16 to 59", "2015", Use.GROUP
            ),
            Measure(
                "Older population aged 60 and over: mid 2015 (excluding prisoners)",
                "aged 60 and over",
                "2015",
                Use.GROUP,
            ),
        ),
    ),
    Layout(
        "Index of Multiple Deprivation 2019 (MHCLG)",
        "LSOA code (2011)",
        (
            Measure(
                "Index of Multiple Deprivation (IMD) Rank",
                "rank of deprivation, 1 is most",
                "2019",
                Use.CONTEXT,
            ),
            Measure(
                "Index of Multiple Deprivation (IMD) Decile",
                "tenth of deprivation, 1 is most",
                "2019",
                Use.CONTEXT,
            ),
        ),
    ),
    Layout(
        "Domains of the Index of Multiple Deprivation 2019 (MHCLG)",
        "LSOA code (2011)",
        (
            Measure(
                "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
                "rank of deprivation, 1 is most",
                "2019",
                Use.CONTEXT,
            ),
            Measure(
                "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
                "tenth of deprivation, 1 is most",
                "2019",
                Use.CONTEXT,
            ),
            Measure(
                "Income Decile (where 1 is most deprived 10% of LSOAs)",
                "tenth by income, 1 is poorest",
                "2019",
                Use.CONTEXT,
            ),
            Measure(
                "Crime Decile (where 1 is most deprived 10% of LSOAs)",
                "tenth by crime, 1 is most",
                "2019",
                Use.CONTEXT,
            ),
        ),
    ),
    Layout(
        "Ward population estimates and projections (GLA)",
        "Code",
        (Measure("Population", "residents", "", caveat=_PROJECTED),),
        year_heading="Year",
    ),
    Layout(
        "London borough profiles (GLA)",
        "gss",
        (
            Measure("gla_population_estimate_2017", "residents", "2017", caveat=_PROJECTED),
            Measure("gla_household_estimate_2017", "households", "2017", caveat=_PROJECTED),
            Measure("number_of_jobs_by_workplace_2014", "jobs", "2014", caveat=_JOBS),
            Measure(
                "pc_of_population_from_bame_groups_2016",
                ALL_OTHERS,
                "2017",
                Use.GROUP,
                f"{_SHARES}; {_GROUPS}",
                "gla_population_estimate_2017",
            ),
            Measure(
                "pc_of_population_from_bame_groups_2016",
                WHITE,
                "2017",
                Use.GROUP,
                _SHARES,
                "gla_population_estimate_2017",
                complement=True,
            ),
        ),
    ),
    Layout(
        "London ward profiles (GLA)",
        "GSS",
        (
            Measure("population__2015", "residents", "2015", caveat=_PROJECTED),
            Measure("children_aged_0_15__2015", "aged 0 to 15", "2015", Use.GROUP),
            Measure("working_age_16_64__2015", "aged 16 to 64", "2015", Use.GROUP),
            Measure("older_people_aged_65__2015", "aged 65 and over", "2015", Use.GROUP),
            Measure("number_of_jobs_in_area__2013", "jobs", "2013", caveat=_JOBS),
        ),
    ),
)
"""Known files. Where several fit, the one with the most headings is taken."""

NIGHT_TITLE = "Workplaces in night-time industries by middle-layer area (GLA, from ONS business counts)"
NIGHT_UNIT = "night-time workplaces"
NIGHT_CAVEAT = (
    "workplaces of industries that work in the evening or at night, rounded to 5: not workers, not visitors"
)
