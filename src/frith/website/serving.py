"""Serving the site on this machine, with the sealer of the audit trail beside it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from frith.vocabulary.faults import Fault, WrongSettings
from frith.website.starting import start_with_tables

HERE_ONLY = "127.0.0.1"
SEAL_EVERY = 2
"""Seconds between two looks of the sealer."""


def serve(*, port: int, workers: int = 1) -> int:
    """Serve until stopped, and return an exit code. Raises WrongSettings if the installation is not ready."""
    _check_free(port)
    start_with_tables()
    from django.db import connections

    connections.close_all()
    sealing = [sys.executable, "-m", "frith.cli", "audit", "seal", "--every", str(SEAL_EVERY)]
    sealer = subprocess.Popen(sealing, env={**os.environ})  # noqa: S603 - our own program with fixed arguments
    print(f"Serving Frith at http://localhost:{port} (Ctrl-C stops it)", flush=True)  # noqa: T201
    try:
        Server(
            "frith.website.wsgi:application",
            address=HERE_ONLY,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            log_enabled=True,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        sealer.terminate()
        sealer.wait()
    return 0


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE_ONLY, port))
        except OSError as error:
            raise WrongSettings(
                Fault(
                    "installation.port",
                    f"the site cannot be served at port {port}: {error.strerror}",
                    allowed="a port that no other program uses",
                    given=str(port),
                    remedy="Stop the other program, or name another port with --port.",
                )
            ) from error
