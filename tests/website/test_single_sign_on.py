"""Single sign-on, end to end against a provider of OpenID Connect that the tests start themselves."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.test.utils import override_settings
from joserfc.jwk import RSAKey
from tests.made_partnership import Made
from tests.website.local_provider import CLIENT, SECRET, LocalProvider, local_provider

from frith.guard import wall_clock
from frith.guard.access import services
from frith.guard.access.models import OPERATOR_EMAIL, OpenSession, Person, ProviderAccount
from frith.guard.access.second_factor import codes
from frith.guard.access.second_factor.services import set_up_time_code
from frith.guard.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
APP = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AMINA = {"sub": "a-1", "email": "Amina@Lantern.example", "email_verified": True, "amr": ["pwd", "mfa"]}


@pytest.fixture
def provider(made: Made, settings) -> Iterator[LocalProvider]:
    """A provider that this installation trusts, which says that it is Amina."""
    settings.FRITH_SECOND_FACTOR = True
    with local_provider(int(wall_clock.now().timestamp())) as provider:
        settings.FRITH_OIDC_ISSUER = provider.issuer
        settings.FRITH_OIDC_CLIENT_ID, settings.FRITH_OIDC_CLIENT_SECRET = CLIENT, SECRET
        provider.account = dict(AMINA)
        yield provider


def come_back(provider: LocalProvider, client: Client, going: str = ""):
    """Go to the provider, be let in there, and come back with its answer."""
    away = client.get("/sign-in/provider/", {"next": going})
    assert away.status_code == 302, away.content.decode()
    assert away["Location"].startswith(f"{provider.issuer}/authorization_endpoint?")
    back = provider.lets_in(away["Location"])
    assert back.startswith("http://testserver/sign-in/provider/answer/?")
    return client.get(back.removeprefix("http://testserver"))


def is_refused(page, said: str, status: int = 403) -> None:
    assert page.status_code == status
    assert said in page.content.decode()
    assert "Sign in" in page.content.decode()
    assert OpenSession.objects.count() == 0


def test_a_person_is_let_in_whose_provider_asked_for_several_factors(
    made: Made, provider: LocalProvider
) -> None:
    client = Client()
    page = client.get("/sign-in/?next=/closures/").content.decode()
    assert 'href="/sign-in/provider/?next=%2Fclosures%2F"' in page
    answer = come_back(provider, client, "/closures/")
    assert (answer.status_code, answer["Location"]) == (302, "/closures/")
    assert client.get("/closures/").status_code == 200
    account = ProviderAccount.objects.get()
    assert (account.person, account.issuer, account.subject) == (
        made.persons["amina"],
        provider.issuer,
        "a-1",
    )
    assert OpenSession.objects.get().means == "single sign-on"
    signed_in = AuditEvent.objects.filter(act="signed in").order_by("id").values_list("purpose", flat=True)
    assert list(signed_in) == ["single sign-on, first time", "single sign-on"]


@pytest.mark.parametrize("methods", [None, ["pwd"], "mfa", []])
def test_where_it_asked_for_one_factor_frith_asks_for_the_second(
    made: Made, provider: LocalProvider, methods: object
) -> None:
    provider.account["amr"] = methods
    by = replace(made.acting("amina"), at=wall_clock.now())
    set_up_time_code(by=by, secret=APP, code=codes.code_of(APP, codes.step_of(by.at) - 1))
    client = Client()
    assert come_back(provider, client, "/closures/")["Location"] == "/second-factor/"
    assert client.get("/closures/")["Location"] == "/second-factor/"
    now = codes.code_of(APP, codes.step_of(wall_clock.now()))
    assert client.post("/second-factor/", {"code": now})["Location"] == "/closures/"


def test_an_account_that_is_linked_is_known_by_its_id_alone(made: Made, provider: LocalProvider) -> None:
    assert come_back(provider, Client()).status_code == 302
    provider.account |= {"email": "beth@rowan.example", "email_verified": False}
    client = Client()
    assert come_back(provider, client)["Location"] == "/"
    assert "Amina" in client.get("/").content.decode()
    assert ProviderAccount.objects.count() == 1


def test_another_account_does_not_take_over_a_person_who_is_linked(
    made: Made, provider: LocalProvider
) -> None:
    come_back(provider, Client())
    provider.account["sub"] = "a-2"
    answer = come_back(provider, Client())
    assert answer.status_code == 403
    assert OpenSession.objects.count() == 1


@pytest.mark.parametrize(
    "account",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": None},
        {"email": "nobody@lantern.example"},
        {"email": OPERATOR_EMAIL},
    ],
)
def test_nobody_is_added_and_no_address_is_believed_that_was_not_verified(
    made: Made, provider: LocalProvider, account: dict[str, object]
) -> None:
    provider.account |= account
    before = Person.objects.count()
    is_refused(come_back(provider, Client()), "nobody here has the e-mail address that it verified")
    assert (Person.objects.count(), ProviderAccount.objects.count()) == (before, 0)
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.purpose, event.subject_type) == ("sign-in failed", "single sign-on", "address")
    assert "lantern" not in str(event.__dict__)


def test_whoever_left_is_not_let_in_whatever_the_provider_says(made: Made, provider: LocalProvider) -> None:
    come_back(provider, Client())
    by = replace(made.acting("flora"), at=wall_clock.now())
    services.record_leaving(by=by, person=made.persons["amina"])
    assert come_back(provider, Client()).status_code == 403
    assert OpenSession.objects.filter(ended_at__isnull=True).count() == 0


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another program"},
        {"aud": [CLIENT, "another program"]},
        {"aud": [CLIENT, "another program"], "azp": "another program"},
        {"azp": "another program"},
        {"aud": None},
        {"nonce": "of another question"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"iat": 99_999_999_999},
        {"sub": None},
        {"sub": 7},
    ],
)
def test_a_token_that_is_not_for_this_question_lets_nobody_in(
    made: Made, provider: LocalProvider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    is_refused(come_back(provider, Client()), "Your organisation&#x27;s sign-in did not work")


def test_several_programs_may_be_named_if_this_one_asked(made: Made, provider: LocalProvider) -> None:
    provider.claims = {"aud": [CLIENT, "another program"], "azp": CLIENT}
    assert come_back(provider, Client()).status_code == 302


def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(made: Made, provider: LocalProvider) -> None:
    provider.signed_with = RSAKey.generate_key(2048, {"kid": "one"})
    is_refused(come_back(provider, Client()), "token does not hold")
    provider.signed_with, provider.algorithm = None, "RS512"
    is_refused(come_back(provider, Client()), "token does not hold")


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(made: Made, provider: LocalProvider) -> None:
    client, other = Client(), Client()
    away = client.get("/sign-in/provider/")
    back = provider.lets_in(away["Location"]).removeprefix("http://testserver")
    is_refused(other.get(back), "to no question that was asked from this browser")
    other.get("/sign-in/provider/")
    is_refused(other.get(back), "to no question that was asked from this browser")
    assert client.get(back)["Location"] == "/"
    assert client.get(back).status_code == 403
    assert OpenSession.objects.count() == 1


def test_answers_that_are_none(made: Made, provider: LocalProvider) -> None:
    for changed, said in (
        ({"state": "another"}, "to no question"),
        ({"iss": "https://elsewhere.example"}, "another provider"),
        ({"code": "made up"}, "took the code back"),
        ({"code": None, "error": "access_denied"}, "let nobody in"),
    ):
        client = Client()
        client.get("/sign-in/provider/")
        kept = client.session["frith_provider_asked"]
        answer = {"state": kept["state"], "code": "x", **changed}
        given = {name: value for name, value in answer.items() if value is not None}
        is_refused(client.get("/sign-in/provider/answer/", given), said)
    is_refused(Client().get("/sign-in/provider/answer/"), "to no question")


def test_an_address_that_the_token_leaves_out_is_asked_for_of_the_same_person(
    made: Made, provider: LocalProvider
) -> None:
    provider.account = {"sub": "a-1", "amr": ["mfa"]}
    provider.told_more = {"sub": "a-2", "email": "amina@lantern.example", "email_verified": True}
    is_refused(come_back(provider, Client()), "told about somebody else")
    provider.told_more["sub"] = "a-1"
    assert come_back(provider, Client())["Location"] == "/"


def test_a_provider_that_does_not_answer_or_is_another_is_told(
    made: Made, provider: LocalProvider, settings
) -> None:
    provider.described_as = "https://elsewhere.example"
    is_refused(Client().get("/sign-in/provider/"), "does not answer as it should", 502)
    settings.FRITH_OIDC_ISSUER = "http://127.0.0.1:1"
    is_refused(Client().get("/sign-in/provider/"), "does not answer as it should", 502)


@pytest.mark.parametrize("going", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_single_sign_on_never_leads_elsewhere(made: Made, provider: LocalProvider, going: str) -> None:
    assert come_back(provider, Client(), going)["Location"] == "/"


def test_without_a_provider_there_is_none(made: Made) -> None:
    with override_settings(FRITH_OIDC_ISSUER=""):
        assert "organisation’s account" not in Client().get("/sign-in/").content.decode()
        for address in ("/sign-in/provider/", "/sign-in/provider/answer/"):
            assert Client().get(address).status_code == 404
            assert Client().post(address).status_code == 405
