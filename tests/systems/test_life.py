"""State as of a day: precision of dates kept, plans never taken as done, nothing that asks for today."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.facts import Fact, Source
from kg.systems.life import When, as_of_day, life


def fact(stage, day, status="actual", issued="2022-03-14", kind="milestone"):
    return Fact(kind, (stage, day), status, Source("甲", issued, 0, 3, "原句。"), ("id:project/甲",))


def states(facts, day):
    lived = life(facts, date.fromisoformat(day))
    return lived.state, [(s.stage, s.when.value) for s in lived.steps]


PLANS = [fact("可研", "2022-05", "planned"), fact("批复", "2022-12", "planned"), fact("开工", "2023", "planned")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-03-14", ["due", "due", "due"]), ("2022-05-31", ["due", "due", "due"]),
        ("2022-06-01", ["overdue", "due", "due"]), ("2023-12-31", ["overdue", "overdue", "due"]),
        ("2024-01-01", ["overdue", "overdue", "overdue"]), ("2022-03-13", []),
    ],
)  # fmt: skip
def test_plans_fall_due_at_the_end_of_their_date_and_are_unknown_before_their_article(day, expected):
    state, steps = states(PLANS, day)
    assert state == ""
    assert [when for _, when in steps] == expected


def test_a_report_of_a_later_stage_settles_earlier_plans():
    state, steps = states([*PLANS, fact("开工", "2023-08-01", issued="2023-08-02")], "2023-09-01")
    assert (state, steps) == ("开工", [("开工", "done")])


@pytest.mark.parametrize(
    ("day", "when"),
    [("2021-12-31", "later"), ("2022-02-01", "maybe"), ("2022-03-14", "done"), ("2023-05-01", "done")],
)
def test_a_year_is_any_day_of_it_until_its_article_tells_that_it_happened(day, when):
    assert states([fact("开工", "2022")], day)[1] == [("开工", when)]


def test_of_two_plans_the_later_articles_holds():
    facts = [fact("开工", "2023", "planned"), fact("开工", "2024", "planned", issued="2023-06-01")]
    assert states(facts, "2024-01-15")[1] == [("开工", "due")]
    assert states(facts, "2023-05-01")[1] == [("开工", "due")]
    assert life(facts, date(2024, 1, 15)).steps[0].said == "2024"


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ([fact("stopped", "2022-05", "", kind="turn")], "stopped"),
        ([fact("stopped", "2022-05", "", kind="turn"), fact("resumed", "2022-06", "", kind="turn")], "开工"),
        ([fact("stopped", "2022-05", "", kind="turn"), fact("竣工", "2023-01", issued="2023-02-01")], "竣工"),
        ([fact("cancelled", "2022-05", "", kind="turn")], "cancelled"),
        ([fact("negotiated", "2021-05", "", kind="turn")], "开工"),
        ([fact("stopped", "2023-05", "", kind="turn")], "开工"),
    ],
)
def test_halts_hold_until_something_undoes_them(facts, state):
    assert life([fact("开工", "2022-03-11"), *facts], date(2023, 3, 1)).state == state


def test_dates_that_nobody_can_read_are_left_out():
    odd = [fact("开工", "明年"), fact("stopped", "某日", "", kind="turn"), fact("竣工", "2022", issued="昨天")]
    assert life(odd, date(2023, 1, 1)).state == "竣工"
    assert life(odd[:2], date(2023, 1, 1)).steps == ()


def test_talks_are_a_state_before_any_step():
    assert life([fact("negotiated", "2022-03", "", kind="turn")], date(2022, 4, 1)).state == "negotiated"
    assert life([], date(2022, 4, 1)).state == ""


@given(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 900))
def test_what_is_done_stays_done_and_a_plan_never_is(day, more):
    facts = [*PLANS, fact("签约", "2021"), fact("立项", "2022-Q1")]
    earlier, later = life(facts, day), life(facts, day + timedelta(days=more))
    assert {s.stage for s in earlier.of(When.done)} <= {s.stage for s in later.of(When.done)}
    assert not {s.stage for s in later.of(When.done)} & {"可研", "批复", "开工"}


def test_as_of():
    assert as_of_day("", "2022-03-14") == date(2022, 3, 14)
    assert as_of_day("2023-02", "") == date(2023, 2, 28)
    assert as_of_day("today", "") == date.today()
    with pytest.raises(UsageError, match="is no date"):
        as_of_day("明天", "2022-03-14")
    with pytest.raises(UsageError, match="--as-of"):
        as_of_day("", "")
