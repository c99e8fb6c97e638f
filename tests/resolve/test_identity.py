"""One thing, one node: what is proven is joined, what is guarded stays apart, what is likely is proposed."""

import itertools
import random

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from saying import article

from kg.graph import Minter, quads
from kg.lexicon import rules
from kg.resolve import identify, resolve
from kg.resolve.atoms import atoms_of
from kg.resolve.clusters import cluster
from kg.resolve.decisions import Decision, fingerprint
from kg.resolve.proofs import proofs
from kg.resolve.proposals import RAREST, candidates, proposals


def names_of(identity):
    """Return the clusters as sets of (name, innermost region)."""
    return {frozenset((a.name, a.home[-1] if a.home else "") for a in g) for g in identity.clusters.groups}


def joined(identity, one, other):
    return any({one, other} <= {name for name, _ in group} for group in names_of(identity))


def reasons(identity, one, other):
    wanted = {one, other}
    made = identity.clusters.made
    return {p.reason for p in made if {identity.atoms[p.one].name, identity.atoms[p.other].name} == wanted}


def test_a_short_name_of_the_text_joins_its_full_name_in_other_articles():
    found = identify([
        article(("Enterprise", "苏州恒辉电子科技有限公司", "恒辉电子"), title="签约"),
        article(("Enterprise", "恒辉电子")),
    ])  # fmt: skip
    assert reasons(found, "苏州恒辉电子科技有限公司", "恒辉电子") == {"in-text"}
    assert [p.detail for p in found.clusters.made] == ["签约"]


def test_a_short_name_that_two_full_names_claim_joins_none():
    found = identify([
        article(("Enterprise", "苏州恒辉电子科技有限公司", "恒辉电子")),
        article(("Enterprise", "无锡恒辉电子材料有限公司", "恒辉电子")),
        article(("Enterprise", "恒辉电子")),
    ])  # fmt: skip
    assert found.clusters.made == []


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("Region", "湖州经开区"), ("Region", "湖州经济技术开发区"), "zone-form"),
        (("Region", "德阳市高新区"), ("Region", "德阳高新区"), "written-form"),
        (("Region", "浙江湖州经开区"), ("Region", "湖州经开区"), "written-form"),
        (("Region", "綿陽軟件園"), ("Region", "绵阳软件园"), "written-form"),
        (("Region", "广安(深圳)产业园"), ("Region", "广安深圳产业园"), "written-form"),
        (("Enterprise", "鴻明電子有限公司"), ("Enterprise", "鸿明电子有限公司"), "written-form"),
        (("Enterprise", "ＡＢＣ光电有限公司"), ("Enterprise", "abc光电有限公司"), "written-form"),
        (("Enterprise", "恒辉(集团)有限公司"), ("Enterprise", "恒辉集团有限公司"), "written-form"),
        (("Enterprise", "恒辉有限责任公司"), ("Enterprise", "恒辉有限公司"), "written-form"),
        (("Enterprise", "恒辉电子"), ("Enterprise", "恒辉电子股份有限公司"), "legal-form"),
        (("Enterprise", "南钢"), ("Enterprise", "南京钢铁股份有限公司"), "table"),
        (("Enterprise", "宁德时代"), ("Enterprise", "宁德时代新能源科技股份有限公司"), "table"),
        (("Institution", "绵阳市发展和改革委员会"), ("Institution", "绵阳市发改委"), "written-form"),
        (("Project", "恒辉二期"), ("Project", "恒辉二期项目"), "closing-word"),
    ],
)
def test_proofs_have_names(one, other, reason):
    found = identify([article(one), article(other)])
    assert reasons(found, one[1], other[1]) == {reason}
    assert len(found.clusters.groups) == 1


def test_a_legal_form_is_no_proof_where_two_firms_bear_the_stem():
    found = identify([article(("Enterprise", n)) for n in ("恒辉车业", "恒辉车业有限公司", "恒辉车业股份有限公司")])
    assert len(found.clusters.groups) == 3


def test_a_zone_is_no_proof_where_two_full_names_fit():
    names = ("湖州经开区", "湖州经济技术开发区", "湖州经济开发区")
    found = identify([article(("Region", n)) for n in names])
    assert found.clusters.made == []


def test_two_zones_of_one_bare_name_stay_apart_and_are_told_apart():
    found = identify([article(("Region", "高新区"), home=code) for code in ("510600", "510700")])
    zones = [n for n in found.of.values() if n.name == "高新区"]
    assert {n.discriminator for n in zones} == {"德阳市", "绵阳市"}
    assert len({Minter().entity(n).value for n in zones}) == 2


def test_regions_of_one_name_are_told_apart_by_what_contains_them():
    found = identify([article(("Project", "滨江产业园项目"), home=code) for code in ("330205", "500105")])
    marks = {n.discriminator for n in found.of.values() if n.type == "Project"}
    assert marks == {"宁波市江北区", "重庆市江北区"}


def test_one_title_in_a_city_and_its_province_is_one_project_unless_amounts_differ():
    name = "智能终端产业园项目"
    same = identify([article(("Project", name), home=h, amounts={name: "5E9"}) for h in ("510000", "510700")])
    assert reasons(same, name, name) == {"same-region"}
    apart = identify([
        article(("Project", name), home="510000", amounts={name: "5E9"}),
        article(("Project", name), home="510700", amounts={name: "6E9"}),
    ])  # fmt: skip
    assert len([g for g in apart.clusters.groups if g[0].type == "Project"]) == 2
    assert not proposals(apart)


@pytest.mark.parametrize("home", ["510700", ""])
def test_an_amount_that_changes_where_no_region_differs_is_a_change_of_one_project(home):
    name = "智能终端产业园项目"
    found = identify([article(("Project", name), home=home, amounts={name: a}) for a in ("5E9", "6E9")])
    assert len([g for g in found.clusters.groups if g[0].type == "Project"]) == 1


def test_an_unknown_or_wider_region_never_bridges_two_regions():
    name = "滨江产业园提升工程"
    for middle in ("", "510000"):
        found = identify([article(("Project", name), home=h) for h in ("510600", middle, "510700")])
        assert len([g for g in found.clusters.groups if g[0].type == "Project"]) == 3


def test_a_bare_phase_means_something_in_its_article_only():
    found = identify([article(("Project", "一期"), home="510700", title=t) for t in "甲乙"])
    assert len([g for g in found.clusters.groups if g[0].type == "Project"]) == 2


def test_bodies_of_each_level_stay_apart():
    found = identify([
        article(("Institution", "发改委"), home="510000"), article(("Institution", "发改委"), home="510700"),
        article(("Institution", "省工信厅"), home="510700"), article(("Institution", "四川省工业和信息化厅")),
    ])  # fmt: skip
    assert len([g for g in found.clusters.groups if g[0].name == "发改委"]) == 2
    assert reasons(found, "省工信厅", "四川省工业和信息化厅") == {"written-form"}


def test_a_subsidiary_is_never_proposed_as_its_parent():
    names = ("恒辉电子", "恒辉电子材料")
    plain = article(*(("Enterprise", n) for n in names), home="510700")
    link = ((names[1], "subsidiaryOf", names[0]),)
    told = article(*(("Enterprise", n) for n in names), home="510700", relations=link)
    assert [{p.one.name, p.other.name} for p in proposals(identify([plain]))] == [set(names)]
    assert proposals(identify([told])) == []


def test_likeness_proposes_with_reasons_and_merges_nothing():
    found = identify([article(("Enterprise", n), home="510700") for n in ("四川恒辉酒业", "恒辉酒业")])
    (one,) = proposals(found)
    assert dict(one.reasons) == {"same-stem": 0.6, "same-region": 0.1}
    assert one.score == 0.7
    assert not joined(found, "四川恒辉酒业", "恒辉酒业")


def test_candidates_grow_with_the_entities_not_with_their_pairs():
    """Two thousand names of twelve characters would be two million pairs."""
    chance, most = random.Random(5), rules("resolve")["reasons"]["most_in_block"]
    names = {"".join(chance.choices("恒辉明泰鸿远达利瑞丰华光", k=5)) for _ in range(2000)}
    found = identify([article(*(("Enterprise", f"{n}科技有限公司") for n in names))])
    count = sum(1 for _ in candidates(list(found.atoms.values())))
    assert 0 < count <= len(names) * (RAREST + 1) * (most - 1) / 2


POOL = [
    ("Enterprise", "恒辉电子科技有限公司", "恒辉电子"), ("Enterprise", "恒辉电子"), ("Enterprise", "恒辉电子科技"),
    ("Enterprise", "恒辉集团"), ("Enterprise", "南钢"), ("Enterprise", "南京钢铁股份有限公司"), ("Region", "高新区"),
    ("Region", "湖州经开区"), ("Region", "湖州经济技术开发区"), ("Project", "恒辉一期"), ("Project", "恒辉一期项目"),
    ("Project", "恒辉二期项目"), ("Institution", "市发改委"), ("Institution", "绵阳市发改委"),
]  # fmt: skip
NAMES = sorted({name for _, name, *_ in POOL})
articles = st.builds(
    lambda entities, home, title: article(*entities, home=home, title=title),
    st.lists(st.sampled_from(POOL), min_size=1, max_size=4, unique=True),
    st.sampled_from(["", "510700", "510600", "510000"]),
    st.sampled_from(["甲", "乙", "丙"]),
)
rows = st.builds(
    Decision,
    st.sampled_from(["same", "different", "unsure"]),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    when=st.sampled_from(["", "2024-01-01", "2024-02-01"]),
)


def written(extractions, decisions):
    found = identify(extractions, decisions, lambda node: Minter().entity(node).value)
    said = quads(extractions, found.nodes_in, possibly=found.possibly)
    return "\n".join(sorted({str(q) for q in said})), found


@given(st.lists(articles, max_size=6), st.lists(rows, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_order_changes_no_byte_and_no_chain_passes_a_no(extractions, decisions, chance):
    text, found = written(extractions, decisions)
    for mixed in (extractions, decisions):
        chance.shuffle(mixed)
    assert written(extractions, decisions)[0] == text
    together = {a.id: n for n, group in enumerate(found.clusters.groups) for a in group}
    assert not [pair for pair in found.verdicts.different if together[pair[0]] == together[pair[1]]]
    iris = [Minter().entity(n).value for n in set(found.of.values())]
    assert len(iris) == len(set(iris))


@given(st.lists(articles, max_size=6), st.integers(0, 6), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_atoms_of_parts_add_up_to_those_of_all_in_any_order(extractions, cut, chance):
    seen = {fingerprint(f"{name}有消息。") for name in NAMES}
    parts = [atom for part in (extractions[:cut], extractions[cut:]) for atom in atoms_of(part, seen)]
    chance.shuffle(parts)
    found = {}
    for atom in parts:
        if atom.id in found:
            found[atom.id].add(atom)
        else:
            found[atom.id] = atom
    assert [found[key] for key in sorted(found)] == atoms_of(extractions, seen)


@given(st.lists(articles, max_size=6))
@settings(max_examples=60, deadline=None)
def test_components_of_proofs_are_clustered_alone_as_they_are_together(extractions):
    atoms = atoms_of(extractions)
    graph = networkx.Graph()
    graph.add_nodes_from(a.id for a in atoms)
    graph.add_edges_from((p.one, p.other) for p in proofs(atoms))
    alone = []
    for part in networkx.connected_components(graph):
        members = [a for a in atoms if a.id in part]
        alone += cluster(members, [p for p in proofs(atoms) if p.one in part]).groups
    ids = lambda groups: sorted(sorted(a.id for a in group) for group in groups)  # noqa: E731
    assert ids(alone) == ids(cluster(atoms, proofs(atoms)).groups)


@given(st.lists(articles, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_taking_an_article_back_is_never_having_had_it(extractions):
    before = written(extractions[1:], [])[0]
    resolve(extractions)
    assert written(extractions[1:], [])[0] == before


def test_without_decisions_phases_never_meet():
    names = ["明泰电子一期", "明泰电子二期", "明泰电子一期项目", "明泰电子二期项目", "明泰电子"]
    found = identify([article(("Project", n), home="510700") for n in names])
    for one, other in itertools.product(names[::2][:2], names[1::2]):
        assert not joined(found, one, other)
    assert joined(found, names[0], names[2])
