"""Encryption at rest of short secrets: a key ring of its own, kept apart from the site's secret key and the database.

The first key of the ring encrypts; every key decrypts, so that a new key is put first and the old one stays until
nothing needs it any more. Each is a Fernet key (AES-128 in CBC mode with an HMAC of SHA-256) worked out of a long
random text by HKDF (RFC 5869).
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from frith.vocabulary.faults import Fault, IntegrityBroken, WrongSettings

_FOR = b"frith.guard.encryption"
_BYTES = 32


def ring() -> MultiFernet:
    """Return the key ring of this installation. Raises WrongSettings if it has none."""
    keys: tuple[str, ...] = tuple(settings.FRITH_FIELD_KEYS)
    if not keys:
        raise WrongSettings(
            Fault(
                "encryption.no-keys",
                "there is no key to encrypt with",
                "FRITH_FIELD_KEYS",
                "one long random text or several, with commas between them",
                "nothing",
                "Set it, or run: frith demo",
            )
        )
    return MultiFernet([_key(text) for text in keys])


def encrypted(text: str) -> str:
    """Return a text encrypted with the first key of the ring; twice the same text gives two results."""
    return ring().encrypt(text.encode()).decode("ascii")


def decrypted(token: str) -> str:
    """Return the text that was encrypted. Raises IntegrityBroken if no key of the ring opens it."""
    try:
        return ring().decrypt(token.encode("ascii")).decode()
    except InvalidToken as error:
        raise IntegrityBroken(
            Fault(
                "encryption.unreadable",
                "a stored secret cannot be decrypted: its key is not in the ring, or it was changed",
                "FRITH_FIELD_KEYS",
                remedy="Put back the key that it was encrypted with, after the new one.",
            )
        ) from error


def new_own_key() -> str:
    """Return a key for one record, wrapped by the ring as it is stored: without it what it encrypted is gone."""
    return encrypted(Fernet.generate_key().decode("ascii"))


def encrypted_with(own_key: str, text: str) -> str:
    """Return a text encrypted with a record's own key. Raises IntegrityBroken if the ring does not open the key."""
    return Fernet(decrypted(own_key)).encrypt(text.encode()).decode("ascii")


def decrypted_with(own_key: str, token: str) -> str:
    """Return a text that a record's own key encrypted. Raises IntegrityBroken if it was changed."""
    try:
        return Fernet(decrypted(own_key)).decrypt(token.encode("ascii")).decode()
    except InvalidToken as error:
        raise IntegrityBroken(
            Fault(
                "encryption.unreadable",
                "what a record holds cannot be decrypted with the record's own key: one of them was changed",
                remedy="Tell the administrator, who can look for it in a backup.",
            )
        ) from error


def _key(text: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=_FOR).derive(text.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
