"""The JSON API, and that its description describes it."""

import json
from urllib.parse import quote

import pytest

from kg.audit import audit
from kg.audit.report import as_json
from kg.store import load
from kg.vocab import ENTITY_BASE

SCREEN, FILM, LONE = (f"{ENTITY_BASE}project/{n}" for n in ("屏", "光", "孤"))
CITY = f"{ENTITY_BASE}region/510700"


def got(server, path, **fields):
    query = "&".join(f"{k}={quote(str(v), safe='')}" for k, v in fields.items())
    found = server.get(f"/api/{path}?{query}")
    assert found.status == 200, found
    return json.loads(found.text)


def test_searching_ranks_whole_names_first(server):
    assert [hit["label"] for hit in got(server, "search", q="绵阳")] == ["绵阳市"]
    hits = got(server, "search", q="项目")
    assert {hit["label"] for hit in hits} == {"柔性屏项目", "光学膜项目", "孤立项目"}
    assert got(server, "search", q="光学膜项目")[0] == {
        "iri": FILM,
        "type": "Project",
        "label": "光学膜项目",
        "name": "光学膜项目",
    }
    assert got(server, "search", q="项目", type="Region") == []
    assert len(got(server, "search", q="项目", limit=1)) == 1


def test_an_entity_with_facts_and_sentences(server):
    entity = got(server, "entity", iri=SCREEN)
    assert (entity["type"], entity["label"], entity["aliases"], entity["facts"]) == (
        "Project",
        "柔性屏项目",
        ["100% A+B 项目"],
        2,
    )
    facts = got(server, "facts", iri=SCREEN)
    assert [fact["kind"] for fact in facts] == ["claim", "observation"]
    assert facts[1]["says"][:4] == ["总投资", "atLeast", "2000000000", "CNY"]
    assert [got(server, "facts", iri=SCREEN, offset=n, limit=1) for n in range(3)] == [facts[:1], facts[1:], []]
    evidence = got(server, "evidence", iri=SCREEN)
    assert got(server, "evidence", iri=SCREEN, offset=1) == evidence[1:]
    assert [e["quote"] for e in evidence] == ["甲电子的柔性屏项目落户绵阳市。", "柔性屏项目总投资超20亿元。"]
    assert (evidence[0]["start"], evidence[0]["end"], evidence[0]["title"]) == (10, 27, "绵阳两个项目动工")


def test_a_path_names_each_step_with_its_sentences(server):
    steps = got(server, "path", **{"from": SCREEN, "to": FILM})
    assert [(s["subject"], s["predicate"], s["object"]) for s in steps] == [
        (SCREEN, "locatedIn", CITY), (FILM, "locatedIn", CITY),
    ]  # fmt: skip
    assert [[e["quote"] for e in s["sources"]] for s in steps] == [["甲电子的柔性屏项目落户绵阳市。"], []]
    assert got(server, "path", **{"from": SCREEN, "to": SCREEN}) == []


def test_the_audit_with_its_arithmetic_and_sentences(server, graph):
    found = got(server, "audit")
    assert [(one["kind"], one["severity"], one["about"]) for one in found] == [("future-as-done", "error", LONE)]
    assert found == json.loads(as_json(audit(load(graph)), "zh"))["findings"]
    assert [said["quote"] for said in found[0]["statements"]] == ["孤立项目已于2025年竣工。"]
    assert got(server, "audit", iri=LONE, only="future-as-done", limit=1) == found == got(server, "audit", only="doubt")
    assert got(server, "audit", iri=SCREEN) == got(server, "audit", only="likely-same-thing") == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"entity?iri={quote(ENTITY_BASE)}nothing", 404), ("entity?iri=no%20iri", 404), ("entity", 422),
        ("search?q=", 422), ("audit?only=bad", 400), ("audit?limit=0", 422),
        (f"path?from={quote(SCREEN)}&to={quote(LONE)}", 404), ("search?q=x&limit=100000", 422), ("nothing", 404),
        ("search?q=x&type=Firm", 400), ("facts?iri=no%20iri", 404),
    ],
)  # fmt: skip
def test_errors_are_json(server, path, status):
    found = server.get(f"/api/{path}")
    assert (found.status, "json" in found.headers["content-type"]) == (status, True)
    assert json.loads(found.text)["detail"]


def test_every_saved_question_of_the_api_can_be_asked(server):
    questions = got(server, "questions")
    assert len(questions) >= 15
    assert {server.ask(question["sparql"]).status for question in questions} == {200}


def test_the_description_names_every_route_and_only_those(server):
    found = json.loads(server.get("/openapi.json").text)
    assert found["openapi"].startswith("3.")
    assert set(found["paths"]) == {
        "/sparql", "/health",
        *(f"/api/{n}" for n in ("search", "entity", "facts", "evidence", "path", "audit", "questions")),
    }  # fmt: skip
    for path, methods in found["paths"].items():
        for method in methods.values():
            assert method["description"], path
