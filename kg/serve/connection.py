"""HTTP connections that cannot be held open by saying little or by reading nothing."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serve.settings import HEADER_SECONDS, STALL_SECONDS

_LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Connection(H11Protocol):
    """uvicorn's own, with a time for headers, which it lacks, and for a reader who does not read."""

    header_seconds = HEADER_SECONDS
    _headers: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the time for the first request's headers."""
        super().connection_made(transport)
        self._headers = self.loop.call_later(self.header_seconds, self._late)

    def handle_events(self) -> None:
        """Stop the time when a request has come whole as to its headers, start it when part of one has."""
        super().handle_events()
        under_way = self.cycle is not None and not self.cycle.response_complete
        if under_way or self.transport.is_closing():
            _end(self._headers)
            self._headers = None
        elif self._headers is None:
            self._headers = self.loop.call_later(self.header_seconds, self._late)

    def on_response_complete(self) -> None:
        """Leave an idle connection to uvicorn's own time."""
        _end(self._headers)
        self._headers = None
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Start the time within which the reader must take what is sent."""
        super().pause_writing()
        self._stalled = self.loop.call_later(STALL_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop it."""
        super().resume_writing()
        _end(self._stalled)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave no time running."""
        _end(self._headers, self._stalled)
        super().connection_lost(exc)

    def _late(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(_LATE)
            self.transport.close()


def _end(*timers: asyncio.TimerHandle | None) -> None:
    for timer in timers:
        if timer is not None:
            timer.cancel()
