"""Whom a number or a date is about (annotation.md sections 3 and 6, "Subjects of numbers")."""

from functools import cache

from kg.lexicon import rules
from kg.records import Entity, Mention, Quantity, Sentence
from kg.relate.context import Context


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(rules("relate")["subjects"][name], key=lambda w: (-len(w), w)))


def subject_of(context: Context, number: Quantity, *, region_only: bool = False) -> Entity | None:
    """Return the entity that a quantity is about; the home region where no nearer named subject exists.

    ``region_only`` is set for indicators that only regions have (地区生产总值).
    """
    if not region_only and (owner := _owned(context, number)):
        return owner
    sentence = context.sentence(number.start)
    if distributed := _distributed(context, number):
        return distributed
    if rule := _rule(context, number):
        return rule
    types = ("Region",) if region_only else _types()
    if not region_only and (batch := _batch(context, number)):
        return batch
    start, _ = context.clause(number.start)
    position = number.start
    while start >= sentence.start:
        found = _in_clause(context, start, position, types, performs=number.unit == "%")
        if found:
            return found
        if start == sentence.start:
            break
        position = start - 1
        start, _ = context.clause(position)
    main = None if region_only else context.protagonist
    return _carried(context, sentence, types) or main or context.home


@cache
def _types() -> tuple[str, ...]:
    return tuple(rules("relate")["subjects"]["types"])


def _owned(context: Context, number: Quantity) -> Entity | None:
    """Return the thing that a number stands before as its attribute: 投资50亿元的…项目, 10亿元产业投资基金."""
    text, end = context.doc.text, number.end
    attributive = text[end : end + 1] == rules("recognise")["joints"]["of"][0]
    at = end + 1 if attributive else end
    for mention in context.outer_in(at, at + 40):
        kinds = ("Project", "FinancialInstrument", "Policy", "Enterprise") if attributive else ("FinancialInstrument",)
        if mention.start - at <= (2 if attributive else 0) and mention.type in kinds:
            return context.entity(mention)
        break
    return None


def _distributed(context: Context, number: Quantity) -> Entity | None:
    """Return the member of A、B that a number belongs to by order, where 分别 says so."""
    start, end = context.clause(number.start)
    text = context.doc.text
    at = max(text.rfind(w, start, number.start) for w in _words("distributive"))
    if at < 0:
        return None
    named = [m for m in context.outer_in(start, at) if m.type in _types()]
    numbers = [q for q in context.seen.quantities if at < q.start < end + 40 and q.unit == number.unit]
    order = numbers.index(number) if number in numbers else -1
    if len(named) >= 2 and 0 <= order < len(named) and len({m.type for m in named}) == 1:
        return context.entity(named[order])
    return None


def _in_clause(
    context: Context, start: int, end: int, types: tuple[str, ...], *, performs: bool = False
) -> Entity | None:
    """Return the subject that a clause names before a position: a name, or a word that points to one.

    A product is one where its clause begins with it, or where the number tells how well it ``performs`` (a share).
    """
    mentions = [m for m in context.outer_in(start, end) if m.type in types and not _is_place(context, m)]
    mentions = [m for m in mentions if m.type != "Product" or performs or m.start <= start + 1]
    if mentions:
        kind = min((m.type for m in mentions), key=types.index)
        chosen = [m for m in mentions if m.type == kind]
        opens = kind == "Project" and not context.doc.text[start : chosen[0].start].strip()
        return context.entity(chosen[0] if opens else chosen[-1])
    return _pointed(context, start, end, types)


def _is_place(context: Context, mention: Mention) -> bool:
    if mention.type not in ("Region", "Enterprise"):
        return False
    first = context.first_of_list(mention)
    before = context.doc.text[max(0, first.start - 3) : first.start]
    words = _words("place_words" if mention.type == "Region" else "party_words")
    return before.endswith(words)


def _pointed(context: Context, start: int, end: int, types: tuple[str, ...]) -> Entity | None:
    """Return what 该项目, 全市, 公司 … in a clause points to."""
    text = context.doc.text[start:end].lstrip()
    for word in _words("home_words"):
        if word in text:
            return context.level(word)
    if text.startswith(_words("zone_words")) and context.home:
        return _last(context, start, "Region", "DevelopmentZone") or context.home
    for words, kind in (("project_words", "Project"), ("enterprise_words", "Enterprise"), ("policy_words", "Policy")):
        if kind in types and text.startswith(_words(words)):
            main = context.protagonist if kind == "Project" else None
            if found := main or _last(context, start, kind):
                return found
    return None


def _last(context: Context, position: int, kind: str, region: str = "") -> Entity | None:
    """Return the entity of a type that was named last before a position within the section, headings included."""
    section = context.sentence(position).section
    for mention in reversed(context.cast.mentions):
        if mention.start >= position or mention.type != kind:
            continue
        if context.sentence(mention.start).section != section and position - mention.start > 200:
            return None
        entity = context.entity(mention)
        if not region or entity.kind == region:
            return entity
    return None


def _rule(context: Context, number: Quantity) -> Entity | None:
    """Return the policy whose rule a number is part of (开工率30分, 每低5个百分点扣5分)."""
    start, end = context.clause(number.start)
    words = context.doc.text[start:end]
    if number.unit not in _words("rule_units") and not any(w in words for w in _words("rule_words")):
        return None
    policies = [context.entity(m) for m in context.cast.mentions if m.type == "Policy"]
    return max(policies, key=lambda e: (len(e.mentions), -int(e.id[1:]))) if policies else None


def _batch(context: Context, number: Quantity) -> Entity | None:
    """Return the ceremony that a batch's number goes on about (其中产业类项目92个, 这批项目…)."""
    sentence = context.sentence(number.start)
    text = context.doc.text
    start, end = context.clause(number.start)
    if any(m.type in _types() for m in context.outer_in(start, number.start)):
        return None
    pointed = any(w in text[sentence.start : sentence.start + 12] for w in _words("batch_words"))
    counted = (
        any(w in text[sentence.start : end] for w in _words("batch_nouns")) or context.class_limit(number) is not None
    )
    if not (pointed or counted):
        return None
    events = [m for m in context.cast.mentions if m.type == "Event" and m.start < number.start]
    near = [m for m in events if pointed or context.near(m.start, number.start)]
    named = [m for m in context.cast.mentions if m.type == "Project" and near and near[-1].end < m.start < start]
    return (
        context.entity(near[-1])
        if near and not (named and not pointed and _is_new(context, named[-1], start))
        else None
    )


def _is_new(context: Context, project: Mention, start: int) -> bool:
    """Tell whether a project is named in the sentence of a clause before it, so that its numbers are the project's."""
    return context.sentence(project.start) == context.sentence(start)


def _carried(context: Context, sentence: Sentence, types: tuple[str, ...]) -> Entity | None:
    """Return the subject of the paragraph label or of the sentence before, where this one goes on about it."""
    text = context.doc.text[sentence.start : sentence.end].lstrip()
    if sentence.label:
        named = list(context.outer_in(sentence.start, sentence.start + len(sentence.label) + 1))
        if len(named) == 1 and named[0].type in types:
            return context.entity(named[0])
    if 0 <= sentence.item < sentence.start:
        lead = context.sentence(sentence.item)
        named = [m for m in context.outer_in(lead.start, lead.end) if m.type == "Project"]
        if named:
            return context.entity(named[0])
    if not text.startswith(_words("carry_words")):
        return None
    sentences = context.doc.sentences
    index = sentences.index(sentence)
    before = sentences[index - 1] if index else None
    if before is None or before.section != sentence.section or before.kind != "body":
        return None
    named = [m for m in context.outer_in(before.start, before.end) if m.type == "Project"]
    return context.entity(named[0]) if named else None
