"""Turns of a project: told of a named one, dated by the sentence or the article; denied and supposed ones are none."""

import pytest

from kg.pipeline import extract
from kg.records import Article


def turns(text: str, issued: str = "2024-03-01") -> list[str]:
    found = extract(Article("甲市重点项目进展通报", text, issued))
    names = {e.id: e.name for e in found.entities}
    return [f"{names[t.about]} {t.kind} {t.date}" for t in found.turns]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲市乙工程因资金不到位停工已48天。", ["甲市乙工程 stopped 2024-03-01"]),
        ("长春市汽车零部件产业园项目2023年7月停工。该项目去年10月复工。",
         ["长春市汽车零部件产业园项目 stopped 2023-07", "长春市汽车零部件产业园项目 resumed 2023-10"]),
        ("长春市汽车零部件产业园项目2023年上半年停工。", ["长春市汽车零部件产业园项目 stopped 2023"]),
        ("绵阳市决定终止涪城光伏组件项目合作。", ["涪城光伏组件项目 cancelled 2024-03-01"]),
        ("还有一家企业正在洽谈半导体靶材项目,尚未签约。", ["半导体靶材项目 negotiated 2024-03-01"]),
        ("绵阳光伏组件项目不得取消。", []),
        ("绵阳光伏组件项目从未停工。", []),
        ("一旦绵阳光伏组件项目停工,将予追责。", []),
        ("省政府就乙水库工程发布“停建通告”。", []),
        ("绵阳涪江大桥工程计划于2024年12月复工。", []),
        ("全市取消收费12项。", []),
    ],
)  # fmt: skip
def test_turn(text, told):
    assert turns(text) == told


def test_without_any_date_a_turn_is_left_out():
    assert turns("甲市乙工程因资金不到位停工。", issued="") == []
