"""The ontology's files and ``kg.vocab`` say the same, and every term can be read by a person and by a machine."""

import json
from functools import cache

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SH

from kg import vocab
from kg.lexicon import ONTOLOGY, rules, table
from kg.recognise.quantities import Unit
from kg.vocab import ENTITY_BASE, KG

TERM, ENTITY = Namespace(KG.base), Namespace(ENTITY_BASE)
FILES = sorted(ONTOLOGY.glob("*.ttl"))
VOCABULARY = ("core", "indicators", "industries", "stages", "units")
CLASSES = {*vocab.ENTITY_TYPES, *vocab.REGION_KINDS, *vocab.RECORD_TYPES}
INDIVIDUALS = {*vocab.COMPARATORS, *vocab.STATUSES, *vocab.UNITS}
SCHEMES = ("indicator", "industryClass", "stage", "unit")
NO_QUDT = {
    "percentagePoint", "personTime", "household", "firm", "mu", "unitSet", "piece", "score", "times",
    "rank",
}  # fmt: skip
"""Units of Chinese counting and others that QUDT does not have."""


@cache
def ontology(*names: str) -> Graph:
    """Return some of the files, or the whole vocabulary, as one graph."""
    graph = Graph()
    for name in names or VOCABULARY:
        graph.parse(ONTOLOGY / f"{name}.ttl")
    return graph


def own(terms) -> set[str]:
    """Return the names of those terms that lie in the project's namespace."""
    return {str(t).removeprefix(KG.base) for t in terms if str(t).startswith(KG.base)}


def languages(subject, predicate) -> set[str]:
    return {str(o.language or "") for o in ontology().objects(subject, predicate) if isinstance(o, Literal) and o}


def kinds(name: str) -> set[str]:
    return own(ontology().objects(TERM[name], RDF.type)) | {
        str(t).rsplit("#", 1)[-1] for t in ontology().objects(TERM[name], RDF.type)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_both_engines_read_the_file_alike(path):
    store = ox.Store()
    store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    assert len(store) == len(Graph().parse(path)) > 0


def test_every_term_of_the_code_is_defined_in_the_ontology():
    assert set(KG.names) - own(ontology().subjects(RDF.type)) == set()


def test_every_term_of_the_ontology_is_known_to_the_code():
    assert own(set(ontology().subjects())) - set(KG.names) == set()


def test_each_term_is_of_its_kind():
    assert {n for n in CLASSES if "Class" not in kinds(n)} == set()
    assert {n for n in (*vocab.PREDICATES, *vocab.PROPERTIES) if not any("Property" in k for k in kinds(n))} == set()
    assert {n for n in vocab.UNITS if "Unit" not in kinds(n)} == set()
    assert {n for n in INDIVIDUALS if {"Class", "ObjectProperty", "DatatypeProperty"} & kinds(n)} == set()


def test_each_region_kind_is_a_region():
    assert own(ontology().subjects(RDFS.subClassOf, TERM.Region)) == set(vocab.REGION_KINDS)


def test_the_stages_are_those_of_the_code():
    stages = set(ontology("stages").subjects(RDF.type, TERM.Stage))
    assert stages == {ENTITY[f"stage/{name}"] for name in vocab.STAGES}


@pytest.mark.parametrize("name", sorted(KG.names))
def test_every_term_has_labels_definitions_and_an_example(name):
    labels = languages(TERM[name], RDFS.label) | languages(TERM[name], SKOS.prefLabel)
    assert {"zh", "en"} <= labels
    assert {"zh", "en"} <= languages(TERM[name], SKOS.definition)
    assert list(ontology().objects(TERM[name], SKOS.example))


@pytest.mark.parametrize("name", vocab.STAGES)
def test_every_stage_has_labels_and_definitions(name):
    stage = ENTITY[f"stage/{name}"]
    assert [str(label) for label in ontology().objects(stage, RDFS.label)] == [name]
    assert {"zh", "en"} <= languages(stage, SKOS.prefLabel)
    assert {"zh", "en"} <= languages(stage, SKOS.definition)
    assert list(ontology().objects(stage, SKOS.example))


def test_properties_state_domain_and_range_within_the_ontology():
    for predicate in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf):
        assert own(ontology().objects(None, predicate)) - set(KG.names) == set()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_scheme_is_described_and_its_members_have_one_preferred_label_a_language(scheme):
    concept_scheme = ENTITY[scheme]
    assert (concept_scheme, RDF.type, SKOS.ConceptScheme) in ontology()
    assert {"zh", "en"} <= languages(concept_scheme, RDFS.label) & languages(concept_scheme, SKOS.definition)
    members = set(ontology().subjects(SKOS.inScheme, concept_scheme))
    assert len(members) >= 16
    for member in members:
        found = [str(label.language) for label in ontology().objects(member, SKOS.prefLabel)]
        assert len(found) == len(set(found)), member
        assert set(found) >= ({"zh"} if scheme == "industryClass" else {"zh", "en"}), member
        assert (member, RDF.type, SKOS.Concept) in ontology()


def test_broader_concepts_lie_in_the_same_scheme():
    for narrow, broad in ontology().subject_objects(SKOS.broader):
        assert set(ontology().objects(narrow, SKOS.inScheme)) & set(ontology().objects(broad, SKOS.inScheme)), narrow


def test_units_of_the_word_table_are_those_of_the_ontology():
    named = {(u.term, u.unit) for u in table("units", Unit) if u.term}
    assert named == {(n, str(ontology().value(TERM[n], RDFS.label))) for n in vocab.UNITS}


def test_a_unit_has_one_label_without_language():
    for name in vocab.UNITS:
        labels = list(ontology().objects(TERM[name], RDFS.label))
        assert len(labels) == 1 and labels[0].language is None, name


def test_units_are_aligned_to_qudt_where_it_has_them():
    aligned = {n for n in vocab.UNITS if list(ontology().objects(TERM[n], SKOS.exactMatch))}
    assert set(vocab.UNITS) - aligned == NO_QUDT
    targets = {str(o) for n in aligned for o in ontology().objects(TERM[n], SKOS.exactMatch)}
    assert {t.rsplit("/", 1)[0] for t in targets} == {
        "http://qudt.org/vocab/unit",
        "http://qudt.org/vocab/currency",
    }
    assert len(targets) == len(aligned), "two units are not one"


def test_every_message_of_the_shapes_stands_in_both_languages():
    shapes = ontology("shapes")
    messages = {s: {str(m.language) for m in shapes.objects(s, SH.message)} for s in shapes.subjects(SH.message)}
    assert len(messages) >= 20
    assert {frozenset(found) for found in messages.values()} == {frozenset({"zh", "en"})}
    constrained = set(shapes.objects(None, SH.property)) - {
        p for alternative in shapes.objects(None, SH["or"]) for p in _inside(shapes, alternative)
    }
    assert constrained - set(messages) == set(), "a property shape without a message"


def _inside(shapes: Graph, node) -> set:
    """Return every node that hangs below a node."""
    found, waiting = set(), [node]
    while waiting:
        for child in shapes.objects(waiting.pop()):
            if child not in found and not isinstance(child, URIRef | Literal):
                found.add(child)
                waiting.append(child)
    return found


def test_the_shapes_use_known_terms_and_reach_every_kind_of_node():
    shapes = ontology("shapes")
    used = own(set(shapes.objects()) | set(shapes.predicates()))
    assert used - set(KG.names) == set()
    assert own(shapes.objects(None, SH.targetClass)) >= {*vocab.ENTITY_TYPES, *vocab.RECORD_TYPES}


def test_alignments_speak_of_known_terms_only():
    alignments = ontology("alignments")
    assert own(set(alignments.subjects()) | set(alignments.objects())) - set(KG.names) == set()
    foreign = {str(o) for o in alignments.objects() if not str(o).startswith(KG.base)}
    wanted = ("w3.org/ns/prov#", "schema.org/", "skos/core#", "w3.org/ns/org#", "2006/time#", "w3.org/ns/oa#", "qudt")
    assert [w for w in wanted if not any(w in iri for iri in foreign)] == []


def test_the_json_ld_context_knows_the_terms_and_parses():
    path = ONTOLOGY / "context.jsonld"
    context = json.loads(path.read_text(encoding="utf-8"))["@context"]
    named = {str(v["@id"] if isinstance(v, dict) else v) for v in context.values()}
    assert {n.removeprefix("kg:") for n in named if n.startswith("kg:")} <= set(KG.names)
    document = {
        "@context": context, "id": f"{ENTITY_BASE}observation/1", "type": "Observation",
        "about": f"{ENTITY_BASE}region/510700", "status": "kg:planned", "label": "绵阳市",
    }  # fmt: skip
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    me = ENTITY["observation/1"]
    assert set(graph) == {
        (me, RDF.type, TERM.Observation),
        (me, TERM.about, ENTITY["region/510700"]),
        (me, TERM.status, TERM.planned),
        (me, RDFS.label, Literal("绵阳市", lang="zh")),
    }


def test_an_unknown_term_is_refused():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = KG.nonsense
    with pytest.raises(KeyError, match="nonsense"):
        _ = KG["nonsense"]


def test_prefixes_are_those_that_the_files_declare():
    for path in FILES:
        declared = {str(p): str(n) for p, n in Graph(bind_namespaces="none").parse(path).namespaces()}
        assert {p: n for p, n in declared.items() if vocab.PREFIXES.get(p, n) != n} == {}, path.name


def test_the_command_line_has_words_for_every_term_it_shows():
    words = rules("messages")["zh"]
    assert set(words["types"]) >= {*vocab.ENTITY_TYPES, *vocab.RECORD_TYPES}
    assert set(words["predicates"]) == set(vocab.PREDICATES)
    assert set(words["comparators"]) == set(rules("messages")["en"]["comparators"]) == set(vocab.COMPARATORS)
    assert set(words["status"]) == set(rules("messages")["en"]["status"]) == set(vocab.STATUSES)
