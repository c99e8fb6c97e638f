"""Relations that sentences tell, by trigger words and by who stands where."""

from itertools import pairwise

from kg.recognise.gazetteer import areas
from kg.recognise.quoted import REPORT
from kg.records import Entity, Mention, Relation, Sentence
from kg.relate.context import Context
from kg.relate.cues import clauses, is_place, said, triggers
from kg.relate.inside import inside_names, linked, relation
from kg.relate.places import branches, event_members, located_projects, settled, uses

ORGANISATIONS = ("Enterprise", "Institution", "Region")


def relations(context: Context) -> list[Relation]:
    """Return every relation of an article once, with the sentence that first tells it."""
    found = [*inside_names(context), *_reports(context)]
    for sentence in context.doc.sentences:
        if sentence.kind == "body":
            for rule in RULES:
                found += rule(context, sentence)
    found += located_projects(context, found)
    found += event_members(context)
    unique: dict[tuple[str, str, str], Relation] = {}
    for one in found:
        if one.subject != one.object:
            unique.setdefault((one.subject, one.predicate, one.object), one)
    return list(unique.values())


def _developers(context: Context, sentence: Sentence) -> list[Relation]:
    """An enterprise that invests in, builds or owns a project named behind it in the clause, or 由 … 建设."""
    found = []
    for start, end in clauses(context, sentence):
        outer = context.outer_in(start, end)
        firms = [m for m in outer if m.type == "Enterprise"]
        projects = [m for m in outer if m.type == "Project"]
        for firm in firms:
            for project in projects:
                low, high = sorted((firm.start, project.start))
                owns = firm.end <= project.start and context.doc.text[firm.end : project.start] in triggers("owns")
                if owns or said(context, low, max(high, min(end, firm.end + 12)), "builds"):
                    found.append(relation(context, project, "developer", firm, "builds"))
    return found


def _cooperation(context: Context, sentence: Sentence) -> list[Relation]:
    """Two parties joined by 与/和/、 in a clause that signs, cooperates or builds together.

    Where the clause names nobody before 与 (深化与甲、乙的合作), the home cooperates with each that is named behind it.
    """
    found = []
    for start, end in clauses(context, sentence):
        if not said(context, start, min(sentence.end, end + 30), "cooperates"):
            continue
        parties = [m for m in context.outer_in(start, end) if m.type in ORGANISATIONS]
        if parties and context.home and context.doc.text[parties[0].start - 1] in triggers("with"):
            found += [
                linked(context, context.home, "cooperatesWith", context.entity(m), m.start, "home-act")
                for m in _enumerated(context, parties)
            ]
            continue
        for one, other in pairwise(parties):
            between = context.doc.text[one.end : other.start]
            if between and len(between) <= 6 and between[-1] in triggers("joints") and _same_side(one, other, between):
                found.append(relation(context, one, "cooperatesWith", other, "joint-act"))
    return found


def _same_side(one: Mention, other: Mention, between: str) -> bool:
    return one.type == other.type or between[-1] in triggers("with")


def _reports(context: Context) -> list[Relation]:
    """A government's yearly report and its place: the one that it names, else the home."""
    found = []
    for mention in (m for m in context.cast.mentions if m.method == REPORT):
        inner = [m for m in context.inner_of(mention) if m.type == "Region"]
        place = context.entity(inner[-1]) if inner else context.home
        if place:
            found.append(linked(context, context.entity(mention), "issuedBy", place, mention.start, REPORT))
    return found


def _issuers(context: Context, sentence: Sentence) -> list[Relation]:
    """A policy, fund or list and who issued it: named before it in the sentence, else the home region."""
    found = []
    for mention in context.outer_in(sentence.start, sentence.end):
        if mention.type not in ("Policy", "FinancialInstrument"):
            continue
        start, _ = context.clause(mention.start)
        issuer = _before(context, sentence.start, mention.start, ORGANISATIONS)
        if issuer and (issuer.type == "Region" or said(context, issuer.end, mention.start, "issues")):
            for one in _acting(context, context.entity(issuer)):
                found.append(linked(context, context.entity(mention), "issuedBy", one, mention.start, "issues"))
        elif context.home and said(context, start, mention.start, "issues"):
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
        wanted = {"FinancialInstrument": ("Industry", "Enterprise"), "Policy": ("Project", "Industry")}.get(
            mention.type, ()
        )
        for other in mentions[index + 1 :]:
            if other.type in ("Policy", "FinancialInstrument"):
                break
            if other.type in wanted and said(context, mention.end, other.start, "addresses"):
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
            lead_in = mention.start < owner.start and said(context, *clause, "field")
            if lead_in or (mention.start > owner.start and said(context, owner.end, mention.end + 6, "focus")):
                found.append(relation(context, owner, "industry", mention, "project-field"))
        elif firms and said(context, *clause, "focus"):
            owner = _nearest(firms, mention)
            if owner.start < mention.start:
                found.append(relation(context, owner, "industry", mention, "firm-field"))
        if context.home and (not projects or said(context, *clause, "leading")) and not _abroad(context, sentence):
            region = _before(context, clause[0], mention.start, ("Region",))
            owner_entity = context.entity(region) if region and is_place(context, region) else context.home
            if said(context, sentence.start, sentence.end, "promotes"):
                found.append(
                    linked(context, owner_entity, "industry", context.entity(mention), mention.start, "region-field")
                )
    return found


def _abroad(context: Context, sentence: Sentence) -> bool:
    return any(m.type in ("FinancialInstrument",) for m in context.outer_in(sentence.start, sentence.end))


def _products(context: Context, sentence: Sentence) -> list[Relation]:
    """What a project or enterprise of the sentence makes."""
    found = []
    mentions = context.outer_in(sentence.start, sentence.end)
    for mention in (m for m in mentions if m.type == "Product"):
        makers = [m for m in mentions if m.type in ("Project", "Enterprise") and m.end <= mention.start]
        projects = [m for m in makers if m.type == "Project"]
        maker = (projects or makers)[-1] if makers else None
        if maker and said(context, maker.end, mention.end + 6, "makes"):
            found.append(relation(context, maker, "produces", mention, "makes"))
    return found


def _recognitions(context: Context, sentence: Sentence) -> list[Relation]:
    """Who holds a title: named before it in the sentence with a verb of entering or holding, else the home region."""
    found = []
    for mention in context.outer_in(sentence.start, sentence.end):
        if mention.type != "Recognition":
            continue
        holders = [
            m
            for m in context.outer_in(sentence.start, mention.start)
            if m.type in ("Region", "Enterprise", "Project", "Institution")
        ]
        start, end = context.clause(mention.start)
        if not said(context, holders[-1].end if holders else start, end, "holds"):
            continue
        for holder in _listed(context, holders):
            found.append(relation(context, holder, "recognizedAs", mention, "holds"))
        if not holders and context.home:
            found.append(
                linked(context, context.home, "recognizedAs", context.entity(mention), mention.start, "holds-home")
            )
    return found


def _listed(context: Context, mentions: list[Mention]) -> list[Mention]:
    """Return the last mention with those that it is enumerated with."""
    group = mentions[-1:]
    for one in reversed(mentions[:-1]):
        if one.type == group[0].type and context.doc.text[one.end : group[0].start] in triggers("joints"):
            group.insert(0, one)
        else:
            break
    return group


def _enumerated(context: Context, mentions: list[Mention]) -> list[Mention]:
    """Return the first mention with those that are enumerated behind it."""
    group = mentions[:1]
    for one in mentions[1:]:
        if context.doc.text[group[-1].end : one.start] not in triggers("joints"):
            break
        group.append(one)
    return group


def _events(context: Context, sentence: Sentence) -> list[Relation]:
    """Where an event happens and who holds it."""
    found = []
    for mention in context.outer_in(sentence.start, sentence.end):
        if mention.type != "Event" or context.home is None:
            continue
        host = _before(context, sentence.start, mention.start, ORGANISATIONS)
        held = host and said(context, host.end, mention.start, "hosts")
        event = context.entity(mention)
        organiser = context.entity(host) if host and held else context.home
        found.append(linked(context, event, "locatedIn", context.home, mention.start, "event-home"))
        if said(context, sentence.start, sentence.end, "hosts"):
            found.append(linked(context, organiser, "organizes", event, mention.start, "hosts"))
    return found


def _owners(context: Context, sentence: Sentence) -> list[Relation]:
    """Subsidiaries: named behind 子公司, or founded by those named before (甲由乙与丙合资成立)."""
    found = []
    firms = [m for m in context.outer_in(sentence.start, sentence.end) if m.type == "Enterprise"]
    for index, firm in enumerate(firms):
        before = context.doc.text[max(sentence.start, firm.start - 5) : firm.start]
        if index and before.endswith(triggers("subsidiary")):
            children = _enumerated(context, firms[index:])
            found += [relation(context, child, "subsidiaryOf", firms[0], "subsidiary") for child in children]
        if index and before.endswith(triggers("by")):
            parents = _enumerated(context, firms[index:])
            last = parents[-1].end
            if said(context, last, last + 12, "founds"):
                found += [relation(context, firms[index - 1], "subsidiaryOf", p, "founders") for p in parents]
    return found


RULES = (
    _developers, _cooperation, _issuers, _addressees, _industries, _products, _recognitions, _events, uses, _owners,
    branches, settled,
)  # fmt: skip


def _before(context: Context, start: int, end: int, types: tuple[str, ...]) -> Mention | None:
    found = [m for m in context.outer_in(start, end) if m.type in types]
    return found[-1] if found else None


def _nearest(mentions: list[Mention], to: Mention) -> Mention:
    return min(mentions, key=lambda m: (abs(m.start - to.start), m.start))
