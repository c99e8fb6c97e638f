"""Small graphs from hand-made records: what articles say, without asking what the extractor reads in them."""

import re
from typing import NamedTuple

import pyoxigraph as ox

from kg.graph import quads
from kg.recognise.quantities import quantities
from kg.records import Article, Entity, Extraction, Milestone, Observation, Relation, Span
from kg.resolve import resolve

TYPES = {
    "项目": "Project", "工程": "Project", "市": "Region", "区": "Region", "县": "Region", "仪式": "Event",
    "办法": "Policy", "公司": "Enterprise",
}  # fmt: skip


class N(NamedTuple):
    """A number: its wording stands in the article and is read by the project's own scanner."""

    about: str
    indicator: str
    wording: str
    status: str = "actual"
    period: str = ""
    unit: str = ""
    value: object = None


class S(NamedTuple):
    """A dated step; its sentence is the first that holds ``quote``."""

    about: str
    stage: str
    date: str
    status: str = "actual"
    quote: str = ""


class P(NamedTuple):
    """A part and its whole."""

    part: str
    whole: str


class A(NamedTuple):
    """An article and what it says."""

    text: str
    said: tuple
    issued: str = "2023-05-01"


def sentence(text, quote):
    """Return the span of the sentence that holds a quote, in an article without a title."""
    ends = [m.end() for m in re.finditer("[。;;]", text)] or [len(text)]
    at = text.index(quote)
    start = max((e for e in ends if e <= at), default=0)
    return Span(start + 1, min(e for e in [*ends, len(text)] if e > at) + 1)


def number(one, text, ids):
    read = next(iter(quantities(one.wording)), None)
    amounts = (read.value, read.lower, read.upper) if one.value is None else one.value
    comparator = read.comparator if one.value is None else "exactly"
    return Observation(
        ids[one.about], one.indicator, *amounts, one.unit or read.unit, comparator, one.status, one.period, one.wording,
        sentence(text, one.wording), "test",
    )  # fmt: skip


def extraction(article):
    names = dict.fromkeys(
        name for one in article.said for name in ((one.part, one.whole) if isinstance(one, P) else (one.about,))
    )
    ids = {name: f"e{i}" for i, name in enumerate(names)}
    types = {name: next(of for end, of in TYPES.items() if name.endswith(end)) for name in names}
    span = Span(1, len(article.text) + 1)
    entities = tuple(
        Entity(ids[n], types[n], n, mentions=(span,), kind="EconomicRegion" if types[n] == "Region" else "")
        for n in names
    )
    steps = [s for s in article.said if isinstance(s, S)]
    return Extraction(
        article=Article("", article.text, article.issued),
        entities=entities,
        relations=tuple(
            Relation(ids[p.part], "partOf", ids[p.whole], span, "test") for p in article.said if isinstance(p, P)
        ),
        observations=tuple(number(n, article.text, ids) for n in article.said if isinstance(n, N)),
        milestones=tuple(
            Milestone(ids[s.about], s.stage, s.date, s.status, sentence(article.text, s.quote or s.stage), "test")
            for s in steps
        ),
    )


def graph(*articles):
    """Return the store of some articles, resolved together."""
    said = [extraction(a) for a in articles]
    store = ox.Store()
    store.extend(quads(said, resolve(said)))
    return store
