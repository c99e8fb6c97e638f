"""A text longer than any article is read in blocks: nothing of it is lost, doubled or moved, and no number divided."""

import pytest
from hostile import bodies, fuzzing, names
from hypothesis import given
from hypothesis import strategies as st

from kg.pipeline import blocks, extract
from kg.records import Article

TITLE = "绵阳开工六十个项目"
LINE = "3月{}日，绵阳京东方第{}期显示项目开工，总投资{}亿元。\n"
BODY = "".join(LINE.format(n % 28 + 1, n, n + 10) for n in range(60))


@pytest.fixture
def short(monkeypatch):
    """Return a function that makes blocks as short as is said."""
    return lambda length: monkeypatch.setattr(blocks, "LONGEST", length)


def said(found):
    """Return what is told where, by the types of things.

    What short names mean and which relations are likely enough depends on what else is read with them.
    """
    name = {e.id: e.type for e in found.entities}
    return {
        "names": {(e.type, span) for e in found.entities for span in e.mentions},
        "numbers": [(name[o.about], o.indicator, o.value, o.unit, o.evidence) for o in found.observations],
        "steps": [(name[m.about], m.stage, m.date, m.evidence) for m in found.milestones],
        "ledger": [(e.kind, e.span, e.what) for e in found.ledger],
        "missed": found.missed,
        "home": name[found.home],
        "sentences": found.sentences,
    }


def test_blocks_say_what_the_whole_says(short):
    article = Article(TITLE, BODY, "2024-04-01")
    whole = said(extract(article))
    short(400)
    assert len(blocks.blocks(article)) > 4
    assert len(whole["numbers"]) >= 60
    assert said(extract(article)) == whole


def test_who_says_it_is_kept_across_blocks(short):
    line = "绵阳市发改委第{0}次介绍,绵阳京东方第{0}期显示项目总投资{0}5亿元。绵阳京东方第{0}期显示项目占地{0}3亩。\n"
    article = Article(TITLE, "".join(map(line.format, range(1, 41))), "2024-04-01")

    def voiced():
        found = extract(article)
        words = [article.text[a.evidence.start : a.evidence.end] for a in found.attributions]
        speakers = {e.id: e.name for e in found.entities}
        spoken = {speakers[a.speaker] for a in found.attributions}
        return spoken, [(o.wording, words[o.voice] if o.voice >= 0 else "") for o in found.observations]

    whole = voiced()
    short(400)
    assert len(blocks.blocks(article)) > 4
    assert voiced() == whole
    assert len({words for _, words in whole[1]}) > 30


def test_a_title_of_any_length_is_read_as_text(short):
    article = Article(BODY.replace("\n", ""), "", "2024-04-01")
    numbers = {o.value for o in extract(article).observations}
    assert len(numbers) >= 60
    assert {b.article.title for b in blocks.blocks(article)} == {""}


@fuzzing(100)
@given(names, bodies, st.integers(20, 200))
def test_blocks_are_the_text_and_places_are_its_places(title, body, length):
    article = Article(title, body * 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "LONGEST", length)
        patch.setattr(blocks, "LONGEST_TITLE", 40)
        found = blocks.blocks(article)
    kept = found[0].article.title
    head = f"{kept}\n" if found[0].start else ""
    assert head + "".join(b.article.body for b in found) == article.text
    for block in found:
        for at in range(block.head, len(block.article.text)):
            span = block.place(blocks.Span(at, at + 1))
            assert article.text[span.start : span.end] == block.article.text[at]
    assert all(len(b.article.body) <= length for b in found)


@pytest.mark.parametrize("number", ["1,234.5", "12345678", "一千二百三十四"])
def test_no_number_is_divided(short, number):
    short(100)
    text = "建设" * 48 + number + "亿元" + "建设" * 80
    bodies = [b.article.body for b in blocks.blocks(Article("", text))]
    assert [number in body for body in bodies].count(True) == 1
