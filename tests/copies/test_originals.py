"""Whose word a fact is: copied sentences are none of their article's own, and what is short proves nothing."""

from itertools import permutations

import pytest
from copies.reprinted import RELEASE, read

from kg.copies import Said, originals, page_of, passage
from kg.records import Span

SENTENCE = RELEASE[RELEASE.index("其中") : RELEASE.index("凌江市发改委")]
OWN = "记者日前走进装备制造车间,机械臂正来回搬运零件。{}厂区负责招工的人说,附近几个镇来应聘的年轻人排起了队。"


def said(articles, quote="38亿元", families=None):
    """Return a statement for each article, whose sentence is the one that holds a quote."""
    found = []
    for n, one in enumerate(articles):
        text = one.article.text
        at = text.index(quote)
        start, end = text.rfind("。", 0, at) + 1, text.index("。", at) + 1
        where = passage(page_of(one), Span(start or text.index("\n") + 1, end))
        found.append(Said(n, (families or {}).get(n, n), where))
    return found


def test_a_paragraph_that_is_copied_is_no_word_of_its_own():
    assert originals(said([read(RELEASE), read(OWN.format(SENTENCE))])) == [-1, 0]


def test_a_report_in_other_words_is_one():
    other = OWN.format("远航重工集团投下38亿元的远航智能装备产业园就建在这里,620亩的工地上塔吊林立。")
    assert originals(said([read(RELEASE), read(other)])) == [-1, -1]


@pytest.mark.parametrize("short", ["远航智能装备产业园总投资38亿元。", "该项目总投资38亿元,占地620亩。"])
def test_a_short_sentence_is_no_copy_for_being_the_same(short):
    one, other = f"园区动态很多。{short}上午的会议开了三个小时。", f"今年春天雨水不少。{short}对岸的码头已经通航。"
    assert originals(said([read(one), read(other)])) == [-1, -1]


def test_a_short_sentence_in_a_copied_paragraph_is_a_copy():
    paragraph = "走进产业园的展厅,大屏幕上滚动播放着规划图。该项目总投资38亿元。讲解员告诉来访的客商,二期土地已经预留。"
    assert originals(said([read("甲报的第一段。" + paragraph), read("乙报的另一段话。" + paragraph)])) == [-1, 0]


@pytest.mark.parametrize("old,new", [("620亩", "650亩"), ("2026年", "2027年")])
def test_a_sentence_with_another_number_is_written_anew(old, new):
    assert originals(said([read(RELEASE), read(OWN.format(SENTENCE.replace(old, new)))])) == [-1, -1]


def test_an_article_that_copies_in_one_place_has_no_word_of_its_own():
    own = "早在去年秋天,本报就报道过这个38亿元的远航智能装备产业园。"
    copying = read(own + OWN.format(SENTENCE))
    first, (second,) = said([read(RELEASE)]), said([copying])
    third = said([copying], "总投资38亿元")[0]
    statements = [*first, Said(1, 1, second.passage), Said(1, 1, third.passage)]
    assert originals(statements) == [-1, 0, 0]


def test_what_two_copies_of_one_text_state_is_said_once_wherever_it_stands():
    articles = [read("甲地来信说38亿元。"), read("乙处传来的消息也讲38亿元。")]
    assert originals(said(articles, families={1: 0})) == [-1, 0]
    assert originals(said(articles, families={0: 9, 1: 9})) == [-1, 0]


def test_a_digest_of_two_reports_does_not_make_them_one():
    other = (
        "据远航重工集团发布的公告,公司将在凌江经开区建设远航智能装备产业园,投资额为38亿元,"
        "资金由公司自筹和银行贷款解决。"
    )
    digest = f"一周要闻。{SENTENCE}另一则消息。{other}天气转凉。"
    articles = [read(RELEASE), read(other), read(digest)]
    assert originals(said(articles)) == [-1, -1, 0]


def test_many_statements_are_told_apart_as_few_are():
    copies = [read(OWN.format(SENTENCE)[n:]) for n in range(12)]
    others = [read(f"第{n}位读者来信,落款{n}日,问起那个38亿元的园子何时开门。") for n in range(12)]
    found = originals(said([read(RELEASE), *copies, *others]))
    assert found == [-1, *[0] * 12, *[-1] * 12]


def test_order_among_later_ones_changes_no_count():
    rest = [read(OWN.format(SENTENCE)), read("38亿元的园子,我家门口就看得见。"), read("站长手记。" + SENTENCE)]
    counts = {originals(said([read(RELEASE), *some])).count(-1) for some in permutations(rest)}
    assert counts == {2}
