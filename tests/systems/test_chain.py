"""Chains: links in order, who stands there by region, and where nobody does."""

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.facts import Facts
from kg.systems.chain import chain, known_chains, links_in
from kg.vocab import ENTITY_BASE, PREFIXES


def rows(report, title):
    return [" ".join(line.cells) for s in report.sections if s.title == title for line in s.lines]


@pytest.mark.parametrize("graph", ["demo", "listing"])
def test_display_chain_of_mianyang(request, say, graph):
    found = chain(request.getfixturevalue(graph), "“面板—模组—整机”产业链", say)
    assert rows(found, say["links"]) == ["面板 → 模组 → 整机"]
    members = rows(found, say["members"])
    assert "中游 模组 企业 惠科 绵阳市" in members
    assert rows(found, say["nobody"]) == ["上游 面板", "下游 整机"]
    assert all(line.sources for s in found.sections if s.columns for line in s.lines)


TURTLE = """
<x/1> a kg:Enterprise ; rdfs:label "惠科"@zh ; kg:mention <e/1> .
<x/2> a kg:Industry ; rdfs:label "显示产业"@zh ; kg:mention <e/1> .
<x/3> a kg:Industry ; rdfs:label "面板—模组—整机产业链"@zh ; kg:mention <e/1> .
<c/1> rdf:subject <x/1> ; rdf:predicate kg:industry ; rdf:object <x/2> ; kg:status kg:actual ; kg:evidence <e/1> .
<c/2> rdf:subject <x/1> ; rdf:predicate kg:industry ; rdf:object <x/3> ; kg:status kg:actual ; kg:evidence <e/1> .
<e/1> kg:article <a/1> ; kg:quote "惠科进入显示产业,补上面板—模组—整机产业链。" ; kg:start 0 ; kg:end 22 .
<a/1> dcterms:title "甲"@zh .
"""


def test_an_industry_leads_to_the_chain_that_shares_its_makers_and_sentence(say):
    head = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + f"BASE <{ENTITY_BASE}>\n"
    store = ox.Store()
    store.load((head + TURTLE).encode(), format=ox.RdfFormat.TURTLE)
    assert rows(chain(Facts(store), "显示产业", say), say["links"]) == ["面板 → 模组 → 整机"]


def test_the_users_own_links(demo, say, tmp_path):
    file = tmp_path / "links.toml"
    file.write_text(
        '[[link]]\nname = "材料"\nplace = "upstream"\nwords = ["新材料"]\n'
        '[[link]]\nname = "火箭"\nplace = "downstream"\n',
        encoding="utf-8",
    )
    found = chain(demo, "装备制造", say, file)
    assert "上游 材料 企业 中国宏华 德阳高新区" in rows(found, say["members"])
    assert rows(found, say["nobody"]) == ["下游 火箭"]


@pytest.mark.parametrize(
    ("text", "says"),
    [("[[link]]\nplace = 'upstream'", "needs a name"), ("[[link]]\nname = 'x'\nplace = 'above'", "a place"),
     ("x = 1", r"no \[\[link\]\]"), ("[[", "no links")],
)  # fmt: skip
def test_bad_links_are_refused(demo, say, tmp_path, text, says):
    (tmp_path / "links.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        chain(demo, "装备制造", say, tmp_path / "links.toml")


@pytest.mark.parametrize(
    ("name", "links"),
    [
        ("“面板—模组—整机”产业链", ["面板", "模组", "整机"]), ("硅料-硅片-电池全产业链", ["硅料", "硅片", "电池"]),
        ("显示产业", []), ("光伏产业链", []),
    ],
)  # fmt: skip
def test_links_in_a_name(name, links):
    assert links_in(name) == links


def test_what_is_said_to_be_upstream_gives_the_order(store_of, say):
    facts = store_of(
        ("绵阳建链", "绵阳市的京东方电子公司生产显示面板。面板是模组的上游,模组是整机的上游。", "2024-03-01")
    )
    if facts.joined("upstreamOf"):
        assert "→" in rows(chain(facts, "面板", say), say["links"])[0]


def test_industries_are_listed_with_counts(demo, say):
    (section,) = known_chains(demo, say).sections
    counts = [sum(map(int, line.cells[1:])) for line in section.lines]
    assert counts == sorted(counts, reverse=True) and min(counts) >= 1
