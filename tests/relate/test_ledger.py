"""The ledger adds up: each number, name and time is in it once, and its fate is what the facts say."""

import ast
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from kg.lexicon import rules
from kg.pipeline import extract
from kg.read import read_inputs
from kg.records import ASIDE, FATES, KINDS, NOT_UNDERSTOOD, USED, Article, Extraction
from kg.segment import fold

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / ".." / "shared" / "corpus"
PLACES = {
    "demo": ROOT / "kg" / "demo" / "articles",
    "articles": CORPUS / "articles.jsonl",
    "listing": CORPUS / "listing.txt",
}


def folded(extraction, span):
    return fold(extraction.article.text[span.start : span.end])[0]


def evidence_of(extraction, entity):
    ends = [(e, r.evidence) for r in extraction.relations for e in (r.subject, r.object)]
    ends += [(f.about, f.evidence) for f in (*extraction.observations, *extraction.milestones)]
    return [evidence for one, evidence in ends if one == entity]


def check_numbers_are_covered_once(x):
    """Every ASCII or full-width digit that a reader sees lies in exactly one entry of a number or a time."""
    ordered = sorted((e.span.start, e.span.end) for e in x.ledger if e.kind != "name")
    assert all(one[1] <= other[0] for one, other in pairwise(ordered))
    held = {i for start, end in ordered for i in range(start, end)}
    text, offsets, _ = fold(x.article.text)
    lacking = [text[max(0, i - 8) : i + 8] for i, c in enumerate(text) if c in "0123456789" and offsets[i] not in held]
    assert lacking == []


def check_names_are_the_mentions(x):
    said = Counter((e.span, e.what) for e in x.ledger if e.kind == "name")
    assert said == Counter((span, entity.type) for entity in x.entities for span in entity.mentions)


def check_fates_agree_with_the_facts(x):
    general = {x.home, *x.tags}
    owner = {(span, entity.type): entity for entity in x.entities for span in entity.mentions}
    times = {o.period for o in x.observations} | {m.date for m in x.milestones}
    for e in x.ledger:
        assert e.kind in KINDS and e.fate in FATES
        assert bool(e.reason) == (e.fate != USED)
        assert (e.sentence is not None) == (e.fate == NOT_UNDERSTOOD)
        if e.sentence is not None:
            assert e.sentence.start <= e.span.start and e.span.end <= e.sentence.end
        if e.kind == "name":
            told = evidence_of(x, owner[e.span, e.what].id)
            here = any(t.start <= e.span.start and e.span.end <= t.end for t in told)
            assert (e.fate == USED) == (here or owner[e.span, e.what].id in general)
            if e.fate == NOT_UNDERSTOOD:
                assert not told
            if e.reason == "used elsewhere":
                assert told
        elif e.kind == "time" and e.fate == USED:
            assert times - {""}


def check_numbers_in_facts_are_used(x):
    """A number is used where an observation has its words in the evidence, and each observation has its number."""
    used = [e for e in x.ledger if e.kind == "number" and e.fate == USED]
    facts = Counter((o.evidence, o.wording) for o in x.observations)
    for e in used:
        assert [f for f in facts if f[1] == folded(x, e.span) and f[0].start <= e.span.start and e.span.end <= f[0].end]
    for evidence, wording in facts:
        inside = [e for e in used if evidence.start <= e.span.start and e.span.end <= evidence.end]
        assert wording in {folded(x, e.span) for e in inside}


def check_reasons_are_the_closed_list(x):
    assert {e.reason for e in x.ledger if e.reason} <= set(rules("messages")["en"]["reasons"])


@pytest.mark.parametrize("place", PLACES)
def test_ledger_adds_up(place):
    if not PLACES[place].exists():
        pytest.skip("../shared is not beside the project")
    articles = [a for a in read_inputs([PLACES[place]]) if isinstance(a, Article)]
    assert len(articles) >= 10
    seen = Counter()
    for article in articles:
        x = extract(article)
        check_numbers_are_covered_once(x)
        check_names_are_the_mentions(x)
        check_fates_agree_with_the_facts(x)
        check_numbers_in_facts_are_used(x)
        check_reasons_are_the_closed_list(x)
        assert x == Extraction.from_json(x.to_json())
        seen.update((e.kind, e.fate) for e in x.ledger)
    assert all(seen[kind, fate] for kind in KINDS for fate in FATES if (kind, fate) != ("number", NOT_UNDERSTOOD))
    assert sum(seen[kind, USED] for kind in KINDS) > seen.total() / 2


def entries(body, title="绵阳市经济运行", issued="2023-07-20"):
    x = extract(Article(title, body, issued), learned=False)
    return {x.article.text[e.span.start : e.span.end]: (e.kind, e.fate, e.reason) for e in x.ledger}


@pytest.mark.parametrize(
    ("body", "text", "told"),
    [
        ("2023年上半年，绵阳市实现地区生产总值1800亿元。", "1800亿元", ("number", USED, "")),
        ("2023年上半年，绵阳市实现地区生产总值1800亿元。", "2023年上半年", ("time", USED, "")),
        ("绵阳市改造329国道。", "329", ("number", ASIDE, "ordinal or label")),
        ("绵阳市的传感器重7瓯。", "7", ("number", NOT_UNDERSTOOD, "number without a known unit")),
        ("绵阳市的样品编号为B7。", "7", ("number", ASIDE, "part of a code")),
        ("1.绵阳市打造万亿级产业。", "1", ("number", ASIDE, "marks an item of a list")),
        ("1.绵阳市打造万亿级产业。", "万亿", ("number", ASIDE, "names a class")),
        ("绵阳市做强电子信息、装备制造三大产业。", "三", ("number", ASIDE, "counts what is listed")),
        ("近日，绵阳市召开会议。", "近日", ("time", ASIDE, "vague time")),
        ("公司建于1998年。", "1998年", ("time", NOT_UNDERSTOOD, "time without a fact")),
        ("四川省绵阳市实现地区生产总值1800亿元。", "四川省", ("name", ASIDE, "says where a place is")),
        ("据水利部介绍，绵阳市实现地区生产总值1800亿元。", "水利部", ("name", ASIDE, "told the news")),
        ("有人去了朝阳市。", "朝阳市", ("name", NOT_UNDERSTOOD, "name without a fact")),
        ("来源:水利部", "水利部", ("name", ASIDE, "site furniture")),
    ],
)
def test_fate(body, text, told):
    assert entries(body)[text] == told


def test_a_date_whose_year_nobody_knows_is_told():
    assert entries("3月5日，绵阳市京东方显示项目开工。", issued="")["3月5日"] == (
        "time", NOT_UNDERSTOOD, "date without a year",
    )  # fmt: skip


def test_reasons_in_code_are_the_closed_list_in_both_languages():
    listed = {lang: rules("messages")[lang]["reasons"] for lang in ("zh", "en")}
    assert list(listed["zh"]) == list(listed["en"])
    assert len(set(listed["zh"].values())) == len(listed["zh"])
    written = set()
    for name in ("ledger", "loose", "set_aside"):
        tree = ast.parse((ROOT / "kg" / "relate" / f"{name}.py").read_text(encoding="utf-8"))
        docs = {id(n.body[0].value) for n in ast.walk(tree) if hasattr(n, "body") and isinstance(n.body, list)
                and n.body and isinstance(n.body[0], ast.Expr)}  # fmt: skip
        constants = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in docs]
        written |= {c for c in constants if isinstance(c, str) and re.fullmatch(r"[a-z]+( [a-z]+)+", c)}
    assert written - {ASIDE, NOT_UNDERSTOOD} == set(listed["en"])
