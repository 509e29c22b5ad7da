"""Asking a provider of OpenID Connect who somebody is: authorization code with PKCE (RFC 7636), and a checked ID token.

What a provider says is held to what this installation was told: its issuer, its keys, this client, this one question.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from frith.vocabulary.faults import Fault, Refused, SourceUnreachable

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures that are taken: those whose key only the provider has. ``none`` and shared secrets are not."""
LEEWAY = 60
"""Seconds by which the provider's clock may differ."""
_SECONDS = 10
_BYTES = 32
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that this installation trusts, and what it is known there as."""

    issuer: str
    client: str
    secret: str

    @property
    def host(self) -> str:
        """The provider's name, for people to read."""
        return urlsplit(self.issuer).hostname or ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a provider, which the browser's session keeps until the answer comes."""

    state: str
    nonce: str
    verifier: str

    def as_kept(self) -> dict[str, str]:
        """Return the question as plain values."""
        return {"state": self.state, "nonce": self.nonce, "verifier": self.verifier}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is by a provider's word. ``several_factors`` says that it asked for more than one (RFC 8176)."""

    issuer: str
    subject: str
    email: str
    email_is_verified: bool
    several_factors: bool


def provider() -> Provider | None:
    """Return the provider of this installation, or None if it has none."""
    issuer: str = settings.FRITH_OIDC_ISSUER
    if not issuer:
        return None
    return Provider(issuer, settings.FRITH_OIDC_CLIENT_ID, settings.FRITH_OIDC_CLIENT_SECRET)


def new_question() -> Question:
    """Return a question that nobody can guess."""
    return Question(*(secrets.token_urlsafe(_BYTES) for _ in range(3)))


def address_to_ask(asked: Provider, question: Question, answer_to: str) -> str:
    """Return where the browser is sent. Raises SourceUnreachable if the provider does not answer."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(question.verifier.encode()).digest()).rstrip(b"=")
    parameters = {
        "response_type": "code",
        "client_id": asked.client,
        "redirect_uri": answer_to,
        "scope": "openid email",
        "state": question.state,
        "nonce": question.nonce,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    endpoint = _described(asked)["authorization_endpoint"]
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(parameters)}"


def identity(
    asked: Provider, question: Question | None, answer: dict[str, str], answer_to: str, *, at: datetime
) -> Identity:
    """Return who the provider says that somebody is, from what the browser brought back.

    Raises Refused if the answer is not to this question or does not hold, and SourceUnreachable if the provider does
    not answer.
    """
    if question is None or not compare_digest(answer.get("state", "").encode(), question.state.encode()):
        raise _refused("the answer is to no question that was asked from this browser")
    if answer.get("iss", asked.issuer) != asked.issuer:
        raise _refused("the answer is another provider's")
    if "code" not in answer:
        raise _refused("the provider let nobody in")
    described = _described(asked)
    tokens = _tokens(asked, described, question, answer["code"], answer_to)
    claims = _claims(asked, described, question, str(tokens.get("id_token", "")), at)
    if "email" not in claims and "userinfo_endpoint" in described:
        claims = _told_more(described, str(tokens.get("access_token", "")), claims)
    methods = claims.get("amr")
    return Identity(
        issuer=asked.issuer,
        subject=claims["sub"],
        email=str(claims.get("email", "")),
        email_is_verified=claims.get("email_verified") is True,
        several_factors=isinstance(methods, list) and "mfa" in methods,
    )


def _described(asked: Provider) -> dict[str, Any]:
    """Return what the provider says of itself (OpenID Connect Discovery 1.0), where it is who it should be."""
    described = _read(httpx.Request("GET", f"{asked.issuer.rstrip('/')}/.well-known/openid-configuration"))
    named = [described.get(f"{name}_endpoint", "") for name in ("authorization", "token")]
    addresses = [*named, described.get("jwks_uri", "")]
    if described.get("issuer") != asked.issuer or not all(is_safe(str(address)) for address in addresses):
        raise _unreachable("it does not describe itself as the provider that was named")
    return described


def _tokens(
    asked: Provider, described: dict[str, Any], question: Question, code: str, answer_to: str
) -> dict[str, Any]:
    """Exchange the code, with the proof that it was asked for from here, for tokens."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": answer_to,
        "code_verifier": question.verifier,
    }
    # RFC 6749, section 2.3.1: both are encoded as in a form before they are joined
    named = f"{quote(asked.client, safe='')}:{quote(asked.secret, safe='')}"
    headers = {"Authorization": f"Basic {base64.b64encode(named.encode()).decode()}"}
    return _read(httpx.Request("POST", described["token_endpoint"], data=form, headers=headers))


def _claims(
    asked: Provider, described: dict[str, Any], question: Question, token: str, at: datetime
) -> dict[str, Any]:
    """Return what a signed token says (OpenID Connect Core, section 3.1.3.7). Raises Refused if it does not hold."""
    keys = _read(httpx.Request("GET", described["jwks_uri"]))
    must = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": asked.issuer},
        aud={"essential": True, "value": asked.client},
        nonce={"essential": True, "value": question.nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
        must.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _refused("the provider's token does not hold") from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else asked.client) != asked.client:
        raise _refused("the provider's token is for another program")
    return claims


def _told_more(described: dict[str, Any], access: str, claims: dict[str, Any]) -> dict[str, Any]:
    """Return the claims with the e-mail address that the provider tells about the same person where it is asked."""
    headers = {"Authorization": f"Bearer {access}"}
    told = _read(httpx.Request("GET", described["userinfo_endpoint"], headers=headers))
    if told.get("sub") != claims["sub"]:
        raise _refused("the provider told about somebody else")
    return {**{name: told[name] for name in ("email", "email_verified") if name in told}, **claims}


def _read(request: httpx.Request) -> dict[str, Any]:
    """Return what an address answers, as JSON. It is not followed elsewhere."""
    try:
        with httpx.Client(timeout=_SECONDS, follow_redirects=False) as client:
            answer = client.send(request)
        answer.raise_for_status()
        found = answer.json()
    except httpx.HTTPStatusError as error:
        if request.method == "POST":
            raise _refused("the provider took the code back") from error
        raise _unreachable(f"it answered {error.response.status_code}") from error
    except (httpx.HTTPError, ValueError) as error:
        raise _unreachable(type(error).__name__) from error
    if not isinstance(found, dict):
        raise _unreachable("its answer is not as documented")
    return found


def is_safe(address: str) -> bool:
    """Return whether an address is one of https, or on this computer."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)


def _refused(why: str) -> Refused:
    return Refused(
        Fault(
            "access.provider-answer",
            f"Your organisation's sign-in did not work: {why}.",
            remedy="Start again from the sign-in page.",
        )
    )


def _unreachable(given: str) -> SourceUnreachable:
    return SourceUnreachable(
        Fault(
            "access.provider-unreachable",
            "Your organisation's sign-in does not answer as it should.",
            "FRITH_OIDC_ISSUER",
            "a provider of OpenID Connect that answers",
            given,
            "Try again later, or sign in with your password.",
        )
    )
