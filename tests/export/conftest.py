"""A small graph with every kind of statement, and text that harms careless formats."""

import pytest
from connected import HEAD

GRAPH = r"""
<region/510700> a kg:Region, kg:AdministrativeDivision ; rdfs:label "绵阳市"@zh ; kg:adcode "510700" ;
    skos:altLabel "绵阳"@zh, "绵州"@zh .
<enterprise/甲> a kg:Enterprise ; rdfs:label "甲'\\u0027;\n电子\"|"@zh .
<project/屏> a kg:Project ; rdfs:label "=1+1"@zh ; kg:locatedIn <region/510700> ; kg:developer <enterprise/甲> .
<project/光> a kg:Project ; rdfs:label "光学膜项目"@zh ; kg:locatedIn <region/510700> .
<indicator/总投资> rdfs:label "总投资"@zh . <indicator/占比> rdfs:label "占比"@zh .
<stage/开工> rdfs:label "开工"@zh . kg:CNY rdfs:label "CNY" . kg:percent rdfs:label "%" .
<article/x> {
    <article/x> a kg:Article ; dcterms:title "绵阳两个项目动工"@zh ; dcterms:issued "2024-03-14"^^xsd:date ;
        kg:sha256 "ab" .
    <region/510700> kg:mention <evidence/1> . <enterprise/甲> kg:mention <evidence/1> .
    <project/屏> kg:mention <evidence/1>, <evidence/2> . <project/光> kg:mention <evidence/2> .
    <evidence/1> kg:article <article/x> ; kg:start 10 ; kg:end 27 ; kg:quote "甲电子的柔性屏\n落户绵阳市。" .
    <evidence/2> kg:article <article/x> ; kg:start 27 ; kg:end 45 ; kg:quote "@SUM(1) 超20亿元,占12.5%。" .
    <claim/1> a kg:Claim ; rdf:subject <project/屏> ; rdf:predicate kg:locatedIn ; rdf:object <region/510700> ;
        kg:status kg:actual ; kg:evidence <evidence/1> .
    <claim/2> a kg:Claim ; rdf:subject <project/屏> ; rdf:predicate kg:developer ; rdf:object <enterprise/甲> ;
        kg:status kg:planned ; kg:evidence <evidence/1> .
    <observation/1> kg:about <project/屏> ; kg:indicator <indicator/总投资> ; kg:lowerBound 2000000000 ;
        kg:value 2000000000 ; kg:unit kg:CNY ; kg:comparator kg:atLeast ; kg:status kg:planned ;
        kg:wording "超20亿元" ; kg:evidence <evidence/2> .
    <observation/2> kg:about <project/光> ; kg:indicator <indicator/占比> ; kg:value 12.5 ; kg:unit kg:percent ;
        kg:comparator kg:exactly ; kg:status kg:actual ; kg:wording "12.5%" ; kg:period "2023"^^xsd:gYear ;
        kg:evidence <evidence/2> .
    <milestone/1> kg:about <project/屏> ; kg:stage <stage/开工> ; kg:date "2024-03"^^xsd:gYearMonth ;
        kg:status kg:actual ; kg:evidence <evidence/1> .
}
"""


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "graph.trig"
    path.write_text(HEAD + GRAPH, encoding="utf-8")
    return path
