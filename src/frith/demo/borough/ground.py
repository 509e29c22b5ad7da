"""Invented boundaries (GeoJSON) and look-ups (CSV), with the headings of the real ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from frith.demo.borough import names
from frith.demo.borough.land import Land
from frith.evidence.projection import lonlat_from_grid

DECIMALS = 6
"""Of a degree: a tenth of a metre."""


def write_boundaries(land: Land, folder: Path) -> None:
    """Write small areas, wards and boroughs as GeoJSON in longitude and latitude."""
    folder.mkdir(parents=True, exist_ok=True)
    owners = [land.boroughs[owner] for owner in land.borough]
    small = [
        {"LSOA11CD": code, "LSOA11NM": name, "LAD11CD": land.borough_codes[owner], "LAD11NM": title}
        for code, name, owner, title in zip(land.area_codes, land.areas, land.borough, owners, strict=True)
    ]
    wards = [
        {
            "NAME": name,
            "GSS_CODE": code,
            "LB_GSS_CD": land.borough_codes[owner],
            "BOROUGH": land.boroughs[owner],
        }
        for code, name, owner in zip(land.ward_codes, land.wards, land.ward_borough, strict=True)
    ]
    boroughs = [
        {"NAME": name, "GSS_CODE": code} for code, name in zip(land.borough_codes, land.boroughs, strict=True)
    ]
    _write(folder / "lsoa11.geojson", small, list(land.shapes))
    _write(folder / "wards.geojson", wards, land.merged(land.ward, len(land.wards)))
    _write(folder / "boroughs.geojson", boroughs, land.merged(land.borough, len(land.boroughs)))


def _write(path: Path, properties: list[dict[str, str]], shapes: list[BaseGeometry]) -> None:
    features = [
        {"type": "Feature", "properties": facts, "geometry": _geometry(shape)}
        for facts, shape in zip(properties, shapes, strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def _geometry(shape: BaseGeometry) -> dict[str, Any]:
    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(lonlat_from_grid(points[:, 0], points[:, 1])).round(DECIMALS)

    return dict(mapping(shapely.transform(shape, moved)))


def write_lookups(land: Land, folder: Path) -> None:
    """Write which small area lies in which ward and borough, and which borough in which partnership and force."""
    folder.mkdir(parents=True, exist_ok=True)
    owner = np.array(land.borough)
    pl.DataFrame(
        {
            "LSOA11CD": land.area_codes,
            "LSOA11NM": land.areas,
            "WD16CD": np.array(land.ward_codes)[land.ward],
            "WD16NM": np.array(land.wards)[land.ward],
            "LAD16CD": np.array(land.borough_codes)[owner],
            "LAD16NM": np.array(land.boroughs)[owner],
        },
    ).write_csv(folder / "lsoa11_ward16.csv")
    pl.DataFrame(
        {
            "LAD17CD": land.borough_codes,
            "LAD17NM": land.boroughs,
            "CSP17CD": [names.code("22", number + 1) for number in range(len(land.boroughs))],
            "CSP17NM": land.boroughs,
            "PFA17CD": names.FORCE[0],
            "PFA17NM": names.FORCE[1].removesuffix(" Police"),
        },
    ).write_csv(folder / "lad17_csp17_pfa17.csv")
