"""What sentences say of the things they name: relations, observations, milestones; the ledger of what became of all."""

from bisect import bisect_left
from dataclasses import replace

from kg.lexicon import rules
from kg.recognise import Recognised
from kg.recognise.tokens import NUMBER
from kg.records import Extraction, Milestone, Missed, Observation, Provision, Relation, Span, Turn
from kg.relate.context import Context
from kg.relate.dimensions import dimensions
from kg.relate.entities import as_written, cast
from kg.relate.ledger import ledger
from kg.relate.milestones import milestones
from kg.relate.observations import fates
from kg.relate.pairs import judged
from kg.relate.relations import relations
from kg.relate.scoring import provisions
from kg.relate.status import status_of
from kg.relate.turns import turns
from kg.relate.voices import attributed
from kg.segment import Document


def relate(doc: Document, seen: Recognised, *, learned: bool = True) -> Extraction:
    """Return all that an article says, from what was recognised in it.

    Without ``learned`` the rules alone tell the relations.
    """
    context = Context(doc, seen, cast(doc, seen))
    read = relations(context)
    claims = [_with_status(context, r) for r in (judged(context, read) if learned else read)]
    told = fates(context)
    numbers, steps = [fact for fate in told for fact in fate.facts], milestones(context)
    scored, turned = [*provisions(context, numbers), *dimensions(context)], turns(context)
    facts: list[Relation | Observation | Milestone | Provision | Turn] = [*claims, *numbers, *steps, *scored, *turned]
    found = Extraction(
        article=doc.article,
        home=context.home.id if context.home else "",
        tags=tuple(e.id for e in context.tags),
        entities=as_written(context.cast, doc),
        relations=tuple(claims),
        observations=tuple(numbers),
        milestones=tuple(steps),
        provisions=tuple(scored),
        turns=tuple(turned),
        missed=tuple(_missed(context, {f.evidence for f in facts})),
        sentences=sum(s.kind == "body" for s in doc.sentences),
    )
    found = attributed(context, found, [fate.quantity.start for fate in told for _ in fate.facts])
    return replace(found, ledger=ledger(context, told, found))


def _with_status(context: Context, relation: Relation) -> Relation:
    at = bisect_left(context.doc.offsets, relation.evidence.start)
    return replace(relation, status=status_of(context, at))


def _missed(context: Context, used: set[Span]) -> list[Missed]:
    """Return the body sentences that no fact points at, with what in them seems to say something."""
    found = []
    for sentence in context.doc.sentences:
        if sentence.kind != "body" or not any(c.isalnum() for c in context.doc.text[sentence.start : sentence.end]):
            continue
        span = context.doc.span(sentence.start, sentence.end)
        if span not in used:
            found.append(Missed(span, _reason(context, sentence.start, sentence.end)))
    return found


def _reason(context: Context, start: int, end: int) -> str:
    tokens = context.seen.tokens
    has_number = any(t.cls == NUMBER for t in tokens.starting_in(start, end))
    reasons = rules("relate")["missed"]
    if has_number:
        return str(reasons["number"])
    return str(reasons["names"] if context.outer_in(start, end) else reasons["nothing"])
