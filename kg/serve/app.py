"""The application: endpoint, API, pages, health and metrics over one live graph."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse

from kg import __version__
from kg.errors import KGError, QueryError
from kg.serve import api, pages
from kg.serve.dispatch import Dispatcher
from kg.serve.guard import Guard, Metrics
from kg.serve.live import Live
from kg.serve.negotiate import wanted
from kg.serve.protocol import Refused, query
from kg.vocab import ENTITY_BASE

_LIMITS = ("time", "memory", "broken", "large", "busy", "gone")
"""Reasons for which a query is stopped, not refused."""


def application(live: Live) -> Guard:
    """Return the ASGI application over a live graph, guard and all."""
    dispatcher = Dispatcher(live.pool, live.settings)
    metrics = Metrics(dispatcher)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(live.watch())
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        dispatcher.close()

    app = FastAPI(title="zhaoshang-kg", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.include_router(api.routes(dispatcher))
    app.include_router(pages.routes(dispatcher, live.file.parent))
    _endpoint(app, dispatcher)
    _operation(app, live, metrics)
    _failures(app, metrics)
    return Guard(app, live.settings, metrics)


def _endpoint(app: FastAPI, dispatcher: Dispatcher) -> None:
    @app.api_route("/sparql", methods=["GET", "POST"], tags=["graph"], response_class=Response)
    async def sparql(request: Request) -> Response:
        """The SPARQL 1.1 Protocol's query operation: ?query=, a posted form, or a posted query."""
        asked = request.method == "GET" and not request.scope["query_string"]
        if asked and wanted(request.headers.get("accept", ""), ("text/turtle", pages.HTML)) == pages.HTML:
            return RedirectResponse("/query", 303)
        return await query(request, dispatcher)


def _operation(app: FastAPI, live: Live, metrics: Metrics) -> None:
    @app.get("/health", tags=["operation"])
    async def health() -> dict[str, Any]:
        """Whether the graph is served, its size and edition, and what the system could not take from the workers."""
        state = {"status": "stale" if live.problem else "ok", "quads": live.quads, "edition": live.edition}
        return {**state, "problem": live.problem, "lacking": list(live.pool.lacking), "base": ENTITY_BASE}

    @app.get("/metrics", include_in_schema=False)
    async def counted() -> Response:
        return Response(generate_latest(metrics.registry), headers={"content-type": CONTENT_TYPE_LATEST})


def _failures(app: FastAPI, metrics: Metrics) -> None:
    """Answer every error in plain words: text, or JSON (RFC 9457) below /api."""

    def said(request: Request, status: int, message: str, **headers: str) -> Response:
        if request.url.path.startswith("/api"):
            value = {"status": status, "detail": message}
            return JSONResponse(value, status, headers=headers, media_type="application/problem+json")
        return PlainTextResponse(f"{message}\n", status, headers=headers)

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return said(request, error.status, str(error))

    @app.exception_handler(HTTPException)
    async def missing(request: Request, error: HTTPException) -> Response:
        known = Refused(error.status_code, "method" if error.status_code == 405 else "page")
        return said(request, known.status, str(known), **(error.headers or {}))

    @app.exception_handler(KGError)
    async def stopped(request: Request, error: KGError) -> Response:
        reason = error.reason if isinstance(error, QueryError) else "defect"
        metrics.refusals.labels(reason or "query").inc()
        if not isinstance(error, QueryError):
            return said(request, 500, str(error))
        if reason == "busy":
            return said(request, 503, str(error), **{"retry-after": "2"})
        return said(request, 503 if reason in _LIMITS else 400, str(error))
