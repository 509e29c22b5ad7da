"""What this installation is: its state folder, keys, database and clock, from the environment or its own file.

The environment wins. A demonstration makes keys of its own when it is built and keeps them in the state folder in a
file that only its owner may read; any other installation gets its keys from the environment.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from frith.vocabulary.faults import Fault, WrongSettings

OWN_FILE = "demonstration.json"
SQLITE = "frith.sqlite3"
SHORTEST_KEY = 32
MEGABYTE = 1_000_000
LARGEST_DOCUMENTS = 100
"""Megabytes that a document may have at most, whatever is set: it is examined in memory."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
DEMONSTRATION_DAY = "2018-04-16"


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings of one installation. Keys are empty if neither the environment nor the own file holds them."""

    var: Path
    secret_key: str
    audit_key: str
    standing_at: date | None
    demonstration: bool
    database_url: str
    field_keys: tuple[str, ...] = ()
    smtp_url: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    largest_document: int = 20 * MEGABYTE

    @property
    def has_database(self) -> bool:
        """Whether there is a database to act in: one that was named, or SQLite's file in the state folder."""
        return bool(self.database_url) or (self.var / SQLITE).exists()

    def check(self) -> None:
        """Raise WrongSettings with every key that is missing, too short, or the same as another."""
        missing = [
            Fault(
                "installation.key",
                f"{name} is not set",
                "environment",
                "a long random text of its own, kept out of the database and its backups",
                "nothing",
                "Set it, or run: frith demo",
            )
            for name, held in (
                ("FRITH_SECRET_KEY", self.secret_key),
                ("FRITH_AUDIT_KEY", self.audit_key),
                ("FRITH_FIELD_KEYS", self.field_keys),
            )
            if not held
        ]
        faults = missing + self._weak() + self._half_a_provider()
        if faults:
            raise WrongSettings(*faults)

    def _half_a_provider(self) -> list[Fault]:
        """Return what lacks of a provider of single sign-on, where one is named."""
        named = {
            "FRITH_OIDC_ISSUER": self.oidc_issuer,
            "FRITH_OIDC_CLIENT_ID": self.oidc_client_id,
            "FRITH_OIDC_CLIENT_SECRET": self.oidc_client_secret,
        }
        lacking = [name for name, held in named.items() if not held]
        parts = urlsplit(self.oidc_issuer)
        unsafe = bool(self.oidc_issuer) and not (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        )
        if len(lacking) == len(named) or not (lacking or unsafe):
            return []
        return [
            Fault(
                "installation.provider",
                "the provider of single sign-on is named in part only, or not by an address of https",
                "environment",
                ", ".join(named),
                f"without {', '.join(lacking)}" if lacking else self.oidc_issuer,
                "Set all three as the provider gave them to you, or none.",
            )
        ]

    def _weak(self) -> list[Fault]:
        """Return what makes the keys easy to guess; their text is not repeated."""
        named = [("FRITH_SECRET_KEY", self.secret_key), ("FRITH_AUDIT_KEY", self.audit_key)]
        named += [("FRITH_FIELD_KEYS", key) for key in self.field_keys]
        weak = [
            (f"{name} is too short", f"{len(held)} characters")
            for name, held in named
            if 0 < len(held) < SHORTEST_KEY
        ]
        weak += [
            (f"{one} and {another} are the same", "one text for both")
            for (one, held), (another, also_held) in combinations(named, 2)
            if held and held == also_held
        ]
        return [
            Fault(
                "installation.weak-key",
                what,
                "environment",
                f"{SHORTEST_KEY} characters or more, another text for each",
                given,
                "Make each with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
            )
            for what, given in weak
        ]


def read(environment: dict[str, str] | None = None) -> Installation:
    """Return the settings of this installation. Raises WrongSettings if a value cannot be read."""
    env = os.environ if environment is None else environment
    var = Path(env.get("FRITH_VAR", "var")).absolute()
    own = _own_file(var / OWN_FILE)
    return Installation(
        var=var,
        secret_key=env.get("FRITH_SECRET_KEY", own.get("secret_key", "")),
        audit_key=env.get("FRITH_AUDIT_KEY", own.get("audit_key", "")),
        standing_at=_day(env.get("FRITH_TODAY", own.get("today", ""))),
        demonstration=bool(own.get("demonstration", False)),
        database_url=env.get("DATABASE_URL", ""),
        smtp_url=env.get("FRITH_SMTP_URL", ""),
        oidc_issuer=env.get("FRITH_OIDC_ISSUER", ""),
        oidc_client_id=env.get("FRITH_OIDC_CLIENT_ID", ""),
        oidc_client_secret=env.get("FRITH_OIDC_CLIENT_SECRET", ""),
        field_keys=_several(env.get("FRITH_FIELD_KEYS", own.get("field_keys", ""))),
        largest_document=_megabytes(env.get("FRITH_LARGEST_DOCUMENT", "20")),
    )


def make_demonstration(var: Path, today: str = DEMONSTRATION_DAY) -> None:
    """Make this installation a demonstration with keys of its own, unless it is one already.

    Of two who make it at once one is first, and both have its keys.
    """
    path = var / OWN_FILE
    if path.exists():
        _complete(path)
        return
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = {
        "demonstration": True,
        "today": today,
        "secret_key": secrets.token_urlsafe(48),
        "audit_key": secrets.token_urlsafe(48),
        "field_keys": secrets.token_urlsafe(48),
    }
    with tempfile.NamedTemporaryFile("w", dir=var, prefix=OWN_FILE, encoding="utf-8") as fresh:
        fresh.write(json.dumps(settings, indent=1))
        fresh.flush()
        with contextlib.suppress(FileExistsError):
            os.link(fresh.name, path)


def _complete(path: Path) -> None:
    """Give a demonstration that an earlier version made the key that it lacks."""
    settings = _own_file(path)
    if "field_keys" in settings:
        return
    settings["field_keys"] = secrets.token_urlsafe(48)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=OWN_FILE, delete=False) as fresh:
        fresh.write(json.dumps(settings, indent=1))
    Path(fresh.name).replace(path)


def database(url: str, var: Path) -> dict[str, Any]:
    """Return Django's database settings: PostgreSQL from an address, else SQLite in the state folder.

    Raises WrongSettings for an address of another kind.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": var / SQLITE,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise WrongSettings(
            Fault(
                "installation.database",
                "DATABASE_URL names a database that Frith does not use",
                "environment",
                "postgresql://user:password@host:port/name, or nothing for SQLite",
                f"{parts.scheme}://…",
                "Mend the address, or leave it out for SQLite.",
            )
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


@dataclass(frozen=True, slots=True)
class Mail:
    """How letters are sent: Django's backend and what it needs. Without a server they are files in ``folder``."""

    backend: str
    folder: Path
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    sender: str = "frith@localhost"


_PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
"""Ways to reach a mail server, with the port of each where none is named (RFC 8314 and RFC 6409)."""


def mail(url: str, var: Path) -> Mail:
    """Return how letters are sent: to a server by its address, else into files in the state folder.

    Raises WrongSettings for an address of another kind.
    """
    folder = var / "mail"
    if not url:
        return Mail("django.core.mail.backends.filebased.EmailBackend", folder)
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise WrongSettings(
            Fault(
                "installation.mail",
                "FRITH_SMTP_URL names no mail server that Frith can use",
                "environment",
                "smtps://user:password@host:465/?from=frith@example.org, smtp:// with STARTTLS, or smtp+plain:// for a "
                "relay on the same machine",
                f"{parts.scheme}://…",
                "Mend the address, or leave it out: letters are then files in the state folder.",
            )
        )
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        folder,
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        tls=parts.scheme == "smtps",
        sender=dict(parse_qsl(parts.query)).get("from", f"frith@{parts.hostname}"),
    )


def _own_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise WrongSettings(
            Fault(
                "installation.own-file",
                "the demonstration's settings cannot be read",
                path.name,
                "JSON as Frith wrote it",
                str(error),
                "Remove the state folder and run: frith demo",
            )
        ) from error
    return dict(held)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongSettings(
            Fault(
                "installation.today",
                "FRITH_TODAY is not a day",
                "environment",
                "a day such as 2018-04-16",
                text,
                "Mend it, or leave it out: the business clock then keeps to the wall clock.",
            )
        ) from error


def _megabytes(text: str) -> int:
    """Return bytes from megabytes. Raises WrongSettings unless it is a whole number that a document may have."""
    if not text.strip().isdecimal() or not 1 <= int(text) <= LARGEST_DOCUMENTS:
        raise WrongSettings(
            Fault(
                "installation.largest-document",
                "FRITH_LARGEST_DOCUMENT is no size that a document may have",
                "environment",
                f"megabytes, as a whole number from 1 to {LARGEST_DOCUMENTS}",
                text,
                "Mend it, or leave it out for 20.",
            )
        )
    return int(text) * MEGABYTE


def _several(text: str) -> tuple[str, ...]:
    """Read what stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
