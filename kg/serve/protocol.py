"""The SPARQL 1.1 Protocol (W3C Recommendation, 2013), its query operation: GET, POST of a form or of the query.

A request is decoded exactly once, as UTF-8. There is no update operation.
"""

import asyncio
from urllib.parse import parse_qsl

from fastapi import Request, Response
from starlette.requests import ClientDisconnect

from kg.lexicon import rules
from kg.query import Query, checked
from kg.query.forms import offers
from kg.serve.dispatch import Dispatcher
from kg.serve.negotiate import wanted
from kg.serve.settings import BODY, GRAPHS_NAMED
from kg.serve.tasks import answered

FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"


class Refused(Exception):
    """A request that is answered with a status and the message of that name in ``[refusals]`` of serve.toml."""

    def __init__(self, status: int, reason: str) -> None:
        said: str = rules("serve")["refusals"][reason]
        super().__init__(said.format(graphs=GRAPHS_NAMED, kilobytes=BODY // 1024))
        self.status = status


async def query(request: Request, dispatcher: Dispatcher) -> Response:
    """Answer a request of the protocol's query operation.

    Raises:
        Refused: it is none, or asks for what is not offered.
        KGError: the query was refused or stopped.
    """
    asked = await _asked(request, dispatcher)
    media = wanted(request.headers.get("accept", ""), offers(checked(asked.text).form))
    if not media:
        raise Refused(406, "media")
    body, truncated = await dispatcher.ask(answered, asked, media, receive=request.receive)
    headers = {"vary": "accept", **({"kg-truncated": str(asked.limit)} if truncated else {})}
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Response(body, headers={"content-type": media + charset, **headers})


async def _asked(request: Request, dispatcher: Dispatcher) -> Query:
    fields = _fields(request.scope["query_string"])
    kind, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    if request.method == "POST":
        if kind.strip() not in (FORM, DIRECT):
            raise Refused(*((403, "update") if kind.strip() == UPDATE else (415, "kind")))
        if "charset" in parameters and "utf-8" not in parameters.replace("utf8", "utf-8"):
            raise Refused(415, "charset")
        body = await _body(request, dispatcher.settings.body_seconds)
        fields += _fields(body) if kind.strip() == FORM else [("query", _text(body))]
    if any(name == "update" for name, _ in fields):
        raise Refused(403, "update")
    queries = [value for name, value in fields if name == "query"]
    graphs = {name: tuple(v for n, v in fields if n == name) for name in ("default-graph-uri", "named-graph-uri")}
    if len(queries) != 1 or sum(map(len, graphs.values())) > GRAPHS_NAMED:
        raise Refused(400, "one" if len(queries) != 1 else "graphs")
    return Query(queries[0], {}, dispatcher.settings.limit, graphs["default-graph-uri"], graphs["named-graph-uri"])


async def _body(request: Request, seconds: float) -> bytes:
    """Return a body of at most ``BODY`` bytes that comes within its time."""
    body = b""
    if int(request.headers.get("content-length", "0") or 0) > BODY:
        raise Refused(413, "body")
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY:
                    raise Refused(413, "body")
    except TimeoutError:
        raise Refused(408, "slow") from None
    except ClientDisconnect:
        raise Refused(400, "slow") from None
    return body


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise Refused(400, "encoding") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "encoding") from None
