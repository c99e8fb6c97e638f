"""Relations that sentences tell, by trigger words and by who stands where."""

from collections.abc import Iterator
from functools import cache

from kg.lexicon import rules
from kg.recognise.gazetteer import areas
from kg.relate.context import Context
from kg.relate.inside import inside_names, is_line, linked, relation
from kg.records import Entity, Mention, Relation, Sentence

ORGANISATIONS = ("Enterprise", "Institution", "Region")


def relations(context: Context) -> list[Relation]:
    """Return every relation of an article once, with the sentence that first tells it."""
    found = [*inside_names(context)]
    for sentence in context.doc.sentences:
        if sentence.kind == "body":
            for rule in RULES:
                found += rule(context, sentence)
    found += _located_projects(context, found)
    found += _event_members(context)
    unique: dict[tuple[str, str, str], Relation] = {}
    for one in found:
        if one.subject != one.object:
            unique.setdefault((one.subject, one.predicate, one.object), one)
    return list(unique.values())


@cache
def _triggers(name: str) -> tuple[str, ...]:
    return tuple(rules("relate")["triggers"][name])


def _said(context: Context, start: int, end: int, name: str) -> bool:
    text = context.doc.text[start:end]
    return any(w in text for w in _triggers(name))


def _clauses(context: Context, sentence: Sentence) -> Iterator[tuple[int, int]]:
    position = sentence.start
    while position < sentence.end:
        start, end = context.clause(position)
        yield max(start, sentence.start), end
        position = end + 1


def _developers(context: Context, sentence: Sentence) -> list[Relation]:
    """An enterprise that invests in, builds or owns a project named behind it in the clause, or 由 … 建设."""
    found = []
    for start, end in _clauses(context, sentence):
        outer = context.outer_in(start, end)
        firms = [m for m in outer if m.type == "Enterprise"]
        projects = [m for m in outer if m.type == "Project"]
        for firm in firms:
            for project in projects:
                low, high = sorted((firm.start, project.start))
                owns = firm.end <= project.start and context.doc.text[firm.end : project.start] in _triggers("owns")
                if owns or _said(context, low, max(high, min(end, firm.end + 12)), "builds"):
                    found.append(relation(context, project, "developer", firm, "builds"))
    return found


def _cooperation(context: Context, sentence: Sentence) -> list[Relation]:
    """Two parties joined by 与/和/、 in a clause that signs, cooperates or builds together."""
    found = []
    for start, end in _clauses(context, sentence):
        if not _said(context, start, min(sentence.end, end + 30), "cooperates"):
            continue
        parties = [m for m in context.outer_in(start, end) if m.type in ORGANISATIONS]
        for one, other in zip(parties, parties[1:], strict=False):
            between = context.doc.text[one.end : other.start]
            if between and len(between) <= 6 and between[-1] in _triggers("joints") and _same_side(one, other, between):
                found.append(relation(context, one, "cooperatesWith", other, "joint-act"))
    return found


def _same_side(one: Mention, other: Mention, between: str) -> bool:
    return one.type == other.type or between[-1] in _triggers("with")


def _issuers(context: Context, sentence: Sentence) -> list[Relation]:
    """A policy, fund or list and who issued it: named before it in the sentence, else the home region."""
    found = []
    for mention in context.outer_in(sentence.start, sentence.end):
        if mention.type not in ("Policy", "FinancialInstrument"):
            continue
        start, _ = context.clause(mention.start)
        issuer = _before(context, sentence.start, mention.start, ORGANISATIONS)
        if issuer and (issuer.type == "Region" or _said(context, issuer.end, mention.start, "issues")):
            for one in _acting(context, context.entity(issuer)):
                found.append(linked(context, context.entity(mention), "issuedBy", one, mention.start, "issues"))
        elif context.home and _said(context, start, mention.start, "issues"):
            for one in _acting(context, context.home):
                found.append(linked(context, context.entity(mention), "issuedBy", one, mention.start, "issues-home"))
    return found


def _acting(context: Context, issuer: Entity) -> list[Entity]:
    """Return who acts: the provinces that an economic region consists of where the article names them, else itself."""
    area = areas().get(issuer.name) if issuer.kind == "EconomicRegion" else None
    members = [e for e in context.cast.entities if area and e.code in area.within]
    return members or [issuer]


def _addressees(context: Context, sentence: Sentence) -> list[Relation]:
    """What a policy or fund is meant for: industries, projects and firms behind it in the sentence."""
    found = []
    mentions = context.outer_in(sentence.start, sentence.end)
    for index, mention in enumerate(mentions):
        wanted = {"FinancialInstrument": ("Industry", "Enterprise"), "Policy": ("Project", "Industry")}.get(mention.type, ())
        for other in mentions[index + 1 :]:
            if other.type in ("Policy", "FinancialInstrument"):
                break
            if other.type in wanted and _said(context, mention.end, other.start, "addresses"):
                found.append(relation(context, mention, "appliesTo", other, "addresses"))
    return found


def _industries(context: Context, sentence: Sentence) -> list[Relation]:
    """Industries of a project named in the sentence, else of the home region."""
    found = []
    mentions = context.outer_in(sentence.start, sentence.end)
    projects = [m for m in mentions if m.type == "Project"]
    firms = [m for m in mentions if m.type == "Enterprise"]
    for mention in (m for m in mentions if m.type == "Industry"):
        clause = context.clause(mention.start)
        if projects:
            owner = _nearest(projects, mention)
            lead_in = mention.start < owner.start and _said(context, *clause, "field")
            if lead_in or (mention.start > owner.start and _said(context, owner.end, mention.end + 6, "focus")):
                found.append(relation(context, owner, "industry", mention, "project-field"))
        elif firms and _said(context, *clause, "focus"):
            owner = _nearest(firms, mention)
            if owner.start < mention.start:
                found.append(relation(context, owner, "industry", mention, "firm-field"))
        if context.home and (not projects or _said(context, *clause, "leading")) and not _abroad(context, sentence):
            region = _before(context, clause[0], mention.start, ("Region",))
            owner_entity = context.entity(region) if region and _is_place(context, region) else context.home
            if _said(context, sentence.start, sentence.end, "promotes"):
                found.append(linked(context, owner_entity, "industry", context.entity(mention), mention.start, "region-field"))
    return found


def _is_place(context: Context, mention: Mention) -> bool:
    return context.entity(mention).kind != "EconomicRegion"


def _abroad(context: Context, sentence: Sentence) -> bool:
    return any(m.type in ("FinancialInstrument",) for m in context.outer_in(sentence.start, sentence.end))


def _products(context: Context, sentence: Sentence) -> list[Relation]:
    """What a project or enterprise of the sentence makes."""
    found = []
    mentions = context.outer_in(sentence.start, sentence.end)
    for mention in (m for m in mentions if m.type == "Product"):
        makers = [m for m in mentions if m.type in ("Project", "Enterprise") and m.end <= mention.start]
        projects = [m for m in makers if m.type == "Project"]
        maker = (projects or makers or [None])[-1]
        if maker and _said(context, maker.end, mention.end + 6, "makes"):
            found.append(relation(context, maker, "produces", mention, "makes"))
    return found


def _recognitions(context: Context, sentence: Sentence) -> list[Relation]:
    """Who holds a title: named before it in the sentence with a verb of entering or holding, else the home region."""
    found = []
    for mention in context.outer_in(sentence.start, sentence.end):
        if mention.type != "Recognition":
            continue
        holders = [m for m in context.outer_in(sentence.start, mention.start) if m.type in ("Region", "Enterprise", "Project", "Institution")]
        start, end = context.clause(mention.start)
        if not _said(context, holders[-1].end if holders else start, end, "holds"):
            continue
        for holder in _listed(context, holders):
            found.append(relation(context, holder, "recognizedAs", mention, "holds"))
        if not holders and context.home:
            found.append(linked(context, context.home, "recognizedAs", context.entity(mention), mention.start, "holds-home"))
    return found


def _listed(context: Context, mentions: list[Mention]) -> list[Mention]:
    """Return the last mention with those that it is enumerated with."""
    group = mentions[-1:]
    for one in reversed(mentions[:-1]):
        if one.type == group[0].type and context.doc.text[one.end : group[0].start] in _triggers("joints"):
            group.insert(0, one)
        else:
            break
    return group


def _events(context: Context, sentence: Sentence) -> list[Relation]:
    """Where an event happens and who holds it."""
    found = []
    for mention in context.outer_in(sentence.start, sentence.end):
        if mention.type != "Event" or context.home is None:
            continue
        host = _before(context, sentence.start, mention.start, ORGANISATIONS)
        held = host and _said(context, host.end, mention.start, "hosts")
        event = context.entity(mention)
        organiser = context.entity(host) if host and held else context.home
        found.append(linked(context, event, "locatedIn", context.home, mention.start, "event-home"))
        if _said(context, sentence.start, sentence.end, "hosts"):
            found.append(linked(context, organiser, "organizes", event, mention.start, "hosts"))
    return found


def _uses(context: Context, sentence: Sentence) -> list[Relation]:
    """What a project serves, draws from and crosses, by the verb before the name."""
    found = []
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
            if mention.type in rule["types"] and fits and (predicate != "involvesRegion" or is_line_like(context, subject)):
                found.append(linked(context, subject, predicate, context.entity(mention), mention.start, "use-verb"))
    return found


def is_line_like(context: Context, project: Entity) -> bool:
    """Tell whether a project is a line or a large work that several regions share."""
    return is_line(project.name) or project.name.endswith(tuple(rules("recognise")["name"]["project_words"])[1:])


def _pointed_project(context: Context, sentence: Sentence) -> Entity | None:
    text = context.doc.text[sentence.start : sentence.end]
    if not text.startswith(tuple(rules("relate")["subjects"]["project_words"])):
        return None
    return context.last_project(sentence.start)


def _owners(context: Context, sentence: Sentence) -> list[Relation]:
    """Subsidiaries: named behind 子公司, or founded by those named before."""
    found = []
    firms = [m for m in context.outer_in(sentence.start, sentence.end) if m.type == "Enterprise"]
    for index, firm in enumerate(firms):
        before = context.doc.text[max(sentence.start, firm.start - 5) : firm.start]
        if before.endswith(_triggers("subsidiary")) and index:
            for child in firms[index:]:
                if child == firm or context.doc.text[firms[firms.index(child) - 1].end : child.start] in _triggers("joints"):
                    found.append(relation(context, child, "subsidiaryOf", firms[0], "subsidiary"))
    return found


def _settled(context: Context, sentence: Sentence) -> list[Relation]:
    """Enterprises that the home region is said to have raised, drawn in or gathered."""
    found = []
    for start, end in _clauses(context, sentence):
        firms = [m for m in context.outer_in(start, end) if m.type == "Enterprise"]
        if firms and context.home and _said(context, start, firms[0].start, "gathers"):
            found += [linked(context, context.entity(m), "locatedIn", context.home, m.start, "gathers") for m in firms]
    return found


def _branches(context: Context, sentence: Sentence) -> list[Relation]:
    """An enterprise that sets up a branch, plant or centre in a region (在成都设立分行)."""
    found = []
    for start, end in _clauses(context, sentence):
        if not _said(context, start, end, "settles"):
            continue
        outer = context.outer_in(start, end)
        for firm in (m for m in outer if m.type == "Enterprise"):
            places = [m for m in outer if m.type == "Region" and m.start > firm.end and _is_place(context, m)]
            if places and context.doc.text[places[0].start - 1] in _triggers("at"):
                found.append(relation(context, firm, "locatedIn", places[0], "settles"))
    return found


RULES = (
    _developers, _cooperation, _issuers, _addressees, _industries, _products, _recognitions, _events, _uses, _owners,
    _branches, _settled,
)  # fmt: skip


def _located_projects(context: Context, found: list[Relation]) -> list[Relation]:
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
    outer = [m for m in context.outer_in(sentence.start, project.start) if m.type == "Region" and _is_place(context, m)]
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
        if mention.type != "Region" or not _is_place(context, mention):
            continue
        before = context.doc.text[max(sentence.start, mention.start - 3) : mention.start]
        if before.endswith(_triggers("place")) or (bracket and mention.start == project.end + 1):
            return mention
    return None


def _event_members(context: Context) -> list[Relation]:
    """Projects of an article about one ceremony are part of it."""
    if context.ceremony is None:
        return []
    event, projects = context.ceremony
    return [linked(context, context.entity(m), "partOf", context.entity(event), m.start, "ceremony") for m in projects]


def _before(context: Context, start: int, end: int, types: tuple[str, ...]) -> Mention | None:
    found = [m for m in context.outer_in(start, end) if m.type in types]
    return found[-1] if found else None


def _nearest(mentions: list[Mention], to: Mention) -> Mention:
    return min(mentions, key=lambda m: (abs(m.start - to.start), m.start))

