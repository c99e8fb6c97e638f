"""A saved graph over HTTP: SPARQL 1.1 Protocol, JSON API, pages for people; read-only, bounded, on loopback by default.

Everything that touches the graph runs in the workers of ``kg.query.pool``; the server's own process parses HTTP and
holds no store. THREAT_MODEL.md says what is promised against whom.
"""

import errno
import socket
from pathlib import Path

import uvicorn

from kg.errors import UsageError
from kg.serve.app import application
from kg.serve.connection import Connection
from kg.serve.live import Live
from kg.serve.settings import BODY, CONNECTIONS, IDLE_SECONDS, Settings

__all__ = ["Live", "Settings", "application", "listening", "serve"]


def listening(settings: Settings) -> socket.socket:
    """Return a socket bound to the settings' address; UsageError where it is taken or none of this machine's."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    found = socket.socket(family)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((settings.host, settings.port))
    except OSError as error:
        found.close()
        taken = error.errno == errno.EADDRINUSE
        what = "is in use; choose another with --port" if taken else f"cannot be opened ({error.strerror})"
        raise UsageError(f"port {settings.port} of {settings.host} {what}") from error
    return found


def serve(live: Live, at: socket.socket) -> None:
    """Answer requests at a bound socket until the process is asked to end; a build that changes is taken up."""
    settings = live.settings

    class Timed(Connection):
        header_seconds = settings.header_seconds

    config = uvicorn.Config(
        application(live), http=Timed, ws="none", lifespan="on", log_level="warning", access_log=False,
        server_header=False, limit_concurrency=CONNECTIONS, timeout_keep_alive=IDLE_SECONDS,
        h11_max_incomplete_event_size=BODY, timeout_graceful_shutdown=1, backlog=1024,
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[at])
    finally:
        live.pool.close()
        live.close()
