"""An installation from nothing, by the commands that people type, on SQLite and on PostgreSQL."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pyotp
import pytest
from tests.storage import postgresql

pytestmark = pytest.mark.slow

KEYS = {
    "FRITH_SECRET_KEY": "made up " * 5,
    "FRITH_AUDIT_KEY": "made up as well " * 3,
    "FRITH_FIELD_KEYS": "made up like them " * 3,
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation that holds nothing yet."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FRITH_", "DATABASE_", "DJANGO_"))
    }
    bare["FRITH_VAR"] = str(tmp_path / "var")
    if request.param == "sqlite":
        yield bare
        return
    if postgresql.programs() is None:
        pytest.skip("needs PostgreSQL's programs: make postgresql installs them")
    with postgresql.server() as address:
        yield bare | {"DATABASE_URL": address}


def frith(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "frith.cli", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installation_from_nothing(environment: dict[str, str]) -> None:
    bare = frith(environment, "database", "prepare")
    assert bare.returncode == 18
    assert "FRITH_SECRET_KEY is not set" in bare.stderr
    assert "FRITH_AUDIT_KEY is not set" in bare.stderr
    assert "FRITH_FIELD_KEYS is not set" in bare.stderr
    environment = environment | KEYS
    early = frith(environment, "report", "list")
    assert (early.returncode, "Run: frith database prepare" in early.stderr) == (18, True)
    assert "changes of the tables were made" in frith(environment, "database", "prepare").stdout
    assert frith(environment, "database", "prepare").stdout == "The tables are up to date.\n"
    added = frith(
        environment,
        *("person", "add", "--email", "jo@council.example", "--name", "Jo", "--agency", "A council"),
        *("--role", "data-protection-officer", "--make-password"),
    )
    assert added.returncode == 0, added.stderr
    password = added.stdout.strip().rpartition(" ")[2]
    evidence_is_accounted_for(environment)
    with served(environment) as site:
        browse(site, password)
        wait_until(lambda: "Not sealed yet: 1" in frith(environment, "audit", "verify").stdout)
    verified = frith(environment, "audit", "verify")
    assert verified.returncode == 0, verified.stderr


SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples" / "mine" / "police"


def evidence_is_accounted_for(environment: dict[str, str]) -> None:
    """The operator may add and remove evidence; a data-protection officer is refused and changes nothing."""
    add = ("evidence", "add", str(SAMPLES), "--source", "a test", "--licence", "none", "--json")
    refused = frith(environment, *add, "--as", "jo@council.example")
    assert refused.returncode == 14
    assert "Only an analyst or a partnership officer" in refused.stderr
    assert frith(environment, "evidence", "list", "--json").stdout.strip() == "[]"
    assert frith(environment, *add).returncode == 0
    (held,) = json.loads(frith(environment, "evidence", "list", "--json").stdout)
    assert frith(environment, "evidence", "remove", held["id"], "--as", "jo@council.example").returncode == 14
    record = Path(environment["FRITH_VAR"]) / "evidence" / "datasets" / held["id"] / "dataset.json"
    record.write_text("spoilt")
    assert frith(environment, "evidence", "remove", held["id"], "--as", "jo@council.example").returncode == 14
    assert record.is_file()
    removed = frith(environment, "evidence", "remove", held["id"])
    assert (removed.returncode, record.parent.exists()) == (0, False), removed.stderr
    assert "whose record could not be read" in removed.stdout


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """Serve the site by the command until the block ends, and see that nothing of it is left."""
    port = postgresql.free_port()
    command = [sys.executable, "-m", "frith.cli", "serve", "--port", str(port)]
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: answers(f"http://localhost:{port}"))
            yield f"http://localhost:{port}"
        finally:
            children = children_of(process.pid)
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
        said.seek(0)
        assert "Traceback" not in said.read()
    assert children
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def children_of(pid: int) -> list[str]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return listed.stdout.split()


def answers(site: str) -> bool:
    try:
        with urllib.request.urlopen(f"{site}/sign-in/", timeout=10) as page:
            return page.status == 200
    except OSError:
        return False


def wait_until(happened: object, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.3)


def browse(site: str, password: str) -> None:
    """Sign in, set up a second factor and read the audit trail, as a browser without JavaScript does."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = opener.open(f"{site}/audit/", timeout=30)
    text = page.read().decode()
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    assert token is not None
    form = {
        "csrfmiddlewaretoken": token[1],
        "email": "jo@council.example",
        "password": password,
        "next": "/audit/",
    }
    page = opener.open(page.url, urllib.parse.urlencode(form).encode(), timeout=30)
    text = page.read().decode()
    secret = re.search(r'<span class="site-id">([A-Z2-7 ]+)</span>', text)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    assert secret is not None
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "code": pyotp.TOTP(secret[1].replace(" ", "")).now()}
    text = opener.open(page.url, urllib.parse.urlencode(form).encode(), timeout=30).read().decode()
    assert "Your recovery codes" in text
    assert 'href="/audit/"' in text
    text = opener.open(f"{site}/audit/", timeout=30).read().decode()
    assert "Audit trail" in text
    assert "signed in" in text
    for act in ("collected", "erased", "refused"):
        assert act in text
    style = opener.open(f"{site}/static/vendor/govuk-frontend.min.css", timeout=30).read()
    assert b"GDS Transport" not in style
    with pytest.raises(urllib.error.HTTPError, match="404"):
        opener.open(f"{site}/nowhere/", timeout=30)


def prepared(folder: Path) -> dict[str, str]:
    """An installation with tables and nothing else."""
    environment = {**os.environ, **KEYS, "FRITH_VAR": str(folder / "var")}
    environment.pop("DATABASE_URL", None)
    assert frith(environment, "database", "prepare").returncode == 0
    return environment


def test_the_state_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    prepared(tmp_path)
    var = tmp_path / "var"
    assert var.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in var.glob("frith.sqlite3*")} == {0o600}


def test_a_question_makes_no_database(tmp_path: Path) -> None:
    environment = {**os.environ, **KEYS, "FRITH_VAR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    assert frith(environment, "report", "list").returncode == 18
    assert list(tmp_path.iterdir()) == []


def test_two_who_prepare_a_database_at_once_are_both_served(tmp_path: Path) -> None:
    environment = {**os.environ, **KEYS, "FRITH_VAR": str(tmp_path / "var")}
    environment.pop("DATABASE_URL", None)
    words = [sys.executable, "-m", "frith.cli", "database", "prepare"]
    both = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0, 0], said
    assert sum("changes of the tables were made" in each for each in said) == 1


def children(process: subprocess.Popen[bytes]) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in listed.stdout.split()]


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The site, answering, as a process of its own."""
    port = postgresql.free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "frith.cli", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )

    def answers() -> bool:
        try:
            return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5).status == 200)
        except OSError:
            return False

    try:
        wait_until(answers, 90)
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_server_that_is_killed_leaves_nothing_running(tmp_path: Path) -> None:
    with serving(prepared(tmp_path)) as process:
        started = children(process)
        assert len(started) >= 2
        process.kill()
        process.wait()
        wait_until(lambda: not any(alive(pid) for pid in started))


def test_the_site_stops_where_the_trail_can_no_longer_be_sealed(tmp_path: Path) -> None:
    environment = prepared(tmp_path)
    assert frith(environment, "audit", "seal").returncode == 0
    with serving(environment) as process:
        (tmp_path / "var/audit/checkpoints.jsonl").unlink()
        assert frith(environment, "audit", "verify").returncode == 16
        assert process.wait(timeout=60) == 16
        assert process.stderr is not None
        said = process.stderr.read().decode()
        assert "no checkpoint of them is left" in said
        assert "The audit trail can no longer be sealed, so the site stops" in said


def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    environment = {**os.environ, **KEYS, "FRITH_VAR": str(tmp_path)}
    gone = frith(
        environment | {"DATABASE_URL": f"postgresql://frith@127.0.0.1:{postgresql.free_port()}/frith"},
        "report",
        "list",
    )
    assert gone.returncode == 18
    assert "the database does not answer" in gone.stderr
    other = frith(environment | {"DATABASE_URL": "mysql://x/y"}, "report", "list")
    assert other.returncode == 18
    assert "a database that Frith does not use" in other.stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = frith(environment, "serve", "--port", str(taken.getsockname()[1]))
    assert (busy.returncode, "name another port with --port" in busy.stderr) == (18, True)
    wrong = frith(environment | {"FRITH_TODAY": "yesterday"}, "report", "list")
    assert (wrong.returncode, "FRITH_TODAY is not a day" in wrong.stderr) == (18, True)
