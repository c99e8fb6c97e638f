"""Identifiers, numbers and times as the graph writes them: stable, exact, and readable by every engine."""

import unicodedata
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Graph

from kg.errors import UsageError
from kg.graph import Minter, check_base, number, quads, slug, time_literal, unit_node
from kg.graph.literals import quarter_months
from kg.records import Article, Entity, Extraction, Milestone, Missed, Observation, Relation, Span
from kg.resolve import Node, resolve
from kg.vocab import ENTITY_BASE, KG, RDF, XSD

TEXT = Article("绵阳光电项目开工", "光电项目位于绵阳市,总投资超50亿元,2022年一季度开工。", "2022-03-14")
SENTENCE = Span(9, len(TEXT.text))
SAID = Extraction(
    article=TEXT,
    home="r",
    entities=(
        Entity("p", "Project", "光电项目", mentions=(Span(9, 13),)),
        Entity("r", "Region", "绵阳市", ("绵阳",), (Span(15, 18),), "510700", "AdministrativeDivision"),
    ),
    relations=(Relation("p", "locatedIn", "r", SENTENCE, "test", "planned"),),
    observations=(
        Observation(
            "p", "总投资", Decimal("5E+9"), Decimal("5E+9"), None, "CNY", "atLeast", "planned", "2022-Q1", "超50亿元",
            SENTENCE, "test",
        ),
    ),
    milestones=(Milestone("p", "开工", "2022-Q1", "actual", SENTENCE, "test"),),
    missed=(Missed(SENTENCE, "test"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def graph():
    return set(quads([SAID], resolve([SAID])))


def objects(graph, subject, predicate):
    return sorted(q.object.value for q in graph if q.subject.value == subject and q.predicate.value == predicate)


def only(graph, type_):
    (found,) = {q.subject.value for q in graph if q.predicate.value == RDF.type and q.object.value == type_}
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("京东方智慧系统创新中心项目", "京东方智慧系统创新中心项目"),
        ("S11线", "S11线"),
        ("é", "é"),
        ("e\u0301", "é"),
    ],
)
def test_names_of_letters_and_digits_stay(name, expected):
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["“红黑榜”机制", "a b", "a/b", "../x", "<x>", "%", "甲\n乙", "—", "x" * 200])
def test_names_that_lose_something_get_a_hash(name):
    found = slug(name)
    assert found != name and found.rsplit("_", 1)[1].isalnum() and len(found) <= 80
    assert slug(name) == found


@example("\U000e0100", "")
@given(st.text(max_size=100), st.text(max_size=100))
def test_other_names_have_other_slugs_and_each_is_an_iri(one, two):
    ox.NamedNode(f"{ENTITY_BASE}project/{slug(one)}")
    assert (slug(one) == slug(two)) == (Minter().named("x", slug(one)) == Minter().named("x", slug(two)))
    if slug(one) == slug(two):
        assert unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", two)


def test_divisions_are_identified_by_code_and_namesakes_by_what_tells_them_apart():
    mint = Minter("https://example.org/")
    assert mint.entity(Node("Region", "绵阳市", (), "510700")).value == "https://example.org/region/510700"
    plain, other = Node("Project", "一期项目"), Node("Project", "一期项目", discriminator="德阳市")
    assert mint.entity(plain) != mint.entity(other)


@pytest.mark.parametrize(
    ("amount", "lexical", "type_"),
    [
        ("5E+9", "5000000000", XSD.integer),
        ("1067.50", "1067.5", XSD.decimal),
        ("0.000001", "0.000001", XSD.decimal),
        ("60.0", "60", XSD.integer),
        ("-0", "0", XSD.integer),
        ("123456789012345678.5", "123456789012345678.5", XSD.decimal),
    ],
)
def test_amounts_are_exact_and_canonical(amount, lexical, type_):
    found = number(Decimal(amount))
    assert (found.value, found.datatype.value) == (lexical, type_)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**18), max_value=10**18))
def test_an_amount_is_read_back_as_it_was(amount):
    found = number(amount)
    assert Decimal(found.value) == amount
    assert "e" not in found.value.lower()


@pytest.mark.parametrize(
    ("value", "type_"),
    [("2022", XSD.gYear), ("2022-03", XSD.gYearMonth), ("2022-03-11", XSD.date), ("2022-Q1", XSD.string)],
)
def test_times_keep_their_precision(value, type_):
    found = time_literal(value)
    assert (found.value, found.datatype.value) == (value, type_)


@pytest.mark.parametrize(
    ("quarter", "months"), [("2022-Q1", ("2022-01", "2022-03")), ("2022-Q4", ("2022-10", "2022-12"))]
)
def test_a_quarter_is_three_months(quarter, months):
    assert quarter_months(quarter) == months


def test_units_of_the_ontology_and_others():
    assert unit_node("CNY", Minter()).value == KG.CNY
    assert unit_node("台", Minter()).value == KG.unitSet
    assert unit_node("羽", Minter()).value == f"{ENTITY_BASE}unit/羽"


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/id#", "urn:x:"])
def test_a_base_that_begins_iris_is_taken(base):
    check_base(base)


@pytest.mark.parametrize("base", ["", "x", "https://example.org/id", "https://example.org/<", "/id/"])
def test_another_base_is_refused(base):
    with pytest.raises(UsageError, match="base"):
        check_base(base)


def test_a_relation_stands_plain_and_as_a_claim_with_its_evidence(graph):
    project, region = only(graph, KG.Project), f"{ENTITY_BASE}region/510700"
    assert objects(graph, project, KG.locatedIn) == [region]
    claim = only(graph, KG.Claim)
    assert [objects(graph, claim, p) for p in (RDF.subject, RDF.predicate, RDF.object, KG.status)] == [
        [project], [KG.locatedIn], [region], [KG.planned],
    ]  # fmt: skip
    (evidence,) = objects(graph, claim, KG.evidence)
    assert objects(graph, evidence, KG.quote) == [TEXT.text[SENTENCE.start : SENTENCE.end]]


def test_a_number_open_above_has_no_upper_bound_and_a_quarter_is_a_span(graph):
    observation = only(graph, KG.Observation)
    assert objects(graph, observation, KG.value) == objects(graph, observation, KG.lowerBound) == ["5000000000"]
    assert objects(graph, observation, KG.upperBound) == objects(graph, observation, KG.period) == []
    assert objects(graph, observation, KG.periodStart) == ["2022-01"]
    assert objects(graph, observation, KG.periodEnd) == ["2022-03"]


def test_what_an_article_says_lies_in_its_graph_and_what_follows_in_the_default_graph(graph):
    article = only(graph, KG.Article)
    said = {q.subject.value for q in graph if q.graph_name == ox.NamedNode(article)}
    plain = {q.predicate.value for q in graph if q.graph_name == ox.DefaultGraph()}
    assert {only(graph, KG[t]) for t in ("Claim", "Observation", "Milestone")} <= said
    assert KG.locatedIn in plain and KG.partOf in plain
    assert not plain & {KG.evidence, KG.quote, KG.mention, KG.notUnderstood}


def test_divisions_above_are_added_without_a_mention(graph):
    province = f"{ENTITY_BASE}region/510000"
    assert objects(graph, f"{ENTITY_BASE}region/510700", KG.partOf) == [province]
    assert objects(graph, province, KG.mention) == []
    assert objects(graph, f"{ENTITY_BASE}region/510700", KG.mention) != []
    assert KG.Region in objects(graph, province, RDF.type)


def test_there_are_no_blank_nodes_and_rdflib_reads_the_same(graph):
    assert not [q for q in graph if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    triples = {q.triple for q in graph}
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert len(Graph().parse(data=data, format="nt")) == len(triples)
