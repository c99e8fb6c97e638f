"""Articles made of entities alone: what resolution sees, without the extractor."""

from decimal import Decimal

from kg.records import Article, Entity, Extraction, Observation, Relation, Span


def article(*entities, home="", title="", relations=(), amounts=None):
    """Return an extraction: entities as (type, name, alias …), home as a code or a zone's name.

    Each entity stands in a sentence of its own; ``amounts`` gives total investments by the entity's name.
    """
    body, found = "", []
    for number, (type_, name, *aliases) in enumerate(entities, 1):
        start = len(title) + 1 + len(body)
        span = Span(start, start + len(name))
        found.append(Entity(f"e{number}", type_, name, tuple(aliases), (span,)))
        body += f"{name}有消息。\n"
    ids = {e.name: e.id for e in found}
    if home:
        code = home if home.isdigit() else ""
        found.append(Entity("home", "Region", home, (), (), code, "AdministrativeDivision" if code else ""))
    said = tuple(
        Observation(
            ids[name], "总投资", Decimal(value), Decimal(value), Decimal(value), "CNY", "exactly", "planned", "", "",
            Span(0, 1), "test",
        )
        for name, value in (amounts or {}).items()
    )  # fmt: skip
    links = tuple(Relation(ids[a], predicate, ids[b], Span(0, 1), "test") for a, predicate, b in relations)
    text = Article(title, body, "2024-01-08")
    return Extraction(text, "home" if home else "", (), tuple(found), links, said)
