"""The board: last and next step of every project, and colours by a rule that can be changed."""

from datetime import date

import pytest

from kg.errors import UsageError
from kg.systems.board import board, lights

ARTICLE = (
    "绵阳市重点项目进展",
    "绵阳光伏组件项目2022年3月11日开工,计划2022年9月竣工。绵阳涪江大桥工程因资金不到位停工已48天。"
    "绵阳液冷服务器项目计划2022年6月开工。绵阳智慧物流园项目2021年12月20日投产。",
    "2022-03-14",
)


@pytest.fixture(scope="module")
def mianyang(store_of):
    return store_of(ARTICLE)


def colours(facts, say, day, rule=None, region=""):
    found = board(facts, date.fromisoformat(day), lights(rule), say, region)
    return {line.cells[0]: line.mark for s in found.sections for line in s.lines}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-03-14", "green red green green"), ("2022-06-10", "green red yellow green"),
        ("2022-07-15", "green red yellow green"), ("2022-09-05", "yellow red red green"),
        ("2022-12-01", "red red red green"),
    ],
)  # fmt: skip
def test_colours_as_of_a_day(mianyang, say, day, expected):
    order = ("绵阳光伏组件项目", "绵阳涪江大桥工程", "绵阳液冷服务器项目", "绵阳智慧物流园项目")
    found = colours(mianyang, say, day)
    assert [found[name] for name in order] == expected.split()


def test_rows_show_last_and_next_step_with_their_sentences(mianyang, say):
    found = board(mianyang, date(2022, 10, 5), lights(None), say)
    rows = {line.cells[0]: line for s in found.sections for line in s.lines}
    _, region, last, following, _ = rows["绵阳光伏组件项目"].cells
    assert (region, last, following) == ("绵阳市", "开工 2022-03-11", "竣工 2022-09 (到期未见报道)")
    assert "2022年3月11日开工" in rows["绵阳光伏组件项目"].sources[0].quote
    assert "2022-10-05" in found.notes[0]


def test_the_user_changes_the_rule(mianyang, say, tmp_path):
    (tmp_path / "rule.toml").write_text(
        '[[board]]\ncolour = "yellow"\nwhen = "stopped"\n[[board]]\ncolour = "green"\nwhen = "always"\n',
        encoding="utf-8",
    )
    found = colours(mianyang, say, "2022-12-01", tmp_path / "rule.toml")
    assert found["绵阳涪江大桥工程"] == "yellow"
    assert set(found.values()) == {"yellow", "green"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[board]]\ncolour = "blue"\nwhen = "always"', "colour is one of"),
        ('[[board]]\ncolour = "red"\nwhen = "raining"', "when one of"),
        ('[[board]]\ncolour = "red"\nwhen = "due"\ndays = -1', "days is a whole number"),
        ('[[board]]\ncolour = "red"\nwhen = "due"\nweeks = 1', "give colour, when and days"),
        ("x = 1", r"holds no \[\[board\]\]"),
        ("[[board", "no rule of a board"),
    ],
)
def test_a_bad_rule_is_refused(tmp_path, text, says):
    (tmp_path / "rule.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        lights(tmp_path / "rule.toml")


def test_projects_of_a_region_and_what_lies_in_it(demo, say):
    found = colours(demo, say, "2022-03-14", region="四川省")
    assert "京东方智慧系统创新中心项目" in found and "通威太阳能组件项目" in found
    assert "L乳酸生产加工项目" not in found
    with pytest.raises(UsageError, match="火星"):
        colours(demo, say, "2022-03-14", region="火星")


def test_what_became_known_later_colours_nothing(mianyang, say):
    assert colours(mianyang, say, "2021-01-01")["绵阳智慧物流园项目"] == "grey"


def test_projects_without_dated_steps_are_grey(demo, say):
    assert colours(demo, say, "2022-03-14")["通威太阳能组件项目"] == "grey"
