"""What an installation is told by its environment, and by a demonstration's own file."""

import json
from datetime import date
from pathlib import Path

import pytest

from frith.vocabulary.faults import WrongSettings
from frith.website import installation


def test_the_environment_says_everything(tmp_path: Path) -> None:
    read = installation.read(
        {
            "FRITH_VAR": str(tmp_path),
            "FRITH_SECRET_KEY": "one" * 12,
            "FRITH_AUDIT_KEY": "two" * 12,
            "FRITH_FIELD_KEYS": f"{'three' * 8}, {'four' * 10}",
            "FRITH_TODAY": "2018-04-16",
            "DATABASE_URL": "postgresql://frith@127.0.0.1/frith",
        }
    )
    read.check()
    assert (read.secret_key, read.audit_key, read.standing_at) == ("one" * 12, "two" * 12, date(2018, 4, 16))
    assert read.field_keys == ("three" * 8, "four" * 10)
    assert not read.demonstration


@pytest.mark.parametrize(("said", "size"), [(None, 20_000_000), ("1", 1_000_000), ("100", 100_000_000)])
def test_how_large_a_document_may_be_is_said_in_megabytes(
    tmp_path: Path, said: str | None, size: int
) -> None:
    environment = {"FRITH_VAR": str(tmp_path)} | ({"FRITH_LARGEST_DOCUMENT": said} if said else {})
    assert installation.read(environment).largest_document == size


@pytest.mark.parametrize("said", ["0", "101", "-1", "1.5", "much", ""])
def test_a_document_of_no_size_or_too_large_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(WrongSettings, match="from 1 to 100"):
        installation.read({"FRITH_VAR": str(tmp_path), "FRITH_LARGEST_DOCUMENT": said})


def test_every_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings) as wrong:
        installation.read({"FRITH_VAR": str(tmp_path)}).check()
    assert len(wrong.value.faults) == 3


@pytest.mark.parametrize(
    ("secret", "audit", "fields", "faults"),
    [
        ("a", "b" * 40, "c" * 40, 1),
        ("a" * 40, "a" * 40, "c" * 40, 1),
        ("a", "a", "c" * 40, 3),
        ("a" * 40, "b" * 40, "short," + "c" * 40, 1),
        ("a" * 40, "b" * 40, "a" * 40, 1),
    ],
)
def test_a_key_that_is_short_or_used_twice_is_refused(
    tmp_path: Path, secret: str, audit: str, fields: str, faults: int
) -> None:
    environment = {
        "FRITH_VAR": str(tmp_path),
        "FRITH_SECRET_KEY": secret,
        "FRITH_AUDIT_KEY": audit,
        "FRITH_FIELD_KEYS": fields,
    }
    with pytest.raises(WrongSettings, match=r"secrets\.token_urlsafe") as wrong:
        installation.read(environment).check()
    assert len(wrong.value.faults) == faults


def test_a_demonstration_has_keys_of_its_own_that_others_cannot_read(tmp_path: Path) -> None:
    var = tmp_path / "var"
    installation.make_demonstration(var)
    first = installation.read({"FRITH_VAR": str(var)})
    first.check()
    assert first.demonstration
    assert first.standing_at == date(2018, 4, 16)
    assert (var / installation.OWN_FILE).stat().st_mode & 0o777 == 0o600
    installation.make_demonstration(var)
    assert installation.read({"FRITH_VAR": str(var)}) == first
    moved = installation.read(
        {"FRITH_VAR": str(var), "FRITH_TODAY": "2018-05-01", "FRITH_AUDIT_KEY": "another"}
    )
    assert (moved.standing_at, moved.audit_key, moved.secret_key) == (
        date(2018, 5, 1),
        "another",
        first.secret_key,
    )


def test_two_demonstrations_share_no_key(tmp_path: Path) -> None:
    keys = set()
    for name in ("one", "two"):
        installation.make_demonstration(tmp_path / name)
        read = installation.read({"FRITH_VAR": str(tmp_path / name)})
        keys |= {read.secret_key, read.audit_key, *read.field_keys}
    assert len(keys) == 6


def test_a_demonstration_of_an_earlier_version_is_given_the_key_that_it_lacks(tmp_path: Path) -> None:
    installation.make_demonstration(tmp_path)
    own = tmp_path / installation.OWN_FILE
    held = json.loads(own.read_text())
    del held["field_keys"]
    own.write_text(json.dumps(held))
    installation.make_demonstration(tmp_path)
    read = installation.read({"FRITH_VAR": str(tmp_path)})
    read.check()
    assert (read.secret_key, own.stat().st_mode & 0o777) == (held["secret_key"], 0o600)
    assert [path.name for path in tmp_path.iterdir()] == [installation.OWN_FILE]


def test_a_damaged_file_of_its_own_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / installation.OWN_FILE).write_text("{")
    with pytest.raises(WrongSettings, match="cannot be read"):
        installation.read({"FRITH_VAR": str(tmp_path)})


def test_sqlite_is_the_default_and_writes_take_their_turn(tmp_path: Path) -> None:
    settings = installation.database("", tmp_path)
    assert settings["NAME"] == tmp_path / "frith.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in settings["OPTIONS"]["init_command"]


def test_a_postgresql_address_is_read_in_all_its_parts() -> None:
    settings = installation.database(
        "postgresql://fr%40th:p%2Fw@db.example:5433/frith?sslmode=require", Path()
    )
    assert (settings["USER"], settings["PASSWORD"], settings["HOST"]) == ("fr@th", "p/w", "db.example")
    assert (settings["PORT"], settings["NAME"], settings["OPTIONS"]) == (
        "5433",
        "frith",
        {"sslmode": "require"},
    )
    socket = installation.database("postgres:///frith?host=%2Fvar%2Frun%2Fpostgresql", Path())
    assert (socket["HOST"], socket["NAME"]) == ("/var/run/postgresql", "frith")


def test_another_kind_of_database_is_refused_without_showing_its_password() -> None:
    with pytest.raises(WrongSettings) as wrong:
        installation.database("mysql://root:secret@db/frith", Path())
    assert "secret" not in str(wrong.value)


def test_letters_are_files_unless_a_mail_server_is_named(tmp_path: Path) -> None:
    assert installation.mail("", tmp_path).folder == tmp_path / "mail"
    assert installation.mail("", tmp_path).backend.endswith("filebased.EmailBackend")
    told = installation.mail("smtps://fr%40th:p%2Fw@mail.example/?from=csp@council.example", tmp_path)
    assert (told.host, told.port, told.tls, told.starttls) == ("mail.example", 465, True, False)
    assert (told.user, told.password, told.sender) == ("fr@th", "p/w", "csp@council.example")
    told = installation.mail("smtp://mail.example:2525", tmp_path)
    assert (told.port, told.tls, told.starttls, told.sender) == (2525, False, True, "frith@mail.example")
    assert not installation.mail("smtp+plain://localhost", tmp_path).starttls


@pytest.mark.parametrize("address", ["http://user:secret@mail.example", "mail.example", "smtp:"])
def test_a_mail_server_of_another_kind_is_refused_without_showing_its_password(address: str) -> None:
    with pytest.raises(WrongSettings) as wrong:
        installation.mail(address, Path())
    assert (wrong.value.code, "secret" in str(wrong.value)) == ("installation.mail", False)


OIDC = {
    "FRITH_OIDC_ISSUER": "https://login.example",
    "FRITH_OIDC_CLIENT_ID": "frith",
    "FRITH_OIDC_CLIENT_SECRET": "made up",
}
KEYS = {
    "FRITH_SECRET_KEY": "one" * 12,
    "FRITH_AUDIT_KEY": "two" * 12,
    "FRITH_FIELD_KEYS": "three" * 8,
}


def test_a_provider_is_named_wholly_and_safely_or_not_at_all(tmp_path: Path) -> None:
    environment = {"FRITH_VAR": str(tmp_path), **KEYS}
    installation.read(environment).check()
    installation.read(environment | OIDC).check()
    installation.read(environment | OIDC | {"FRITH_OIDC_ISSUER": "http://127.0.0.1:9000"}).check()
    wrong = [OIDC | {name: ""} for name in OIDC] + [OIDC | {"FRITH_OIDC_ISSUER": "http://login.example"}]
    for each in wrong:
        with pytest.raises(WrongSettings) as told:
            installation.read(environment | each).check()
        assert told.value.code == "installation.provider"
        assert "made up" not in str(told.value)
