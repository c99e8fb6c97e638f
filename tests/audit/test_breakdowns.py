"""Which figures are parts of which: read off 其中, bands, classes and stated totals, and not further."""

import pytest
from said import A, N, graph

from kg.audit.breakdowns import breakdowns
from kg.facts.figures import Statements


def parts(*articles):
    """Return whole, dimension and parts of every breakdown, by wording."""
    found = breakdowns(Statements(graph(*articles)).figures)
    return [(b.whole.wording, b.dimension, tuple(p.wording for p in b.parts)) for b in found]


def firms(text, *rows, about="河阳市"):
    return A(text, tuple(N(about, indicator, wording) for indicator, wording in rows))


def test_what_stands_behind_a_closed_bracket_is_no_part():
    text = "河阳市有企业55户(其中,生产企业27户、停产企业18户),规上企业13户。"
    rows = (("企业数", "55户"), ("生产企业", "27户"), ("停产企业", "18户"), ("规上企业", "13户"))
    assert parts(firms(text, *rows)) == [("55户", "listed", ("27户", "18户"))]


def test_by_how_much_a_number_grew_is_no_whole():
    text = "河阳市有企业312家,比去年底多了28家,其中规上企业147家。"
    rows = (("企业数", "312家"), ("企业", "28家"), ("规上企业", "147家"))
    assert parts(firms(text, *rows)) == [("312家", "listed", ("147家",))]


def test_other_things_behind_the_mark_are_no_parts():
    text = "河阳市有企业312家,其中新增就业300人、专利90家。"
    assert parts(firms(text, ("企业数", "312家"), ("新增就业", "300人"), ("专利", "90家"))) == []


def test_a_likely_class_that_exceeds_the_count_is_none():
    text = "河阳市有重点项目15个。全市推进产业项目{}个。"
    for count, expected in (("186", []), ("9", [("15个", "class", ("9个",))])):
        rows = (("重点项目", "15个"), ("产业项目", f"{count}个"))
        assert parts(firms(text.format(count), *rows)) == expected


def test_a_class_far_away_is_none():
    text = "河阳市有重点项目15个。" + "这里说的是别的事情。" * 60 + "产业项目9个。"
    assert parts(firms(text, ("重点项目", "15个"), ("产业项目", "9个"))) == []


def test_the_money_behind_each_count_is_broken_down_with_it():
    text = "启动仪式共有项目60个,总投资800亿元。制造业项目35个,总投资500亿元;服务业项目15个。"
    said = A(text, (
        N("启动仪式", "项目数", "60个"), N("启动仪式", "总投资", "800亿元", "planned"),
        N("启动仪式", "制造业项目", "35个"), N("启动仪式", "总投资", "500亿元", "planned"),
        N("启动仪式", "服务业项目", "15个"),
    ))  # fmt: skip
    assert parts(said) == [("60个", "class", ("35个", "15个")), ("800亿元", "class", ("500亿元",))]


@pytest.mark.parametrize(
    ("bands", "exclusive"),
    [(("20亿元以上", "5—20亿元", "5亿元以下"), True), (("20亿元以上", "10亿元以上"), False)],
)
def test_bands_that_are_all_open_above_lie_within_each_other(bands, exclusive):
    text = "启动仪式共有项目60个。其中," + ",".join(f"{band}项目{8 + i}个" for i, band in enumerate(bands)) + "。"
    rows = (("项目数", "60个"), *((f"项目({band})", f"{8 + i}个") for i, band in enumerate(bands)))
    (found,) = breakdowns(Statements(graph(firms(text, *rows, about="启动仪式"))).figures)
    assert found.dimension == "band" and found.exclusive is exclusive


def test_a_figure_is_a_part_of_one_whole_only():
    text = "启动仪式共有项目60个。其中,制造业项目35个、服务业项目15个,合计50个。"
    rows = (("项目数", "60个"), ("制造业项目", "35个"), ("服务业项目", "15个"), ("项目", "50个"))
    wholes = [part for _, _, group in parts(firms(text, *rows, about="启动仪式")) for part in group]
    assert len(wholes) == len(set(wholes))
