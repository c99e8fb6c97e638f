"""Pairs of names that may stand in a relation, what shows of them, and what a judge makes of it."""

import pytest

from kg.models import model
from kg.recognise import recognise
from kg.records import Article
from kg.relate import pairs as judging
from kg.relate import relate
from kg.relate.anaphors import anaphors
from kg.relate.context import Context
from kg.relate.entities import cast
from kg.relate.pairs import MODEL, YES, asked, judge, judged, pairs, signatures
from kg.relate.relations import relations
from kg.relate.scene import Scene
from kg.relate.traits import EVERY
from kg.segment import segment
from kg.vocab import ENTITY_TYPES, PREDICATES

TEXT = (
    "京东方、宁德时代与绵阳市签约\n"
    "3月11日,京东方在绵阳市投资50亿元建设京东方显示模组项目。该项目生产背光模组,由京东方建设。\n"
    "公司还与惠科合作,全市电子信息产业加快发展。\n2022-03-14"
)


@pytest.fixture(scope="module")
def context():
    title, _, body = TEXT.partition("\n")
    doc = segment(Article(title, body, "2022-03-14"))
    seen = recognise(doc)
    return Context(doc, seen, cast(doc, seen))


class Judge:
    """Says the same of everything."""

    known = EVERY

    def __init__(self, chance):
        self.chance = lambda predicate, pair: chance


def test_signatures_name_types_and_predicates_of_the_ontology():
    assert {t for pair in signatures() for t in pair} <= set(ENTITY_TYPES)
    assert {p for ps in signatures().values() for p in ps} == set(PREDICATES)


def test_each_pair_has_allowed_predicates_and_places(context):
    found = list(pairs(context, []))
    assert found
    for pair in found:
        assert set(pair.predicates) <= set(signatures()[pair.subject.type, pair.object.type])
        assert pair.places and len(pair.features) == len(set(pair.features))


def test_a_symmetric_relation_is_asked_once(context):
    asked_for = [(p.subject.id, p.object.id) for p in pairs(context, []) if "cooperatesWith" in p.predicates]
    assert asked_for and not [one for one in asked_for if one[::-1] in asked_for]


def test_pairs_do_not_depend_on_the_order_of_rules(context):
    told = relations(context)
    one, other = (list(pairs(context, r)) for r in (told, told[::-1]))
    assert [(p.subject, p.object, sorted(p.features)) for p in one] == [
        (p.subject, p.object, sorted(p.features)) for p in other
    ]


def test_enumerated_names_share_their_surroundings(context):
    scene = Scene(context)
    title = [m for m in scene.outer if m.start < context.doc.sentences[0].end and m.type == "Enterprise"]
    spots = [scene.spots[m] for m in title]
    assert len(spots) == 2 and spots[0].group == spots[1].group and spots[0].members == 2


def test_pointing_words_mean_what_was_named(context):
    meant = {m.name: e.name for m, e in anaphors(context).items()}
    assert meant["全市"] == "绵阳市"
    assert meant["公司"] == "京东方"
    assert meant["该项目"].endswith("项目")


def test_a_judge_that_says_no_leaves_nothing(context, monkeypatch):
    monkeypatch.setattr(judging, "judge", lambda: Judge(0.0))
    assert judged(context, relations(context)) == []


def test_what_a_rule_told_keeps_its_evidence_and_needs_less(context, monkeypatch):
    told = relations(context)
    monkeypatch.setattr(judging, "judge", lambda: Judge(0.2))
    assert told and {(r.method, r.evidence) for r in judged(context, told)} <= {(r.method, r.evidence) for r in told}
    monkeypatch.setattr(judging, "judge", lambda: Judge(0.9))
    assert "judge" in {r.method for r in judged(context, told)}


def test_features_are_asked_under_their_predicate_and_under_all():
    assert asked("produces", ["1o=<"]) == ["produces 1o=<", "* 1o=<"]


@pytest.mark.parametrize(("second", "left"), [(0.45, ["宁德时代"]), (0.6, ["京东方", "宁德时代"])])
def test_a_second_of_what_is_single_must_be_likelier(context, monkeypatch, second, left):
    chances = {("developer", "宁德时代"): 0.7, ("developer", "京东方"): second, ("produces", "背光模组"): 0.4}
    said = Judge(0.0)
    said.chance = lambda predicate, pair: chances.get((predicate, pair.object.name), 0.0)
    monkeypatch.setattr(judging, "judge", lambda: said)
    names = {e.id: e.name for e in context.cast.entities}
    found = judged(context, [])
    projects = {r.subject for r in found if r.predicate == "developer"}
    assert projects
    for one in projects:
        assert sorted(names[r.object] for r in found if (r.subject, r.predicate) == (one, "developer")) == left
    assert any(r.predicate == "produces" for r in found)


def test_sums_of_weights_are_what_the_model_says(context):
    for pair in pairs(context, relations(context)):
        for predicate in pair.predicates:
            told = model(MODEL).weigh(asked(predicate, pair.features))[YES]
            assert judge().chance(predicate, pair) == pytest.approx(told, abs=1e-9)


def test_features_that_tell_nothing_may_be_left_out(context):
    ruled = relations(context)
    for every, known in zip(pairs(context, ruled), pairs(context, ruled, judge().known), strict=True):
        assert known.groups == every.groups
        assert known.own == [f for f in every.own if f in judge().known]
        for predicate in every.predicates:
            assert judge().chance(predicate, known) == judge().chance(predicate, every)


def test_names_that_crowd_pair_with_those_next_to_them():
    body = "、".join(f"京东方{n}号显示模组项目" for n in range(400)) + "。"
    doc = segment(Article("项目", body, ""))
    seen = recognise(doc)
    context = Context(doc, seen, cast(doc, seen))
    names, near = len(context.cast.entities), judging._near(Scene(context))
    everywhere = 2 * names
    """京东方 stands in each name."""
    assert names > 300 and len(near) <= 2 * names * judging.CROWD + everywhere


def test_without_models_the_rules_decide(context):
    extraction = relate(context.doc, context.seen, learned=False)
    assert {r.method for r in extraction.relations} and "judge" not in {r.method for r in extraction.relations}


def test_a_text_without_names_has_no_pairs():
    doc = segment(Article("无", "没有。", ""))
    seen = recognise(doc)
    assert list(pairs(Context(doc, seen, cast(doc, seen)), [])) == []


def test_no_judge_puts_a_division_where_its_code_forbids_it(monkeypatch):
    doc = segment(Article("四川省与绵阳市", "四川省绵阳市和广东省广州市合作。", "2022-03-14"))
    seen = recognise(doc)
    context = Context(doc, seen, cast(doc, seen))
    monkeypatch.setattr(judging, "judge", lambda: Judge(1.0))
    names = {e.id: e.name for e in context.cast.entities}
    parts = {(names[r.subject], names[r.object]) for r in judged(context, []) if r.predicate == "partOf"}
    assert parts == {("绵阳市", "四川省"), ("广州市", "广东省")}
