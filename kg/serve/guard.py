"""What holds for every request, whatever it asks: who may ask by which name, what a browser may do, what is counted."""

import time
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.dispatch import Dispatcher
from kg.serve.protocol import Refused
from kg.serve.settings import Settings

PLAIN = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Content security policy of every page without scripts."""

_HEADERS = {
    "content-security-policy": PLAIN,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class Metrics:
    """Counters in the format of Prometheus."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("kg_requests", "Answered requests.", ["status"], registry=self.registry)
        self.seconds = Histogram("kg_request_seconds", "Seconds to an answer.", registry=self.registry)
        self.refusals = Counter("kg_refusals", "Queries refused or stopped.", ["reason"], registry=self.registry)
        for name, said, value in (
            ("kg_workers_free", "Workers that wait for a task.", lambda: dispatcher.pool.free),
            ("kg_workers_replaced", "Workers stopped or broken since the start.", lambda: dispatcher.pool.replaced),
            ("kg_requests_waiting", "Requests that wait for a worker or have one.", lambda: dispatcher.waiting),
        ):
            Gauge(name, said, registry=self.registry).set_function(value)


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self.app, self.settings, self.metrics = app, settings, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what comes by a foreign name or from a foreign page; add the headers; count.

        HEAD is answered as GET: the server below leaves the body out (RFC 9110, section 9.3.2).
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, begin = Headers(scope=scope), time.monotonic()
        origin = headers.get("origin", "")
        allowed = origin if origin in self.settings.origins else ""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._completed(message, allowed)
                self.metrics.requests.labels(str(message["status"])).inc()
                self.metrics.seconds.observe(time.monotonic() - begin)
            await send(message)

        app: Any = self.app
        refused = self._refusal(scope["method"], headers, bool(allowed))
        if refused is not None:
            app = PlainTextResponse(f"{refused}\n", refused.status)
        elif allowed and scope["method"] == "OPTIONS":
            app = PlainTextResponse("", 204)
        await app({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, sent)

    def _refusal(self, method: str, headers: Headers, allowed: bool) -> Refused | None:
        if not self.settings.known(headers.get("host", "")):
            return Refused(421, "host")
        origin = headers.get("origin", "")
        if origin and not allowed and origin.partition("://")[2] != headers["host"]:
            return Refused(403, "origin")
        return None if method in _METHODS else Refused(405, "method")

    def _completed(self, message: Message, allowed: str) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        if message["status"] == 405:
            headers.setdefault("allow", ", ".join(_METHODS))
        if message["status"] in (408, 413):
            headers["connection"] = "close"  # what is still being sent is not waited for
        if allowed:
            headers["access-control-allow-origin"] = allowed
            headers["access-control-allow-headers"] = "content-type, accept"
            headers["access-control-expose-headers"] = "kg-truncated"
            headers["cross-origin-resource-policy"] = "cross-origin"
        if self.settings.origins:
            headers.add_vary_header("origin")
