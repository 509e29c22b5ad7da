"""Teams: who is in one, who leads it, what ends a place, and that administrators alone look after them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.made_governance import govern
from tests.made_partnership import PEOPLE, TODAY, Made
from tests.website.test_pages import browser

from frith.cli import acting as of_commands
from frith.cli.entry import build_parser
from frith.cli.team import run
from frith.guard.access import services as access
from frith.guard.access.models import Team, TeamPlace
from frith.guard.access.queries import acting_as
from frith.guard.access.teams import queries, services
from frith.guard.acting import Channel
from frith.guard.audit.models import AuditEvent
from frith.guard.roles import Role
from frith.vocabulary.faults import Refused, RowsRejected, UnknownName

pytestmark = pytest.mark.django_db


def advocates(made: Made) -> Team:
    return services.add_team(by=made.operator, agency=made.agencies["lantern"], name="Advocates")


def another(made: Made, name: str = "Nell", agency: str = "lantern") -> None:
    made.persons[name.lower()] = access.add_person(
        by=made.operator,
        name=name,
        email=f"{name.lower()}@{agency}.example",
        agency=made.agencies[agency],
        roles=[Role.MEMBER],
    )


def names(made: Made, team: Team) -> list[tuple[str, bool]]:
    roster = queries.roster_of(by=made.operator, key=team.pk)
    return [(place.person.name, place.leads) for place in roster.places]


def test_a_team_has_one_lead_and_the_history_of_both_is_kept(made: Made) -> None:
    team = advocates(made)
    another(made)
    amina, nell = made.persons["amina"], made.persons["nell"]
    services.place_in_team(by=made.operator, team=team, person=amina, leads=True)
    services.place_in_team(by=made.operator, team=team, person=nell)
    assert names(made, team) == [("Amina", True), ("Nell", False)]
    services.place_in_team(by=made.operator, team=team, person=nell, leads=True)
    assert names(made, team) == [("Nell", True), ("Amina", False)]
    assert TeamPlace.objects.filter(person=amina, leads=True).get().ends == TODAY - timedelta(days=1)
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject_type, event.subject) == ("altered", "team", str(team.pk))
    for _ in range(3):  # as often as one likes in one day
        services.take_out_of_team(by=made.operator, team=team, person=nell)
        services.place_in_team(by=made.operator, team=team, person=nell)
    assert names(made, team) == [("Amina", False), ("Nell", False)]


def test_what_is_refused_says_why(made: Made) -> None:
    team = advocates(made)
    amina = made.persons["amina"]
    with pytest.raises(RowsRejected, match="another agency"):
        services.place_in_team(by=made.operator, team=team, person=made.persons["beth"])
    with pytest.raises(RowsRejected, match="not in the team"):
        services.take_out_of_team(by=made.operator, team=team, person=amina)
    services.place_in_team(by=made.operator, team=team, person=amina)
    with pytest.raises(RowsRejected, match="in the team already"):
        services.place_in_team(by=made.operator, team=team, person=amina)
    for name in ("", "  ", "x" * 81, "advocates"):
        with pytest.raises(RowsRejected, match="team"):
            services.add_team(by=made.operator, agency=made.agencies["lantern"], name=name)
    with pytest.raises(UnknownName, match="Advocates"):
        queries.team_named(by=made.operator, agency="The lantern", name="Nobody")
    services.close_team(by=made.operator, team=team)
    assert names(made, team) == []
    for closed in (
        lambda: services.close_team(by=made.operator, team=team),
        lambda: services.place_in_team(by=made.operator, team=team, person=amina),
    ):
        with pytest.raises(RowsRejected, match="closed"):
            closed()
    assert queries.rosters(by=made.operator) == []


def test_leaving_and_moving_end_a_place(made: Made) -> None:
    team = advocates(made)
    another(made)
    for name in ("amina", "nell"):
        services.place_in_team(by=made.operator, team=team, person=made.persons[name])
    on = TODAY + timedelta(days=3)
    access.move_person(
        by=made.operator,
        person=made.persons["amina"],
        agency=made.agencies["rowan"],
        on=on,
        roles=[Role.CASEWORKER],
    )
    assert TeamPlace.objects.get(person=made.persons["amina"]).ends == on - timedelta(days=1)
    assert names(made, team) == [("Amina", False), ("Nell", False)]
    access.record_leaving(by=made.operator, person=made.persons["nell"])
    assert names(made, team) == [("Amina", False)]
    with pytest.raises(Refused, match="has left"):
        services.place_in_team(by=made.operator, team=team, person=made.persons["nell"], leads=True)


def test_work_of_one_who_left_is_offered_to_their_team_first(made: Made) -> None:
    governed = govern(made)
    another(made, "Pat", "police")
    team = services.add_team(by=made.operator, agency=made.agencies["police"], name="Safer streets")
    for name in ("gwen", "pat"):
        services.place_in_team(by=made.operator, team=team, person=made.persons[name])
    access.record_leaving(by=made.operator, person=made.persons["gwen"])
    action = governed.action
    owner = action.owner
    assert owner is not None
    dilys = made.acting("dilys")
    mates = queries.mates_of(owner.pk, dilys)
    assert owner.pk not in mates
    page = browser(made, "dilys").get(f"/actions/{action.pk}/hand-over/").content.decode()
    assert mates == {made.persons["pat"].pk}
    offered = re.search(r'<select name="owner".*?</select>', page, re.S)
    assert offered is not None
    labels = re.findall(r"<option[^>]*>([^<]+)</option>", offered.group())[1:]
    marked = [label.endswith(" (same team)") for label in labels]
    assert True in marked
    assert marked == sorted(marked, reverse=True)


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "flora"])
def test_only_an_administrator_looks_after_teams(made: Made, name: str) -> None:
    team = advocates(made)
    amina = made.persons["amina"]
    services.place_in_team(by=made.operator, team=team, person=amina)
    client = browser(made, name)
    for address in ("/teams/", "/teams/new/", f"/teams/{team.pk}/", "/lists/teams.csv"):
        assert client.get(address).status_code == 403, address
    assert client.post("/teams/new/", {"agency": "The lantern", "name": "x"}).status_code == 403
    posts = [f"/teams/{team.pk}/{end}" for end in ("places/", f"places/{amina.pk}/end/", "close/")]
    for address in posts:
        before = AuditEvent.objects.filter(act="refused").count()
        assert client.post(address, {"person": str(amina.pk), "name": "x"}).status_code == 403, address
        assert AuditEvent.objects.filter(act="refused").count() == before + 1
        assert Client().post(address)["Location"].startswith("/sign-in/")
    assert (TeamPlace.objects.filter(ends__isnull=True).count(), Team.objects.count()) == (1, 1)


def test_an_administrator_makes_a_team_of_people_on_the_pages(made: Made) -> None:
    flora = browser(made, "flora")
    assert "There is no team yet" in flora.get("/teams/").content.decode()
    address = flora.post("/teams/new/", {"agency": "The lantern", "name": "Advocates"})["Location"]
    assert "Nobody is in the team yet" in flora.get(address).content.decode()
    amina = made.persons["amina"]
    assert flora.post(f"{address}places/", {"person": str(made.persons["beth"].pk)}).status_code == 400
    assert flora.post(f"{address}places/", {"person": str(amina.pk), "leads": "on"})["Location"] == address
    again = flora.post(f"{address}places/", {"person": str(amina.pk), "leads": "on"})
    assert "leads the team already" in again.content.decode()
    assert "Amina" in flora.get("/teams/").content.decode()
    assert "Advocates</a> (leads)" in flora.get("/people/").content.decode()
    assert "name who leads from now on" in flora.get(f"/people/{amina.pk}/").content.decode()
    assert b"Advocates,Amina,amina@lantern.example,yes" in flora.get("/lists/teams.csv").content
    assert flora.post(f"{address}places/{amina.pk}/end/")["Location"] == address
    flora.post(f"{address}close/")
    assert "Closed on" in flora.get(address).content.decode()
    assert flora.get("/teams/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert flora.post("/teams/new/", {"agency": "The lantern", "name": "Advocates"}).status_code == 400


def test_teams_by_command(
    made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def tell(*words: str) -> str:
        monkeypatch.setattr(of_commands, "acting", lambda _: made.operator)
        assert run(build_parser().parse_args(["team", *words])) == 0
        return capsys.readouterr().out

    of = ("--agency", "The lantern", "--team", "Advocates")
    assert tell("add", *of) == "Advocates is a team of The lantern.\n"
    assert tell("place", "amina@lantern.example", *of, "--lead") == (
        "amina@lantern.example leads Advocates from today on.\n"
    )
    assert tell("list") == "Advocates, The lantern\n  amina@lantern.example  Amina  leads\n"
    assert (
        tell("take-out", "amina@lantern.example", *of) == "amina@lantern.example is no longer in Advocates.\n"
    )
    assert tell("close", *of) == "Advocates is closed.\n"
    assert tell("list") == ""


def test_a_place_says_nothing_to_those_who_are_in_it_of_rights(made: Made) -> None:
    """A team is a list of people: it opens no record."""
    team = advocates(made)
    before = made.acting("amina")
    services.place_in_team(by=made.operator, team=team, person=made.persons["amina"], leads=True)
    person = made.persons["amina"]
    after = acting_as(person, at=before.at, standing_at=TODAY, channel=Channel.SITE)
    assert after.roles == before.roles


def test_what_is_sent_twice_is_done_once(made: Made) -> None:
    client = browser(made, "flora")
    once = client.get("/teams/new/").context["form"]["once"].value()
    sent = {"once": str(once), "agency": made.agencies["lantern"].name, "name": "Advocates"}
    assert client.post("/teams/new/", sent)["Location"] == client.post("/teams/new/", sent)["Location"]
    team = Team.objects.get(name="Advocates")
    services.place_in_team(by=made.operator, team=team, person=made.persons["amina"])
    address = f"/teams/{team.pk}/"
    for path in (f"{address}places/{made.persons['amina'].pk}/end/", f"{address}close/"):
        assert [client.post(path).status_code for _ in range(2)] == [302, 302]
    altered = AuditEvent.objects.filter(subject_type="team", act="altered")
    assert altered.count() == 3  # placed, taken out, closed
