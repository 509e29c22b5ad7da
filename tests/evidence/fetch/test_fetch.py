"""Fetching is tried against a local server that plays the public interface, with its limits and its bad days."""

import csv
import json
import shlex
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
import shapely

from frith.cli.entry import main
from frith.evidence.fetch import MOST_CUTS, TRIES, PoliceInterface, fetch_street
from frith.evidence.police_api import COLUMNS, asked_polygons, category_name, halves
from frith.evidence.projection import lonlat_from_grid
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.faults import EvidenceMissing, SourceUnreachable
from frith.vocabulary.periods import Month, Period

AREA = shapely.box(529_000, 180_000, 531_000, 181_000)
APRIL = Period.parse("2016-04", "2016-04")


@dataclass
class Played:
    """The interface's crimes, its limit, and how it is to fail: one status (or cut) for each of the next requests."""

    crimes: list[dict[str, Any]] = field(default_factory=list)
    limit: int = 10_000
    fail: list[int | str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    retry_after: str = ""
    body: str | None = None


@dataclass
class Server:
    """A server that plays the interface, and its address."""

    played: Played
    address: str


@pytest.fixture
def server() -> Iterator[Server]:
    played = Played()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            played.asked.append(self.path)
            self.answer(
                [{"date": "2016-04", "stop-and-search": []}, {"date": "2016-05", "stop-and-search": []}]
            )

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            played.asked.append(f"{self.path} {form['date'][0]}")
            ring = [tuple(map(float, pair.split(","))) for pair in form["poly"][0].split(":")]
            polygon = shapely.Polygon([(lon, lat) for lat, lon in ring])
            inside = [
                crime
                for crime in played.crimes
                if crime["month"] == form["date"][0]
                and polygon.intersects(
                    shapely.Point(float(crime["location"]["longitude"]), float(crime["location"]["latitude"]))
                )
            ]
            self.answer(inside, too_many=len(inside) > played.limit)

        def answer(self, value: object, *, too_many: bool = False) -> None:
            fail = played.fail.pop(0) if played.fail else 0
            status = fail if isinstance(fail, int) and fail else 503 if too_many else 200
            body = (played.body if played.body is not None else json.dumps(value)).encode()
            self.send_response(status)
            if played.retry_after:
                self.send_header("Retry-After", played.retry_after)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if fail == "cut" else body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield Server(played, f"http://127.0.0.1:{http.server_port}")
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.fixture
def waited() -> list[float]:
    """Return the seconds that fetching has waited."""
    return []


@pytest.fixture
def interface(server: Server, waited: list[float]) -> Iterator[PoliceInterface]:
    made = PoliceInterface(server.address, sleep=waited.append)
    yield made
    made.close()


def crime(number: int, x: float, y: float, **more: object) -> dict[str, Any]:
    (longitude,), (latitude,) = lonlat_from_grid([x], [y])
    return {
        "id": number,
        "persistent_id": f"{number:064x}",
        "month": "2016-04",
        "category": "burglary",
        "location_type": "Force",
        "location": {
            "latitude": f"{latitude:.6f}",
            "longitude": f"{longitude:.6f}",
            "street": {"id": 1, "name": "On or near Made Street"},
        },
        "outcome_status": {"category": "Under investigation", "date": "2016-04"},
        "context": "",
    } | more


def fetch(interface: PoliceInterface, out: Path, period: Period = APRIL) -> list[dict[str, str]]:
    files = fetch_street(interface, AREA, period, out, name="made", force="Made Police")
    rows = []
    for file in files:
        with file.open(newline="") as handle:
            rows += list(csv.DictReader(handle))
    return rows


def test_a_month_becomes_a_file_with_the_columns_of_the_download(
    server: Server, interface: PoliceInterface, tmp_path: Path
) -> None:
    server.played.crimes = [
        crime(1, 530_000, 180_500, category="violent-crime"),
        crime(2, 530_000, 180_500, category="anti-social-behaviour", persistent_id="", outcome_status=None),
        crime(3, 530_000, 180_500, location_type="BTP"),
        crime(4, 531_020, 180_500),
        crime(5, 530_000, 180_500, location=None) | {"location": crime(5, 600_000, 180_500)["location"]},
    ]
    rows = fetch(interface, tmp_path)
    assert tuple(rows[0]) == COLUMNS
    assert [row["Crime type"] for row in rows] == [
        "Violence and sexual offences",
        "Anti-social behaviour",
        "Burglary",
    ]
    assert [row["Reported by"] for row in rows] == ["Made Police", "Made Police", "British Transport Police"]
    assert rows[1]["Crime ID"] == rows[1]["Last outcome category"] == ""
    assert rows[0]["Location"] == "On or near Made Street"
    assert (tmp_path / "2016-04" / "2016-04-made-street.csv").is_file()


def test_small_areas_are_filled_in_by_place(
    server: Server, interface: PoliceInterface, tmp_path: Path
) -> None:
    server.played.crimes = [crime(1, 530_000, 180_500), crime(2, 529_500, 180_500)]
    (file,) = fetch_street(
        interface,
        AREA,
        APRIL,
        tmp_path,
        name="made",
        force="Made Police",
        locate=lambda x, y: [("Q01000001", "Quay 001A") if each < 529_800 else ("", "") for each in x],
    )
    with file.open(newline="") as handle:
        assert [row["LSOA code"] for row in csv.DictReader(handle)] == ["", "Q01000001"]


def test_too_many_crimes_are_asked_for_in_pieces_and_each_comes_once(
    server: Server, interface: PoliceInterface, tmp_path: Path
) -> None:
    generator = np.random.default_rng(1)
    places = generator.uniform((529_001, 180_001), (530_999, 180_999), size=(400, 2))
    server.played.crimes = [crime(n, x, y) for n, (x, y) in enumerate(places)]
    server.played.limit = 60
    rows = fetch(interface, tmp_path)
    assert len(rows) == 400
    assert len({row["Crime ID"] for row in rows}) == 400


@pytest.mark.parametrize("status", [429, 500, 502, 504, "cut"])
def test_a_busy_interface_is_asked_again(
    server: Server, interface: PoliceInterface, waited: list[float], tmp_path: Path, status: int | str
) -> None:
    server.played.crimes = [crime(1, 530_000, 180_500)]
    server.played.fail = [status, status, 0, status]
    assert len(fetch(interface, tmp_path)) == 1
    assert [wait for wait in waited if wait >= 1] == [1.0, 2.0, 1.0]


def test_it_waits_as_long_as_the_interface_asks(
    server: Server, interface: PoliceInterface, waited: list[float], tmp_path: Path
) -> None:
    server.played.retry_after = "7"
    server.played.fail = [429]
    fetch(interface, tmp_path)
    assert 7.0 in waited


def test_it_pauses_before_every_request(
    server: Server, interface: PoliceInterface, waited: list[float], tmp_path: Path
) -> None:
    fetch(interface, tmp_path)
    assert waited == [0.25, 0.25]
    assert len(server.played.asked) == 2


def test_an_interface_that_stays_busy_is_given_up_with_a_remedy(
    server: Server, interface: PoliceInterface, tmp_path: Path
) -> None:
    server.played.fail = [429] * 99
    with pytest.raises(SourceUnreachable, match=r"status 429.*months that are finished are kept") as trouble:
        fetch(interface, tmp_path)
    assert trouble.value.exit_code == 17
    assert len(server.played.asked) == TRIES
    assert list(tmp_path.iterdir()) == []


def test_an_interface_that_always_says_too_many_is_not_asked_for_ever(
    server: Server, interface: PoliceInterface, tmp_path: Path
) -> None:
    server.played.crimes = [crime(1, 530_000, 180_500)]
    server.played.limit = -1
    with pytest.raises(SourceUnreachable) as trouble:
        fetch(interface, tmp_path)
    assert trouble.value.code == "fetch.busy"
    assert len(server.played.asked) == 1 + 2 * (MOST_CUTS + 1)


def test_a_refusal_is_not_asked_again(server: Server, interface: PoliceInterface, tmp_path: Path) -> None:
    server.played.fail = [404]
    with pytest.raises(SourceUnreachable, match="after 1 try"):
        fetch(interface, tmp_path)


@pytest.mark.parametrize("body", ['{"error": "x"}', '[{"id": 1}]', '["crime"]'])
def test_an_answer_that_is_no_list_of_crimes_is_refused(
    server: Server, interface: PoliceInterface, body: str
) -> None:
    server.played.body = body
    with pytest.raises(SourceUnreachable) as trouble:
        interface.crimes(asked_polygons(AREA)[0], Month.of(2016, 4))
    assert trouble.value.code == "fetch.answer"
    with pytest.raises(SourceUnreachable):
        interface.months()


def test_nobody_at_the_address(tmp_path: Path) -> None:
    interface = PoliceInterface("http://127.0.0.1:1", sleep=lambda seconds: None)
    with pytest.raises(SourceUnreachable, match="ConnectError"):
        fetch(interface, tmp_path)
    interface.close()


def test_an_interrupted_run_takes_up_where_it_stopped(
    server: Server, interface: PoliceInterface, tmp_path: Path
) -> None:
    both = Period.parse("2016-04", "2016-05")
    server.played.crimes = [crime(1, 530_000, 180_500), crime(2, 530_000, 180_500, month="2016-05")]
    server.played.fail = [0, 0, 404]
    with pytest.raises(SourceUnreachable):
        fetch(interface, tmp_path, both)
    assert sorted(path.name for path in tmp_path.rglob("*.csv")) == ["2016-04-made-street.csv"]
    server.played.asked.clear()
    assert len(fetch(interface, tmp_path, both)) == 2
    assert [line for line in server.played.asked if "2016-04" in line] == []
    server.played.asked.clear()
    fetch(interface, tmp_path, both)
    assert server.played.asked == []


def test_months_that_the_interface_does_not_hold_are_refused_before_anything_is_fetched(
    server: Server, interface: PoliceInterface, tmp_path: Path
) -> None:
    with pytest.raises(EvidenceMissing, match=r"2016-04 to 2016-05.*Given: 2016-06"):
        fetch(interface, tmp_path, Period.parse("2016-04", "2016-06"))
    assert list(tmp_path.iterdir()) == []


def test_a_stop_in_the_middle_leaves_no_half_written_file(
    server: Server, interface: PoliceInterface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("frith.evidence.whole_files.os.fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        fetch(interface, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_polygons_asked_for_hold_the_area_and_the_halves_hold_the_polygon() -> None:
    hole = shapely.box(530_000, 180_000, 530_100, 180_100)
    rough = shapely.Point(530_000, 180_000).buffer(1_000, quad_segs=200).difference(hole)
    asked = asked_polygons(rough)
    assert shapely.union_all(asked).covers(rough)
    assert sum(len(part.exterior.coords) for part in asked) < 60
    for part in asked:
        assert shapely.union_all(halves(part)).area == pytest.approx(part.area)


def test_every_category_has_a_name_and_a_new_one_is_left_for_the_checks() -> None:
    slugs = [category.id for category in CATEGORIES]
    assert [category_name(slug) for slug in slugs] == [category.name for category in CATEGORIES]
    assert category_name("criminal-damage-arson") == "Criminal damage and arson"
    assert category_name("new-crime") == "new-crime"


def test_the_command_fetches_an_area_and_says_how_to_add_it(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRITH_VAR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    small = [shapely.box(529_000, 180_000, 530_000, 181_000), shapely.box(530_000, 180_000, 531_000, 181_000)]
    features = [
        {
            "type": "Feature",
            "properties": {"LSOA21CD": f"Q0100000{n}", "LSOA21NM": f"Quay 00{n}A"},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for n, shape in enumerate(small, 1)
    ]
    Path("areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    Path("nest.csv").write_text(
        "LSOA21CD,LAD22CD,LAD22NM\nQ01000001,Q09000001,Quay\nQ01000002,Q09000001,Quay\n"
    )
    Path("force.csv").write_text("LAD22CD,LAD22NM,PFA22CD,PFA22NM\nQ09000001,Quay,Q23000001,Brineshire\n")
    named = ["--source", "made", "--licence", "none"]
    assert main(["evidence", "add", "areas.geojson", "--family", "boundaries", *named]) == 0
    assert main(["evidence", "add", "nest.csv", "force.csv", "--family", "lookup", *named]) == 0
    server.played.crimes = [crime(1, 529_500, 180_500), crime(2, 530_500, 180_500)]
    command = [
        "evidence",
        "fetch",
        "--area",
        "quay",
        "--from",
        "2016-04",
        "--to",
        "2016-04",
        "--out",
        "fetched",
    ]
    capsys.readouterr()
    assert main([*command, "--address", server.address]) == 0
    printed = capsys.readouterr().out
    assert "Quay, April 2016: 1 file in fetched" in printed
    with Path("fetched/2016-04/2016-04-q09000001-street.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(row["LSOA code"], row["LSOA name"], row["Reported by"]) for row in rows] == [
        ("Q01000001", "Quay 001A", "Brineshire"),
        ("Q01000002", "Quay 002A", "Brineshire"),
    ]
    to_add = printed.splitlines()[-1].strip()
    assert to_add.endswith("--covers Q09000001")
    assert main(shlex.split(to_add)[1:]) == 0
    assert "2 read, 2 kept" in capsys.readouterr().out
