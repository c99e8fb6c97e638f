"""Whatever an article holds, extraction ends, and what it says stands in the text."""

import json

import pytest
from hostile import SHARP, bodies, fuzzing, names
from hypothesis import given
from hypothesis import strategies as st

from kg.claims import as_text
from kg.pipeline import extract
from kg.records import FATES, KINDS, Article, Extraction
from kg.segment import segment, simplified, squash
from kg.vocab import ENTITY_TYPES, PREDICATES, STATUSES


def spans_of(found):
    yield from (span for e in found.entities for span in e.mentions)
    yield from (entry.span for entry in found.ledger)
    yield from (entry.sentence for entry in found.ledger if entry.sentence)
    for records in (found.relations, found.observations, found.milestones, found.provisions, found.turns, found.missed):
        yield from (one.evidence for one in records)


def check(article, **settings):
    """Extract, and hold everything said against the text."""
    found = extract(article, **settings)
    text, ids = article.text, {e.id for e in found.entities}
    assert len(ids) == len(found.entities)
    assert all(0 <= s.start < s.end <= len(text) for s in spans_of(found))
    assert all(text[s.start : s.end].strip() for s in spans_of(found))
    assert {found.home, *found.tags} - {""} <= ids
    for relation in found.relations:
        assert {relation.subject, relation.object} <= ids
        assert relation.predicate in PREDICATES and relation.status in STATUSES
    assert {one.about for one in (*found.observations, *found.milestones, *found.turns)} <= ids
    for entity in found.entities:
        assert entity.type in ENTITY_TYPES and entity.name.strip()
    for one in found.observations:
        assert all(x is None or x.is_finite() for x in (one.value, one.lower, one.upper))
        assert one.lower is None or one.upper is None or one.lower <= one.upper
        said = squash(simplified(text)[one.evidence.start : one.evidence.end])
        assert squash(one.wording) in said or not one.wording
    places = [(e.kind, e.span) for e in found.ledger]
    assert len(places) == len(set(places))
    assert {e.kind for e in found.ledger} <= set(KINDS) and {e.fate for e in found.ledger} <= set(FATES)
    assert [e.span.start for e in found.ledger] == sorted(e.span.start for e in found.ledger)
    assert Extraction.from_json(json.loads(as_text(found))) == found
    return found


@fuzzing(80)
@given(names, bodies, st.sampled_from(["2024-03-01", ""]))
def test_all_that_is_said_stands_in_the_text(title, body, issued):
    article = Article(title, body, issued)
    assert check(article) == check(article)


@fuzzing(150)
@given(names, bodies)
def test_the_rules_alone_hold_it_too(title, body):
    check(Article(title, body, "2024-03-01"), learned=False)


@pytest.mark.parametrize("mark", SHARP, ids=ascii)
def test_every_mark_between_any_two_characters(mark):
    """Each sharp piece inside, before and behind names and numbers of an ordinary sentence."""
    plain = "3月1日，绵阳京东方新型显示项目（二期）开工，总投资20亿元。"
    body = "\n".join(plain[:at] + mark + plain[at:] for at in range(0, len(plain), 3))
    check(Article("绵阳开工一个项目", body, "2024-03-01"), learned=False)


@fuzzing(100)
@given(names, bodies)
def test_sentences_are_in_order_and_lose_nothing(title, body):
    doc = segment(Article(title, body))
    ends = [0]
    for one in doc.sentences:
        assert ends[-1] <= one.start <= one.end <= len(doc.text)
        assert not doc.text[ends[-1] : one.start].strip()
        ends.append(one.end)
    assert not doc.text[ends[-1] :].strip()
