"""Serving the site on this machine, with the sealer of the audit trail beside it."""

from __future__ import annotations

import os
import subprocess
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from frith.website.starting import start_with_tables

HERE_ONLY = "127.0.0.1"
SEAL_EVERY = 2
"""Seconds between two looks of the sealer."""


def serve(*, port: int, workers: int = 1) -> int:
    """Serve until stopped, and return an exit code. Raises WrongSettings if the installation is not ready."""
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
