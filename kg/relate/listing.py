"""Lists of a scoring rule (红榜, 黑榜 …): who enters them by score or place, and what follows for those on them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from kg.lexicon import pattern, rules
from kg.recognise.numerals import parse_number
from kg.records import Provision, Span
from kg.relate.context import Context


def amount(found: re.Match[str] | None, *groups: str) -> Decimal | None:
    """Return the number in the first of some groups that holds one."""
    texts = [found[g] for g in groups if found[g]] if found else []
    return parse_number(texts[0]) if texts else None


def stretch(context: Context, start: int, end: int) -> Span:
    """Return the sentences that a stretch of the folded text touches, as a span of the article."""
    return context.doc.span(context.sentence(start).start, context.sentence(max(start, end - 1)).end)


def lists(context: Context, rule_at: int) -> Iterator[Provision]:
    """Yield who enters which list, and what follows for those on it, or for those that a rule's scores single out.

    ``rule_at`` is where the rule's first criterion stands: scores without a list count only behind it.
    """
    for sentence in context.doc.sentences:
        if sentence.kind == "body":
            part = context.doc.text[sentence.start : sentence.end]
            yield from _entries(context, part, sentence.start)
            yield from _consequences(context, part, sentence.start)
            if sentence.start > rule_at:
                yield from _singled_out(context, part, sentence.start)


def _entries(context: Context, part: str, start: int) -> Iterator[Provision]:
    found = list(pattern("scoring", "entered").finditer(part)) or list(pattern("scoring", "listed").finditer(part))
    for one in found:
        bounds, end, count = _condition(one["cond"])
        named = context.mentions_in(start + one.start("cond"), start + one.end("cond"))
        happened = pattern("scoring", "earned").search(one["cond"]) or any(
            m.type in rules("scoring")["criteria"]["no_types"] for m in named
        )
        repeated = any(word in one["cond"] for word in rules("scoring")["entries"]["not_entry"])
        if not (repeated or happened) and (end or any(v is not None for v in bounds.values())):
            evidence = stretch(context, start + one.start(), start + one.end())
            yield Provision(
                "", "entry", _colour(one["list"]), evidence, count=count, direction=end,
                lower=bounds["lower"], upper=bounds["upper"], says=one[0].strip(","),
            )  # fmt: skip


def _condition(words: str) -> tuple[dict[str, Decimal | None], str, Decimal | None]:
    """Return the limits of the score, the end of the order (first or last) and how many from there."""
    bounds = {
        "lower": amount(pattern("scoring", "at_least").search(words), "lower", "over"),
        "upper": amount(pattern("scoring", "below").search(words), "upper", "under"),
    }
    first, last = pattern("scoring", "first").search(words), pattern("scoring", "last").search(words)
    end = "first" if first else "last" if last else ""
    count = (amount(first, "first") if first else amount(last, "last")) or Decimal(1)
    return bounds, end, count if end else None


def _consequences(context: Context, part: str, start: int) -> Iterator[Provision]:
    """Yield what follows for those on a list, in the text's own words."""
    marks = list(pattern("scoring", "holders").finditer(part))
    entered = max((m.end() for m in pattern("scoring", "entered").finditer(part)), default=0)
    for mark, following in zip_longest(marks, marks[1:]):
        first = entered if mark is marks[0] and entered <= mark.start() else mark.start() if entered else 0
        last = following.start() if following else len(part)
        yield from _consequence(context, part[first:last], start + first, _colour(mark["list"]))


def _singled_out(context: Context, part: str, start: int) -> Iterator[Provision]:
    """Yield what follows for a score or a place where no list is named (低于60分的单位,由…约谈)."""
    bounds, end, count = _condition(part)
    if pattern("scoring", "list").search(part) or not (end or any(v is not None for v in bounds.values())):
        return
    for one in _consequence(context, part, start, ""):
        yield Provision(
            "", "consequence", "", one.evidence, count=count, direction=end,
            lower=bounds["lower"], upper=bounds["upper"], says=one.says,
        )  # fmt: skip


def _consequence(context: Context, words: str, start: int, colour: str) -> Iterator[Provision]:
    conf = rules("scoring")["entries"]
    if any(word in words for word in conf["consequences"]):
        evidence = stretch(context, start, start + len(words.rstrip()))
        yield Provision("", "consequence", colour, evidence, says=words.strip(conf["trim"]))


def _colour(name: str) -> str:
    return str(next(colour for colour, names in rules("scoring")["lists"].items() if name in names))
