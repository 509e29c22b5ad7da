"""Security keys and passkeys (W3C Web Authentication, level 3): what a browser is asked, and whether its answer holds.

Nothing here is kept: the browser's session keeps the challenge, the table the key's public half.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.exceptions import UnsupportedAlgorithm
from fido2.rpid import verify_rp_id
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

_WRONG = (
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    struct.error,
    UnsupportedAlgorithm,
)
"""What an answer that is none makes the decoding raise."""
LONGEST_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """What a browser is asked, as its script reads it, and what must be remembered until it answers."""

    options: str
    state: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Credential:
    """The public half of a key, as text, and how often the key says it was used."""

    text: str
    counter: int

    @property
    def data(self) -> AttestedCredentialData:
        """The public half as it is computed with."""
        return AttestedCredentialData(websafe_decode(self.text))

    @property
    def id(self) -> str:
        """The key's own name for itself."""
        return websafe_encode(self.data.credential_id)


def to_register(host: str, person: UUID, email: str, name: str, held: Sequence[Credential]) -> Question:
    """Return what asks a browser for a new key of a person, who holds some already."""
    user = PublicKeyCredentialUserEntity(id=person.bytes, name=email, display_name=name)
    options, state = _server(host).register_begin(
        user,
        [each.data for each in held],
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(json.dumps(dict(options)), state)


def registered(host: str, state: dict[str, Any] | None, answer: str) -> Credential | None:
    """Return the new key of an answer, or None if it does not answer what was asked of this site."""

    def verified(parsed: Any) -> Credential | None:
        found = _server(host).register_complete(state, parsed)
        if found.credential_data is None:
            return None
        return Credential(websafe_encode(bytes(found.credential_data)), found.counter)

    return _checked(state, answer, verified)


def to_use(host: str, held: Sequence[Credential]) -> Question:
    """Return what asks a browser to use one of a person's keys."""
    options, state = _server(host).authenticate_begin(
        [each.data for each in held], user_verification=UserVerificationRequirement.PREFERRED
    )
    return Question(json.dumps(dict(options)), state)


def used(
    host: str, state: dict[str, Any] | None, answer: str, held: Sequence[Credential]
) -> Credential | None:
    """Return the key that was used, with its new counter, or None if the answer does not hold.

    A counter that did not move says that there are two of one key (section 6.1.1 of the standard); a key that does not
    count gives zero each time.
    """

    def verified(parsed: Any) -> Credential | None:
        found = _server(host).authenticate_complete(state, [each.data for each in held], parsed)
        counter = AuthenticationResponse.from_dict(parsed).response.authenticator_data.counter
        before = next(each for each in held if each.data.credential_id == found.credential_id)
        if (counter or before.counter) and counter <= before.counter:
            return None
        return Credential(before.text, counter)

    return _checked(state, answer, verified)


def _checked(
    state: dict[str, Any] | None, answer: str, verify: Callable[[Any], Credential | None]
) -> Credential | None:
    if not state or len(answer) > LONGEST_ANSWER:
        return None
    try:
        return verify(json.loads(answer))
    except _WRONG:
        return None


def _server(host: str) -> Fido2Server:
    """Return who asks: the site at a host, whose answers come from just this host and port."""
    name = urlsplit(f"//{host}").hostname or ""

    def is_here(origin: str) -> bool:
        return urlsplit(origin).netloc == host and verify_rp_id(name, origin)

    return Fido2Server(PublicKeyCredentialRpEntity(id=name, name="Frith"), verify_origin=is_here)
