"""What a number counts, in the article's words."""

from functools import cache

from kg.lexicon import rules
from kg.recognise.tokens import HARD, MARK, NAME, NUMBER, PLAIN, SOFT, TIME, UNKNOWN
from kg.records import Entity, Quantity
from kg.relate.context import Context


@cache
def _conf(name: str) -> tuple[str, ...]:
    value = rules("relate")["indicators"][name]
    return (value,) if isinstance(value, str) else tuple(sorted(value, key=lambda w: (-len(w), w)))


def indicator_of(context: Context, number: Quantity) -> str:
    """Return what is counted, in the article's words: the noun phrase before the number, or the one behind it."""
    start, end = context.clause(number.start)
    named = (m.end for m in context.outer_in(start, number.start) if m.type in ("Project", "Event", "Policy"))
    floor = max([start, *named, *(q.end for q in context.seen.quantities if start <= q.end <= number.start)])
    limit = context.class_limit(number)
    phrase = _before(context, floor, number.start)
    if number.unit == "%" or number.unit in _conf("rank"):
        phrase = _change(context, phrase, number)
    behind = "" if phrase else _behind(context, number, end)
    name = phrase or behind
    if not name and floor > start:
        name = _shared(context, start, number)
    if any(name == w for w in _conf("investment_words")) and name in _conf("investment_words")[-1:]:
        name = _conf("total_investment")[0]
    if behind and number.unit in _conf("count_units") and not name.endswith(_conf("count_suffix")):
        name += _conf("count_suffix")[0]
    return f"{name}({limit.wording})" if limit and name else name


def _before(context: Context, floor: int, end: int) -> str:
    """Return the noun phrase that ends at a number: the last stretch of words after names, times and marks."""
    tokens = context.seen.tokens
    index = tokens.ending_at(end)
    parts: list[str] = []
    while index >= 0 and tokens.items[index].start >= floor:
        token = tokens.items[index]
        if token.cls in (MARK, NUMBER, TIME) and (token.text not in "“”()、" or not parts):
            break
        if token.cls == NAME and token.tag in ("Region", "Enterprise", "Project", "Institution", "Event", "Policy"):
            break
        parts.insert(0, token.text)
        index -= 1
    return _clean("".join(parts))


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
    earlier = [q for q in context.seen.quantities if sentence.start <= q.start < number.start]
    if not earlier:
        return ""
    start, _ = context.clause(earlier[-1].start)
    floor = max([start, *(q.end for q in earlier[:-1] if start <= q.end)])
    return _before(context, floor, earlier[-1].start) or _behind(context, earlier[-1], number.start)


def _shared(context: Context, start: int, number: Quantity) -> str:
    """Return the phrase before the first number of a clause, which later ones share (…分别为17.1%和7.5%)."""
    first = next((q for q in context.seen.quantities if start <= q.start), number)
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
    if number.unit in ("CNY", "USD"):
        key = {"Project": "total_investment", "FinancialInstrument": "fund_size"}.get(subject.type, "amount")
        return _conf(key)[0]
    if number.unit in rules("relate")["indicators"]["length_units"]:
        return _conf("length_time")[0]
    return number.unit
