"""What an article names and counts: mentions, quantities and periods, all in the folded text.

One recogniser per kind of thing; each returns candidates with a score, and one named rule (:mod:`kg.recognise.overlap`)
decides between those that overlap.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.lexicon import pattern
from kg.recognise.aliases import abbreviations, affiliates, derived_short_names, everywhere
from kg.recognise.companies import legal_names, short_names
from kg.recognise.dates import periods
from kg.recognise.enumerations import enumerated
from kg.recognise.forms import headed_names, local_bodies
from kg.recognise.fronts import unglued
from kg.recognise.gazetteer import Hit, gazetteer
from kg.recognise.items import listed_projects
from kg.recognise.judge import Bench, judged
from kg.recognise.overlap import PARTS, settle
from kg.recognise.products import made_products
from kg.recognise.quantities import quantities
from kg.recognise.quoted import book_titles, chains, quoted_names, reports
from kg.recognise.regions import ambiguous_stems, choose_divisions
from kg.recognise.tagger import tagged
from kg.recognise.tokens import NAME, NUMBER, TIME, Fixed, Tokens
from kg.records import Mention, Period, Quantity
from kg.segment import Document


@dataclass(frozen=True)
class Recognised:
    """All that was recognised in one article, and the tokens it was read by."""

    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    tokens: Tokens
    short_for: dict[str, str]
    """Short name → the full name that the article gives it for."""


def recognise(doc: Document, *, learned: bool = True) -> Recognised:
    """Read names, numbers and times of a document; never raises for any text.

    Without ``learned`` the rules decide alone.
    """
    if not learned:
        return by_rule(doc)[0]
    seen, bench = before_judge(doc)
    return replace(seen, mentions=tuple(_that_may_stand(judged(bench), seen.quantities, doc)))


def before_judge(doc: Document) -> tuple[Recognised, Bench]:
    """Return what the rules see, and the candidates between which the judge of names decides."""
    seen, fine, hits = by_rule(doc)
    found, chances = tagged(doc, fine, hits, seen.mentions)
    regions = frozenset((m.start, m.end) for m in found if m.type == "Region" and not m.code)
    coded = {(m.start, m.end): m for m in choose_divisions(hits, fine, doc.sentences[0].end, regions)}
    found = [_coded(m, coded.get((m.start, m.end))) if m.type == "Region" else m for m in found]
    names = settle(_that_may_stand(found, seen.quantities, doc))
    ruled = [unglued(m, fine) for m in seen.mentions]
    return seen, Bench(doc, fine, hits, ruled, names, chances)


def _coded(region: Mention, division: Mention | None) -> Mention:
    """Return a region as the division that it is, still a part of a longer name if it was one."""
    if division is None or region.method not in PARTS:
        return division or region
    return replace(division, method=region.method)


def by_rule(doc: Document) -> tuple[Recognised, Tokens, list[Hit]]:
    """Return what the rules see, the finest words (numbers, times, places and known names whole), the tables' hits."""
    text = doc.text
    times = [p for s in doc.sentences for p in periods(text, doc.article.issued, s.start, s.end)]
    numbers = [q for s in doc.sentences for q in quantities(text, s.start, s.end)]
    times, numbers = _apart(times, numbers)
    edges = frozenset(s.start for s in doc.sentences)
    fixed = [Fixed(p.start, p.end, TIME, "t") for p in times] + [Fixed(q.start, q.end, NUMBER, "m") for q in numbers]
    hits = gazetteer().hits(text)
    plain = Tokens(text, fixed, edges)
    places = choose_divisions(hits, plain, doc.sentences[0].end)
    known = _known(hits, plain)
    fine = Tokens(text, [*fixed, *_names([*places, *known])], edges)
    companies = settle([*legal_names(fine), *known, *places])
    tokens = Tokens(text, [*fixed, *_names(companies)], edges)
    companies = settle([*companies, *short_names(tokens)])
    tokens = Tokens(text, [*fixed, *_names(companies)], edges)
    named = settle([*companies, *headed_names(tokens), *book_titles(text), *quoted_names(tokens), *chains(text)])
    shorts = {**derived_short_names(named, text), **abbreviations(text, named)}
    aliased = [*everywhere(plain, shorts), *affiliates(fine, named)]
    tokens = Tokens(text, [*fixed, *_names([*companies, *aliased])], edges)
    found = [
        *companies, *aliased, *headed_names(tokens), *book_titles(text), *quoted_names(tokens), *chains(text),
        *reports(tokens, places), *listed_projects(doc, tokens),
        *local_bodies(tokens), *_terms(hits, tokens), *enumerated(tokens, companies), *made_products(tokens, numbers),
    ]  # fmt: skip
    mentions = settle(_that_may_stand(found, numbers, doc))
    short_for = {k: m.canonical or m.name for k, m in shorts.items()}
    return Recognised(tuple(mentions), tuple(numbers), tuple(times), tokens, short_for), fine, hits


def _apart(times: list[Period], numbers: list[Quantity]) -> tuple[list[Period], list[Quantity]]:
    """Drop numbers that are part of a time."""
    taken = {i for p in times if p.value for i in range(p.start, p.end)}
    return times, [q for q in numbers if taken.isdisjoint(range(q.start, q.end))]


def _names(mentions: list[Mention]) -> list[Fixed]:
    return [Fixed(m.start, m.end, NAME, m.type) for m in mentions]


def _known(hits: list[Hit], tokens: Tokens) -> list[Mention]:
    """Return names of the tables that are no divisions and no common terms."""
    found = []
    for hit in hits:
        entry = next((e for e in hit.entries if e.source in ("area", "known")), None)
        if entry and (tokens.splits(hit.start) or tokens.splits(hit.end)):
            name = tokens.text[hit.start : hit.end]
            found.append(Mention(hit.start, hit.end, entry.type, name, entry.source, entry.code, entry.canonical))
    return found


def _terms(hits: list[Hit], tokens: Tokens) -> list[Mention]:
    """Return industries, products and recognitions of the tables, where they stand as words."""
    found = []
    for hit in hits:
        entry = next((e for e in hit.entries if e.source == "term"), None)
        if entry and tokens.splits(hit.start) and tokens.splits(hit.end):
            name = tokens.text[hit.start : hit.end]
            found.append(Mention(hit.start, hit.end, entry.type, name, "term", canonical=entry.canonical, score=0.6))
    return found


def _that_may_stand(mentions: Iterable[Mention], numbers: Sequence[Quantity], doc: Document) -> Iterator[Mention]:
    """Yield the names against which nothing speaks.

    That is a number or an address around it, an ordinary word of that form, the end of a sentence or heading inside it.
    """
    starts = [q.start for q in numbers]
    for mention in mentions:
        at = bisect_right(starts, mention.start) - 1
        counted = at >= 0 and mention.end <= numbers[at].end
        ordinary = mention.type == "Region" and not mention.code and mention.name in ambiguous_stems()
        broken = mention.end > doc.sentence_at(mention.start).end
        if not (ordinary or counted or broken or _addressed(mention, doc.text)):
            yield mention


def _addressed(mention: Mention, text: str) -> bool:
    """Tell whether a name is part of an address on the web."""
    if not mention.name.isascii():
        return False
    around = pattern("recognise", "address").finditer(text, max(0, mention.start - 80), mention.end + 80)
    return any(a.start() < mention.end and mention.start < a.end() for a in around)
