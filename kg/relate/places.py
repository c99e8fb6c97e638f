"""Where things stand, what they cross, serve and draw from, and which ceremony they belong to."""

from kg.lexicon import rules
from kg.records import Entity, Mention, Relation, Sentence
from kg.relate.context import Context
from kg.relate.cues import clauses, is_place, said, triggers
from kg.relate.inside import is_line, linked, relation


def branches(context: Context, sentence: Sentence) -> list[Relation]:
    """An enterprise that sets up a branch, plant or centre in a region (在成都设立分行)."""
    found = []
    for start, end in clauses(context, sentence):
        if not said(context, start, end, "settles"):
            continue
        outer = context.outer_in(start, end)
        for firm in (m for m in outer if m.type == "Enterprise"):
            places = [m for m in outer if m.type == "Region" and m.start > firm.end and is_place(context, m)]
            if places and context.doc.text[places[0].start - 1] in triggers("at"):
                found.append(relation(context, firm, "locatedIn", places[0], "settles"))
    return found


def settled(context: Context, sentence: Sentence) -> list[Relation]:
    """Enterprises that the home region is said to have raised, drawn in or gathered."""
    found = []
    for start, end in clauses(context, sentence):
        firms = [m for m in context.outer_in(start, end) if m.type == "Enterprise"]
        if firms and context.home and said(context, start, firms[0].start, "gathers"):
            found += [linked(context, context.entity(m), "locatedIn", context.home, m.start, "gathers") for m in firms]
    return found


def uses(context: Context, sentence: Sentence) -> list[Relation]:
    """What a project serves, draws from and crosses, by the verb before the name."""
    found: list[Relation] = []
    mentions = context.outer_in(sentence.start, sentence.end)
    projects = [m for m in mentions if m.type == "Project"]
    pointed = _pointed_project(context, sentence) or context.protagonist
    subject = context.entity(projects[0]) if projects else pointed
    if subject is None:
        return found
    for mention in mentions:
        start, _ = context.clause(mention.start)
        after = context.doc.text[mention.end : mention.end + 5]
        for predicate, rule in rules("relate")["uses"].items():
            lead = context.doc.text[max(start, context.first_of_list(mention).start - 16) : mention.start]
            fits = any(w in lead for w in rule["before"]) or any(after.startswith(w) for w in rule["after"])
            if (
                mention.type in rule["types"]
                and fits
                and (predicate != "involvesRegion" or _is_line_like(context, subject))
            ):
                found.append(linked(context, subject, predicate, context.entity(mention), mention.start, "use-verb"))
    return found


def _is_line_like(context: Context, project: Entity) -> bool:
    """Tell whether a project is a line or a large work that several regions share."""
    return is_line(project.name) or project.name.endswith(tuple(rules("recognise")["name"]["project_words"])[1:])


def _pointed_project(context: Context, sentence: Sentence) -> Entity | None:
    text = context.doc.text[sentence.start : sentence.end]
    if not text.startswith(tuple(rules("relate")["subjects"]["project_words"])):
        return None
    return context.last_project(sentence.start)


def located_projects(context: Context, found: list[Relation]) -> list[Relation]:
    """Where a project stands: the place that its clause names with 在, 落户 …, else the article's home."""
    placed = {r.subject for r in found if r.predicate == "locatedIn" or r.predicate == "involvesRegion"}
    added: list[Relation] = []
    for mention in context.cast.mentions:
        project = context.entity(mention)
        if mention.type != "Project" or project.id in placed or context.sentence(mention.start).kind != "body":
            continue
        place = _place_near(context, mention) or _acting_region(context, mention)
        target = context.entity(place) if place else context.home
        if target and target != project:
            placed.add(project.id)
            method = "place-near" if place else "place-home"
            added.append(linked(context, project, "locatedIn", target, mention.start, method))
    return added


def _acting_region(context: Context, project: Mention) -> Mention | None:
    """Return the region that a sentence begins with as its subject, or that stands right before the project's name."""
    sentence = context.sentence(project.start)
    outer = [m for m in context.outer_in(sentence.start, project.start) if m.type == "Region" and is_place(context, m)]
    if outer and project.start - outer[-1].end <= 1:
        return outer[-1]
    if not outer or len(context.doc.text[sentence.start : outer[0].start].strip()) > 2:
        return None
    home = context.home
    inside = home is not None and (context.contained(context.entity(outer[0]), home))
    return outer[0] if inside and len({context.entity(m) for m in outer}) == 1 else None


def _place_near(context: Context, project: Mention) -> Mention | None:
    """Return the region that the clause of a project places it in."""
    start, end = context.clause(project.start)
    sentence = context.sentence(project.start)
    bracket = context.doc.text[project.end : project.end + 1] == "("
    for mention in context.outer_in(start, min(sentence.end, end + 30)):
        if mention.type != "Region" or not is_place(context, mention):
            continue
        before = context.doc.text[max(sentence.start, mention.start - 3) : mention.start]
        if before.endswith(triggers("place")) or (bracket and mention.start == project.end + 1):
            return mention
    return None


def event_members(context: Context) -> list[Relation]:
    """Projects of an article about one ceremony are part of it."""
    if context.ceremony is None:
        return []
    event, projects = context.ceremony
    return [linked(context, context.entity(m), "partOf", context.entity(event), m.start, "ceremony") for m in projects]
