"""Serving the site on this machine, with the sealer of the audit trail and a worker for long jobs beside it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from frith.vocabulary.faults import INTERRUPTED, Fault, WrongSettings
from frith.website.starting import SERVED_BY, start_with_tables

HERE_ONLY = "127.0.0.1"
SEAL_EVERY = 2
"""Seconds between two looks of the sealer."""
WORKER_LOOK, WORKER_AGAIN = 0.5, 5.0
"""Seconds between two looks at the worker, and before another one is started after it ended."""
WORKER_ENDS_WITHIN = 20.0
"""Seconds in which a worker that is asked to end does."""


def serve(*, port: int, workers: int = 1) -> int:
    """Serve until stopped, and return an exit code. Raises WrongSettings if the installation is not ready.

    The site stops where the sealer cannot go on: what people do would be kept without a seal, and nobody would know.
    """
    _check_free(port)
    start_with_tables()
    from django.db import connections

    connections.close_all()
    os.environ[SERVED_BY] = str(os.getpid())
    sealer = _beside("audit", "seal", "--every", str(SEAL_EVERY))
    stopping = threading.Event()
    threading.Thread(target=_stop_without, args=(sealer, stopping), daemon=True).start()
    worker = threading.Thread(target=_keep_working, args=(stopping,))
    worker.start()
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
        ended_first = sealer.poll()
        stopping.set()
        sealer.terminate()
        sealer.wait()
        worker.join()
    return 0 if ended_first in (None, INTERRUPTED) else max(ended_first, 1)


def _beside(*words: str) -> subprocess.Popen[bytes]:
    """Start one of our own commands beside the site."""
    command = [sys.executable, "-m", "frith.cli", *words]
    return subprocess.Popen(command, env={**os.environ})  # noqa: S603 - our own program with fixed arguments


def _keep_working(stopping: threading.Event) -> None:
    """Keep a worker beside the site; one that ends is followed by another, which takes its job up."""
    while not stopping.is_set():
        worker = _beside("jobs", "work", "--until-alone")
        while worker.poll() is None and not stopping.wait(WORKER_LOOK):
            continue
        if stopping.is_set():
            # as Ctrl-C does: it gives its job back, and does not keep others waiting for a lease to run out
            worker.send_signal(signal.SIGINT)
            _wait_or_kill(worker)
        else:
            stopping.wait(WORKER_AGAIN)


def _wait_or_kill(worker: subprocess.Popen[bytes]) -> None:
    try:
        worker.wait(timeout=WORKER_ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _stop_without(sealer: subprocess.Popen[bytes], stopping: threading.Event) -> None:
    """Stop serving when the sealer ends of itself; Ctrl-C reaches the server as it reached the sealer."""
    code = sealer.wait()
    if not stopping.is_set() and code != INTERRUPTED:
        print(  # noqa: T201
            "frith: The audit trail can no longer be sealed, so the site stops. What to do: mend what the sealer said "
            "above, look with frith audit verify, and serve again.",
            file=sys.stderr,
            flush=True,
        )
        os.kill(os.getpid(), signal.SIGTERM)


def end_with_server() -> None:
    """Let a process that answers pages end with the one that started it: a killed server leaves none behind."""
    server = os.environ.get(SERVED_BY)
    if server:
        threading.Thread(target=_watch, args=(int(server),), daemon=True).start()


def _watch(server: int) -> None:
    while os.getppid() == server:
        time.sleep(1)
    os._exit(1)


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
