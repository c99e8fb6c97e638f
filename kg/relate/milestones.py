"""Dated steps: a stage word, a date in force and the thing that takes the step."""

from kg.lexicon import rules
from kg.records import Entity, Mention, Milestone, Period
from kg.relate.candidates import Candidate
from kg.relate.context import Context
from kg.relate.dating import Dated, point
from kg.relate.status import status_of
from kg.relate.steps import Steps, Trigger, stage_words, stages_of, weigh


def milestones(context: Context) -> list[Milestone]:
    """Return each dated step once per subject, stage and date."""
    steps = Steps(context)
    found: dict[tuple[str, str, str], Milestone] = {}
    for trigger in steps.triggers:
        for step in _told(context, steps, trigger):
            found.setdefault((step.about, step.stage, step.date), step)
    for step in _ceremonial(context, steps):
        if not any(about == step.about and stage == step.stage for about, stage, _ in found):
            found[step.about, step.stage, step.date] = step
    for step in _honoured(context, list(found.values())):
        found.setdefault((step.about, step.stage, step.date), step)
    return list(found.values())


def _honoured(context: Context, told: list[Milestone]) -> list[Milestone]:
    """Return that each member of a list of honours entered it, on the day that the article tells of the list."""
    conf = rules("relate")["steps"]
    title = context.doc.text[: context.doc.sentences[0].end]
    if context.ceremony or not any(w in title for w in conf["honour_lists"]):
        return []
    kinds = {e.id: e.type for e in context.cast.entities}
    published = [m for m in told if kinds[m.about] in ("Recognition", "Policy") and m.stage in conf["listing_stages"]]
    members = _members_of_lines(context)
    if not published or len(members) < conf["least_members"]:
        return []
    day, stage = published[0].date, conf["rank_stage"]
    spans = [(m, context.sentence(m.start)) for m in members]
    return [
        Milestone(context.entity(m).id, stage, day, "actual", context.doc.span(s.start, s.end), "honours-list")
        for m, s in spans
    ]


def _members_of_lines(context: Context) -> list[Mention]:
    """Return what each short line is about that begins with an enterprise or project: its project, else the first."""
    found, position = [], context.doc.sentences[0].end
    for line in context.doc.text[position:].split("\n"):
        named = [m for m in context.outer_in(position, position + len(line)) if m.type in ("Enterprise", "Project")]
        if named and named[0].start - position <= 4 and len(line) < 80:
            found.append(next((m for m in named if m.type == "Project" and m.start < named[0].end + 3), named[0]))
        position += len(line) + 1
    return found


def _told(context: Context, steps: Steps, trigger: Trigger) -> list[Milestone]:
    """Return the steps that one word tells: of the likeliest taker, and of those it is enumerated with."""
    dates, takers = steps.dated(trigger), steps.around.takers(trigger)
    if not dates or not takers:
        return []
    date = max(dates, key=lambda d: (weigh(d.reasons), d.at))
    taker = max(takers, key=lambda c: (weigh(c.reasons), c.at))
    if weigh(trigger.reasons) + weigh(date.reasons) + weigh(taker.reasons) <= rules("relate")["steps"]["least"]:
        return []
    steps.around.last = trigger.end, taker.entity
    sentence = context.sentence(trigger.start)
    span = context.doc.span(sentence.start, sentence.end)
    status = _status(context, trigger, date)
    method = "goal-year" if trigger.time else "stage-word"
    spells = (p.value for p in context.periods_in(date.at, date.at + 1) if "/" in p.value)
    spell = next((value for value in spells if point(value) == date.value), "")
    return [
        Milestone(entity.id, stage, date.value, status, span, method, within=spell)
        for entity in _members(context, taker)
        for stage in stages_of(trigger.word, taker)
    ]


def _members(context: Context, taker: Candidate) -> list[Entity]:
    """Return a taker and those of its type that it is enumerated with."""
    mention = context.begins(taker.at) if taker.at >= 0 else None
    if mention is None or context.entity(mention) != taker.entity:
        return [taker.entity]
    first = context.first_of_list(mention)
    sentence = context.sentence(taker.at)
    alike = [m for m in context.outer_in(first.start, sentence.end) if m.type == mention.type]
    listed = [m for m in alike if context.first_of_list(m) == first]
    return list(dict.fromkeys(context.entity(m) for m in listed)) or [taker.entity]


def _ceremonial(context: Context, steps: Steps) -> list[Milestone]:
    """Return the step that each project of a ceremony takes on its day, or the one that a bracket behind it names."""
    if context.ceremony is None:
        return []
    event, projects = context.ceremony
    day = _day(context, steps, event)
    stages = [w.stage for w in stage_words()[1] if w.word in event.name and "Project" in w.types]
    if day is None or not stages:
        return []
    found = []
    for project in projects:
        told = _bracketed_stage(context, project)
        at = context.sentence(project.start if told else event.start)
        span = context.doc.span(at.start, at.end)
        stage = told or stages[0]
        found.append(Milestone(context.entity(project).id, stage, day.value, "actual", span, "ceremony"))
    return found


def _day(context: Context, steps: Steps, event: Mention) -> Period | None:
    """Return the day of a ceremony: the finest time of its sentence outside names, the first among equals."""
    sentence = context.sentence(event.start)
    times = [p for p in steps.dates.times if sentence.start <= p.start < sentence.end]
    times = [p for p in times if p.kind in ("at", "today") and not steps.dates.is_dateline(p)]
    return max(times, key=lambda p: (len(p.value), -p.start), default=None)


def _bracketed_stage(context: Context, project: Mention) -> str:
    """Return the stage that a bracket behind a project, or behind the list it stands in, names: (江北区,竣工)."""
    text, sentence = context.doc.text, context.sentence(project.start)
    opened = text.find("(", project.end, min(sentence.end, project.end + 60))
    closed = text.find(")", opened, opened + 30) if opened >= 0 else -1
    between = [m for m in context.outer_in(project.end, opened) if m.type != "Project"] if opened >= 0 else []
    if closed < 0 or between or any(c in text[project.end : opened] for c in ",:;"):
        return ""
    inside = text[opened + 1 : closed]
    return next((w.stage for w in stage_words()[1] if w.word in inside and "Project" in w.types), "")


def _status(context: Context, trigger: Trigger, date: Dated) -> str:
    if trigger.time is not None:
        return "planned"
    status = status_of(context, trigger.start)
    issued = context.doc.article.issued
    if issued and date.value[:10] > issued[: len(date.value[:10])] and "Q" not in date.value:
        return "expected" if status == "expected" else "planned"
    return status if date.kind != "at" or status == "expected" else "actual"
