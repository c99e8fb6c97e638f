"""The page: self-contained, inert whatever the names, the same every time."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest

from kg.errors import OutputError, UsageError
from kg.pipeline import build
from kg.store import load
from kg.view import page, render
from kg.vocab import ENTITY_BASE, KG, RDF, RDFS

REGION, PROJECT = ENTITY_BASE + "region/510700", ENTITY_BASE + "project/光电"


def data_of(html):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)[1])


def number_of(data, iri):
    return [row[0] for row in data["things"]].index(iri.removeprefix(ENTITY_BASE))


def figures_of(data, iri):
    return [row for row in data["figures"] if row[0] == number_of(data, iri)]


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
    data = data_of(page(plain))
    project = data["things"][number_of(data, PROJECT)]
    label, type_, mentions = project[1], data["types"][project[2]], project[6]
    assert (label, type_, mentions) == ("光电产业园项目", "Project", 2)
    assert project[7] == "guang dian chan ye yuan xiang mu"
    (figure,) = figures_of(data, PROJECT)
    assert data["indicators"][figure[1]] == ["indicator/总投资", "总投资"]
    assert data["comparators"][figure[2]] == "atLeast"
    assert figure[3:6] == ["5000000000", "5000000000", ""]
    assert (data["units"][figure[6]][1], data["statuses"][figure[7]], figure[8]) == ("CNY", "planned", "2022-03")
    ((cited, wording, record, *place),) = figure[-1]
    assert (wording, record) == ("超50亿元", "observation/1")
    article, start, end, quote = data["evidence"][cited]
    assert quote[slice(*place)] == "超 50 亿元", "where it stands as written"
    assert (start, end, quote) == (10, 35, "绵阳光电产业园项目总投资超 50 亿元，３月动工。")
    assert data["articles"][article][:3] == ["article/x", "绵阳光电产业园动工", "2022-03-14"]
    ((thing, stage, date, status, *_),) = data["steps"]
    assert (thing, data["stages"][stage][1], date) == (number_of(data, PROJECT), "开工", "2022-03")
    assert data["statuses"][status] == "actual"
    links = {(s, data["predicates"][p], o): said for s, p, o, said in data["links"]}
    region, province = number_of(data, REGION), number_of(data, ENTITY_BASE + "region/510000")
    assert [one[0] for one in links[number_of(data, PROJECT), "locatedIn", region]] == [cited]
    assert links[region, "partOf", province] == [], "official containment: no sentence"


def test_one_statement_of_two_articles_is_one_fact(plain):
    again(plain, 2)
    data = data_of(page(plain))
    (figure,) = figures_of(data, PROJECT)
    assert [one[2] for one in figure[-1]] == ["observation/1", "observation/2"]


def test_how_many_articles_say_it_of_their_own_stands_beside_it(plain):
    assert data_of(page(plain))["independent"] == {}
    again(plain, 2)
    for number in (1, 2):
        node, count = ox.NamedNode(f"{ENTITY_BASE}observation/{number}"), ox.Literal("1")
        plain.add(ox.Quad(node, ox.NamedNode(KG.independentArticles), count))
    assert data_of(page(plain))["independent"] == {}, "one article is no news"
    plain.add(ox.Quad(node, ox.NamedNode(KG.repeats), ox.NamedNode(f"{ENTITY_BASE}observation/1")))
    assert data_of(page(plain))["independent"] == {"observation/1": 1, "observation/2": 1}


@pytest.mark.parametrize(
    ("bounds", "marked"),
    [
        ({KG.lowerBound: "6000000000"}, False),
        ({KG.lowerBound: "4000000000", KG.upperBound: "4000000000"}, True),
        ({KG.lowerBound: "4000000000", KG.upperBound: "4000000000", KG.period: "2023-03"}, False),
    ],
    ids=["looser bound", "apart", "another time"],
)
def test_what_the_audit_doubts_is_marked(plain, bounds, marked):
    again(plain, 2, {KG.value: bounds[KG.lowerBound], **bounds})
    data = data_of(page(plain))
    for row in figures_of(data, PROJECT):
        assert bool(row[-2]) is marked
        for severity, zh, en, _ in (data["findings"][n] for n in row[-2]):
            assert severity in ("doubt", "error")
            assert "光电产业园项目" in zh and en


def again(store, number, changes=()):
    """State the observation once more, with other values for some properties."""
    changes = dict(changes) | {KG.evidence: ENTITY_BASE + "evidence/2"}
    source, node = (ox.NamedNode(f"{ENTITY_BASE}observation/{n}") for n in (1, number))
    for quad in list(store.quads_for_pattern(source, None, None, None)):
        if quad.predicate.value not in changes:
            store.add(ox.Quad(node, quad.predicate, quad.object, quad.graph_name))
        graph = quad.graph_name
    for term, value in changes.items():
        is_iri = term in (KG.status, KG.evidence)
        store.add(ox.Quad(node, ox.NamedNode(term), ox.NamedNode(value) if is_iri else ox.Literal(value), graph))


def test_texts_of_claims_replace_quotes(tmp_path):
    text = "绵阳新材料产业园动工\n3月20日，总投资超过30亿元的绵阳新材料产业园项目开工，预计2026年投产。\n2024-03-21\n"
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    build([tmp_path / "one.txt"], tmp_path / "out")
    data = data_of((tmp_path / "out" / "graph.html").read_text(encoding="utf-8"))
    assert all(len(row) == 3 for row in data["evidence"]), "each sentence is cut from the text"
    (article,) = data["articles"]
    assert article[7] == text.rpartition("2024")[0].rstrip("\n")
    marked = {fate: [article[7][row[1] : row[2]] for row in article[8] if row[3] == fate] for fate in range(3)}
    assert "30亿元" in " ".join(marked[0]) and "绵阳新材料产业园项目" in marked[0]
    without = data_of(page(load(tmp_path / "out")))
    assert without["articles"][0][7] == ""
    assert [row[3] for row in without["evidence"]] == [article[7][row[1] : row[2]] for row in data["evidence"]]


def test_drawn_things_have_places_of_their_own(store):
    places = data_of(page(store))["places"]
    assert len({tuple(place) for place in places}) == len(places) == 9
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
    assert (len(data["places"]), len(data["things"])) == (300, 453)
    assert {row[0] for row in data["things"][:3]} == {"region/510700", "project/光电", "region/510000"}


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
    labels = {row[0]: row[1] for row in json.loads(raw)["things"]}
    for iri, name in hostile.items():
        assert labels[iri.removeprefix(ENTITY_BASE)] == re.sub("[\x01\x1b]", "\ufffd", name)


def test_empty_graph_makes_a_page():
    assert data_of(page(ox.Store()))["things"] == []
