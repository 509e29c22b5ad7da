"""A security key in software, for tests: it answers as a browser with a key of the ES256 kind would."""

import hashlib
import json
from dataclasses import dataclass, field
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


@dataclass
class SoftwareKey:
    """One key. ``counter`` goes up with each use, unless it is one that does not count."""

    origin: str = "http://localhost"
    counts: bool = True
    counter: int = 0
    id: bytes = field(default_factory=lambda: token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def made_for(self, options: str) -> str:
        """Answer what asks for a new key."""
        asked = json.loads(options)["publicKey"]
        public = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        said = AuthenticatorData.create(
            self._site(asked["rp"]["id"]),
            PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT,
            self._count(),
            public,
        )
        response = {
            "clientDataJSON": websafe_encode(self._client("webauthn.create", asked["challenge"])),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", said, {}))),
        }
        return self._answer(response)

    def used_for(self, options: str) -> str:
        """Answer what asks to use a key."""
        asked = json.loads(options)["publicKey"]
        said = AuthenticatorData.create(self._site(asked["rpId"]), PRESENT_AND_VERIFIED, self._count())
        client = self._client("webauthn.get", asked["challenge"])
        signed = self.private.sign(bytes(said) + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(bytes(said)),
            "signature": websafe_encode(signed),
        }
        return self._answer(response)

    def _site(self, name: str) -> bytes:
        return hashlib.sha256(name.encode()).digest()

    def _count(self) -> int:
        self.counter += self.counts
        return self.counter

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )
