"""The board's lights on the page are those of `kg board`."""

from collections import Counter

import pyoxigraph as ox
import pytest

from kg.facts import Facts
from kg.lexicon import rules
from kg.pipeline import build
from kg.store import load
from kg.systems.board import board, lights
from kg.systems.life import as_of_day
from kg.view.lights import lights_of
from kg.vocab import DCTERMS, ENTITY_BASE, KG, RDF

PROJECT = ENTITY_BASE + "project/光电"


ARTICLES = {
    "early.txt": "绵阳两个项目的进展\n绵阳光伏组件项目2022年3月11日开工，计划2022年9月竣工。"
    "绵阳涪江大桥工程停工已48天。\n2022-03-14\n",
    "late.txt": "绵阳项目近况\n绵阳智慧物流园项目2021年12月20日投产。绵阳液冷服务器项目计划2023年1月开工。"
    "绵阳湿地公园项目占地30亩。\n2023-01-05\n",
}


@pytest.fixture
def built(tmp_path):
    """Projects on their way, stopped, in operation, due and without any date."""
    (tmp_path / "in").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    build([tmp_path / "in"], tmp_path / "out")
    return load(tmp_path / "out")


def test_lights_are_those_of_the_board(built):
    facts, words = Facts(built), rules("messages")["zh"]
    projects = [node.value for node in facts.of_type("Project")]
    found = lights_of(built, projects)
    assert found["day"] == "2023-01-05"
    colours = Counter(tuple(found["rule"][found["of"].get(iri, -1)][:2]) for iri in projects)
    shown = board(facts, as_of_day("", facts.latest()), lights(None), {**words["systems"], "status": words["status"]})
    assert colours == Counter((line.mark, line.cells[-1]) for part in shown.sections for line in part.lines)
    assert len(colours) > 3, "several lights are lit"


def test_the_last_line_holds_for_what_has_no_dated_step(plain):
    still = ox.NamedNode(ENTITY_BASE + "project/静")
    for term, value in ((RDF.type, KG.Project), (KG.mention, ENTITY_BASE + "evidence/1")):
        plain.add(ox.Quad(still, ox.NamedNode(term), ox.NamedNode(value)))
    found = lights_of(plain, [PROJECT, still.value])
    assert set(found["of"]) == {PROJECT}
    assert found["rule"][-1][0] == "grey"


@pytest.mark.parametrize("date", [None, "昨天"])
def test_without_a_dated_article_nothing_is_lit(plain, date):
    for quad in list(plain.quads_for_pattern(None, ox.NamedNode(DCTERMS.issued), None, None)):
        plain.remove(quad)
        if date:
            plain.add(ox.Quad(quad.subject, quad.predicate, ox.Literal(date), quad.graph_name))
    assert lights_of(plain, [PROJECT]) == {"day": "", "rule": [], "of": {}}
