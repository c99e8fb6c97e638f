"""The numbers and steps of a graph as typed records."""

from decimal import Decimal

import pyoxigraph as ox
import pytest
from connected import HEAD

from kg.errors import GraphError
from kg.facts.figures import Statements
from kg.intervals import Interval

QUOTE = "甲项目有 15 个分项，另有 5 个分项，总投资超 50 亿元，预计今年三月开工。"
GRAPH = """
<project/甲> a kg:Project ; rdfs:label "甲项目"@zh ; skos:altLabel "“甲”工程"@zh .
<region/1> a kg:Region ; rdfs:label "河阳市"@zh .
<indicator/另有分项> rdfs:label "另有分项"@zh . <indicator/总投资> rdfs:label "总投资"@zh .
<stage/开工> rdfs:label "开工"@zh . kg:CNY rdfs:label "CNY" . kg:item rdfs:label "个" .
<article/x> { <article/x> a kg:Article ; dcterms:title "甲"@zh ; dcterms:issued "2022-01-09"^^xsd:date .
<evidence/1> a kg:Evidence ; kg:article <article/x> ; kg:quote "QUOTE" ; kg:start 2 ; kg:end 40 .
<observation/2> a kg:Observation ; kg:about <project/甲> ; kg:indicator <indicator/总投资> ; kg:unit kg:CNY ;
    kg:value VALUE ; kg:lowerBound 5000000000 ; kg:comparator kg:atLeast ; kg:status kg:planned ;
    kg:wording "超50亿元" ; kg:evidence <evidence/1> .
<observation/1> a kg:Observation ; kg:about <project/甲> ; kg:indicator <indicator/另有分项> ; kg:unit kg:item ;
    kg:value 5 ; kg:lowerBound 5 ; kg:upperBound 5 ; kg:comparator kg:exactly ; kg:status kg:actual ;
    kg:periodStart "2021"^^xsd:gYear ; kg:periodEnd "2022"^^xsd:gYear ; kg:wording "5个" ; kg:evidence <evidence/1> .
<milestone/1> a kg:Milestone ; kg:about <project/甲> ; kg:stage <stage/开工> ; kg:date "2022-03"^^xsd:gYearMonth ;
    kg:status kg:expected ; kg:evidence <evidence/1> . }
""".replace("QUOTE", QUOTE)


def read(value="5000000000"):
    store = ox.Store()
    store.load(f"{HEAD}{GRAPH.replace('VALUE', value)}".encode(), format=ox.RdfFormat.TRIG)
    return Statements(store)


def test_figures_stand_in_reading_order_with_their_place():
    few, cost = read().figures
    assert [f.wording for f in (few, cost)] == ["5个", "超50亿元"]
    assert few.plain[few.at : few.end] == "5个" and few.plain[few.at - 1] != "1"
    assert (few.said, cost.said) == (1, 1)
    assert cost.plain[cost.at : cost.end] == "超50亿元"


def test_a_figure_holds_subject_source_period_and_interval():
    few, cost = read().figures
    assert (cost.subject, cost.type, cost.indicator, cost.unit, cost.status) == (
        "甲项目", "Project", "总投资", "CNY", "planned",
    )  # fmt: skip
    assert cost.interval == Interval(Decimal(5_000_000_000), None, lower_open=True)
    assert (few.period, cost.period) == ("2021/2022", "")
    assert (cost.source.title, cost.source.issued, cost.source.start, cost.source.quote) == (
        "甲",
        "2022-01-09",
        2,
        QUOTE,
    )


def test_a_step_holds_stage_and_date():
    (step,) = read().steps
    assert (step.subject, step.stage, step.date, step.status) == ("甲项目", "开工", "2022-03", "expected")


def test_names_are_those_of_things_as_sentences_are_compared():
    said = read()
    assert said.names == {"甲项目", "甲工程", "河阳市"}
    assert said.regions == {"河阳市"}


def test_a_value_that_is_no_number_is_refused_with_its_place():
    with pytest.raises(GraphError, match=r"observation/2.*build the graph again"):
        read('"viel"')
