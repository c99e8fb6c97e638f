"""Pages for people: start and search, the explorer, the query page, and a page for every IRI of the graph."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FunctionLoader, select_autoescape
from starlette.responses import HTMLResponse

from kg.folder import PAGE
from kg.lexicon import rules
from kg.query.forms import GRAPHS
from kg.serve import tasks
from kg.serve.dispatch import Dispatcher
from kg.serve.guard import PLAIN
from kg.serve.negotiate import language, wanted
from kg.serve.protocol import Refused
from kg.vocab import ENTITY_BASE

HTML = "text/html"
SCRIPTED = PLAIN.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") + (
    "; script-src 'self'; connect-src 'self'; font-src 'self' data:"
)
"""Policy of the query page: its scripts and requests are this server's own."""
FRAMELESS = "frame-ancestors 'none'"
"""Policy of the explorer, beside the stricter one that it brings along as a file."""

_STATIC = {
    "style.css": "text/css", "query.js": "text/javascript", "yasgui/yasgui.min.js": "text/javascript",
    "yasgui/yasgui.min.css": "text/css", "yasgui/LICENSE.txt": "text/plain",
    "yasgui/yasgui.min.js.LICENSE.txt": "text/plain",
}  # fmt: skip
_FORMS = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json", "html": HTML}


def routes(dispatcher: Dispatcher, folder: Path) -> APIRouter:
    """Return the pages; ``folder`` is the build's, with its graph.html."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def start(request: Request, q: str = "") -> Response:
        hits = await dispatcher.ask(tasks.search, q[:100], "", 50, receive=request.receive) if q.strip() else []
        return _page(request, "start.html", q=q[:100], hits=hits)

    @router.get("/explore")
    async def explore() -> Response:
        try:
            page = (folder / PAGE).read_bytes()
        except OSError:
            raise Refused(404, "explorer") from None
        return HTMLResponse(page, headers={"content-security-policy": FRAMELESS})

    @router.get("/query")
    async def query(request: Request) -> Response:
        return _page(request, "query.html", headers={"content-security-policy": SCRIPTED})

    @router.get("/static/{name:path}")
    async def static(name: str) -> Response:
        if name not in _STATIC:
            raise Refused(404, "page")
        return Response(_file(name), media_type=_STATIC[name], headers={"cache-control": "max-age=3600"})

    @router.get("/id/{name:path}")
    async def node(request: Request, name: str, format: str = "") -> Response:
        """A page for a browser, Turtle and others for a program, for the IRI that ends in this path."""
        offers = (HTML, *GRAPHS)
        media = _FORMS.get(format, "") if format else wanted(request.headers.get("accept", ""), offers)
        if media not in offers:
            raise Refused(406, "media")
        iri, headers = ENTITY_BASE + name, {"vary": "accept"}
        if media != HTML:
            data = await dispatcher.ask(tasks.description, iri, media, receive=request.receive)
            if data is None:
                raise Refused(404, "thing")
            return Response(data, headers={"content-type": media, **headers})
        found = await dispatcher.ask(tasks.described, iri, receive=request.receive)
        if found is None:
            raise Refused(404, "thing")
        return _page(request, "thing.html", headers=headers, found=found)

    return router


def local(iri: str) -> str:
    """Return the path of an IRI's page on this server."""
    return f"/id/{quote(iri.removeprefix(ENTITY_BASE))}"


def _page(request: Request, template: str, *, headers: dict[str, str] | None = None, **values: Any) -> HTMLResponse:
    asked = request.query_params.get("lang", "")
    lang = language(request.headers.get("accept-language", ""), asked)
    say = {**rules("messages")[lang], **rules("serve")[lang]}
    text = _templates().get_template(template).render(lang=lang, say=say, asked=asked, **values)
    return HTMLResponse(text, headers={"content-language": lang, **(headers or {})})


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FunctionLoader(lambda name: _file(name).decode()), autoescape=select_autoescape(), trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    # a name may hold marks that turn the direction of all that follows
    found.filters.update(
        local=local, plain=lambda text: re.sub("[\x00-\x08\u202a-\u202e\u2066-\u2069]", "\ufffd", text)
    )
    return found


@cache
def _file(name: str) -> bytes:
    return (files("kg.serve") / "page" / name).read_bytes()
