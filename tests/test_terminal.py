"""What the terminal shows: the language asked for, and nothing that moves the cursor or breaks the encoding."""

import io
import sys

import pytest

from kg.facts import Fact, Source, Voice
from kg.records import SPEAKERS
from kg.terminal import Language, fact_in_words, messages_in, put, told_in_words


@pytest.fixture
def shown(monkeypatch):
    """Return a function that prints a text to a terminal of some encoding and returns the bytes."""

    def show(text, encoding="utf-8"):
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, newline=""))
        put(text)
        return raw.getvalue()

    return show


@pytest.mark.parametrize("control", ["\x1b[31m", "\x1b]0;x\x07", "\u202e", "\u2028", "\x00", "\r", "\u200b"])
def test_control_characters_are_shown_and_not_sent(shown, control):
    found = shown(f"甲{control}乙").decode()
    assert control[0] not in found
    assert f"甲\\u{ord(control[0]):04x}" in found


def test_markup_is_printed_as_it_is(shown):
    assert shown("[red][/重点]") == "[red][/重点]\n".encode()


@pytest.mark.parametrize(("encoding", "expected"), [("gbk", "绵阳\\U00020bb7\n".encode("gbk")), ("ascii", b"\\u7ef5")])
def test_what_the_encoding_lacks_is_escaped(shown, encoding, expected):
    assert shown("绵阳\U00020bb7", encoding).startswith(expected)


@pytest.mark.parametrize(("locale", "english"), [("en_US.UTF-8", True), ("C", False), ("zh_CN.UTF-8", False)])
def test_the_language_follows_the_locale(monkeypatch, locale, english):
    monkeypatch.setattr("locale.setlocale", lambda *_: locale)
    assert (messages_in(None) == messages_in(Language.en)) is english
    assert messages_in(None) == messages_in(Language.en if english else Language.zh)


def test_both_languages_have_the_same_messages_and_gaps():
    chinese, english = messages_in(Language.zh), messages_in(Language.en)
    assert set(chinese) == set(english)
    texts = {key for key, value in english.items() if isinstance(value, str)}
    assert [key for key in texts if english[key] == chinese[key] and key != "says_claim"] == []
    gaps = {key: (set(_fields(chinese[key])), set(_fields(english[key]))) for key in texts}
    assert {key: found for key, found in gaps.items() if found[0] != found[1]} == {}


def _fields(text):
    return [part.split("}")[0] for part in text.split("{")[1:]]


@pytest.mark.parametrize(
    ("more", "lines"),
    [
        ({}, ""),
        ({"independent": 1}, ""),
        ({"independent": 3, "copied": True}, "\n    — 独立文章 3 篇\n    — 照录另一篇"),
        ({"voice": Voice("office", "甲局", "据甲局介绍")}, "\n    — 出自“据甲局介绍”(政府部门)"),
    ],
)
def test_who_says_a_fact(more, lines):
    fact = Fact("milestone", ("开工", "2024"), "actual", Source("甲", "2024-01-01", 0, 3, "原句。"), **more)
    assert told_in_words(fact, messages_in(Language.zh)) == lines


def test_every_kind_of_speaker_has_its_words():
    for lang in Language:
        assert set(messages_in(lang)["told"]["speakers"]) == set(SPEAKERS)


def test_facts_in_words():
    say = messages_in(Language.zh)
    assert fact_in_words(("甲项目", "locatedIn", "绵阳市"), say) == "甲项目 —位于→ 绵阳市"
    number = ("总投资", "atLeast", "2000000000", "CNY", "超20亿元", "")
    assert fact_in_words(number, say) == "总投资 ≥ 2000000000 CNY (超20亿元)"
