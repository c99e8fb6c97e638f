"""Pages for people and data for programs under the same IRIs; nothing is asked of any other server."""

import json
import re
import shutil
import subprocess
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote

import pytest
import rdflib

from kg.serve import tasks
from kg.serve.pages import local
from kg.store import load
from kg.vocab import ENTITY_BASE, KG, RDFS

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SCREEN = f"/id/{quote('project/屏')}"
YASGUI = {
    "LICENSE.txt": "8f71659370c5268d9a1dc962a46232540e8fca63462586d8efaa95aab492a208",
    "yasgui.min.css": "0371a8344c0bc4d81280921df537c186cd33dafff2406b3648c383c484cf04ae",
    "yasgui.min.js": "8ac1354b751281f554e58e4370f0da3939d5e6e2a4accd1ebaf49bba04c412ea",
    "yasgui.min.js.LICENSE.txt": "fa8880badad7f5d968ffc0e8de1e6e51e9289aa901afcb2e121d76c3fb5a652a",
}
"""SHA-256 of the files of @triply/yasgui 4.2.28 as the npm registry has them."""


def test_yasgui_is_what_its_makers_published():
    folder = files("kg.serve") / "page" / "yasgui"
    assert {name: sha256((folder / name).read_bytes()).hexdigest() for name in YASGUI} == YASGUI


def test_a_thing_has_a_page_for_people(server):
    found = server.get(SCREEN, accept="text/html,application/xhtml+xml,*/*;q=0.8", accept_language="zh-CN")
    assert (found.status, found.headers["content-type"], found.headers["content-language"]) == (
        200,
        "text/html; charset=utf-8",
        "zh",
    )
    for said in ("柔性屏项目", "100% A+B 项目", "柔性屏项目总投资超20亿元。", "绵阳两个项目动工", "位于"):
        assert said in found.text, said
    assert quote("region/510700") in found.text
    english = server.get(SCREEN, accept="text/html", accept_language="en")
    assert "Facts and their sentences" in english.text


def test_names_are_data_and_no_markup(server):
    found = server.get(f"/id/{quote('enterprise/甲')}", accept="text/html")
    assert "甲&lt;b&gt;电子" in found.text
    assert "甲<b>" not in found.text
    assert "<script>" not in server.get(f"/?q={quote('<script>x</script>')}").text


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/n-triples", "nt"),
        ("text/html;q=0.5, text/turtle", "turtle"),
    ],
)  # fmt: skip
def test_a_program_gets_the_same_thing_as_data(server, accept, form):
    found = server.get(SCREEN, accept=accept)
    assert (found.status, found.headers["vary"]) == (200, "accept")
    graph = rdflib.Graph().parse(data=found.text, format=form)
    thing = rdflib.URIRef(f"{ENTITY_BASE}project/屏")
    assert str(graph.value(thing, rdflib.URIRef(RDFS.label))) == "柔性屏项目"
    quotes = {str(o) for o in graph.objects(None, rdflib.URIRef(KG.quote))}
    assert quotes == {"甲电子的柔性屏项目落户绵阳市。", "柔性屏项目总投资超20亿元。"}


def test_links_name_a_form_of_data(server):
    for form, kind in (("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("nt", "application/n-triples")):
        found = server.get(f"{SCREEN}?format={form}", accept="text/html")
        assert (found.status, found.headers["content-type"]) == (200, kind)
    assert server.get(f"{SCREEN}?format=exe").status == 406


def test_a_page_of_much_shows_the_first_and_says_how_many_more(monkeypatch, graph):
    monkeypatch.setattr(tasks, "SHOWN", 1)
    found = tasks.described(load(graph), f"{ENTITY_BASE}project/屏")
    assert (len(found.thing.facts), found.more_facts) == (1, 1)
    assert len(found.rows) == 1
    assert found.more_rows == 5


def test_records_have_pages_too_and_what_is_unknown_has_none(server):
    found = server.get("/id/evidence/1", accept="text/html")
    assert (found.status, "甲电子的柔性屏项目落户绵阳市。" in found.text) == (200, True)
    for accept in ("text/html", "text/turtle"):
        assert server.get("/id/project/nothing", accept=accept).status == 404
        assert server.get("/id/no%20iri", accept=accept).status == 404


def test_every_link_of_the_pages_leads_somewhere_here(server):
    for page in ("/", f"/?q={quote('项目')}", SCREEN, "/query"):
        for link in re.findall(r'(?:href|src)="([^"]+)"', server.get(page, accept="text/html").text):
            assert not link.startswith(("http", "//")), link
            path = link if link.startswith("/") else page.partition("?")[0] + link
            assert server.get(path.replace("&amp;", "&"), accept="*/*").status == 200, link


def test_searching_finds_pages(server):
    found = server.get(f"/?q={quote('绵阳')}").text
    assert f'href="{local(f"{ENTITY_BASE}region/510700")}"' in found
    assert "没有匹配的事物" in server.get(f"/?q={quote('无此名称')}").text


def test_the_explorer_is_the_page_of_the_build(server, graph):
    assert server.get("/explore").text == graph.with_name("graph.html").read_text(encoding="utf-8")


def test_health_and_metrics(server):
    health = json.loads(server.get("/health").text)
    assert (health["status"], health["edition"], health["lacking"]) == ("ok", 1, [])
    before = server.get("/metrics").text
    server.ask("SELECT ?x {")
    after = server.get("/metrics").text

    def value(text, name):
        return float(re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)[1])

    name = 'kg_requests_total{status="400"}'
    assert value(after, name) == (value(before, name) if name in before else 0) + 1
    assert value(after, "kg_workers_free") <= 2
    assert value(after, "kg_request_seconds_count") > value(before, "kg_request_seconds_count")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; install chromium to run the page in a browser")
def test_the_query_page_works_in_a_browser_and_asks_nobody_else(server, tmp_path):
    """YASGUI comes up with the saved questions, under the policy that allows only this server."""
    command = [
        CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--lang=zh-CN",
        "--virtual-time-budget=8000", "--enable-logging=stderr", "--v=0", "--dump-dom", f"{server.url}/query",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=True)
    assert 'data-name="projects-by-region"' in done.stdout
    assert "CodeMirror" in done.stdout
    refused = [line for line in done.stderr.splitlines() if "Refused to" in line or "Content Security Policy" in line]
    assert [line for line in refused if server.url not in line] == []
    assert not [line for line in done.stderr.splitlines() if "Uncaught" in line]
