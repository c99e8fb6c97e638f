"""Reprints and shortened copies are found; form letters, bulletins and reports of one's own are none."""

import random

import pytest
from copies.reprinted import RELEASE, read
from opencc import OpenCC

from kg.copies.families import WINDOW, fingerprints, order_of
from kg.copies.tokens import GRAM, grams, tokens
from kg.records import Article

FURNITURE = (
    "来源:大江新闻网 编辑:小周 2024-05-10 09:12\n{}\n"
    "【免责声明】本文转自网络,如涉版权请致电010-80008000,我们将及时处理。"
)


@pytest.mark.parametrize(
    "body",
    [
        RELEASE,
        FURNITURE.format(RELEASE),
        RELEASE.replace(",", "\uff0c").replace("。", " 。\n\n").replace("2026", " 2026 "),
        RELEASE[: RELEASE.index("凌江市发改委")],
        RELEASE.replace("占地620亩", "占地602亩"),
        OpenCC("s2t").convert(RELEASE),
        "本报讯(记者 林一)" + RELEASE.replace("同日动工", "同时动工"),
    ],
    ids=["whole", "other furniture", "other marks", "shortened", "one number corrected", "traditional", "one word"],
)
def test_copy(copies, body):
    assert copies(read(RELEASE), read(body, "远航产业园开建", "2024-05-10")) == {1: 0}


def letter(region, *figures):
    return (
        f"今年以来,{region}坚持把招商引资作为经济工作的生命线,聚焦主导产业延链补链强链,持续优化营商环境,推动项目早签约早落地早投产。"
        "截至目前,{}新签约项目{}个,协议总投资{}亿元,开工{}个,到位资金{}亿元。下一步,{}将紧盯目标任务,压实工作责任,"
        "确保全年招商引资任务圆满完成,为全市高质量发展作出更大贡献。"
    ).format(region, *figures, region)  # fmt: skip


def test_letters_on_one_pattern_are_no_copies(copies):
    regions = ("东岭区", "西桥区", "南坪县", "北渡县", "中山区", "河口区")
    letters = [
        read(letter(region, 12 + 7 * n, 41 + 13 * n, 5 + 3 * n, 20 + 9 * n), home=region, names=(region,))
        for n, region in enumerate(regions)
    ]
    assert copies(*letters) == {}


def test_a_letter_with_the_same_figures_for_another_place_is_no_copy(copies):
    one, other = (read(letter(r, 12, 41, 5, 20), home=r, names=(r,)) for r in ("东岭区", "西桥区"))
    assert copies(one, other) == {}


def test_a_bulletin_with_the_figures_of_another_month_is_no_copy(copies):
    def bulletin(months, *figures):
        return (
            f"1—{months}月,全市规模以上工业增加值同比增长{{}}%,比上月加快{{}}个百分点。分门类看,采矿业增加值增长{{}}%,制造业增长{{}}%,"
            "电力、热力、燃气及水生产和供应业增长{}%。重点行业中,汽车制造业增长{}%,医药制造业增长{}%,化学原料和化学制品制造业增长{}%。"
        ).format(*figures)  # fmt: skip

    may = read(bulletin(5, 6.1, 0.3, 2.2, 6.8, 4.1, 11.2, 5.5, 3.9), issued="2024-06-18")
    june = read(bulletin(6, 6.4, 0.2, 2.5, 7.1, 4.3, 10.8, 5.9, 4.4), issued="2024-07-18")
    assert copies(may, june) == {}


def test_an_article_that_copies_one_paragraph_is_no_copy_as_a_whole(copies):
    line = "产业链第{}段由本报记者在{}采写,各家工厂的订单和排产情况不尽相同。"
    own = "".join(line.format(n, name) for n, name in enumerate("甲乙丙丁戊己庚辛壬癸"))
    paragraph = RELEASE[RELEASE.index("其中") : RELEASE.index("凌江市发改委")]
    assert copies(read(RELEASE), read(own + paragraph + own[::-1], "机器人热潮", "2024-06-01")) == {}


def test_the_first_is_the_original_and_of_one_day_the_longer(copies):
    long, short = read(RELEASE), read(RELEASE[: RELEASE.index("凌江市发改委")], "摘编")
    assert copies(short, long) == {0: 1}
    late, undated = read(RELEASE, issued="2024-07-01"), read(RELEASE, "无日期", issued="")
    assert copies(undated, late, long) == {0: 2, 1: 2}


def test_order_is_by_day_then_length_then_hash():
    days, bodies = ("2024-05-09", "2023-12-31", ""), ("甲", "乙" * 9, "丙" * 10, "丁" * 10)
    articles = [Article("题", body, day) for day in days for body in bodies]
    told = sorted(articles, key=lambda a: (not a.issued, a.issued, -len(a.body), a.sha256))
    assert sorted(articles, key=order_of) == told


def test_copies_of_copies_name_the_first(copies):
    days = [f"2024-05-{day:02d}" for day in range(9, 31)]
    articles = [read(FURNITURE.format(RELEASE), f"转载{n}", day) for n, day in enumerate(days)]
    random.Random(3).shuffle(articles)
    first = next(n for n, one in enumerate(articles) if one.article.issued == days[0])
    assert copies(*articles) == {n: first for n in range(len(articles)) if n != first}


def test_articles_without_text_are_no_copies(copies):
    assert copies(read("", "甲"), read("", "甲", "2024-06-01"), read("。", "乙")) == {}
    assert copies() == {}


def test_any_run_of_tokens_that_is_long_enough_leaves_a_fingerprint():
    random_text = "".join(map(chr, random.Random(5).sample(range(0x4E00, 0x9FA5), 400)))
    whole = set(fingerprints(grams(tokens(random_text).ids)).tolist())
    length = WINDOW + GRAM - 1
    for start in range(0, len(random_text) - length, 7):
        part = fingerprints(grams(tokens(random_text[start : start + length]).ids))
        assert whole & set(part.tolist()), start


def test_fingerprints_are_few():
    text = "".join(map(chr, random.Random(5).sample(range(0x4E00, 0x9FA5), 4000)))
    assert len(fingerprints(grams(tokens(text).ids))) < 4000 / 3
