"""Saved questions: each asked of one small graph whose answers are known, with what must not be in them beside."""

import re

import pyoxigraph as ox
import pytest

from kg.lexicon import ONTOLOGY
from kg.query import Query, checked, run, saved, text_of
from kg.vocab import ENTITY_BASE, PREFIXES

HEAD = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + f"BASE <{ENTITY_BASE}>\n"
THINGS = """
<region/510700> a kg:Region, kg:AdministrativeDivision ; rdfs:label "绵阳市"@zh ; skos:altLabel "绵阳"@zh .
<region/510600> a kg:Region, kg:AdministrativeDivision ; rdfs:label "德阳市"@zh .
<enterprise/甲> a kg:Enterprise ; rdfs:label "甲电子"@zh ; kg:industry <industry/显示> .
<enterprise/乙> a kg:Enterprise ; rdfs:label "乙重工"@zh ; kg:locatedIn <region/510600> ;
    kg:recognizedAs <recognition/强> .
<enterprise/丙> a kg:Enterprise ; rdfs:label "丙集团"@zh .
<industry/显示> a kg:Industry ; rdfs:label "显示产业"@zh .
<recognition/强> a kg:Recognition ; rdfs:label "百强企业"@zh .
<project/大> a kg:Project ; rdfs:label "模组项目"@zh ; skos:altLabel "模组线"@zh ;
    kg:locatedIn <region/510700> ; kg:developer <enterprise/甲> ; kg:partOf <event/集中> .
<project/小> a kg:Project ; rdfs:label "铸锻项目"@zh ; kg:locatedIn <region/510600> ; kg:partOf <event/集中> .
<project/线> a kg:Project ; rdfs:label "城际线"@zh ; kg:involvesRegion <region/510600>, <region/510700> ;
    kg:partOf <project/网> .
<project/网> a kg:Project ; rdfs:label "城际网"@zh .
<event/集中> a kg:Event ; rdfs:label "集中开工仪式"@zh .
<policy/榜> a kg:Policy ; rdfs:label "红黑榜机制"@zh ; kg:issuedBy <region/510600> .
<policy/条> a kg:Policy ; rdfs:label "十二条措施"@zh .
<financialInstrument/基金> a kg:FinancialInstrument ; rdfs:label "绿色基金"@zh ; kg:issuedBy <region/510700> .
<indicator/总投资> rdfs:label "总投资"@zh .
<indicator/带动投资> rdfs:label "带动投资"@zh .
<indicator/规模> rdfs:label "规模"@zh .
<indicator/产值> rdfs:label "产值"@zh .
<stage/开工> rdfs:label "开工"@zh .
<stage/投产> rdfs:label "投产"@zh .
kg:CNY rdfs:label "CNY" .
kg:item rdfs:label "个" .
kg:rank rdfs:label "名" .
kg:firm rdfs:label "家" .
<indicator/排名> rdfs:label "排名"@zh .
<indicator/城市数> rdfs:label "城市数"@zh .
<indicator/独角兽企业> rdfs:label "独角兽企业"@zh .
<indicator/项目数> rdfs:label "项目数"@zh .
<policy/条> kg:issuedBy <region/510600> .
<institution/统计> a kg:Institution ; rdfs:label "德阳市统计局"@zh .
"""
SAID = """
<article/x> a kg:Article ; dcterms:title "两市开工"@zh ; dcterms:issued "2022-03-14"^^xsd:date ;
    kg:homeRegion <region/510700> ; kg:notUnderstood <evidence/9> .
<evidence/1> kg:article <article/x> ; kg:quote "甲电子的模组项目总投资超50亿元" ; kg:start 5 .
<evidence/2> kg:article <article/x> ; kg:quote "铸锻项目总投资10亿元" ; kg:start 30 .
<evidence/3> kg:article <article/x> ; kg:quote "城际线经过两市" ; kg:start 50 .
<evidence/4> kg:article <article/x> ; kg:quote "到2025年德阳市产值达到100亿元" ; kg:start 60 ; kg:end 77 .
<evidence/9> kg:article <article/x> ; kg:quote "此句未读懂。" ; kg:start 90 .
<claim/1> rdf:subject <project/大> ; rdf:predicate kg:developer ; rdf:object <enterprise/甲> ;
    kg:status kg:planned ; kg:evidence <evidence/1> .
<claim/2> rdf:subject <project/线> ; rdf:predicate kg:involvesRegion ; rdf:object <region/510600> ;
    kg:status kg:planned ; kg:evidence <evidence/3> .
<claim/3> rdf:subject <project/线> ; rdf:predicate kg:involvesRegion ; rdf:object <region/510700> ;
    kg:status kg:planned ; kg:evidence <evidence/3> .
<observation/1> a kg:Observation ; kg:about <project/大> ; kg:indicator <indicator/总投资> ; kg:unit kg:CNY ;
    kg:value 5000000000 ; kg:lowerBound 5000000000 ; kg:comparator kg:atLeast ; kg:status kg:planned ;
    kg:wording "超50亿元" ; kg:evidence <evidence/1> .
<observation/2> a kg:Observation ; kg:about <project/小> ; kg:indicator <indicator/总投资> ; kg:unit kg:CNY ;
    kg:value 1000000000 ; kg:lowerBound 1000000000 ; kg:upperBound 1000000000 ; kg:comparator kg:exactly ;
    kg:status kg:planned ; kg:wording "10亿元" ; kg:evidence <evidence/2> .
<observation/3> a kg:Observation ; kg:about <project/小> ; kg:indicator <indicator/带动投资> ; kg:unit kg:CNY ;
    kg:value 9000000000 ; kg:comparator kg:approximately ; kg:status kg:expected ; kg:wording "约90亿元" ;
    kg:evidence <evidence/2> .
<observation/4> a kg:Observation ; kg:about <region/510600> ; kg:indicator <indicator/产值> ; kg:unit kg:CNY ;
    kg:value 10000000000 ; kg:lowerBound 10000000000 ; kg:upperBound 10000000000 ; kg:comparator kg:exactly ;
    kg:status kg:planned ; kg:period "2025"^^xsd:gYear ; kg:wording "100亿元" ; kg:evidence <evidence/4> .
<observation/5> a kg:Observation ; kg:about <region/510600> ; kg:indicator <indicator/产值> ; kg:unit kg:CNY ;
    kg:value 6000000000 ; kg:lowerBound 6000000000 ; kg:upperBound 6000000000 ; kg:comparator kg:exactly ;
    kg:status kg:actual ; kg:period "2021"^^xsd:gYear ; kg:wording "60亿元" ; kg:evidence <evidence/4> .
<observation/6> a kg:Observation ; kg:about <financialInstrument/基金> ; kg:indicator <indicator/规模> ;
    kg:unit kg:CNY ; kg:value 20000000000 ; kg:comparator kg:approximately ; kg:status kg:actual ;
    kg:wording "约200亿元" ; kg:evidence <evidence/4> .
<observation/21> a kg:Observation ; kg:about <event/集中> ; kg:indicator <indicator/总投资> ; kg:unit kg:CNY ;
    kg:value 12000000000 ; kg:lowerBound 12000000000 ; kg:upperBound 12000000000 ; kg:comparator kg:exactly ;
    kg:status kg:planned ; kg:wording "120亿元" ; kg:evidence <evidence/2> .
<observation/22> a kg:Observation ; kg:about <event/集中> ; kg:indicator <indicator/总投资> ; kg:unit kg:CNY ;
    kg:value 7000000000 ; kg:lowerBound 7000000000 ; kg:upperBound 7000000000 ; kg:comparator kg:exactly ;
    kg:status kg:planned ; kg:wording "70亿元" ; kg:evidence <evidence/2> .
<milestone/1> a kg:Milestone ; kg:about <project/大> ; kg:stage <stage/投产> ; kg:date "2023"^^xsd:gYear ;
    kg:status kg:planned ; kg:evidence <evidence/1> .
<milestone/2> a kg:Milestone ; kg:about <project/大> ; kg:stage <stage/开工> ;
    kg:date "2022-03-11"^^xsd:date ; kg:status kg:actual ; kg:evidence <evidence/1> .
"""
SAID += (
    """
<article/x> kg:copyOf <article/y> .
<article/y> dcterms:title "两市开工的原稿"@zh ; dcterms:issued "2022-03-13"^^xsd:date .
<evidence/14> kg:article <article/x> ; kg:quote "据德阳市统计局介绍" ; kg:start 187 ; kg:end 196 .
<attribution/1> a kg:Attribution ; kg:speakerKind "office" ; kg:speaker <institution/统计> ; kg:evidence <evidence/14> .
<observation/5> kg:independentArticles 2 ; kg:attribution <attribution/1> .
<observation/4> kg:independentArticles 1 .
<claim/1> kg:independentArticles 3 .
<milestone/2> kg:independentArticles 2 .
<evidence/6> kg:article <article/x> ; kg:quote "德阳市在12个城市中列第3位,前移2位" ; kg:start 100 ; kg:end 120 .
<evidence/7> kg:article <article/x> ; kg:quote "德阳市有独角兽企业4家" ; kg:start 120 ; kg:end 131 .
<evidence/8> kg:article <article/x> ; kg:quote "德阳市出台十二条措施" ; kg:start 131 ; kg:end 141 .
<evidence/10> kg:article <article/x> ; kg:quote "甲电子与乙重工共建实验室" ; kg:start 141 ; kg:end 153 .
<evidence/11> kg:article <article/x> ; kg:quote "三力模型包括创新力、开放力和吸引力" ; kg:start 153 ; kg:end 170 .
<evidence/12> kg:article <article/x> ; kg:quote "乙重工获评百强企业" ; kg:start 170 ; kg:end 179 .
<evidence/13> kg:article <article/x> ; kg:quote "仪式共有项目2个" ; kg:start 179 ; kg:end 187 .
<policy/条> kg:mention <evidence/8> .
<claim/4> rdf:subject <enterprise/乙> ; rdf:predicate kg:recognizedAs ; rdf:object <recognition/强> ;
    kg:status kg:actual ; kg:evidence <evidence/12> .
<claim/5> rdf:subject <policy/条> ; rdf:predicate kg:issuedBy ; rdf:object <region/510600> ;
    kg:status kg:actual ; kg:evidence <evidence/8> .
<claim/6> rdf:subject <enterprise/甲> ; rdf:predicate kg:cooperatesWith ; rdf:object <enterprise/乙> ;
    kg:status kg:actual ; kg:evidence <evidence/10> .
"""
    + "".join(
        f"""
<observation/{at}> a kg:Observation ; kg:about <{about}> ; kg:indicator <indicator/{indicator}> ; kg:unit kg:{unit} ;
    kg:value {value} ; kg:comparator kg:exactly ; kg:status kg:actual ; kg:wording "{wording}" ;
    kg:evidence <evidence/{evidence}> .
"""
        for at, about, indicator, unit, value, wording, evidence in (
            (7, "region/510600", "排名", "rank", 3, "第3位", 6),
            (8, "region/510600", "排名", "rank", 2, "2位", 6),
            (9, "region/510600", "城市数", "item", 12, "12个", 6),
            (10, "region/510600", "独角兽企业", "firm", 4, "4家", 7),
            (11, "event/集中", "项目数", "item", 2, "2个", 13),
        )
    )
    + """
<provision/1> a kg:Provision ; kg:provisionOf <article/x> ; kg:provisionKind "dimension" ; kg:provisionName "创新力" ;
    kg:says "三力模型" ; kg:evidence <evidence/11> .
"""
)
BIG, SMALL, LINE = "甲电子的模组项目总投资超50亿元", "铸锻项目总投资10亿元", "城际线经过两市"
AT, PLACE = "两市开工 2022-03-14", "德阳市在12个城市中列第3位,前移2位"
ANSWERS = {
    "batch": [f"集中开工仪式 项目数 2个 2 个 exactly 仪式共有项目2个 {AT} 179 187"],
    "batch-members": ["集中开工仪式 模组项目", "集中开工仪式 铸锻项目"],
    "confirmed": [
        "模组项目 developer 甲电子 3 1", "德阳市 产值 6000000000 CNY actual 2021 2 1", "模组项目 开工 2022-03-11 2 1",
    ],
    "cooperation": [
        f"pair 甲电子 乙重工 - - 甲电子与乙重工共建实验室 {AT} 141 153",
        f"instrument 绿色基金 绵阳市 规模 约200亿元 到2025年德阳市产值达到100亿元 {AT} 60 77",
    ],
    "copies": ["两市开工的原稿 2022-03-13 两市开工 2022-03-14"],
    "enterprise-tiers": [f"德阳市 独角兽企业 4 exactly 4家 - 德阳市有独角兽企业4家 {AT} 120 131"],
    "enterprises-by-industry-and-region": ["乙重工 - 德阳市", "甲电子 显示产业 绵阳市"],
    "facts-of-thing": [
        f"模组线 claim developer 甲电子 - planned 3 - {BIG}",
        f"模组线 milestone 开工 - 2022-03-11 actual 2 - {BIG}",
        f"模组线 milestone 投产 - 2023 planned - - {BIG}",
        f"模组线 observation 总投资 - 超50亿元 planned - - {BIG}",
    ],
    "funds": ["绿色基金 绵阳市 规模 20000000000 approximately CNY"],
    "investment-by-region": ["德阳市 = 1000000000 CNY 1 0 0 0", "绵阳市 ≥ 5000000000 CNY 1 1 0 0"],
    "investment-of-batches": ["绵阳市 = 12000000000 CNY 1 0 0 0"],
    "investment-of-members": ["集中开工仪式 ≥ 6000000000 CNY 2 1 0 0"],
    "lower-bounds": ["模组项目 总投资 5000000000 CNY 超50亿元"],
    "measures": [f"德阳市 package 十二条措施 - - - 德阳市出台十二条措施 {AT} 131 141"],
    "milestones-in-order": ["2022-03-11 模组项目 开工 actual", "2023 模组项目 投产 planned"],
    "not-understood": ["两市开工 90 此句未读懂。"],
    "planned-or-done": [
        "总投资 planned 4", "排名 actual 2", "产值 actual 1", "产值 planned 1", "城市数 actual 1",
        "带动投资 expected 1", "独角兽企业 actual 1", "规模 actual 1", "项目数 actual 1",
    ],
    "policies-by-issuer": ["德阳市 十二条措施", "德阳市 红黑榜机制"],
    "projects-by-region": [
        "德阳市 城际线 - - -", "德阳市 铸锻项目 - 1000000000 exactly", "绵阳市 城际线 - - -",
        "绵阳市 模组项目 甲电子 5000000000 atLeast",
    ],
    "projects-over-2-billion": [f"模组项目 绵阳市 5000000000 atLeast planned {BIG}"],
    "ranking-model": [
        f"三力模型 dimension 创新力 - 三力模型包括创新力、开放力和吸引力 {AT} 153 170",
        f"三力模型 place 德阳市 3 {PLACE} {AT} 100 120",
    ],
    "rankings": [
        f"德阳市 up 排名 2 2位 - {PLACE} {AT} 100 120", f"德阳市 place 排名 3 第3位 - {PLACE} {AT} 100 120",
        f"德阳市 among 城市数 12 12个 - {PLACE} {AT} 100 120",
    ],
    "recognitions": ["乙重工 百强企业"],
    "recognitions-by-region": [f"德阳市 乙重工 百强企业 - 乙重工获评百强企业 {AT} 170 179"],
    "regions-crossed": [f"城际线 德阳市 {LINE}", f"城际线 绵阳市 {LINE}"],
    "sources": ["两市开工 2022-03-14 22"],
    "who-says": ["office 德阳市统计局 据德阳市统计局介绍 德阳市 产值 60亿元"],
    "targets-2025": ["德阳市 产值 10000000000 10000000000 CNY 到2025年德阳市产值达到100亿元"],
}  # fmt: skip
"""Question → its rows, cells apart by a space, ``-`` for a cell without a value."""


@pytest.fixture(scope="module")
def graph():
    store = ox.Store()
    store.load(f"{HEAD}{THINGS}<article/x> {{ {SAID} }}".encode(), format=ox.RdfFormat.TRIG)
    return store


def asked(store, question, **parameters):
    return [
        " ".join(c.value if c else "-" for c in row)
        for row in run(store, Query(text_of(question), parameters or {})).rows
    ]


@pytest.mark.parametrize("question", ANSWERS)
def test_answer_is_the_known_one(graph, question):
    parameters = {"name": "模组线"} if question == "facts-of-thing" else {}
    assert asked(graph, question, **parameters) == ANSWERS[question]


COUNTS = {"confirmed", "planned-or-done", "sources"}
"""Questions that count what articles say, so that a second article changes the answer."""


@pytest.mark.parametrize("question", [q for q in ANSWERS if q not in COUNTS])
def test_a_second_article_that_says_the_same_adds_no_row(question):
    again = re.sub(r"<(article|evidence|claim|observation|milestone|provision|attribution)/", r"<\1/again-", SAID)
    store = ox.Store()
    data = f"{HEAD}{THINGS}<article/x> {{ {SAID} }} <article/again-x> {{ {again} }}"
    store.load(data.encode(), format=ox.RdfFormat.TRIG)
    parameters = {"name": "模组线"} if question == "facts-of-thing" else {}
    assert asked(store, question, **parameters) == ANSWERS[question]


def test_every_saved_question_is_asked_here():
    assert set(saved()) == set(ANSWERS)
    assert len(ANSWERS) >= 12


@pytest.mark.parametrize("question", ANSWERS)
def test_words_stand_in_both_languages_and_the_guard_lets_it_pass(question):
    chinese, english = (ONTOLOGY / "queries" / f"{question}.rq").read_text(encoding="utf-8").split("\n")[:2]
    assert chinese.startswith("# ") and not chinese.isascii()
    assert re.match(r"# [A-Z][a-z]+ ", english)
    assert checked(text_of(question))


@pytest.mark.parametrize("name", ["无此物", "模组", '模组线" } #', "\\u6a21\\u7ec4\\u7ebf"])
def test_a_name_is_bound_as_a_value(graph, name):
    assert asked(graph, "facts-of-thing", name=name) == []


def test_a_question_of_an_empty_graph_has_no_rows_and_no_error():
    assert [q for q in ANSWERS if asked(ox.Store(), q)] == []
