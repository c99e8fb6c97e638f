"""A sound graph passes; each way of being wrong is found and named in both languages."""

import re

import pytest
from connected import HEAD

from kg.errors import GraphError
from kg.validate import validate
from kg.vocab import ENTITY_BASE

SHA = "ab" * 32
TEXT = "光电项目开工\n绵阳市光电项目总投资超50亿元,𠮷日开工。"
SENTENCE = (7, len(TEXT))
SOUND = f"""
<region/510700> a kg:Region, kg:AdministrativeDivision ; rdfs:label "绵阳市"@zh ; kg:adcode "510700" .
<project/光电> a kg:Project ; rdfs:label "光电项目"@zh ; kg:locatedIn <region/510700> .
<article/x> {{
    <article/x> a kg:Article ; dcterms:title "光电项目开工"@zh ; dcterms:issued "2022-03-14"^^xsd:date ;
        kg:sha256 "{SHA}" .
    <evidence/1> a kg:Evidence ; kg:article <article/x> ; kg:start {SENTENCE[0]} ; kg:end {SENTENCE[1]} ;
        kg:quote "{TEXT[slice(*SENTENCE)]}" .
    <claim/1> a kg:Claim ; rdf:subject <project/光电> ; rdf:predicate kg:locatedIn ; rdf:object <region/510700> ;
        kg:status kg:planned ; kg:evidence <evidence/1> .
    <observation/1> a kg:Observation ; kg:about <project/光电> ; kg:indicator <indicator/总投资> ; kg:unit kg:CNY ;
        kg:value 5000000000 ; kg:lowerBound 5000000000 ; kg:comparator kg:atLeast ; kg:status kg:planned ;
        kg:period "2022-03"^^xsd:gYearMonth ; kg:evidence <evidence/1> .
    <indicator/总投资> a kg:Indicator ; rdfs:label "总投资"@zh .
    kg:CNY a kg:Unit ; rdfs:label "CNY" .
    <milestone/1> a kg:Milestone ; kg:about <project/光电> ; kg:stage <stage/开工> ; kg:date "2022-Q1" ;
        kg:status kg:actual ; kg:evidence <evidence/1> .
    <stage/开工> a kg:Stage ; rdfs:label "开工"@zh .
}}
"""
WRONG = [
    ('rdfs:label "光电项目"@zh ; ', "", "project/光电", "label"),
    ('rdfs:label "光电项目"@zh', 'rdfs:label "光电项目"@zh, "光电"@zh', "project/光电", "label"),
    ('"510700" .', '"5107" .', "region/510700", "six-digit"),
    ('; dcterms:issued "2022-03-14"^^xsd:date', '; dcterms:issued "2022"^^xsd:gYear', "article/x", "xsd:date"),
    (f'"{SHA}"', '"abc"', "article/x", "SHA-256"),
    (f"kg:end {SENTENCE[1]}", "kg:end 3", "evidence/1", "before it ends"),
    (f"kg:end {SENTENCE[1]}", 'kg:end "far"', "evidence/1", "end"),
    ("rdf:predicate kg:locatedIn", "rdf:predicate kg:near", "claim/1", "fifteen"),
    ("rdf:object <region/510700> ;", "", "claim/1", "one object"),
    ("kg:status kg:actual ; kg:evidence <evidence/1>", "kg:status kg:actual", "milestone/1", "every fact has evidence"),
    ("kg:status kg:actual", "kg:status kg:rumour", "milestone/1", "actual, planned or expected"),
    ('kg:date "2022-Q1"', 'kg:date "soon"', "milestone/1", "date"),
    ("kg:comparator kg:atLeast", "kg:comparator kg:exactly", "observation/1", "do not fit"),
    ("kg:comparator kg:atLeast", "kg:comparator kg:atMost", "observation/1", "do not fit"),
    ("kg:comparator kg:atLeast", "kg:comparator kg:between", "observation/1", "do not fit"),
    ("kg:comparator kg:atLeast", "kg:comparator kg:roughly", "observation/1", "one of five"),
    ("kg:lowerBound 5000000000", "kg:lowerBound 5 ; kg:upperBound 4", "observation/1", "not above the upper"),
    ('"2022-03"^^xsd:gYearMonth', '"2022-03"', "observation/1", "year, a month or a day"),
    ('kg:CNY a kg:Unit ; rdfs:label "CNY" .', "", "observation/1", "one unit"),
]


def found(tmp_path, trig, texts=None):
    path = tmp_path / "graph.trig"
    path.write_text(HEAD + trig, encoding="utf-8")
    return validate(path, {SHA: TEXT} if texts is None else texts)


def test_a_sound_graph_has_no_violation(tmp_path):
    assert found(tmp_path, SOUND) == []


@pytest.mark.parametrize(("old", "new", "place", "message"), WRONG, ids=[f"{w[2]} {w[3]}" for w in WRONG])
def test_what_is_wrong_is_found_and_named(tmp_path, old, new, place, message):
    assert old in SOUND
    violations = found(tmp_path, SOUND.replace(old, new, 1))
    named = [v for v in violations if v.place == ENTITY_BASE + place and message in v.message_en]
    assert named, violations
    assert all(re.search("[\u4e00-\u9fff]", v.message_zh) for v in violations)


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("50亿", "60亿"), "\n" + TEXT, TEXT.replace("𠮷", "吉"), TEXT[:20]],
    ids=["other", "moved", "look-alike", "cut"],
)
def test_a_quote_that_is_not_its_span_is_found(tmp_path, text):
    (violation,) = found(tmp_path, SOUND, {SHA: text})
    assert violation.place == f"{ENTITY_BASE}evidence/1"
    assert f"[{SENTENCE[0]}:{SENTENCE[1]}]" in violation.message_en


def test_an_article_whose_text_is_missing_is_found(tmp_path):
    (violation,) = found(tmp_path, SOUND, {"cd" * 32: TEXT})
    assert "missing" in violation.message_en


def test_without_texts_a_quote_of_another_length_is_still_found(tmp_path):
    assert found(tmp_path, SOUND, {}) == []
    (violation,) = found(tmp_path, SOUND.replace(f"kg:end {SENTENCE[1]}", f"kg:end {SENTENCE[1] - 1}"), {})
    assert violation.place == f"{ENTITY_BASE}evidence/1"


def test_no_graph_and_a_cut_one_are_no_violations_but_errors(tmp_path):
    with pytest.raises(GraphError, match="no graph there"):
        validate(tmp_path)
    (tmp_path / "graph.nq").write_text("<x:a> <x:b> <x:", encoding="utf-8")
    with pytest.raises(GraphError, match="damaged"):
        validate(tmp_path)
