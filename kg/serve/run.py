"""Listening, and answering until asked to end."""

import errno
import socket

import uvicorn

from kg.errors import UsageError
from kg.serve.app import application
from kg.serve.connection import Connection
from kg.serve.live import Live
from kg.serve.settings import BACKLOG, BODY, CONNECTIONS, IDLE_SECONDS, Settings


def listening(settings: Settings) -> socket.socket:
    """Return a socket that listens at the settings' address; UsageError where it is taken or none of this machine's."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    found = socket.socket(family)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((settings.host, settings.port))
        found.listen(BACKLOG)
    except OSError as error:
        found.close()
        taken = error.errno == errno.EADDRINUSE
        what = "is in use; choose another with --port" if taken else f"cannot be opened ({error.strerror})"
        raise UsageError(f"port {settings.port} of {settings.host} {what}") from error
    return found


def run(live: Live, at: socket.socket) -> None:
    """Answer requests at a bound socket until the process is asked to end; a build that changes is taken up."""
    settings = live.settings

    class Timed(Connection):
        header_seconds = settings.header_seconds

    config = uvicorn.Config(
        application(live), http=Timed, ws="none", lifespan="on", log_level="warning", access_log=False,
        server_header=False, limit_concurrency=CONNECTIONS, timeout_keep_alive=IDLE_SECONDS,
        h11_max_incomplete_event_size=BODY, timeout_graceful_shutdown=1, backlog=BACKLOG,
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[at])
    finally:
        live.pool.close()
        live.close()
