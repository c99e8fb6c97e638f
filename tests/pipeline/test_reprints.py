"""Real builds of reprints: what is one source in the graph, asked and audited as one, in any order of articles."""

import pytest
from pipeline.prints import BODY, FIVE, OWN, RELEASE, article

from kg.audit import audit
from kg.diff import compare
from kg.facts import Facts
from kg.pipeline import Options, build
from kg.store import load, pairs
from kg.vocab import DCTERMS, KG

QUICK = Options(view=False)


def built(place, *texts):
    for n, text in enumerate(texts):
        (place / f"{n}.txt").write_text(text, encoding="utf-8")
    build([place], place / "out", QUICK)
    return load(place / "out")


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    return built(tmp_path_factory.mktemp("five"), *FIVE, article(OWN, "高新区见闻", "2025-06-20"))


def test_five_prints_are_one_source(graph):
    titles = dict(pairs(graph, DCTERMS.title))
    assert sorted((titles[one], titles[other]) for one, other in pairs(graph, KG.copyOf)) == sorted(
        (text.split("\n")[0], "德阳集中签约18个项目") for text in FIVE[1:]
    )


def test_a_report_of_ones_own_is_a_second_word(graph):
    thing = Facts(graph).find("宏远航空零部件项目")[0]
    facts = Facts(graph).thing(thing).facts
    cost = [f for f in facts if f.kind == "observation" and f.says[2] == "2200000000"]
    assert {f.independent for f in cost} == {2}
    assert sum(not f.copied for f in cost) == 2 < len(cost)
    assert {f.voice.kind for f in facts if f.says[2:3] == ("3000000000",)} == {"company"}


def test_what_is_found_in_a_release_is_found_once_in_its_reprints(tmp_path):
    release = (
        BODY.replace("120亿元", "220亿元").format(total=160, cost=22)
        + "项目建设期为5年,投资强度为每亩-3万元,占比达130%。"
    )
    prints = [article(release, day=f"2025-06-0{day}") for day in range(4, 9)]
    (tmp_path / "one").mkdir()
    (tmp_path / "five").mkdir()
    one, five = (
        [(f.kind, f.arithmetic) for f in audit(built(tmp_path / place, *texts))]
        for place, texts in (("one", prints[:1]), ("five", prints))
    )
    assert five == one != []


def test_a_correction_is_one_finding_and_a_late_reprint_no_step_back(tmp_path):
    corrected = article(BODY.format(total=160, cost=26), "更正", "2025-06-06")
    found = [(f.kind, f.arithmetic) for f in audit(built(tmp_path, *FIVE, corrected))]
    assert [one for one in found if "22亿元" in one[1] and "26亿元" in one[1]] == [("revision", "22亿元 ≠ 26亿元")]


def test_a_late_reprint_changes_nothing_that_was_said_since(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    news = article(BODY.format(total=160, cost=26), "更正", "2025-06-06")
    old = built(tmp_path / "old", FIVE[0], news)
    new = built(tmp_path / "new", FIVE[0], news, article(RELEASE, day="2025-06-08"))
    assert [c.kind for c in compare(old, new)] == []


def test_without_the_original_the_first_reprint_is_it(tmp_path, graph):
    shorter = built(tmp_path, *FIVE[1:], article(OWN, "高新区见闻", "2025-06-20"))
    titles, copies = dict(pairs(shorter, DCTERMS.title)), pairs(shorter, KG.copyOf)
    assert len(copies) == 3
    assert {titles[other] for _, other in copies} <= {"18个项目落户德阳", "德阳:制造业项目唱主角"}
    counts = [{n for _, n in pairs(one, KG.independentArticles)} for one in (shorter, graph)]
    assert counts[0] == counts[1] == {"1", "2"}


def test_half_a_year_is_kept(graph):
    assert "half" in {precision for _, precision in pairs(graph, KG.precision)}
    assert not [date for _, date in pairs(graph, KG.date) if date == "2026-01-01"]
