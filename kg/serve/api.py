"""The JSON API: search, entity, facts, evidence, path, audit, questions; described by OpenAPI at /openapi.json."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from kg.audit import kinds
from kg.audit.finding import SEVERITIES
from kg.audit.report import Told
from kg.facts import Fact, Source
from kg.facts.paths import Step
from kg.query import saved, text_of
from kg.query.pool import Result, Task
from kg.serve import tasks
from kg.serve.dispatch import Dispatcher
from kg.serve.protocol import Refused
from kg.serve.tasks import Entity, Hit
from kg.vocab import ENTITY_TYPES

Iri = Annotated[str, Query(description="IRI of an entity, as search returns it.", max_length=2000)]
Offset = Annotated[int, Query(ge=0, description="How many to leave out first; /api/entity tells how many there are.")]
Limit = Annotated[int, Query(ge=1, le=10_000, description="Most that are returned.")]
Only = Annotated[tuple[str, ...], Query(description=f"Kinds; or one of {', '.join(SEVERITIES)} and what weighs more.")]


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question: its name, what it asks in Chinese and English, and its SPARQL."""

    name: str
    asks: str
    sparql: str


def routes(dispatcher: Dispatcher) -> APIRouter:
    """Return the API over the workers of a dispatcher."""
    router = APIRouter(prefix="/api", tags=["graph"])
    _things(router, dispatcher)
    _graph(router, dispatcher)
    return router


def _things(router: APIRouter, dispatcher: Dispatcher) -> None:
    """Enter what is asked about one thing."""

    async def known(request: Request, task: Task[Result | None], *arguments: Any) -> Result:
        found = await dispatcher.ask(task, *arguments, receive=request.receive)
        if found is None:
            raise Refused(404, "thing")
        return found

    @router.get("/search")
    async def search(
        request: Request,
        q: Annotated[str, Query(description="Part of a name or alias.", min_length=1, max_length=100)],
        type: Annotated[str, Query(description=f"One of {', '.join(ENTITY_TYPES)}.", max_length=40)] = "",
        limit: Annotated[int, Query(ge=1, le=200)] = 20,
    ) -> list[Hit]:
        """Entities whose name is, begins with, or holds ``q``, in this order."""
        if type not in ("", *ENTITY_TYPES):
            raise Refused(400, "type")
        return await dispatcher.ask(tasks.search, q, type, limit, receive=request.receive)

    @router.get("/entity")
    async def entity(request: Request, iri: Iri) -> Entity:
        """An entity with its names."""
        return await known(request, tasks.entity, iri)

    @router.get("/facts")
    async def facts(request: Request, iri: Iri, offset: Offset = 0, limit: Limit = 1000) -> tuple[Fact, ...]:
        """The facts in which an entity stands, each with the sentence that says it."""
        return await known(request, tasks.facts, iri, offset, limit)

    @router.get("/evidence")
    async def evidence(request: Request, iri: Iri, offset: Offset = 0, limit: Limit = 1000) -> list[Source]:
        """The sentences that say something of an entity, each once; spans count Unicode code points."""
        return await known(request, tasks.evidence, iri, offset, limit)


def _graph(router: APIRouter, dispatcher: Dispatcher) -> None:
    """Enter what is asked about the whole graph."""

    @router.get("/path")
    async def path(
        request: Request,
        start: Annotated[str, Query(alias="from", description="IRI of an entity.", max_length=2000)],
        end: Annotated[str, Query(alias="to", description="IRI of an entity.", max_length=2000)],
    ) -> list[Step]:
        """A shortest chain of relations between two entities, at most six steps, with the sentences behind each."""
        found = await dispatcher.ask(tasks.path, start, end, receive=request.receive)
        if found is None:
            raise Refused(404, "path")
        return found

    @router.get("/audit")
    async def audit(
        request: Request,
        only: Only = (),
        iri: Annotated[str, Query(description="Only about the entity of this IRI.", max_length=2000)] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> list[Told]:
        """What the audit finds in the numbers and dates, errors first, each with its arithmetic and its sentences."""
        if not {*SEVERITIES, *kinds()}.issuperset(only):
            raise Refused(400, "finding")
        return await dispatcher.ask(tasks.audited, only, iri, limit, receive=request.receive)

    @router.get("/questions")
    async def questions() -> list[Question]:
        """The saved questions, to be sent to the endpoint as they are or changed."""
        return [Question(name, asks, text_of(name)) for name, asks in saved().items()]
