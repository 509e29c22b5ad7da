"""Encrypting a document with a key of its own, in pieces that cannot be changed, swapped, repeated or left out.

Each document has a random key of 256 bits, used with AES-GCM for that document alone, so that the number of a piece can
be its nonce (0 is the file's name, the pieces count from 1). What is authenticated beside a piece says which document
it belongs to, its number, and how many there are. The key itself is wrapped by the ring of
:mod:`frith.guard.encryption`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from frith.guard.encryption import decrypted, encrypted
from frith.vocabulary.faults import Fault, IntegrityBroken

PIECE = 512 * 1024
"""Bytes of a document in one piece; the last may have fewer."""
_BITS = 256
_NONCE_BYTES = 12
_NAME = 0


def new_key() -> bytes:
    """Return a key for one document."""
    return AESGCM.generate_key(_BITS)


def wrapped(key: bytes) -> str:
    """Return a key as it is stored."""
    return encrypted(base64.b64encode(key).decode("ascii"))


def unwrapped(stored: str) -> bytes:
    """Return a key from what is stored. Raises IntegrityBroken if no key of the ring opens it."""
    return base64.b64decode(decrypted(stored))


def sealed_name(key: bytes, document: UUID, name: str) -> bytes:
    """Return a file's name encrypted."""
    return AESGCM(key).encrypt(_nonce(_NAME), name.encode(), _beside(document, _NAME, 0))


def opened_name(key: bytes, document: UUID, sealed: bytes) -> str:
    """Return a file's name. Raises IntegrityBroken."""
    return _opened(key, document, _NAME, 0, sealed).decode()


def sealed_pieces(key: bytes, document: UUID, content: bytes) -> Iterator[bytes]:
    """Yield the contents encrypted, piece by piece; contents are never empty."""
    pieces = [content[start : start + PIECE] for start in range(0, len(content), PIECE)]
    for number, piece in enumerate(pieces, start=1):
        yield AESGCM(key).encrypt(_nonce(number), piece, _beside(document, number, len(pieces)))


def opened_piece(key: bytes, document: UUID, number: int, pieces: int, sealed: bytes) -> bytes:
    """Return one of so many pieces. Raises IntegrityBroken if it is not what was stored there."""
    return _opened(key, document, number, pieces, sealed)


def _opened(key: bytes, document: UUID, number: int, pieces: int, sealed: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(_nonce(number), sealed, _beside(document, number, pieces))
    except InvalidTag as error:
        raise damaged(document) from error


def damaged(document: UUID) -> IntegrityBroken:
    """Return what is raised for a document whose stored bytes are not those that were kept."""
    return IntegrityBroken(
        Fault(
            "documents.damaged",
            "what is stored of this document is not what was kept",
            str(document),
            remedy="Tell the administrator, who can look for it in a backup.",
        )
    )


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE_BYTES, "big")


def _beside(document: UUID, number: int, pieces: int) -> bytes:
    return f"frith document {document} piece {number} of {pieces}".encode()
