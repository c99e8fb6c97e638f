"""What a graph says of many articles: who copies whom, how many say a fact of their own, when, by whose word."""

import random
from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
import pytest
from copies.reprinted import RELEASE, read

from kg.diff import _Side
from kg.facts.figures import Statements
from kg.graph import quads
from kg.records import Attribution, Milestone, Observation, Relation, Span, Turn
from kg.resolve import resolve
from kg.vocab import KG, RDF

OWN = "远航重工集团投下38亿元的远航智能装备产业园就建在这里,620亩的工地上塔吊林立。"


def saying(extraction, *facts):
    """Return an article that says some facts; None stands for the sentence that holds 38亿元."""
    text = extraction.article.text
    at = text.index("38亿元")
    span = Span(text.rfind("。", 0, at) + 1 or text.index("\n") + 1, text.index("。", at) + 1)
    own = {"observations": [], "relations": [], "milestones": [], "turns": []}
    for fact in facts:
        own[f"{type(fact).__name__.lower()}s"].append(fact)
    return replace(extraction, **{k: tuple(replace(f, evidence=span) for f in v) for k, v in own.items()})


def number(value=38, indicator="总投资", status="planned", period="", **more):
    amount = Decimal(value) * 10**8
    return Observation("e3", indicator, amount, amount, amount, "CNY", "exactly", status, period, f"{value}亿元",
                       Span(0, 1), "test", **more)  # fmt: skip


def graph(*articles):
    articles = sorted(articles, key=lambda x: x.article.sha256)
    store = ox.Store()
    store.extend(quads(articles, resolve(articles)))
    return store


def value(store, predicate):
    """Return subject → object of a predicate."""
    return {q.subject.value: q.object.value for q in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None)}


def counts(store):
    return sorted(value(store, KG.independentArticles).values())


def test_a_fact_of_one_article_has_one():
    assert counts(graph(saying(read(RELEASE), number()))) == ["1"]


def test_five_copies_are_one_source_and_a_report_is_another():
    prints = [saying(read(f"{RELEASE}编辑{n}", f"标题{n}", f"2024-05-1{n}"), number()) for n in range(5)]
    store = graph(*prints, saying(read(OWN, "走访", "2024-06-01"), number()))
    assert counts(store) == ["2"] * 6
    assert len(value(store, KG.copyOf)) == len(value(store, KG.repeats)) == 4
    assert len(set(value(store, KG.repeats).values())) == 1
    named = {q.graph_name for term in (KG.copyOf, KG.repeats, KG.independentArticles)
             for q in store.quads_for_pattern(None, ox.NamedNode(term), None, None)}  # fmt: skip
    assert named == {ox.DefaultGraph()}, "no single article says it"


@pytest.mark.parametrize(
    "other",
    [number(39), number(indicator="投资"), number(status="actual"), number(period="2024")],
    ids=["value", "indicator", "status", "time"],
)
def test_another_fact_is_counted_by_itself(other):
    store = graph(saying(read(RELEASE), number()), saying(read(OWN, "走访"), other))
    assert counts(store) == ["1", "1"]


def test_relations_steps_and_turns_are_counted_too():
    facts = (
        Relation("e3", "developer", "e2", Span(0, 1), "test"),
        Milestone("e3", "投产", "2026", "planned", Span(0, 1), "test"),
        Turn("e3", "resumed", "2024-05", Span(0, 1)),
    )
    store = graph(saying(read(RELEASE), *facts), saying(read(OWN, "走访"), *facts))
    assert counts(store) == ["2"] * 6


def test_facts_are_one_here_where_a_comparison_of_graphs_finds_them_one():
    rng = random.Random(7)
    choices = ((38, 39), "甲乙", ("actual", "planned"), ("", "2024"))
    wordings = ("园子花了{}。", "{}说多也不多。", "工地上都在议论这{}。", "谁出这{}?", "账面记着{}。", "{}已到位一半。")
    letters = [read(wording.format("38亿元").replace("?", "。"), f"来信{n}") for n, wording in enumerate(wordings)]
    articles = [saying(one, *(number(*map(rng.choice, choices)) for _ in range(4))) for one in letters]
    store = graph(*articles)
    told = {(f.indicator, f.wording, f.status, f.period): f.independent for f in Statements(store).figures}
    compared = {
        (*one.words[:2], one.status, one.words[2]): len({source.title for source in one.sources})
        for one in _Side(store).statements
    }
    assert told == compared
    assert set(told.values()) > {1, 2}


def test_order_and_company_change_nothing():
    articles = [saying(read(f"{RELEASE}编辑{n}", f"标题{n}", f"2024-05-1{n}"), number()) for n in range(4)]
    articles.append(saying(read(OWN, "走访"), number()))
    whole = {str(q) for q in graph(*articles)}
    random.Random(1).shuffle(articles)
    assert {str(q) for q in graph(*articles)} == whole
    without = {str(q) for q in graph(*articles[1:])}
    assert without == {str(q) for q in graph(*reversed(articles[1:]))}


@pytest.mark.parametrize(
    ("time", "precision", "terms"),
    [
        ("2025", "year", {"period": "2025"}),
        ("2025-03", "month", {"period": "2025-03"}),
        ("2025-03-11", "day", {"period": "2025-03-11"}),
        ("2025-Q2", "quarter", {"periodStart": "2025-04", "periodEnd": "2025-06"}),
        ("2025-07/2025-12", "half", {"periodStart": "2025-07", "periodEnd": "2025-12"}),
        ("2025-01/2025-09", "span", {"periodStart": "2025-01", "periodEnd": "2025-09"}),
        ("2021/2025", "span", {"periodStart": "2021", "periodEnd": "2025"}),
        ("", None, {}),
    ],
)
def test_a_time_says_how_exactly_it_is_known(time, precision, terms):
    store = graph(saying(read(RELEASE), number(period=time)))
    assert next(iter(value(store, KG.precision).values()), None) == precision
    told = {t: next(iter(value(store, KG[t]).values()), None) for t in ("period", "periodStart", "periodEnd")}
    assert {t: v for t, v in told.items() if v} == terms


@pytest.mark.parametrize(
    ("date", "within", "precision"),
    [("2025", "", "year"), ("2025", "2025-01/2025-06", "half"), ("2025-Q3", "", "quarter"), ("2025-03-11", "", "day")],
)
def test_a_step_says_so_too(date, within, precision):
    store = graph(saying(read(RELEASE), Milestone("e3", "投产", date, "planned", Span(0, 1), "test", within=within)))
    assert list(value(store, KG.date).values()) == [date]
    assert list(value(store, KG.precision).values()) == [precision]
    assert list(value(store, KG.periodEnd).values()) == ([within[-7:]] if within else [])


@pytest.mark.parametrize(("date", "precision"), [("2024-05-09", "reported"), ("2024-05", "month"), ("2024", "year")])
def test_a_turn_dated_by_its_article_says_that(date, precision):
    store = graph(saying(read(RELEASE), Turn("e3", "stopped", date, Span(0, 1))))
    assert list(value(store, KG.precision).values()) == [precision]


def test_an_attribution_has_kind_speaker_and_its_own_span():
    text = f"T\n{RELEASE}"
    at = text.index("凌江市发改委相关负责人介绍")
    one = saying(read(RELEASE, "T"), number(voice=0))
    one = replace(one, attributions=(Attribution("office", "e2", Span(at, at + 13)),))
    store = graph(one)
    ((statement, iri),) = value(store, KG.attribution).items()
    assert statement in value(store, KG.independentArticles)
    assert value(store, KG.speakerKind) == {iri: "office"}
    assert value(store, KG.speaker)[iri].endswith("远航重工集团")
    evidence = value(store, KG.evidence)[iri]
    assert value(store, KG.quote)[evidence] == "凌江市发改委相关负责人介绍"
    assert value(store, RDF.type)[iri] == KG.Attribution
