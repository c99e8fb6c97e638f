"""Map, charts, and what leads from one view to the next, in headless Chromium."""

import pyoxigraph as ox
import pytest

from kg.view import page
from kg.vocab import ENTITY_BASE, KG, RDF, RDFS


def added(store, local, type_, *relations, **values):
    """Add a thing that the first sentence mentions, with relations (predicate, local name) and literal values."""
    node = ox.NamedNode(ENTITY_BASE + local)
    links = ((KG[p], ENTITY_BASE + other) for p, other in relations)
    for term, value in ((RDF.type, KG[type_]), (KG.mention, ENTITY_BASE + "evidence/1"), *links):
        store.add(ox.Quad(node, ox.NamedNode(term), ox.NamedNode(value)))
    store.add(ox.Quad(node, ox.NamedNode(RDFS.label), ox.Literal(local.split("/")[1])))
    for name, value in values.items():
        store.add(ox.Quad(node, ox.NamedNode(KG[name]), ox.Literal(value)))
    return local


def shown(tab, selector):
    return tab.locator(selector).all_inner_texts()


def test_map_leads_from_a_circle_to_a_project_to_its_sentence(plain, visit):
    tab = visit(page(plain), "#view=map")
    assert [spot.get_attribute("aria-label") for spot in tab.locator(".map .spot").all()] == [
        "绵阳市 · 1 个项目 · ≥ 50 亿元"
    ]
    assert tab.locator(".map text").all_text_contents() == ["绵阳市"]
    tab.click(".map .spot")
    assert tab.inner_text("#panel h2") == "绵阳市"
    tab.click("#panel .link >> text=光电产业园项目")
    assert shown(tab, "#panel mark") == ["超 50 亿元", "开工"]
    tab.go_back()
    tab.go_back()
    assert tab.locator("#panel h2").count() == 0 and tab.locator(".map .spot").count() == 1


def test_map_by_level_and_what_lies_nowhere(plain, visit):
    added(plain, "project/飘", "Project")
    tab = visit(page(plain), "#view=map&level=province")
    assert tab.locator(".map text").all_text_contents() == ["四川省"]
    assert "另有 1 个项目" in tab.inner_text("#legend")
    tab.click('.switch button >> text="市"')
    assert tab.locator(".map text").all_text_contents() == ["绵阳市"]
    assert "level" not in tab.evaluate("location.hash"), "the level at the start needs no address"


def test_map_is_moved_by_hand_and_shown_whole_again(plain, visit):
    tab = visit(page(plain), "#view=map")
    spot = tab.locator(".map .spot")
    before = spot.bounding_box()
    tab.mouse.move(400, 600)
    tab.mouse.down()
    tab.mouse.move(460, 640, steps=4)
    tab.mouse.up()
    after = spot.bounding_box()
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((60, 40), abs=2)
    assert tab.locator("#panel h2").count() == 0, "to move is no click"
    tab.click("#tools >> text=适应窗口")
    assert spot.bounding_box() == before


def test_charts_of_investment(plain, visit):
    tab = visit(page(plain), "#view=charts")
    rows = [row.replace("\n", " ") for row in shown(tab, ".barRow")]
    assert rows[:2] == ["绵阳市 1 个项目 ≥ 50 亿元", "未写明 1 个项目 ≥ 50 亿元"], "by region, by industry"
    assert "光电产业园项目" in rows[2] and "≥ 50 亿元" in rows[2]
    bar = tab.locator(".chart .part").last
    assert "总投资超 50 亿元" in bar.get_attribute("title") and "atLeast" in bar.get_attribute("class")
    bar.click()
    assert tab.inner_text("#panel h2") == "光电产业园项目"


def test_charts_of_progress_filter_by_light(plain, visit):
    added(plain, "project/静", "Project", ("locatedIn", "region/510700"))
    tab = visit(page(plain), "#view=charts&chart=progress")
    assert "截至 2022-03-14" in tab.inner_text(".bar")
    assert shown(tab, ".sheet tbody tr td:first-child") == ["光电产业园项目"]
    assert "另有 1 个项目没有任何带日期的节点" in tab.inner_text("#view")
    tab.locator(".part.light").first.click()
    assert tab.inner_text("#count").startswith("符合 1 /")
    assert "light=" in tab.evaluate("location.hash")


def test_charts_of_an_indicator(plain, visit):
    tab = visit(page(plain), "#view=charts&chart=indicator")
    assert shown(tab, "select option") == ["总投资 (1)"]
    assert tab.inner_text(".chart h3") == "总投资（元）"
    assert "".join(tab.inner_text(".barRow").split()) == "光电产业园项目2022-03≥50亿元计划"


def test_what_may_be_the_same_is_shown_from_both_sides(plain, visit):
    twin = added(plain, "project/光电园", "Project", ("possiblySameAs", "project/光电"))
    tab = visit(page(plain), f"#thing={twin}")
    assert "尚未确定" in tab.inner_text("#panel .doubt >> nth=0")
    assert "可能相同" in tab.inner_text("#legend")
    tab.click("#panel .doubt .link >> text=光电产业园项目")
    assert "光电园" in tab.inner_text("#panel .doubt >> nth=0")
    other = visit(page(plain), "#view=table&mark=twin")
    assert sorted(shown(other, ".sheet tbody td:first-child")) == ["光电产业园项目", "光电园"]


def test_a_division_lies_where_its_code_says(plain, visit):
    town = added(plain, "region/红石镇", "Region", ("partOf", "region/510700"))
    plain.add(
        ox.Quad(ox.NamedNode(ENTITY_BASE + "region/510700"), ox.NamedNode(KG.partOf), ox.NamedNode(ENTITY_BASE + town))
    )
    tab = visit(page(plain), f"#view=table&type=Project&region={town}")
    assert tab.locator(".sheet tbody tr").count() == 0, "a city is no part of a town"
    tab = visit(page(plain), "#view=table&type=Project&region=region/510000")
    assert shown(tab, ".sheet tbody td:first-child") == ["光电产业园项目"]


def test_industry_of_the_developer_counts_where_a_project_names_none(plain, visit):
    added(plain, "industry/显示", "Industry")
    firm = added(plain, "enterprise/光", "Enterprise", ("industry", "industry/显示"))
    plain.add(
        ox.Quad(
            ox.NamedNode(ENTITY_BASE + "project/光电"), ox.NamedNode(KG.developer), ox.NamedNode(ENTITY_BASE + firm)
        )
    )
    tab = visit(page(plain), "#view=table&type=Project&industry=industry/显示")
    assert shown(tab, ".sheet tbody td:first-child") == ["光电产业园项目"]


def test_region_project_sentence_by_keyboard_alone(plain, visit):
    tab = visit(page(plain))
    tab.keyboard.press("/")
    tab.keyboard.type("mys")
    tab.keyboard.press("Enter")
    assert tab.inner_text("#panel h2") == "绵阳市"
    for _ in range(20):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.textContent") == "光电产业园项目":
            break
    tab.keyboard.press("Enter")
    assert tab.inner_text("#panel h2") == "光电产业园项目"
    assert "超 50 亿元" in shown(tab, "#panel mark")
    assert tab.evaluate("document.activeElement.tagName") == "H2"


def test_every_control_of_each_view_is_reached_by_tab(plain, visit):
    tab = visit(page(plain))
    for view in ("overview", "map", "charts", "timeline", "table", "reader"):
        tab.evaluate("(view) => { location.hash = 'view=' + view; }", view)
        tab.wait_for_function("(view) => document.body.dataset.view === view", arg=view)
        unreached = tab.evaluate("""() => [...document.querySelectorAll('#view button, #view [role=button]')]
            .filter((one) => one.tabIndex < 0 || !(one.textContent || one.getAttribute('aria-label'))).length""")
        assert unreached == 0, view


def test_reader_points_out_the_sentence_of_a_fact(plain, visit):
    tab = visit(page(plain), "#view=reader")
    tab.click(".understood .from >> nth=0")
    assert "总投资" in tab.inner_text(".reader .lit >> nth=0")
    tab.click(".understood .from >> nth=-1")
    assert "".join(shown(tab, ".reader .lit")).startswith("光电产业园项目已经开工")


def test_little_moves_where_little_is_wished(plain, visit):
    tab = visit(page(plain), "#view=graph")
    moving = tab.evaluate("""() => [...document.querySelectorAll('*')].map((one) => getComputedStyle(one))
        .filter((style) => style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0).length""")
    assert moving == 0


def test_long_filters_can_be_searched(plain, visit):
    for number in range(40):
        added(plain, f"region/{'甲乙丙丁'[number % 4]}{number}镇", "Region")
    tab = visit(page(plain), "#view=table")
    tab.click('[data-facet="region"] .quiet')
    tab.fill('[data-facet="region"] .narrow', "丙")
    assert tab.locator('[data-facet="region"] label:visible').count() == 10
