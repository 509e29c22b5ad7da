"""A provider of OpenID Connect on this computer, for tests. It holds who asks to what the standard demands of them."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "frith at home", "made up: a secret/of the client"


@cache
def own_key() -> RSAKey:
    """Return the provider's key, which takes a moment to make."""
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


@dataclass
class LocalProvider:
    """What the provider knows and says. Tests change ``account``, ``claims`` and the rest to make it say otherwise."""

    now: int
    issuer: str = ""
    account: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    described_as: str = ""
    told_more: dict[str, Any] | None = None
    key: RSAKey = field(default_factory=own_key)
    signed_with: RSAKey | None = None
    algorithm: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def lets_in(self, address: str) -> str:
        """Do what its page of signing in does for a browser, and return where that is sent with a code."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert given["response_type"] == "code"
        assert given["client_id"] == CLIENT
        assert given["code_challenge_method"] == "S256"
        assert "openid" in given["scope"].split()
        code = token_urlsafe(16)
        self.codes[code] = given
        return f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state'], 'iss': self.issuer})}"

    def answer(self, method: str, path: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
        """Return status and JSON for a request."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            named = {
                name: f"{self.issuer}/{name}"
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
            }
            more = {"userinfo_endpoint": f"{self.issuer}/userinfo"} if self.told_more is not None else {}
            return 200, {"issuer": self.described_as or self.issuer, **named, **more}
        if path == "/jwks_uri":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        if path == "/userinfo" and headers.get("authorization") == "Bearer an access token":
            return 200, self.told_more
        if (method, path) == ("POST", "/token_endpoint"):
            return self.exchange(headers, {name: values[0] for name, values in parse_qs(body).items()})
        return 404, {}

    def exchange(self, headers: dict[str, str], form: dict[str, str]) -> tuple[int, Any]:
        """Take a code back for tokens, if client, address and proof are those that it was given for (RFC 7636, 4.6)."""
        given = self.codes.pop(form.get("code", ""), None)
        named = f"{CLIENT.replace(' ', '%20')}:{SECRET.replace(' ', '%20').replace(':', '%3A').replace('/', '%2F')}"
        known = headers.get("authorization") == f"Basic {base64.b64encode(named.encode()).decode()}"
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proved = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if (
            given is None
            or not known
            or form.get("redirect_uri") != given["redirect_uri"]
            or proved != given["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": self.now,
            "exp": self.now + 300,
            "nonce": given["nonce"],
            **self.account,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "one"}
        token = jwt.encode(header, claims, self.signed_with or self.key, algorithms=[self.algorithm])
        return 200, {"access_token": "an access token", "token_type": "Bearer", "id_token": token}


@contextmanager
def local_provider(now: int) -> Iterator[LocalProvider]:
    """Serve a provider until the block ends."""
    provider = LocalProvider(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, said = provider.answer(self.command, self.path, headers, self.rfile.read(length).decode())
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
