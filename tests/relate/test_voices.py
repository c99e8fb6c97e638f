"""Who says it: kinds of speakers, the named thing behind them, and how far their words reach."""

from dataclasses import replace

import pytest

from kg.pipeline import extract
from kg.records import SPEAKERS, Article


def read(text, title="绵阳市工业经济观察"):
    return extract(Article(title, text, "2024-08-20"))


def spoken(text):
    """Return kind, speaker and words of each attribution."""
    found = read(text)
    names = {e.id: e.name for e in found.entities}
    return [
        (a.kind, names.get(a.speaker, ""), found.article.text[a.evidence.start : a.evidence.end])
        for a in found.attributions
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("据绵阳市统计局介绍,上半年全市工业投资增长9%。", ("office", "绵阳市统计局", "据绵阳市统计局介绍")),
        ("记者从四川省商务厅获悉,全省新设外资企业420家。", ("office", "四川省商务厅", "记者从四川省商务厅获悉")),
        ("长虹集团有关负责人表示,新产线年产值可达60亿元。", ("company", "长虹集团", "长虹集团有关负责人表示")),
        ("长虹集团扩建绵阳工厂。该公司负责人透露,年产能将达到300万台。", ("company", "长虹集团", "该公司负责人透露")),
        ("中国汽车工业协会数据显示,7月全国销量226万辆。",
         ("institution", "中国汽车工业协会", "中国汽车工业协会数据显示")),
        ("业内人士认为,明年绵阳显示产业规模将突破800亿元。", ("expert", "", "业内人士认为")),
        ("四川大学教授陈一鸣指出,绵阳研发投入强度达7.1%。", ("expert", "四川大学", "四川大学教授陈一鸣指出")),
        ("记者从项目推进会上了解到,绵阳在建项目共有96个。", ("meeting", "", "记者从项目推进会上了解到")),
        ("最新发布的报告显示,绵阳高新技术企业达780家。", ("document", "", "最新发布的报告显示")),
        ("记者在绵阳高新区看到,3条产线满负荷运转。", ("reporter", "", "记者在绵阳高新区看到")),
        ("春耕刚刚结束。村民李桂芳说:“一亩地能多收600元,心里踏实。”今年雨水足。",
         ("person", "", "村民李桂芳说")),
        ("据了解,绵阳今年已签约项目58个。", ("unnamed", "", "据了解")),
        ("“全年目标是450亿元,一分也不能少。”绵阳市发改委主任周正说。",
         ("office", "绵阳市发改委", "绵阳市发改委主任周正说")),
    ],
)  # fmt: skip
def test_speaker(text, told):
    assert spoken(text) == [told]
    assert told[0] in SPEAKERS


@pytest.mark.parametrize(
    "text",
    [
        "绵阳高新技术产业开发区(简称绵阳高新区)落户企业120家。",
        "通过大数据分析,绵阳找到32家目标企业。",
        "根据协议约定,一期投资20亿元。",
        "绵阳被称为西部硅谷,有研究院所18家。",
        "对方不愿透露姓名,但愿意投资3亿元。",
        "总的来说,绵阳全年任务完成了65%。",
        "绵阳新型显示产业产值达700亿元。",
        "长虹集团投资15亿元建设绵阳显示模组基地。",
    ],
)
def test_nobody_is_said_to_speak(text):
    assert spoken(text) == []


def under(text):
    """Return wording → words of attribution, empty for the article's own, for the numbers of a text."""
    found = read(text)
    words = [found.article.text[a.evidence.start : a.evidence.end] for a in found.attributions]
    return {o.wording: words[o.voice] if o.voice >= 0 else "" for o in found.observations}


def test_an_article_citing_two_offices_keeps_them_apart():
    told = under(
        "据绵阳市统计局介绍,上半年绵阳市地区生产总值1980亿元。绵阳市商务局表示,全市外贸进出口额达到120亿元。"
        "绵阳市常住人口489万人。"
    )
    assert told == {"1980亿元": "据绵阳市统计局介绍", "达到120亿元": "绵阳市商务局表示", "489万人": ""}


def test_two_offices_in_one_sentence():
    told = under("绵阳市统计局数据显示,上半年绵阳市工业投资310亿元;绵阳市商务局介绍,全市实际利用外资2.4亿元。")
    assert told == {"310亿元": "绵阳市统计局数据显示", "2.4亿元": "绵阳市商务局介绍"}


def test_what_stands_before_the_speaker_is_not_said_by_him():
    told = under("长虹绵阳显示模组基地总投资15亿元,长虹集团负责人表示,基地达产后年产值可达60亿元。")
    assert told == {"15亿元": "", "达60亿元": "长虹集团负责人表示"}


def test_a_quotation_of_several_sentences_is_said_whole_and_what_follows_is_not():
    told = under(
        "绵阳市发改委主任周正说:“今年绵阳市安排重点项目310个,这是近几年最多的一次,任务不轻。"
        "绵阳市重点项目年度投资要完成900亿元,各区县都要拿出硬办法来。”绵阳市还有招商干部260人。"
    )
    assert told["310个"] == told["900亿元"] == "绵阳市发改委主任周正说"
    assert told["260人"] == ""


def test_a_quoted_term_ends_no_speech():
    told = under("绵阳市科技局介绍,“十四五”以来绵阳市新增高新技术企业330家。")
    assert set(told.values()) == {"绵阳市科技局介绍"}


def test_relations_and_steps_stand_under_it_as_well():
    found = read("长虹集团负责人表示,绵阳显示模组基地由长虹集团建设,计划2026年投产。")
    assert {m.stage: m.voice for m in found.milestones} == {"投产": 0}
    assert {r.predicate: r.voice for r in found.relations}["developer"] == 0


def test_nothing_else_changes_by_it(monkeypatch):
    text = "据绵阳市统计局介绍,上半年绵阳市地区生产总值1980亿元。长虹集团负责人表示,基地2026年投产,年产值60亿元。"
    told = read(text)
    monkeypatch.setattr("kg.relate.voices.voices", lambda _: [])
    plain = read(text)
    facts = ("observations", "relations", "milestones")
    assert {one.voice for name in facts for one in getattr(told, name)} != {-1}
    bare = {name: tuple(replace(one, voice=-1) for one in getattr(told, name)) for name in facts}
    assert replace(told, attributions=(), **bare) == plain


def test_attributions_outlast_being_saved():
    found = read("据绵阳市统计局介绍,上半年绵阳市地区生产总值1980亿元。")
    assert len(found.attributions) == 1
    assert type(found).from_json(found.to_json()) == found


def test_claims_of_an_older_program_are_read_without_attributions():
    data = read("绵阳市地区生产总值1980亿元。").to_json()
    del data["attributions"]
    for one in data["observations"]:
        del one["voice"]
    assert type(read("绵阳市地区生产总值1980亿元。")).from_json(data).attributions == ()
