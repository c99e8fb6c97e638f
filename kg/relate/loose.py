"""Numbers that are no quantity and no time: where they stand, and why, or that nobody knows what they count."""

from collections.abc import Iterator
from functools import cache

from kg.lexicon import pattern, rules
from kg.records import ASIDE, NOT_UNDERSTOOD
from kg.relate.context import Context

Place = tuple[int, int]


def loose_numbers(context: Context, taken: bytearray) -> Iterator[Place]:
    """Yield runs of digits, and words that are numerals, of which no character is ``taken``; marks what it yields."""
    text = context.doc.text
    for match in pattern("ledger", "run").finditer(text):
        yield from _free(match.start(), match.end(), taken, text)
    conf = rules("recognise")["tags"]
    for token in context.seen.tokens.items:
        if token.tag in conf["number"] and all(c in conf["numerals"] for c in token.text):
            yield from _free(token.start, token.end, taken, text)


def _free(start: int, end: int, taken: bytearray, text: str) -> Iterator[Place]:
    """Yield the stretches of a number that nothing has taken, without those that are only points and commas."""
    while start < end:
        last = start + 1
        if taken[start] or not text[start].isalnum():
            start = last
            continue
        while last < end and not taken[last]:
            last += 1
        taken[start:last] = b"\1" * (last - start)
        yield start, last
        start = last


def why_loose(context: Context, start: int, end: int) -> tuple[str, str]:
    """Return fate and reason of a number that is no quantity and no time."""
    checks = (
        ("part of a name", _in_name), ("site furniture", in_furniture), ("marks an item of a list", _is_marker),
        ("stands in a headline", _in_headline), ("ordinal or label", _is_ordinal), ("part of a code", _in_code),
        ("names a class", _names_class), ("counts nothing certain", _is_indefinite), ("part of a saying", _in_saying),
        ("counts what is listed", _counts_list),
    )  # fmt: skip
    reason = next((reason for reason, holds in checks if holds(context, start, end)), "")
    if reason:
        return ASIDE, reason
    dated = context.doc.text.startswith(_words("calendar"), end) or context.doc.text.endswith(
        _words("calendar"), 0, end
    )
    return NOT_UNDERSTOOD, "date without a year" if dated else "number without a known unit"


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(rules("ledger")["numbers"][name])


def _around(context: Context, start: int, end: int) -> tuple[str, str]:
    """Return what stands before a stretch, within its sentence, and a few characters behind it."""
    floor = min(context.sentence(start).start, start)
    return context.doc.text[max(floor, start - 30) : start], context.doc.text[end : end + 6]


def _in_name(context: Context, start: int, end: int) -> bool:
    return any(m.start <= start and end <= m.end for m in context.mentions_in(max(0, start - 60), end + 60))


def in_furniture(context: Context, start: int, end: int) -> bool:
    """Tell whether a stretch belongs to the page and not to the article: its source, its editor, an address."""
    text = context.doc.text
    line = text.rfind("\n", max(0, start - 90), start) + 1
    return pattern("ledger", "furniture").search(text, max(line, start - 90), start) is not None


def _is_marker(context: Context, start: int, end: int) -> bool:
    before, after = _around(context, start, end)
    marked = pattern("ledger", "marker_before").search(before) and pattern("ledger", "marker_after").search(after)
    return bool(marked) and end - start <= 3


def _in_headline(context: Context, start: int, end: int) -> bool:
    return context.sentence(start).kind != "body"


def _is_ordinal(context: Context, start: int, end: int) -> bool:
    before, after = _around(context, start, end)
    return before.endswith(_words("ordinal_before")) or after.startswith(_words("ordinal_after"))


def _in_code(context: Context, start: int, end: int) -> bool:
    before, after = _around(context, start, end)
    return bool(pattern("ledger", "code_before").search(before) or pattern("ledger", "code_after").search(after))


def _names_class(context: Context, start: int, end: int) -> bool:
    """Tell whether a number only grades something (万亿级产业, 5星级)."""
    return context.doc.text.startswith(_words("class_after"), end)


def _is_indefinite(context: Context, start: int, end: int) -> bool:
    return context.doc.text[start:end] in _words("indefinite")


def _counts_list(context: Context, start: int, end: int) -> bool:
    """Tell whether a single numeral counts what is listed before it, or behind a colon that ends its clause."""
    text, conf = context.doc.text, rules("ledger")["numbers"]
    if end - start != 1 or not text.startswith(_words("list_units"), end):
        return False
    first, last = context.clause(start)
    return conf["list_joint"] in text[first:start] or text[last : last + 1] == conf["list_colon"]


def _in_saying(context: Context, start: int, end: int) -> bool:
    """Tell whether a short quotation holds it (“一网通办”, “3·15”)."""
    text, conf = context.doc.text, rules("ledger")["numbers"]
    opened = text.rfind(conf["open_quotes"], max(0, start - 10), start)
    closed = text.find(conf["close_quotes"], end, end + 10)
    return opened >= 0 and closed >= 0 and conf["close_quotes"] not in text[opened:start]
