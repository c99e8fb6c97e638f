"""Relations that a name itself tells: the enterprise and the place inside a project's name, the city in a zone's."""

import itertools

from kg.lexicon import rules
from kg.recognise.gazetteer import areas
from kg.recognise.overlap import HEAD_OFFICE
from kg.records import Entity, Mention, Relation
from kg.relate.context import Context


def inside_names(context: Context) -> list[Relation]:
    """Return relations between a thing and the names inside its name."""
    found = []
    for mention in context.cast.mentions:
        for inner in context.inner_of(mention):
            predicate = _predicate(context, mention, inner)
            if predicate and context.entity(inner) != context.entity(mention):
                found.append(relation(context, mention, predicate, inner, "name-part"))
    found += _zones(context)
    found += _seats(context)
    found += _chains(context)
    found += _trades(context)
    return found


def relation(context: Context, subject: Mention, predicate: str, target: Mention, method: str) -> Relation:
    """Return a relation between two mentions with the sentence of the later one as evidence."""
    return linked(
        context, context.entity(subject), predicate, context.entity(target), max(subject.start, target.start), method
    )


def linked(context: Context, subject: Entity, predicate: str, target: Entity, at: int, method: str) -> Relation:
    """Return a relation between two entities with the sentence at a position as evidence."""
    sentence = context.sentence(at)
    return Relation(subject.id, predicate, target.id, context.doc.span(sentence.start, sentence.end), method)


def is_line(name: str) -> bool:
    """Tell whether a project is a line that runs through regions (高速, 铁路, 输水工程) rather than stands in one."""
    return any(w in name for w in rules("relate")["places"]["line_words"])


def _predicate(context: Context, outer: Mention, inner: Mention) -> str:
    if outer.type == "Project" and inner.type == "Project":
        return "partOf" if outer.start == inner.start else ""
    if outer.type == "Project" and inner.type == "Region":
        return "involvesRegion" if is_line(outer.name) else "locatedIn"
    if inner.method == HEAD_OFFICE:
        return "subsidiaryOf"
    if outer.type == "Region" and inner.type == "Region":
        return "partOf" if inner.start == outer.start else ""
    return {("Project", "Enterprise"): "developer", ("Project", "Product"): "produces"}.get(
        (outer.type, inner.type), ""
    )


def _zones(context: Context) -> list[Relation]:
    """Return the containment of zones: the division that the tables give, else the home region."""
    found = []
    regions = {e.code: e for e in context.cast.entities if e.code}
    inside = {(context.entity(m).id) for m in context.cast.mentions for i in context.inner_of(m) if i.type == "Region"}
    home = context.home
    for entity in context.cast.entities:
        if entity.kind != "DevelopmentZone" or entity.id in inside:
            continue
        area = next((areas()[f] for f in (entity.name, *entity.aliases) if f in areas()), None)
        target = next((regions[c] for c in (area.within if area else ()) if c in regions), None)
        if target is None and area is None and home and home != entity:
            target = home
        if target:
            found.append(
                linked(
                    context, entity, "partOf", target, context.firsts[entity.id], "zone-table" if area else "zone-home"
                )
            )
    return found


def _seats(context: Context) -> list[Relation]:
    """Return the seats of institutions and of home companies whose names begin with a place."""
    found = []
    places: dict[str, list[Entity]] = {}
    """Form of a name → the places that bear it."""
    for place in context.cast.entities:
        if place.type == "Region" and place.kind != "EconomicRegion":
            for form in {f for f in (place.name, *place.aliases) if len(f) > 1}:
                places.setdefault(form, []).append(place)
    for entity in context.cast.entities:
        if entity.type not in ("Institution", "Enterprise"):
            continue
        fits = [p for last in range(2, len(entity.name) + 1) for p in places.get(entity.name[:last], ())]
        seat = max(fits, key=lambda p: (len(p.name), -int(p.id[1:])), default=None)
        if (
            seat is None
            and entity.type == "Institution"
            and entity.name.startswith(tuple(rules("relate")["places"]["own"]))
        ):
            seat = context.home
        if seat and (entity.type == "Institution" or _at_home(context, seat)):
            found.append(linked(context, entity, "locatedIn", seat, context.firsts[entity.id], "name-place"))
    return found


def _at_home(context: Context, seat: Entity) -> bool:
    return bool(context.home) and (seat == context.home or context.contained(seat, context.home))  # type: ignore[arg-type]


def _trades(context: Context) -> list[Relation]:
    """Return the industries that projects carry in their names, where the article names the industry too."""
    found = []
    industries = [e for e in context.cast.entities if e.type == "Industry"]
    trades: dict[str, list[Entity]] = {}
    """Name of a project → the industries that it holds."""
    for mention in context.cast.mentions:
        if mention.type == "Project":
            if mention.name not in trades:
                trades[mention.name] = [e for e in industries if _names_trade(mention.name, e)]
            for industry in trades[mention.name]:
                entity = context.entity(mention)
                found.append(linked(context, entity, "industry", industry, mention.start, "name-trade"))
    return found


def _names_trade(name: str, industry: Entity) -> bool:
    return any(f in name for f in (industry.name, *industry.aliases) if len(f) > 1)


def _chains(context: Context) -> list[Relation]:
    """Return the links of a written chain in order (面板—模组—整机)."""
    found = []
    for mention in context.cast.mentions:
        if mention.method == "chain":
            links = [m for m in context.inner_of(mention) if m.type == "Product"]
            for one, following in itertools.pairwise(links):
                found.append(relation(context, one, "upstreamOf", following, "chain"))
    return found
