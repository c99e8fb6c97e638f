"""Dated steps: a stage word, a date in force and the thing that takes the step."""

from dataclasses import dataclass
from functools import cache

import daachorse

from kg.lexicon import rules, table
from kg.records import Entity, Mention, Milestone, Period
from kg.relate.context import Context
from kg.relate.status import status_of


@dataclass(frozen=True, slots=True)
class StageWord:
    """A word that tells a step (奠基) and the stage that it means (开工)."""

    word: str
    stage: str
    types: tuple[str, ...]
    """Types of entity that take the step, most likely first."""


@cache
def _stages() -> tuple["daachorse.CharwiseDoubleArrayAhoCorasick", list[StageWord]]:
    words = sorted(table("stages", StageWord), key=lambda w: w.word)
    return daachorse.CharwiseDoubleArrayAhoCorasick(
        [w.word for w in words], daachorse.MATCH_KIND_LEFTMOST_LONGEST
    ), words


def milestones(context: Context) -> list[Milestone]:
    """Return each dated step once per subject, stage and date."""
    automaton, words = _stages()
    found: dict[tuple[str, str, str], Milestone] = {}
    for start, end, index in automaton.find(context.doc.text):
        word = words[index]
        sentence = context.sentence(start)
        if sentence.kind != "body" or _in_name(context, start, end, word):
            continue
        time = _time(context, start, end)
        if time is None:
            continue
        for subject in _subjects(context, start, end, word):
            step = Milestone(
                subject.id, word.stage, time.value, _status(context, start, time, word),
                context.doc.span(sentence.start, sentence.end), "stage-word",
            )  # fmt: skip
            found.setdefault((step.about, step.stage, step.date), step)
    for step in _ceremonial(context):
        if not any(about == step.about and stage == step.stage for about, stage, _ in found):
            found[step.about, step.stage, step.date] = step
    for step in _goals(context):
        found.setdefault((step.about, step.stage, step.date), step)
    return list(found.values())


def _ceremonial(context: Context) -> list[Milestone]:
    """Return the step that each project of a ceremony takes on its day, or the one that a bracket behind it names."""
    if context.ceremony is None:
        return []
    event, projects = context.ceremony
    sentence = context.sentence(event.start)
    times = [p for p in context.seen.periods if sentence.start <= p.start < sentence.end and p.value and p.kind == "at"]
    day = max(times, key=lambda p: (len(p.value), -p.start), default=None)
    stages = [w.stage for w in _stages()[1] if w.word in event.name and "Project" in w.types]
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


def _bracketed_stage(context: Context, project: Mention) -> str:
    """Return the stage that a bracket behind a project, or behind the list it stands in, names: (江北区,竣工)."""
    text, sentence = context.doc.text, context.sentence(project.start)
    opened = text.find("(", project.end, min(sentence.end, project.end + 60))
    closed = text.find(")", opened, opened + 30) if opened >= 0 else -1
    between = [m for m in context.outer_in(project.end, opened) if m.type != "Project"] if opened >= 0 else []
    if closed < 0 or between or any(c in text[project.end : opened] for c in ",:;"):
        return ""
    inside = text[opened + 1 : closed]
    return next((w.stage for w in _stages()[1] if w.word in inside and "Project" in w.types), "")


def _goals(context: Context) -> list[Milestone]:
    """Return a goal for each future year that a sentence sets (到2025年, …) and whose subject is the home region."""
    found = []
    issued = context.doc.article.issued
    for time in context.seen.periods:
        sentence = context.sentence(time.start)
        if time.kind != "by" or sentence.kind != "body" or not issued or time.value[:4] <= issued[:4]:
            continue
        first, last = context.clause(time.start)
        named = [m for m in context.outer_in(first, min(sentence.end, last + 24)) if m.type in ("Region", "Policy")]
        subject = context.entity(named[0]) if named else context.home
        if subject is not None:
            goal = rules("relate")["goal"]["stage"]
            span = context.doc.span(sentence.start, sentence.end)
            found.append(Milestone(subject.id, goal, time.value, "planned", span, "goal-year"))
    return found


def _time(context: Context, start: int, end: int) -> Period | None:
    """Return the date of a step: in its clause, nearest first; else the last before it in its sentence."""
    sentence = context.sentence(start)
    first, last = context.clause(start)
    usable = [p for p in context.seen.periods if p.value and p.kind not in ("name", "asof") and "/" not in p.value]
    near = [p for p in usable if first <= p.start < last]
    if near:
        best = min(near, key=lambda p: (p.start > start, abs(p.start - start)))
        finer = [p for p in usable if sentence.start <= p.start < start and p.value.startswith(f"{best.value}-")]
        return finer[-1] if finer else best
    before = [p for p in usable if sentence.start <= p.start < first]
    return before[-1] if before else None


def _in_name(context: Context, start: int, end: int, word: StageWord) -> bool:
    """Tell whether the stage word is part of a name, which takes no step by its name alone (an event's does)."""
    for mention in context.mentions_in(max(0, start - 40), end + 40):
        if mention.start <= start and end <= mention.end and mention.type != "Event":
            return True
    return False


def _subjects(context: Context, start: int, end: int, word: StageWord) -> list[Entity]:
    """Return who takes a step: things named in the clause, in the clause behind a signing verb, else the last named."""
    first, last = context.clause(start)
    sentence = context.sentence(start)
    for stretch in ((first, last), (sentence.start, first), (last, min(sentence.end, last + 60))):
        mentions = [m for m in context.outer_in(*stretch) if m.type in word.types]
        if mentions:
            return _coordinated(context, mentions, word, start)
    if rules("relate")["goal"]["stage"] == word.stage:
        return [context.home] if context.home else []
    earlier = [m for m in context.cast.mentions if m.end <= start and m.type == word.types[0]]
    same = [m for m in earlier if context.sentence(m.start).section == sentence.section]
    return [context.entity(same[-1])] if same else []


def _coordinated(context: Context, mentions: list[Mention], word: StageWord, position: int) -> list[Entity]:
    """Return the mentions of the preferred type that stand together in one enumeration."""
    kind = min((m.type for m in mentions), key=word.types.index)
    chosen = [m for m in mentions if m.type == kind]
    nearest = min(chosen, key=lambda m: (m.start > position, abs(m.start - position)))
    group = [nearest]
    for mention in sorted(chosen, key=lambda m: -m.start):
        between = context.doc.text[mention.end : group[0].start]
        if mention.end <= group[0].start and between in rules("relate")["goal"]["joints"]:
            group.insert(0, mention)
    return list(dict.fromkeys(context.entity(m) for m in group))


def _status(context: Context, position: int, time: Period, word: StageWord) -> str:
    status = status_of(context, position)
    issued = context.doc.article.issued
    if word.stage == rules("relate")["goal"]["stage"]:
        return "planned"
    if issued and time.value and time.value[:10] > issued[: len(time.value[:10])] and "Q" not in time.value:
        return "expected" if status == "expected" else "planned"
    return status if time.kind != "at" or status == "expected" else "actual"
