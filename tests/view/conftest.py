"""A small graph in the words of the vocabulary, and headless Chromium to open its page in."""

import shutil

import pyoxigraph as ox
import pytest

from kg.vocab import ENTITY_BASE, KG, PREFIXES, RDF, RDFS, SKOS

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HEAD = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + f"BASE <{ENTITY_BASE}>\n"
HOSTILE = {
    "图": "<img src=x onerror=alert(1)>",
    "脚": "</script><script>alert(1)</script>",
    "链": "<a href=\"javascript:alert(1)\">href='x'</a>",
    "代": "%WORDS%%DATA%%VIS%",
    "向": "甲\u202e乙公司",
    "控": "丙\u0001\u001b公司",
}
GRAPH = """
<region/510000> a kg:Region, kg:AdministrativeDivision ; rdfs:label "四川省"@zh ; kg:adcode "510000" .
<region/510700> a kg:Region, kg:AdministrativeDivision ; rdfs:label "绵阳市"@zh ; skos:altLabel "绵阳"@zh ;
    kg:adcode "510700" ; kg:partOf <region/510000> ; kg:mention <evidence/1> .
<project/光电> a kg:Project ; rdfs:label "光电产业园项目"@zh ; kg:mention <evidence/1>, <evidence/2> ;
    kg:locatedIn <region/510700> .
<indicator/总投资> rdfs:label "总投资"@zh .
<stage/开工> rdfs:label "开工"@zh .
kg:CNY rdfs:label "CNY" .
<article/x> {
    <article/x> a kg:Article ; dcterms:title "绵阳光电产业园动工"@zh ; dcterms:issued "2022-03-14"^^xsd:date .
    <evidence/1> kg:article <article/x> ; kg:start 10 ; kg:end 35 ;
        kg:quote "绵阳光电产业园项目总投资超 50 亿元，３月动工。" .
    <evidence/2> kg:article <article/x> ; kg:start 40 ; kg:end 51 ; kg:quote "光电产业园项目已经开工。" .
    <claim/1> rdf:subject <project/光电> ; rdf:predicate kg:locatedIn ; rdf:object <region/510700> ;
        kg:status kg:planned ; kg:evidence <evidence/1> .
    <observation/1> kg:about <project/光电> ; kg:indicator <indicator/总投资> ; kg:value 5000000000 ; kg:unit kg:CNY ;
        kg:lowerBound 5000000000 ; kg:comparator kg:atLeast ; kg:status kg:planned ; kg:wording "超50亿元" ;
        kg:period "2022-03"^^xsd:gYearMonth ; kg:evidence <evidence/1> .
    <milestone/1> kg:about <project/光电> ; kg:stage <stage/开工> ; kg:date "2022-03"^^xsd:gYearMonth ;
        kg:status kg:actual ; kg:evidence <evidence/2> .
}
"""


def iri(local: str) -> str:
    return ENTITY_BASE + local


@pytest.fixture
def plain() -> ox.Store:
    """A region, a project in it, one number and one step, two sentences of one article."""
    store = ox.Store()
    store.load((HEAD + GRAPH).encode(), format=ox.RdfFormat.TRIG)
    return store


@pytest.fixture
def hostile() -> dict[str, str]:
    """IRI → name that an article could carry to break the page."""
    return {iri(f"enterprise/{local}"): name for local, name in HOSTILE.items()}


@pytest.fixture
def store(plain: ox.Store, hostile: dict[str, str]) -> ox.Store:
    """The plain graph with enterprises of hostile names beside it, all of them active in the region."""
    for node, name in hostile.items():
        for term, value in (
            (RDF.type, ox.NamedNode(KG.Enterprise)),
            (RDFS.label, ox.Literal(name, language="zh")),
            (SKOS.altLabel, ox.Literal(f"{name} Ltd", language="zh")),
            (KG.mention, ox.NamedNode(iri("evidence/1"))),
            (KG.locatedIn, ox.NamedNode(iri("region/510700"))),
        ):
            plain.add(ox.Quad(ox.NamedNode(node), ox.NamedNode(term), value))
    return plain


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium here; install chromium to run the page in a browser")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, tmp_path):
    """Open a page without a network; at the end no request and no error may have been seen."""
    context = chromium.new_context(
        viewport={"width": 1400, "height": 860}, reduced_motion="reduce", color_scheme="light", offline=True
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen = []

    def go(html, address="", size=None):
        file = tmp_path / "page.html"
        file.write_text(html, encoding="utf-8")
        tab = context.new_page()
        if size:
            tab.set_viewport_size({"width": size[0], "height": size[1]})
        tab.on("console", lambda message: seen.append(message.text))
        tab.on("pageerror", lambda error: seen.append(str(error)))
        tab.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: seen.append(request.url) if not own(request.url) else None)
        tab.goto(file.as_uri() + address)
        tab.wait_for_selector("body[data-ready]")
        return tab

    def own(url):
        return url.startswith((tmp_path.as_uri(), "data:", "blob:"))

    yield go
    context.close()
    assert seen == []
