"""The page in headless Chromium: no request, no error, and every way of looking at a graph works."""

import itertools
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.pipeline import build
from kg.query import checked
from kg.store import load
from kg.view import page
from kg.vocab import DCTERMS, ENTITY_BASE, KG, RDF, RDFS, SKOS

VIEWS = ("overview", "graph", "map", "charts", "timeline", "table", "reader")
ADDRESSES = [*(f"view={view}" for view in VIEWS), "view=charts&chart=progress", "view=charts&chart=indicator"]
ARTICLES = {
    "one.txt": "绵阳显示产业园开工\n3月20日，京东方投资的绵阳显示产业园项目开工，总投资超过30亿元，预计2026年投产。"
    "项目由京东方科技集团股份有限公司建设，位于绵阳市。\n2024-03-21\n",
    "two.txt": "成都两个项目签约\n4月2日，成都市签约成都生物医药基地项目，总投资12亿元。"
    "同日签约的成都储能电池项目总投资8亿元。\n2024-04-03\n",
}


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """The build of two articles of this test's own."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "in").mkdir()
    for name, text in ARTICLES.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    build([folder / "in"], folder / "out")
    return folder / "out"


@pytest.fixture(scope="module")
def built(output):
    """The page that the build made."""
    return (output / "graph.html").read_text(encoding="utf-8")


def hits(tab, text):
    tab.fill("#search", text)
    return [one.strip() for one in tab.locator("#found li > span:not(.dot)").all_inner_texts()]


def texts(tab, selector):
    return tab.locator(selector).all_inner_texts()


@pytest.mark.parametrize("typed", ["京东方", "jingdongfang", "jdf", "JingDongFang", "jingdong"])
def test_search_by_name_and_pinyin(built, visit, typed):
    tab = visit(built)
    assert any("京东方" in hit for hit in hits(tab, typed))
    tab.keyboard.press("Enter")
    assert "京东方" in tab.inner_text("#panel h2")


def test_search_finds_articles_by_title(built, visit):
    tab = visit(built)
    assert "成都两个项目签约" in hits(tab, "两个项目签约")
    tab.keyboard.press("Enter")
    assert tab.inner_text(".reader h2") == "成都两个项目签约"


def test_search_says_when_nothing_matches(built, visit):
    tab = visit(built)
    assert hits(tab, "qqzz") == []
    assert tab.inner_text("#found") == "没有匹配的事物"


def test_a_click_shows_the_sentence_highlighted(plain, visit):
    tab = visit(page(plain), "#view=table")
    tab.click("#view .link >> text=光电产业园项目")
    assert tab.inner_text("#panel h2") == "光电产业园项目"
    assert texts(tab, "#panel .value") == ["≥ 50 亿元", "2022-03"]
    assert texts(tab, "#panel tbody .badge")[:2] == ["计划", "实际"]
    assert texts(tab, "#panel mark") == ["超 50 亿元", "开工"], "the number as written, spaces and all"
    quoted = tab.locator("#panel blockquote").first.inner_text()
    assert "绵阳光电产业园项目总投资超 50 亿元，３月动工。" in quoted and "2022-03-14" in quoted
    tab.click("#panel .links .fold")
    assert "绵阳" in texts(tab, "#panel .links mark")[0]
    tab.click("#panel .links .link >> text=绵阳市")
    assert tab.inner_text("#panel h2") == "绵阳市"
    tab.go_back()
    assert tab.inner_text("#panel h2") == "光电产业园项目"


def test_a_click_on_the_drawing_chooses(plain, visit):
    tab = visit(page(plain))
    tab.wait_for_selector("#canvas canvas")
    box = tab.locator("#canvas").bounding_box()
    opened = False
    for x in range(20, int(box["width"]), 12):
        for y in range(20, int(box["height"]), 60):
            tab.mouse.click(box["x"] + x, box["y"] + y)
            opened = opened or tab.locator("#panel h2").count() > 0
            if opened:
                break
        if opened:
            break
    assert opened
    tab.keyboard.press("Escape")
    assert tab.locator("#panel h2").count() == 0


def test_filters_change_what_is_counted(built, visit):
    tab = visit(built, "#view=table")
    everything = tab.locator(".sheet tbody tr").count()
    total = int(tab.inner_text('[data-facet="type"] [data-value="Project"] small'))
    tab.check('[data-facet="type"] [data-value="Project"] input')
    assert tab.locator(".sheet tbody tr").count() == total < everything
    assert tab.inner_text("#count") == f"符合 {total} / {everything}"
    tab.click('[data-facet="amount"] summary')
    tab.fill('[data-facet="amount"] input >> nth=0', "10")
    tab.keyboard.press("Tab")
    rest = texts(tab, ".sheet tbody td:first-child")
    assert 0 < len(rest) < total
    assert not [name for name in rest if "储能" in name], "8 亿元 lies below"
    tab.go_back()
    tab.go_back()
    assert tab.locator(".sheet tbody tr").count() == everything


def test_a_region_holds_what_lies_in_the_regions_within(plain, visit):
    tab = visit(page(plain), "#view=table&region=region/510000&type=Project")
    assert texts(tab, ".sheet tbody td:first-child") == ["光电产业园项目"]
    assert tab.is_checked('[data-facet="region"] [data-value="region/510000"] input')


@pytest.mark.parametrize(
    ("address", "count"),
    [("from=2022-01&to=2022-12", 1), ("from=2023-01", 0), ("stage=开工", 1), ("status=expected", 0), ("min=60", 0)],
)
def test_filters_of_time_stage_status_and_amount(plain, visit, address, count):
    tab = visit(page(plain), f"#view=table&type=Project&{address}")
    assert tab.locator(".sheet tbody tr").count() == count
    assert tab.locator(".empty").count() == (count == 0)


def test_the_address_restores_the_view(built, visit):
    tab = visit(built)
    tab.click('#tabs [data-view="table"]')
    tab.click('.switch button >> text="数据"')
    tab.check('[data-facet="type"] [data-value="Project"] input')
    tab.click('.sort >> text="数值"')
    tab.click("#view .sheet .link >> nth=0")
    before = (texts(tab, ".sheet tbody td"), tab.inner_text("#panel h2"), tab.inner_text("#count"))
    other = visit(built, tab.evaluate("location.hash"))
    assert (texts(other, ".sheet tbody td"), other.inner_text("#panel h2"), other.inner_text("#count")) == before


@pytest.mark.parametrize("address", ["#view=none&thing=nothing&type=%25&hops=x", "#%E0%A4%A", "#link=99&table=&a=b"])
def test_an_address_that_means_nothing_shows_the_beginning(plain, visit, address):
    tab = visit(page(plain), address)
    assert tab.get_attribute("body", "data-ready") == "yes"
    assert tab.locator("#panel h2").count() == 0


def test_an_iri_is_the_address_of_a_thing(plain, visit):
    tab = visit(page(plain), "#" + quote(ENTITY_BASE + "region/510700", safe=""))
    assert tab.inner_text("#panel h2") == "绵阳市"


def test_table_sorts_and_saves_without_formulas(plain, visit):
    name = "=HYPERLINK(1)"
    node = ox.NamedNode(ENTITY_BASE + "enterprise/x")
    for term, value in ((RDF.type, KG.Enterprise), (KG.mention, ENTITY_BASE + "evidence/1")):
        plain.add(ox.Quad(node, ox.NamedNode(term), ox.NamedNode(value)))
    plain.add(ox.Quad(node, ox.NamedNode(RDFS.label), ox.Literal(name)))
    tab = visit(page(plain), "#view=table")
    tab.click('.sort >> text="关系"')
    assert texts(tab, ".sheet td[data-column=links]") == ["0", "1", "1", "2"]
    tab.click(".sort >> text=关系")
    assert texts(tab, ".sheet td[data-column=links]") == ["2", "1", "1", "0"]
    with tab.expect_download() as download:
        tab.click("text=导出 CSV")
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert saved.startswith("\ufeff")
    assert f'"\'{name}"' in saved
    assert len(saved.splitlines()) == 5


def test_reader_marks_names_and_numbers(built, visit):
    tab = visit(built, "#view=reader")
    tab.click("#rail button >> text=绵阳显示产业园开工")
    assert tab.inner_text(".reader h2") == "绵阳显示产业园开工"
    assert "超过30亿元" in texts(tab, ".reader .figure")
    assert [name for name in texts(tab, ".reader .name") if "京东方" in name]
    shown = "".join(texts(tab, ".reader p:not(.kind)"))
    assert shown == ARTICLES["one.txt"].split("\n")[1], "every character of the text, once"
    facts = tab.inner_text(".understood")
    assert "总投资" in facts and "≥ 30 亿元" in facts
    tab.locator(".reader .figure").first.press("Enter")
    assert tab.locator("#panel h2").count() == 1


def test_reader_turns_pages_by_the_arrows(built, visit):
    tab = visit(built, "#view=reader")
    assert tab.inner_text(".reader h2") == "成都两个项目签约", "the latest comes first"
    tab.keyboard.press("ArrowRight")
    assert tab.inner_text(".reader h2") == "绵阳显示产业园开工"
    tab.keyboard.press("ArrowLeft")
    assert tab.inner_text(".reader h2") == "成都两个项目签约"


def test_reader_without_texts_shows_the_sentences(output, visit):
    tab = visit(page(load(output)), "#view=reader")
    tab.click("#rail button >> text=绵阳显示产业园开工")
    shown = "".join(texts(tab, ".reader p:not(.kind):not(.gap)"))
    assert "总投资超过30亿元" in shown and shown.count("总投资") == 1
    assert "超过30亿元" in texts(tab, ".reader .figure")


def test_timeline_shows_steps_by_thing(plain, visit):
    tab = visit(page(plain), "#view=timeline")
    assert texts(tab, ".lane .who .link, .lane .who small") == ["光电产业园项目", "绵阳市"]
    assert tab.inner_text(".track .stone").split() == ["开工", "2022-03"]


def test_overview_leads_from_a_region_to_its_projects(built, visit):
    tab = visit(built, "#view=overview")
    assert int(tab.inner_text(".tiles button >> nth=0 >> strong")) > 4
    assert tab.locator(".matrix tbody tr").count() >= 1
    tab.click(".matrix .cell >> nth=0")
    assert tab.get_attribute("body", "data-view") == "graph"
    assert "region=" in tab.evaluate("location.hash")


def test_copies_are_turtle_and_sparql(plain, visit):
    tab = visit(page(plain), "#thing=project/光电")
    tab.click("text=复制 Turtle")
    turtle = tab.evaluate("navigator.clipboard.readText()")
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    known = {q.triple for q in plain}
    assert len(store) > 10
    assert not [str(q) for q in store if q.triple not in known and q.predicate.value != RDF.type]
    tab.click("text=复制 SPARQL")
    query = tab.evaluate("navigator.clipboard.readText()")
    rows = list(plain.query(checked(query).text, use_default_graph_as_union=True))
    assert {row["record"].value.removeprefix(ENTITY_BASE) for row in rows} == {
        "observation/1", "milestone/1", "claim/1"
    }  # fmt: skip


@pytest.mark.parametrize("spared", [(), (KG.adcode,)], ids=["every field", "all but codes, so that the map is drawn"])
@pytest.mark.parametrize("local", ["图", "脚", "链", "代"])
def test_hostile_names_stay_text(store, hostile, visit, local, spared):
    name = hostile[f"{ENTITY_BASE}enterprise/{local}"]
    same = ox.NamedNode(KG.possiblySameAs)
    store.add(
        ox.Quad(ox.NamedNode(f"{ENTITY_BASE}enterprise/{local}"), same, ox.NamedNode(ENTITY_BASE + "project/光电"))
    )
    for quad in list(store.quads_for_pattern(None, None, None, None)):
        written = quad.predicate.value in WRITTEN_BY_ARTICLES and quad.predicate.value not in spared
        if isinstance(quad.object, ox.Literal) and written:
            store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal(name), quad.graph_name))
            store.remove(quad)
    here = "&thing=" + quote("enterprise/" + local)
    tab = visit(page(store, title=name), "#" + here)
    for address in ADDRESSES:
        tab.evaluate("(address) => { location.hash = address; }", address + here)
        tab.wait_for_function("(hash) => document.body.dataset.view === /view=([a-z]+)/.exec(hash)[1]", arg=address)
        assert tab.text_content("#panel h2") == tab.text_content("#title") == name
        assert tab.locator("img, iframe, a, b:has(*)").count() == 0
        assert tab.locator("script").count() == 4
        if spared and "map" in address:
            assert tab.locator(".map text").all_text_contents() == [name]
    assert name in "".join(hits(tab, name[:6]))


WRITTEN_BY_ARTICLES = (RDFS.label, SKOS.altLabel, KG.quote, KG.wording, KG.adcode, DCTERMS.title, DCTERMS.source)


def test_direction_marks_are_shown(store, visit):
    tab = visit(page(store), "#thing=" + quote("enterprise/向"))
    assert tab.inner_text("#panel h2") == r"甲\u202e乙公司"
    assert "\u202e" not in tab.inner_text("body")


def test_languages_and_themes(built, visit):
    tab = visit(built, "#view=overview")
    tab.click("#lang")
    assert tab.inner_text('#tabs [data-view="graph"]') == "Graph"
    assert tab.get_attribute("html", "lang") == "en"
    han = [text for text in texts(tab, "header button, .rail-head, .facet summary, .tiles span") if not text.isascii()]
    assert [text for text in han if text not in ("中文", "◐")] == []
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.click("#theme")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != light


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_of_text(built, visit, theme):
    """WCAG 2.1 AA: 4.5 to 1 between the inks of text and what lies behind them, 3 to 1 for bars and lights."""
    tab = visit(built)
    if theme == "dark":
        tab.click("#theme")
    inks = ("--ink", "--soft", "--accent", "--actual", "--planned", "--expected", "--doubt")
    lights = ("--red", "--green", "--grey", "--Project")  # yellow cannot: every light has an edge of ink
    for least, names in ((4.5, inks), (3.0, lights)):
        for name, ground in itertools.product(names, ("--paper", "--card", "--wash")):
            first, second = (tab.evaluate(LUMINANCE, colour) for colour in (name, ground))
            ratio = (max(first, second) + 0.05) / (min(first, second) + 0.05)
            assert ratio >= least, f"{name} on {ground} in {theme}: {ratio:.2f}"


LUMINANCE = """(name) => {
  const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim().slice(1);
  const [r, g, b] = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}"""


def test_keys(built, visit):
    tab = visit(built)
    tab.keyboard.press("6")
    assert tab.get_attribute("body", "data-view") == "table"
    tab.keyboard.press("/")
    tab.keyboard.type("jdf")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    assert tab.locator("#panel h2").count() == 1
    tab.keyboard.press("Escape")
    assert tab.locator("#panel h2").count() == 0


def test_nothing_sticks_out_on_a_phone(built, visit):
    tab = visit(built, size=(390, 800))
    for view in VIEWS:
        tab.click(f'#tabs [data-view="{view}"]')
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.click("#filters")
    assert tab.is_visible("#rail")


def test_an_empty_graph_says_so(visit):
    tab = visit(page(ox.Store(), lang="en"))
    for view in VIEWS:
        tab.click(f'#tabs [data-view="{view}"]')
        assert tab.locator(".empty p").count() == 1
        assert tab.inner_text(".empty p").isascii()


def test_print_shows_the_content_alone(built, visit):
    tab = visit(built, "#view=table")
    tab.emulate_media(media="print")
    assert not tab.is_visible("#rail") and not tab.is_visible("#tabs")
    assert tab.is_visible(".sheet")
