"""The page: self-contained, inert whatever the names, the same every time, and alive in a browser."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.errors import OutputError, UsageError
from kg.view import page, render
from kg.vocab import ENTITY_BASE, KG, RDF, RDFS

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REGION, PROJECT = ENTITY_BASE + "region/510700", ENTITY_BASE + "project/光电"


def data_of(html):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)[1])


def node_of(html, iri):
    return next(n for n in data_of(html)["nodes"] if n["id"] == iri)


class Tags(HTMLParser):
    """Collects the tags that a browser would see, and the text of scripts and styles."""

    def __init__(self, html):
        super().__init__()
        self.seen, self.texts, self.inside = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, text):
        if self.inside in ("script", "style"):
            self.texts.append((*self.seen[-1], text))


# ---- what stands on the page


def test_pages_data(plain):
    project = node_of(page(plain), PROJECT)
    assert (project["label"], project["type"], project["mentions"]) == ("光电产业园项目", "Project", 2)
    number, step = sorted(project["facts"], key=lambda f: f["kind"], reverse=True)
    assert number["says"] == ["总投资", "atLeast", "5000000000", "CNY", "2022-03"]
    assert (number["status"], step["status"]) == ("planned", "actual")
    assert step["says"] == ["开工", "2022-03"]
    data = data_of(page(plain))
    index, wording = number["evidence"][0]
    sentence, title, issued, start, end = data["evidence"][index]
    assert (sentence, title, issued) == (
        "绵阳光电产业园项目总投资超 50 亿元，３月动工。",
        "绵阳光电产业园动工",
        "2022-03-14",
    )
    assert (start, end, wording) == (10, 35, "超50亿元")
    edges = {(e["from"], e["predicate"], e["to"]): e for e in data["edges"]}
    assert edges[PROJECT, "locatedIn", REGION]["evidence"] == [index]
    assert edges[REGION, "partOf", ENTITY_BASE + "region/510000"]["evidence"] == [], "official containment: no sentence"


def test_one_statement_of_two_articles_is_one_fact(plain):
    observation, other = (ox.NamedNode(ENTITY_BASE + f"observation/{n}") for n in (1, 2))
    for quad in list(plain.quads_for_pattern(observation, None, None, None)):
        evidence = ox.NamedNode(ENTITY_BASE + "evidence/2")
        value = evidence if quad.predicate.value == KG.evidence else quad.object
        plain.add(ox.Quad(other, quad.predicate, value, quad.graph_name))
    facts = [f for f in node_of(page(plain), PROJECT)["facts"] if f["kind"] == "observation"]
    assert len(facts) == 1
    assert len(facts[0]["evidence"]) == 2


def test_every_node_has_a_place_of_its_own(store):
    places = [(n["x"], n["y"]) for n in data_of(page(store))["nodes"]]
    assert len(set(places)) == len(places) == 9
    assert all(isinstance(v, int) for place in places for v in place)


def test_large_graphs_start_with_the_most_connected(plain):
    for number in range(450):
        node = ox.NamedNode(f"{ENTITY_BASE}product/{number}")
        for term, value in (
            (RDF.type, ox.NamedNode(KG.Product)),
            (RDFS.label, ox.Literal(f"产品{number}")),
            (KG.mention, ox.NamedNode(ENTITY_BASE + "evidence/1")),
        ):
            plain.add(ox.Quad(node, ox.NamedNode(term), value))
    data = data_of(page(plain))
    assert (data["shown"], len(data["nodes"])) == (300, 453)
    assert {n["id"] for n in data["nodes"][:3]} == {REGION, PROJECT, ENTITY_BASE + "region/510000"}


def test_same_graph_same_page(store):
    again = ox.Store()
    again.extend(sorted(store, key=str, reverse=True))
    assert page(store) == page(again)


def test_title_and_language(plain):
    data = data_of(page(plain, title="三月 <b>", lang="en"))
    assert (data["title"], data["lang"]) == ("三月 <b>", "en")
    with pytest.raises(UsageError, match=r"'xx\"' is no language of the page; choose one of zh, en"):
        page(plain, lang='xx"')


def test_render_writes_whole_or_not_at_all(plain, tmp_path):
    render(plain, tmp_path / "graph.html")
    assert (tmp_path / "graph.html").read_text(encoding="utf-8") == page(plain)
    with pytest.raises(OutputError):
        render(plain, tmp_path / "missing" / "graph.html")


# ---- nothing leaves the page, nothing in the data acts


def test_nothing_is_requested(store):
    tags = Tags(page(store))
    addresses = [
        v for _, attrs in tags.seen for k, v in attrs.items() if k in ("src", "href", "action", "data", "srcset")
    ]
    assert addresses == ["data:,"]
    style = next(text for tag, _, text in tags.texts if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


def test_own_script_uses_no_markup_and_no_network(store):
    app = [text for tag, attrs, text in Tags(page(store)).texts if tag == "script" and not attrs][-1]
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp|import\(|localStorage", app
    )


def test_policy_names_the_scripts_by_hash(store):
    tags = Tags(page(store))
    policy = next(
        a["content"] for t, a in tags.seen if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    inline = [text for tag, attrs, text in tags.texts if tag == "style" or not attrs]
    assert len(inline) == 3
    for text in inline:
        assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy


def test_hostile_names_stay_data(store, hostile):
    html = page(store)
    raw = re.search(r'id="data">(.*?)</script>', html, re.S)[1]
    assert not set("<>&") & set(raw)
    assert [t for t, _ in Tags(html).seen].count("script") == 4
    assert not [t for t, _ in Tags(html).seen if t in ("img", "a", "iframe", "b")]
    labels = {n["id"]: n["label"] for n in json.loads(raw)["nodes"]}
    for iri, name in hostile.items():
        assert labels[iri] == re.sub("[\x01\x1b]", "\ufffd", name)


def test_empty_graph_makes_a_page():
    assert data_of(page(ox.Store()))["nodes"] == []


# ---- a browser


@pytest.fixture
def browse(tmp_path):
    """Return what headless Chromium makes of a page: its final DOM and its console."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here; install chromium to run the page in a browser")

    def run(html, at=""):
        (tmp_path / "page.html").write_text(html, encoding="utf-8")
        address = (tmp_path / "page.html").as_uri() + (f"#{quote(at, safe='')}" if at else "")
        command = [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--no-first-run", f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr",
            "--virtual-time-budget=6000", "--force-prefers-reduced-motion", "--dump-dom", address,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        console = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
        return done.stdout.decode("utf-8"), console

    return run


def body_of(dom):
    """The rendered part of a page: what stands before the data and the scripts."""
    return dom[dom.index("<body") : dom.index('<script type="application/json"')]


def test_browser_shows_facts_and_sentences(plain, browse):
    dom, console = browse(page(plain), PROJECT)
    body = body_of(dom)
    assert not console
    assert 'data-ready="yes"' in body
    assert "<canvas" in body
    assert "<h2>光电产业园项目</h2>" in body
    assert "≥ 50 亿元" in body
    assert "计划" in body and "绵阳市</button>" in body
    assert "显示 3 / 3 个事物" in body


def test_browser_shows_the_first_sentences_at_once(plain, browse):
    dom, console = browse(page(plain), PROJECT)
    body = body_of(dom)
    assert not console
    assert body.count("<details open") == 2, "the number and the step; relations unfold on demand"
    assert body.count("<blockquote>") == 2
    assert "总投资<mark>超 50 亿元</mark>，３月动工。" in body


def test_browser_marks_names_and_numbers_in_the_sentence(plain, browse):
    opened = page(plain).replace(
        "</body>", "<script>document.querySelectorAll('details').forEach((d) => { d.open = true; });</script></body>"
    )
    dom, console = browse(re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", opened), PROJECT)
    body = body_of(dom)
    assert not console
    assert "光电产业园项目总投资<mark>超 50 亿元</mark>，３月动工。" in body, "the number as written, spaces and all"
    assert "<mark>绵阳</mark>光电产业园项目" in body or "<mark>绵阳</mark><mark>光电产业园项目</mark>" in body
    assert "已经<mark>开工</mark>。" in body
    assert "绵阳光电产业园动工 · 2022-03-14" in body


@pytest.mark.parametrize("local", ["图", "脚", "链", "代"])
def test_browser_shows_hostile_names_as_text(store, hostile, browse, local):
    iri = f"{ENTITY_BASE}enterprise/{local}"
    dom, console = browse(page(store, title=hostile[iri]), iri)
    escaped = hostile[iri].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    body = body_of(dom)
    assert not console
    assert 'data-ready="yes"' in body
    assert f"<h2>{escaped}</h2>" in body
    assert "<img" not in body and "<a " not in body and "alert(1)</script>" not in body


def test_browser_shows_direction_marks(store, browse):
    dom, console = browse(page(store), f"{ENTITY_BASE}enterprise/向")
    assert not console
    assert r"<h2>甲\u202e乙公司</h2>" in body_of(dom)
    assert "\u202e" not in body_of(dom)


def test_browser_shows_an_empty_graph(browse):
    dom, console = browse(page(ox.Store(), lang="en"))
    assert not console
    assert "The graph is empty." in body_of(dom)
