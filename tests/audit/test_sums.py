"""Sums that do not lie: the saved questions add members or batches, never both, and say what is only a floor."""

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st
from said import A, N, P, graph

from kg.audit import audit, written
from kg.query import run, text_of

WORDINGS = st.sampled_from(["30亿元", "超20亿元", "约5亿元", "8亿元以上", "3000万元", "不低于2亿元"])
TOTALS = st.sampled_from(["500亿元", "超900亿元", "约80亿元", "1亿元"])


def batch(costs, total=None, classes=()):
    """Return a batch of projects with their costs, its own total and its classes' where they are given."""
    names = [f"{'甲乙丙丁戊己'[i]}城项目" for i in range(len(costs))]
    own = f"启动仪式共有项目60个,总投资{total}。" if total else "启动仪式共有项目60个。"
    parts = "".join(f"{name}项目{9 + i}个,总投资{cost};" for i, (name, cost) in enumerate(classes))
    text = own + parts + "".join(f"{name}总投资{cost}。" for name, cost in zip(names, costs, strict=True))
    said = [N("启动仪式", "项目数", "60个")]
    said += [N("启动仪式", "总投资", total, "planned")] * bool(total)
    for i, (name, cost) in enumerate(classes):
        said += [N("启动仪式", f"{name}项目", f"{9 + i}个"), N("启动仪式", "总投资", cost, "planned")]
    said += [N(name, "总投资", cost, "planned") for name, cost in zip(names, costs, strict=True)]
    return A(text, (*said, *(P(name, "启动仪式") for name in names)))


def asked(store, question):
    return [[cell.value if cell else "" for cell in row] for row in run(store, text_of(question)).rows]


@settings(deadline=None, max_examples=40)
@given(st.lists(WORDINGS, min_size=1, max_size=6), TOTALS)
def test_a_sum_over_members_does_not_change_with_the_batch_s_own_total(costs, total):
    without = asked(graph(batch(costs)), "investment-of-members")
    assert without == asked(graph(batch(costs, total)), "investment-of-members")
    classes = (("制造业", "1亿元"), ("服务业", "2亿元"))
    assert without == asked(graph(batch(costs, total, classes)), "investment-of-members")


def test_a_sum_over_members_is_a_floor_with_what_it_rests_on():
    ((name, sign, total, unit, *counts),) = asked(
        graph(batch(["30亿元", "超20亿元", "约5亿元"])), "investment-of-members"
    )
    assert (name, sign, total, unit) == ("启动仪式", "≥", "5500000000", "CNY")
    assert counts == ["3", "1", "1", "0"]


def test_a_sum_of_exact_and_rough_terms_says_so():
    assert asked(graph(batch(["30亿元", "8亿元"])), "investment-of-members")[0][1] == "="
    assert asked(graph(batch(["30亿元", "约8亿元"])), "investment-of-members")[0][1] == "≈"


def test_two_articles_about_one_project_count_it_once_with_the_later_number():
    later = A("启动仪式后甲城项目总投资36亿元。", (N("甲城项目", "总投资", "36亿元", "planned"),), "2023-09-01")
    (row,) = asked(graph(batch(["30亿元", "20亿元"]), later), "investment-of-members")
    assert row[2:5] == ["5600000000", "CNY", "2"]


def test_a_part_of_a_member_is_not_added_beside_it():
    part = A("甲城东区项目总投资4亿元。", (
        N("甲城东区项目", "总投资", "4亿元", "planned"), P("甲城东区项目", "甲城项目"), P("甲城东区项目", "启动仪式"),
        P("甲城项目", "启动仪式"),
    ))  # fmt: skip
    (row,) = asked(graph(batch(["30亿元"]), part), "investment-of-members")
    assert row[2] == "3000000000"


def test_with_its_findings_written_the_graph_tells_wholes_from_parts():
    classes = (("制造业", "60亿元"), ("服务业", "70亿元"))
    store = graph(batch(["30亿元"], "500亿元", classes))
    after = ox.Store()
    after.load(written(store, audit(store)).encode(), format=ox.RdfFormat.N_QUADS)
    wholes = "SELECT ?w WHERE { ?o kg:about/a kg:Event ; kg:wording ?w . FILTER NOT EXISTS { ?o kg:breakdownOf ?x } }"
    assert {row[0].value for row in run(after, wholes).rows} == {"60个", "500亿元"}
