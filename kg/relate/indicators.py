"""What a number counts, in the article's words."""

import re
from functools import cache, lru_cache

from kg.lexicon import rules
from kg.recognise.tokens import HARD, MARK, NAME, NUMBER, PLAIN, SOFT, TIME, UNKNOWN, segmenter
from kg.records import Entity, Quantity
from kg.relate.context import Context


@cache
def _conf(name: str) -> tuple[str, ...]:
    value = rules("relate")["indicators"][name]
    return (value,) if isinstance(value, str) else tuple(sorted(value, key=lambda w: (-len(w), w)))


def indicator_of(context: Context, number: Quantity) -> str:
    """Return what is counted, in the article's words: the noun phrase before the number, or the one behind it.

    Where neither says it, a number goes on about what the one before it in the sentence counts (由32%提高到41%).
    """
    start, end = context.clause(number.start)
    named = (m.end for m in context.outer_in(start, number.start) if m.type in ("Project", "Event", "Policy"))
    floor = max([start, *named, *(q.end for q in context.numbers_ending_in(start, number.start))])
    limit = context.class_limit(number)
    phrase = _before(context, floor, number.start)
    if number.unit == _conf("rank_unit")[0]:
        return _rank(context, phrase, number)
    if number.unit == "%" and not number.wording.startswith(_conf("levels_reached")):
        phrase = _change(context, phrase, number)
    counts = number.unit in _conf("count_units")
    behind = _behind(context, number, end) if says_nothing(phrase) else ""
    name = (behind or phrase) if counts else (phrase or behind)
    if not name and floor > start:
        name = _shared(context, start, number)
    if says_nothing(name):
        name = _gone_on(context, number) or name
    name = _core(name)
    if any(name == w for w in _conf("investment_words")) and name in _conf("investment_words")[-1:]:
        name = _conf("total_investment")[0]
    if behind and counts:
        name = re.split("|".join(_conf("new_subject")), name)[0] or name
    if behind and counts and not name.endswith(_conf("count_suffix")):
        name += _conf("count_suffix")[0]
    if number.unit in _conf("rule_units") or name.startswith(_conf("rule_steps")):
        name = _rule_name(name)
    return f"{name or _conf('class_count')[0]}({limit.wording})" if limit else name


@lru_cache(maxsize=1 << 16)
def says_nothing(phrase: str) -> bool:
    """Tell whether a phrase holds no noun: 提高, 另, 分 do not tell what is counted."""
    if not phrase or phrase in _conf("empty_phrases"):
        return True
    if phrase.endswith(_conf("telling_ends")):
        return False
    tags = [tag for _, tag in segmenter().tag(phrase, False)]
    return len(phrase) <= 5 and not any(t[:1] in ("n", "j", "l", "i", "s") or t in ("vn", "eng", "an") for t in tags)


def _rule_name(name: str) -> str:
    """Return the name of a rule's step (每低5个百分点 → 扣分档距)."""
    return next((n for word, n in rules("relate")["indicators"]["rule_names"].items() if name.endswith(word)), name)


def _rank(context: Context, phrase: str, number: Quantity) -> str:
    """Name a place after what is ranked: the phrase before it, or the number before it in the sentence."""
    phrase = phrase.rstrip("".join(_conf("places_won")[0]))
    base = phrase if not says_nothing(phrase) else _previous(context, number)
    return base + _conf("rank")[0]


def _gone_on(context: Context, number: Quantity) -> str:
    """Return the indicator of the last number of the same unit before this one in its sentence."""
    sentence = context.sentence(number.start)
    same = [q for q in context.numbers_in(sentence.start, number.start) if q.unit == number.unit]
    return indicator_of(context, same[-1]) if same else ""


def _before(context: Context, floor: int, end: int) -> str:
    """Return the noun phrase that ends at a number: the last stretch of words after names, times and marks."""
    tokens = context.seen.tokens
    index = _before_dated(context, tokens.ending_at(end))
    parts: list[str] = []
    while index >= 0 and tokens.items[index].start >= floor:
        token = tokens.items[index]
        if token.text == "(" and not parts:
            index -= 1
            continue
        if token.cls in (MARK, NUMBER, TIME) and (token.text not in "“”()、" or not parts):
            break
        if token.cls == NAME and token.tag in ("Region", "Enterprise", "Project", "Institution", "Event", "Policy"):
            break
        parts.insert(0, token.text)
        index -= 1
    return _clean("".join(parts))


def _before_dated(context: Context, index: int) -> int:
    """Return the token before 2021年的, where a number stands behind it (精品率由2021年的12%提高到31%)."""
    items = context.seen.tokens.items
    if index > 0 and items[index].text in _conf("of_time") and items[index - 1].cls == TIME:
        return index - 2
    return index


def _clean(phrase: str) -> str:
    """Strip connectives and verbs of reaching from both ends."""
    changed = True
    while changed and phrase:
        before = phrase
        for word in _conf("strip_after"):
            phrase = phrase.removesuffix(word)
        for word in _conf("strip_before"):
            phrase = phrase.removeprefix(word)
        phrase = phrase.strip(" “”()、—-:")
        changed = phrase != before
    return phrase[-24:]


@lru_cache(maxsize=1 << 14)
def _core(phrase: str) -> str:
    """Return a phrase without adverbs, particles and verbs of reaching at its ends, where enough is left."""
    found = re.sub(rules("relate")["indicators"]["once_done"], "", phrase)
    words = segmenter().tag(found, False)
    loose, reaching = _conf("loose_tags"), _conf("reaching")
    first, last = 0, len(words)
    tells = found.endswith(_conf("telling_ends"))
    while not tells and last - first > 1 and (words[last - 1][1][:1] in loose or words[last - 1][0] in reaching):
        last -= 1
    while last - first > 1 and words[first][1][:1] in loose and words[first][0][0] not in _conf("each"):
        first += 1
    core = "".join(word for word, _ in words[first:last])
    return phrase if says_nothing(core) else core


def _change(context: Context, phrase: str, number: Quantity) -> str:
    """Name a rate of change after what changes (规上工业总产值增速)."""
    for words, suffix in (("growth_up", "growth_suffix"), ("growth_down", "drop_suffix")):
        for word in _conf(words):
            if phrase.endswith(word):
                base = _clean(phrase.removesuffix(word)) or _previous(context, number)
                return base + _conf(suffix)[0] if base else word
    return phrase


def _previous(context: Context, number: Quantity) -> str:
    """Return the indicator of the number before in the same sentence, for 增长25% behind it."""
    sentence = context.sentence(number.start)
    earlier = context.numbers_in(sentence.start, number.start)
    if not earlier:
        return ""
    start, _ = context.clause(earlier[-1].start)
    floor = max([start, *(q.end for q in earlier[:-1] if start <= q.end)])
    return _before(context, floor, earlier[-1].start) or _behind(context, earlier[-1], number.start)


def _shared(context: Context, start: int, number: Quantity) -> str:
    """Return the phrase before the first number of a clause, which later ones share (…分别为17.1%和7.5%)."""
    first = next(iter(context.numbers_in(start, number.start)), number)
    return _change(context, _before(context, start, first.start), first) if first is not number else ""


def _behind(context: Context, number: Quantity, end: int) -> str:
    """Return the nouns right behind a number (5000家规上工业企业 → 规上工业企业)."""
    tokens = context.seen.tokens
    index = tokens.starting_at(number.end)
    parts = ""
    while 0 <= index < len(tokens.items) and tokens.items[index].start < end:
        token = tokens.items[index]
        if token.cls not in (PLAIN, UNKNOWN, SOFT, NAME, "generic") or token.cls in (MARK, HARD):
            break
        if len(parts) + len(token.text) > 14:
            break
        parts += token.text
        index += 1
    return _clean(parts)


def default_indicator(number: Quantity, subject: Entity) -> str:
    """Return what a number of that unit most likely counts of its subject, where the article's words do not tell."""
    defaults = rules("relate")["indicators"]["defaults"]
    if number.unit in _conf("length_units") and number.wording.endswith(_conf("within")):
        return _conf("deadline")[0]
    return str(defaults.get(subject.type, {}).get(number.unit) or defaults["any"].get(number.unit, number.unit))
