"""A small graph in which some things are connected and one stands alone."""

import pyoxigraph as ox

from kg.vocab import ENTITY_BASE, PREFIXES

HEAD = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + f"BASE <{ENTITY_BASE}>\n"
"""Prefixes and base of a graph in the words of the vocabulary."""
GRAPH = """
<region/510000> a kg:Region ; rdfs:label "四川省" .
<region/510700> a kg:Region ; rdfs:label "绵阳市" ; skos:altLabel "绵阳" ; kg:mention <evidence/1> ;
    kg:partOf <region/510000> .
<project/甲> a kg:Project ; rdfs:label "甲项目" ; kg:mention <evidence/1> ; kg:locatedIn <region/510700> ;
    kg:developer <enterprise/乙> .
<project/丙> a kg:Project ; rdfs:label "丙项目" ; kg:mention <evidence/2> ; kg:locatedIn <region/510700> .
<enterprise/乙> a kg:Enterprise ; rdfs:label "乙公司" ; kg:mention <evidence/1> .
<enterprise/丁> a kg:Enterprise ; rdfs:label "丁公司" ; kg:mention <evidence/2> .
<article/x> dcterms:title "两个项目" ; dcterms:issued "2022-03-14"^^xsd:date .
<evidence/1> kg:article <article/x> ; kg:start 5 ; kg:end 20 ; kg:quote "乙公司在绵阳建设甲项目。" .
<evidence/2> kg:article <article/x> ; kg:start 20 ; kg:end 31 ; kg:quote "丙项目落户绵阳。" .
<claim/1> rdf:subject <project/甲> ; rdf:predicate kg:developer ; rdf:object <enterprise/乙> ;
    kg:evidence <evidence/1> .
<claim/2> rdf:subject <project/甲> ; rdf:predicate kg:locatedIn ; rdf:object <region/510700> ;
    kg:evidence <evidence/1> .
<claim/3> rdf:subject <project/丙> ; rdf:predicate kg:locatedIn ; rdf:object <region/510700> ;
    kg:evidence <evidence/2> .
"""


def connected() -> ox.Store:
    """Return the graph in a store of its own."""
    found = ox.Store()
    found.load((HEAD + GRAPH).encode(), format=ox.RdfFormat.TURTLE)
    return found
